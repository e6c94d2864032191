"""Findings as rows that can be read in again; addresses of people stay here."""

import csv
import io
from collections.abc import Iterator

from django.db.models import QuerySet

from spreadwell.domain.discovery.models import Finding

HEADER = (
    "mission", "text", "quote", "role", "voice", "speaks_as", "place", "date", "strength",
    "source", "source_kind", "who", "named", "contact", "evidence", "doi", "pmid", "nct",
)  # fmt: skip


def rows(findings: QuerySet[Finding]) -> Iterator[dict[str, str]]:
    """Give each finding by our columns; who spoke only where they agreed to be named."""
    for one in findings.select_related("mission", "record").order_by("pk").iterator(2_000):
        yield row_of(one)


def row_of(one: Finding) -> dict[str, str]:
    """One finding by our columns."""
    record = getattr(one, "record", None)
    return {
        "mission": one.mission.slug, "text": one.text, "quote": one.quote, "role": one.role,
        "voice": one.voice, "speaks_as": one.speaks_as, "place": one.place,
        "date": one.heard_on.isoformat(), "strength": str(one.strength), "source": one.source,
        "source_kind": one.source_kind,
        "who": one.contributor_label if one.consents_named else "",
        "named": "yes" if one.consents_named else "no",
        "contact": "yes" if one.consents_contact else "no",
        "evidence": record.kind if record else "", "doi": record.doi if record else "",
        "pmid": record.pmid if record else "", "nct": record.nct if record else "",
    }  # fmt: skip


def as_csv(findings: QuerySet[Finding]) -> bytes:
    """Write findings as CSV that spreadsheets open and `import findings` reads."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADER)
    writer.writeheader()
    for row in rows(findings):
        writer.writerow({name: safe_cell(text) for name, text in row.items()})
    return out.getvalue().encode("utf-8-sig")


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
