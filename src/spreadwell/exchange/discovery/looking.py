"""Looking at a file of findings or records: what it holds, what to ask, what is wrong in it."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from spreadwell.domain.discovery.heard import TEXT_LIMIT, Heard
from spreadwell.domain.discovery.incoming import Given, Incoming
from spreadwell.domain.discovery.rows import COLUMNS, read_row
from spreadwell.domain.measures.names import key_of
from spreadwell.exchange.discovery.columns import OURS, WHAT, FindingColumns, guessed
from spreadwell.exchange.intake.known import folded
from spreadwell.exchange.intake.naming import Names, Unknown, columns_renamed, unknown_columns
from spreadwell.formats.encodings import decoded
from spreadwell.formats.patient_words import PatientWord, check_words
from spreadwell.formats.problems import FileProblem, RowProblem
from spreadwell.formats.records.reading import read_records
from spreadwell.formats.records.shapes import Record
from spreadwell.formats.rough.sheets import Rough, read_rough
from spreadwell.formats.tables import normal_header

TABLE = "table"
PACKED = (b"PK\x03\x04", b"PAR1", b"\x1f\x8b")
WRONG = "What is wrong"
"""The column that rows which did not come in carry; it is no part of what was said."""
ASIDE = {key_of(WHAT, text): "" for text in (WRONG, "Row")}
# What people typed is asked about; columns that are meant to hold a name or an address are not.
ASKED_ABOUT = ("text", "quote", "source", "speaks_as", "place")
STRENGTHS = {"review": 3, "guideline": 3, "trial": 3, "compared": 3, "cohort": 2, "qualitative": 2}


@dataclass(frozen=True, slots=True)
class Questioned:
    """Words of one row that may point to a patient, to be answered before it is stored."""

    line: int
    words: tuple[PatientWord, ...]

    @property
    def sentence(self) -> str:
        """The question: “Line 7: “07700 900123” looks …”."""
        told = "; ".join(f"“{one.text}”: {one.question}" for one in self.words)
        return f"Row {self.line}: {told}"


@dataclass(frozen=True, slots=True)
class FindingsLook:
    """What a file holds: columns to ask about, else rows, each with its mission's name if given.

    `asked` are rows with words that may point to a patient; they are among `rows`.
    """

    layout: str
    rows: tuple[tuple[str, Incoming], ...] = ()
    unknown: tuple[Unknown, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    asked: tuple[Questioned, ...] = ()
    notes: tuple[str, ...] = ()

    def without(self, lines: Collection[int]) -> "FindingsLook":
        """The same without the rows of some lines."""
        kept = tuple(one for one in self.rows if one[1].line not in lines)
        return replace(self, rows=kept)


def look_at(
    content: bytes, name: str, usual: Heard, names: Names | None = None, *, guess: bool = False
) -> FindingsLook:
    """Read a file of findings or records; FileProblem where it is neither.

    `usual` fills what rows leave blank; `names` are what columns mean; `guess` takes common
    names of columns without asking, and notes it.
    """
    found = read_records(content, name)
    if found is not None:
        rows = tuple(("", _of_record(one, usual)) for one in found.records)
        look = FindingsLook(found.layout, rows, (), found.problems, (), found.notes)
        return replace(look, asked=_asked(look))
    rough, notes = rough_of(content, name)
    told = ASIDE | dict(names or {})
    if guess:
        told = {key_of(WHAT, text): code for text, code in guessed(rough.header).items()} | told
    made, used = columns_renamed(rough, told, OURS, WHAT)
    notes += tuple(
        f"Column “{written}” was read as {means}." if means else f"“{written}” was left out."
        for (_, written), means in used.items()
    )
    unknown = tuple(unknown_columns(made, FindingColumns(), OURS))
    if unknown and not guess:
        return FindingsLook(TABLE, unknown=unknown, notes=(*made.notes, *notes))
    notes += tuple(f"Column “{one.written}” was left aside." for one in unknown)
    return _of_table(made, usual, (*made.notes, *notes))


def rough_of(content: bytes, name: str) -> tuple[Rough, tuple[str, ...]]:
    """The cells of a table as they stand, and what was noted of its encoding."""
    notes: tuple[str, ...] = ()
    if not content.startswith(PACKED):
        text = decoded(content)
        content, notes = text.text.encode(), ((text.note,) if text.note else ())
    ours = OURS | {folded(one).replace(" ", "_") for one in COLUMNS}
    return read_rough(content, name, ours), notes


def _of_table(rough: Rough, usual: Heard, notes: Sequence[str]) -> FindingsLook:
    header = [normal_header(text) for text in rough.header]
    if "text" not in header:
        raise FileProblem.whole(
            rough.name, "no column is the text: what was said or learnt; say which one is"
        )
    twice = {one for one in header if one in OURS and header.count(one) > 1}
    if twice:
        raise FileProblem.whole(rough.name, f"two columns are the {min(twice)}; leave one out")
    rows: list[tuple[str, Incoming]] = []
    problems: list[RowProblem] = []
    for line, cells in rough.rows:
        given = dict(zip(header, cells, strict=True))
        read = read_row(given, usual)
        problems += [RowProblem(line, column, said) for column, said in read.problems]
        if not read.problems:
            rows.append((given.get("mission", ""), Incoming(line, read.heard, key_of_row(given))))
    look = FindingsLook(TABLE, tuple(rows), (), tuple(problems), (), tuple(notes))
    return replace(look, asked=_asked(look))


def key_of_row(given: Mapping[str, str]) -> str:
    """What tells a row again: all it says, without regard to case and spacing."""
    said = [f"{name}={' '.join(given.get(name, '').split()).casefold()}" for name in COLUMNS]
    return f"row:{hashlib.sha256('|'.join(said).encode()).hexdigest()[:40]}"


def _of_record(one: Record, usual: Heard) -> Incoming:
    given = Given(
        title=one.title, kind=one.kind, authors=one.authors, year=one.year,
        published_in=one.published_in, doi=one.doi, pmid=one.pmid, nct=one.nct, link=one.link,
    )  # fmt: skip
    title = hashlib.sha256(folded(one.title).encode()).hexdigest()[:40]
    heard = Heard(
        text=one.title[:TEXT_LIMIT], quote=one.abstract[:TEXT_LIMIT], role="",
        heard_on=usual.heard_on, source_kind="horizon", source=usual.source or one.published_in,
        strength=STRENGTHS.get(one.kind, 1),
    )  # fmt: skip
    # Cut so that the longest DOI still fits; titles tell apart what an identifier does not.
    key = next(iter(one.identifiers), "")
    return Incoming(one.line, heard, key if 0 < len(key) <= 80 else f"title:{title}", given)


def _asked(look: FindingsLook) -> tuple[Questioned, ...]:
    return asked_about([row for _, row in look.rows])


def asked_about(rows: Iterable[Incoming]) -> tuple[Questioned, ...]:
    """The rows with words that may point to a patient."""
    found = []
    for row in rows:
        texts = [str(getattr(row.heard, name)) for name in ASKED_ABOUT]
        words = tuple(word for text in texts for word in check_words(text))
        if words:
            found.append(Questioned(row.line, words))
    return tuple(found)
