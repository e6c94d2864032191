"""One record of a paper, report or registered trial, and what a file of them holds."""

from dataclasses import dataclass

from spreadwell.formats.problems import RowProblem

MOST_AUTHORS = 6


@dataclass(frozen=True, slots=True)
class Record:
    """One record; `line` is where it starts in its file, identifiers are in their plain form.

    `kind` is a kind of evidence: review, guideline, trial, compared, cohort, qualitative,
    registered, opinion or other.
    """

    line: int
    title: str
    abstract: str = ""
    authors: str = ""
    year: int | None = None
    published_in: str = ""
    kind: str = "other"
    doi: str = ""
    pmid: str = ""
    nct: str = ""
    link: str = ""

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Its identifiers, each with its kind, by which it is known again."""
        given = (("doi", self.doi), ("pmid", self.pmid), ("nct", self.nct))
        return tuple(f"{kind}:{text}" for kind, text in given if text)


@dataclass(frozen=True, slots=True)
class Records:
    """What a file holds: the records that could be read, and what is wrong with the others."""

    layout: str
    records: tuple[Record, ...]
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[str, ...] = ()


class BrokenRecord(Exception):
    """One record cannot be read; the sentence says why."""
