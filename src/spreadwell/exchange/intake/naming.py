"""Names in a file that are not ours: which they are, and the file read by what they mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from spreadwell.domain.measures.names import key_of
from spreadwell.exchange.intake.known import Guess, Known
from spreadwell.formats.readings import KEYS
from spreadwell.formats.rough.sheets import Rough
from spreadwell.formats.tables import normal_header

ASKED_AT_ONCE = 20
"""Names asked about on one page; the rest on the next, so that nobody meets a wall of questions."""

LEAVE_OUT = ""

Names = Mapping[tuple[str, str], str]
"""What written names mean: (column, site or measure; the name, folded) → our code, or blank."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """One name of a file that is not ours, with guesses, the likeliest first."""

    what: str
    written: str
    rows: tuple[int, ...]
    guesses: tuple[Guess, ...]
    likely: str

    @property
    def question(self) -> str:
        """What is asked: “Column “Num.”: what is it?”."""
        return f"{self.what.capitalize()} “{self.written}”: what is it?"


def renamed(rough: Rough, names: Names, known: Known) -> tuple[Rough, list[tuple[str, str, str]]]:
    """Read a table by what its names mean; also what was used: (what, written, meaning).

    Columns to leave out are dropped, and rows of sites or measures to leave out.
    """
    made, used = columns_renamed(rough, names, known.headers)
    for what in ("site", "measure"):
        made = _cells_renamed(made, what, names, known, used)
    told = [(what, written, means) for (what, written), means in used.items()]
    return made, told


def columns_renamed(
    rough: Rough, names: Names, ours: frozenset[str], what: str = "column"
) -> tuple[Rough, dict[tuple[str, str], str]]:
    """Read the columns of a table by what their names mean; those to leave out are dropped."""
    used: dict[tuple[str, str], str] = {}
    header = []
    for text in rough.header:
        means = names.get(key_of(what, text))
        if means is None or normal_header(text) in ours:
            header.append(text)
            continue
        used[what, text] = means
        header.append(means)
    kept = [i for i, text in enumerate(header) if text]
    rows = [(row, tuple(cells[i] for i in kept)) for row, cells in rough.rows]
    return replace(rough, header=tuple(header[i] for i in kept), rows=tuple(rows)), used


def _cells_renamed(
    rough: Rough, what: str, names: Names, known: Known, used: dict[tuple[str, str], str]
) -> Rough:
    at = rough.place(what)
    if at is None:
        return rough
    rows = []
    for row, cells in rough.rows:
        means = None if known.is_known(what, cells[at]) else names.get(key_of(what, cells[at]))
        if means is None or not cells[at]:
            rows.append((row, cells))
            continue
        used[what, cells[at]] = means
        if means != LEAVE_OUT:
            rows.append((row, (*cells[:at], means, *cells[at + 1 :])))
    return replace(rough, rows=tuple(rows))


def unknown_names(rough: Rough, known: Known) -> list[Unknown]:
    """Names of a table that are not ours: columns first, since they say what the others are.

    Columns are asked about only while one that is needed is missing; else they are ignored.
    """
    headers = {normal_header(text) for text in rough.header}
    numbers = {"numerator", "denominator"} <= headers or "value" in headers
    if not (headers.issuperset(KEYS) and numbers):
        return unknown_columns(rough, known, known.headers)
    found = []
    for what in ("measure", "site"):
        at = rough.place(what)
        assert at is not None
        rows: dict[str, list[int]] = {}
        for row, cells in rough.rows:
            if cells[at] and not known.is_known(what, cells[at]):
                rows.setdefault(cells[at], []).append(row)
        for written, where in list(rows.items())[:ASKED_AT_ONCE]:
            near = known.near(what, written)
            guesses = tuple(known.guesses(what, near))
            found.append(Unknown(what, written, tuple(where), guesses, (near or [""])[0]))
    return found[:ASKED_AT_ONCE]


class Guesses(Protocol):
    """What knows which of our columns a written name is like."""

    def near(self, what: str, written: str) -> list[str]:
        """Our codes of what a name is like, the likeliest first."""
        ...

    def guesses(self, what: str, near: Sequence[str]) -> list[Guess]:
        """What may be chosen for a name."""
        ...


def unknown_columns(rough: Rough, known: Guesses, ours: frozenset[str]) -> list[Unknown]:
    """Columns of a table that are not ours, each with what it may be."""
    found = []
    headers = {normal_header(text) for text in rough.header}
    taken = set(headers)
    for text in rough.header:
        if not text or normal_header(text) in ours:
            continue
        near = [one for one in known.near("column", text) if one not in taken]
        guesses = [one for one in known.guesses("column", near) if one.code not in headers]
        likely = near[0] if near else LEAVE_OUT
        taken.add(likely)
        found.append(Unknown("column", text, (rough.header_row,), tuple(guesses), likely))
    return found[:ASKED_AT_ONCE]
