"""Findings that come in from files: what is known already is recognised, the rest is stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.origins import Origin
from ..missions.models import Mission
from ..people.models import Person
from ..people.viewer import viewer_of
from .evidence import EvidenceRecord
from .heard import Heard
from .models import Finding
from .permissions import check_add_many
from .policies import check_open_to_findings
from .safeguarding import flag_worries
from .storing import stored

ALIKE = 94.0
"""How like two titles must be, of 100 as rapidfuzz counts sorted words, to be one paper's."""

YEARS_APART = 1
"""One paper may carry the year it appeared online and the year it was printed."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a record says beside the finding: fields of `EvidenceRecord`."""

    title: str
    kind: str
    authors: str = ""
    year: int | None = None
    published_in: str = ""
    doi: str = ""
    pmid: str = ""
    nct: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One row or record of a file, with the line it stands on and the key that tells it again."""

    line: int
    heard: Heard
    key: str
    record: Given | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row that is known: its line, and what it repeats in a few words."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of the rows of a file."""

    added: tuple[Finding, ...]
    repeats: tuple[Repeat, ...]


def sift(mission: Mission, rows: Iterable[Incoming]) -> tuple[list[Incoming], list[Repeat]]:
    """Part rows into those that are new to a mission, and those it has or that come twice."""
    found = Finding.objects.filter(mission=mission)
    keys = set(found.exclude(import_key="").values_list("import_key", flat=True))
    papers = _Papers(mission)
    new: list[Incoming] = []
    repeats: list[Repeat] = []
    for row in rows:
        why = ""
        if row.record is not None:
            why = papers.known(row.record)
        elif row.key in keys:
            why = "it came in before, word for word"
        if why:
            repeats.append(Repeat(row.line, why))
            continue
        keys.add(row.key)
        if row.record is not None:
            papers.add(row.record)
        new.append(row)
    return new, repeats


class _Papers:
    """The papers and trials of a mission, by identifier and by title."""

    def __init__(self, mission: Mission) -> None:
        self.numbers: dict[str, str] = {}
        self.titles: list[str] = []
        self.years: list[int | None] = []
        rows = EvidenceRecord.objects.filter(finding__mission=mission)
        for one in rows.only("title", "year", "doi", "pmid", "nct"):
            self.add(one)

    def add(self, one: Any) -> None:
        """Know one more paper."""
        for number in _numbers(one):
            self.numbers.setdefault(number, one.title)
        self.titles.append(_folded(one.title))
        self.years.append(one.year)

    def known(self, one: Given) -> str:
        """Say by what a paper is known; blank where it is new."""
        for number in _numbers(one):
            if number in self.numbers:
                return f"it is known by its number {number.partition(':')[2]}"
        from rapidfuzz import fuzz, process

        title = _folded(one.title)
        for _, _, at in process.extract_iter(
            title, self.titles, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE
        ):
            year = self.years[at]
            if year is None or one.year is None or abs(year - one.year) <= YEARS_APART:
                return "a record of almost the same title is there"
        return ""


def _numbers(one: Any) -> list[str]:
    given = (("DOI", one.doi), ("PMID", one.pmid), ("NCT", one.nct))
    return [f"{kind}:{text}" for kind, text in given if text]


def _folded(title: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in title.casefold()).split())


@action
def take_findings(
    *,
    by: Person | None,
    mission: Mission,
    rows: Sequence[Incoming],
    name: str,
    origin: str = Origin.RECORDED.value,
) -> TakenIn:
    """Store the rows of a file that are new; what is known already is told, not doubled.

    `by` is None for whoever has the machine itself.
    """
    if by is not None:
        check_add_many(viewer_of(by), mission)
    check_open_to_findings(mission)
    new, repeats = sift(mission, rows)
    made: list[Finding] = Finding.objects.bulk_create(
        (stored(mission, row.heard, import_key=row.key, origin=origin) for row in new),
        batch_size=500,
    )
    EvidenceRecord.objects.bulk_create(
        (
            EvidenceRecord(
                finding=finding,
                **{name: getattr(row.record, name) for name in Given.__dataclass_fields__},
            )
            for finding, row in zip(made, new, strict=True)
            if row.record is not None
        ),
        batch_size=500,
    )
    if made:
        record(
            by=by,
            verb="finding.taken_in",
            thing=mission,
            summary=f"{by or 'The command line'} took {len(made):,} findings of {name} in",
            detail={"first": made[0].pk, "last": made[-1].pk, "repeats": len(repeats)},
        )
        flag_worries([one for one in made if one.voice])
    return TakenIn(tuple(made), tuple(repeats))
