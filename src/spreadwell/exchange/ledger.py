"""The ledger of claims as files: one row a claim, everything that must be read with it inside."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from spreadwell.domain.claims.anyway import NO_VERDICT
from spreadwell.domain.claims.footing import data_until
from spreadwell.domain.claims.ledger import Entry
from spreadwell.domain.claims.telling import certainty_of, said_by_source

# A spreadsheet runs a cell that starts like this as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
JOINED = "; "


def row_of(entry: Entry, *, people: bool = True) -> dict[str, Any]:
    """One claim as plain values: what it says, how sure one can be, what it leaves open.

    Without `people` nobody who answers for it is named.
    """
    claim = entry.claim
    mission = claim.mission or (claim.innovation.mission if claim.innovation else None)
    expected = entry.expected
    return {
        "claim": claim.pk,
        "version": claim.version,
        "state": claim.state,
        "superseded_by": claim.superseded_by_id,
        "mission": mission.slug if mission else "",
        "innovation": claim.innovation.slug if claim.innovation else "",
        "external": claim.external,
        "invented": claim.invented,
        "sentence": claim.sentence,
        "certainty": certainty_of(claim),
        "grade": claim.grade or "–",
        "counted": claim.counted,
        "measure": claim.measure.slug if claim.measure else "",
        "numerator": claim.numerator,
        "denominator": claim.denominator,
        "period": claim.period,
        "place": claim.place,
        "comparator": claim.comparator,
        "method": claim.method,
        "owner": claim.owner.name if claim.owner and people else "",
        "source": claim.source,
        "missing": [gap.question for gap in entry.missing],
        "shows_size": expected is None,
        "expected_anyway": (f"{expected.sentence} {NO_VERDICT}" if expected is not None else ""),
        "source_reply": said_by_source(claim),
        "in_conflict": bool(entry.conflicts),
        "stated_on": _day(claim.stated_on),
        "data_until": data_until(claim),
        "checked_on": _day(claim.checked_on),
        "lost_footing_on": _day(entry.lost.since if entry.lost else None),
        "lost_footing_why": list(entry.lost.why) if entry.lost else [],
        "public": claim.public,
    }


def as_json(entries: Iterable[Entry], *, people: bool = True) -> bytes:
    """The ledger as JSON: `claims`, a list of rows."""
    rows = [row_of(one, people=people) for one in entries]
    return json.dumps({"claims": rows}, ensure_ascii=False, indent=2).encode()


def as_csv(entries: Sequence[Entry], *, people: bool = True) -> bytes:
    """The ledger as CSV with a byte-order mark, as spreadsheets expect."""
    rows = [row_of(one, people=people) for one in entries]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row[name]) for name in COLUMNS] for row in rows)
    return out.getvalue().encode("utf-8-sig")


COLUMNS = (
    "claim", "version", "state", "superseded_by", "mission", "innovation", "external", "invented",
    "sentence", "certainty", "grade", "counted", "measure", "numerator", "denominator", "period",
    "place", "comparator", "method", "owner", "source", "missing", "shows_size", "expected_anyway",
    "source_reply", "in_conflict", "stated_on", "data_until", "checked_on", "lost_footing_on",
    "lost_footing_why", "public",
)  # fmt: skip


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = JOINED.join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
