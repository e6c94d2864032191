"""Checks of whole columns: a cell's type applied once a distinct label, numbers as arrays."""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from spreadwell.formats.cells import LARGEST, Amount, Number, PeriodCell, in_words
from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.formats.problems import RowProblem
from spreadwell.formats.tables import Numbers, Table, TextColumn

Bits = NDArray[np.bool_]
Add = Callable[[int, str, str, str | None], None]
"""Takes position, column, message, value: where a check leaves what it finds."""

BLANK = "the cell is blank"

PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?")
"""A number as most files write it."""

HINTS = 25
"""How many unknown names of a column are told with the nearest that is known."""


def missing_columns(table: Table, wanted: Sequence[str]) -> list[RowProblem]:
    """One problem a column the header lacks, with the nearest header there is."""
    written = ", ".join(table.headers.values())
    problems = []
    for name in wanted:
        if name in table.columns:
            continue
        near = difflib.get_close_matches(name, list(table.headers), n=1, cutoff=0.7)
        hint = f"is “{table.headers[near[0]]}” meant?" if near else f"the header has {written}"
        problems.append(RowProblem(1, name, f"the column is missing; {hint}"))
    return problems


def check_labels(
    column: TextColumn,
    cell_type: Any,
    name: str,
    add: Add,
    *,
    known: frozenset[str] | None = None,
    required: bool = False,
) -> list[Any]:
    """Apply a cell's type to every distinct label; returns what each reads as, None when wrong."""
    read: list[Any] = []
    wrong: dict[int, str] = {-1: BLANK} if required else {}
    for code, label in enumerate(column.labels):
        try:
            read.append(_adapter(cell_type).validate_python(label))
        except ValidationError as error:
            read.append(None)
            wrong[code] = in_words(error)[0][1]
            continue
        if known is not None and label not in known:
            # Searching for what is near takes time: a file of nothing but strangers gets no more.
            near = difflib.get_close_matches(label, known, n=1) if len(wrong) < HINTS else []
            hint = f"; is “{near[0]}” meant?" if near else ""
            wrong[code] = f"“{label}” is not a {name} we know{hint}"
    _report(column, wrong, name, add)
    return read


def check_numbers(table: Table, name: str, add: Add, *, signed: bool = False) -> Numbers:
    """A column as numbers, NaN where blank, missing or wrong; problems go to ``add``."""
    column = table.columns.get(name)
    if column is None:
        return np.full(len(table), np.nan)
    cell_type = Number if signed else Amount
    if isinstance(column, TextColumn):
        lookup = np.array([*_label_numbers(column, cell_type, name, add), np.nan])
        return lookup[column.codes]
    doubtful = np.abs(column) > LARGEST
    if not signed:
        doubtful |= column < 0
    for position in np.flatnonzero(doubtful):
        try:
            _adapter(cell_type).validate_python(float(column[position]))
        except ValidationError as error:
            add(int(position), name, in_words(error)[0][1], table.cell(name, int(position)))
    return np.where(doubtful, np.nan, column)


def _label_numbers(column: TextColumn, cell_type: Any, name: str, add: Add) -> list[float]:
    """Plain numbers as they are, by one pattern; whatever else is written by its cell's type."""
    read = [float(label) if PLAIN.fullmatch(label) else np.nan for label in column.labels]
    others = [code for code, number in enumerate(read) if number != number]
    if others:
        wanted = TextColumn(
            np.searchsorted(others, column.codes).astype(np.int32),
            tuple(column.labels[code] for code in others),
        )
        place = np.isin(column.codes, others)
        rest = TextColumn(np.where(place, wanted.codes, -1).astype(np.int32), wanted.labels)
        for code, number in zip(others, check_labels(rest, cell_type, name, add), strict=True):
            read[code] = np.nan if number is None else number
    return read


@dataclass(frozen=True, slots=True)
class Periods:
    """A column of periods before one kind is chosen: places in `KINDS` (−1 where wrong), ordinals.

    `first_days` tells whether the column was typed as dates.
    """

    kinds: NDArray[np.int8]
    ordinals: NDArray[np.int64]
    typed: bool


KINDS = tuple(PeriodKind)


def read_periods(table: Table, name: str, add: Add) -> Periods:
    """Read a column of periods of any kinds; wrong cells go to ``add``."""
    column = table.text(name)
    read: list[Period | None] = check_labels(column, PeriodCell, name, add, required=True)
    kinds = np.array([KINDS.index(one.kind) if one else -1 for one in read] + [-1], dtype=np.int8)
    ordinals = np.array([one.ordinal if one else 0 for one in read] + [0], dtype=np.int64)
    return Periods(kinds[column.codes], ordinals[column.codes], name in table.dated)


def main_kind(counts: Mapping[PeriodKind, int]) -> tuple[PeriodKind, bool]:
    """The kind most periods are of, and whether years among them are plain numbers.

    Counting that passes 1900 does not become years on the way.
    """
    weight = dict(counts)
    mixed = PeriodKind.INTEGER in weight and PeriodKind.YEAR in weight
    if mixed:
        weight[PeriodKind.INTEGER] += weight.pop(PeriodKind.YEAR)
    return max(weight, key=lambda one: weight[one]), mixed


def other_kind(period: Period, kind: PeriodKind) -> str:
    """What is said of a period that is not of its file's kind."""
    return (
        f"“{period}” is one of the {period.kind.plural}, but this file's periods are "
        f"{kind.plural}; one file holds one kind"
    )


def parsed_periods(
    table: Table, name: str, add: Add
) -> tuple[PeriodKind | None, NDArray[np.int64], list[str]]:
    """A column of periods as one kind and ordinals, with notes; wrong cells go to ``add``.

    Where periods are of several kinds, the most common kind is right and the others are wrong.
    Dates typed as such (Excel, Parquet) that all open a month are read as months.
    """
    read = read_periods(table, name, add)
    good = read.kinds >= 0
    if not good.any():
        return None, np.zeros(len(table), dtype=np.int64), []
    # In order of first appearance, so that the first of two equally common kinds is right.
    _, first = np.unique(read.kinds[good], return_index=True)
    seen = read.kinds[good][np.sort(first)].tolist()
    kind, mixed = main_kind({KINDS[one]: int((read.kinds == one).sum()) for one in seen})
    right = read.kinds == KINDS.index(kind)
    if mixed and kind is PeriodKind.INTEGER:
        right |= read.kinds == KINDS.index(PeriodKind.YEAR)
    for place in np.flatnonzero(good & ~right).tolist():
        period = Period(KINDS[read.kinds[place]], int(read.ordinals[place]))
        add(place, name, other_kind(period, kind), table.cell(name, place))
    ordinals = np.where(right, read.ordinals, 0)
    if not opens_months(kind, np.unique(read.ordinals[right])):
        return kind, ordinals, []
    if not read.typed:
        return kind, ordinals, [FIRST_DAYS]
    ordinals[right] = months_of(ordinals[right])
    return PeriodKind.MONTH, ordinals, [DATES_AS_MONTHS]


FIRST_DAYS = "Every period is the first day of a month; write 2024-03 where you mean the month."
DATES_AS_MONTHS = "Dates were read as months, because every one is the first day of a month."


def opens_months(kind: PeriodKind, days: NDArray[np.int64]) -> bool:
    """Tell whether several distinct days each open a month."""
    return (
        kind is PeriodKind.DAY
        and len(days) > 1
        and all(date.fromordinal(day).day == 1 for day in days.tolist())
    )


def months_of(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """The months that hold some days, as ordinals."""
    found, place = np.unique(days, return_inverse=True)
    months = [
        Period(PeriodKind.DAY, day).within(PeriodKind.MONTH).ordinal for day in found.tolist()
    ]
    return np.array(months, dtype=np.int64)[place.reshape(-1)]


def repeated(keys: Sequence[NDArray[np.integer[Any]]], good: Bits) -> Iterator[tuple[int, int]]:
    """Pairs of positions (first, later) whose keys are all equal, among the good rows."""
    positions = np.flatnonzero(good)
    if not len(positions):
        return
    chosen = [key[positions] for key in keys]
    # lexsort is stable, so that within equal keys the first row of the file comes first.
    order = np.lexsort(chosen[::-1])
    same = np.ones(len(order) - 1, dtype=np.bool_)
    for key in chosen:
        ordered = key[order]
        same &= ordered[1:] == ordered[:-1]
    first = 0
    for place in np.flatnonzero(same):
        if place == 0 or not same[place - 1]:
            first = int(positions[order[place]])
        yield first, int(positions[order[place + 1]])


def _report(column: TextColumn, wrong: dict[int, str], name: str, add: Add) -> None:
    if not wrong:
        return
    for position in np.flatnonzero(np.isin(column.codes, list(wrong))):
        add(int(position), name, wrong[int(column.codes[position])], column.at(int(position)))


@cache
def _adapter(cell_type: Any) -> TypeAdapter[Any]:
    return TypeAdapter(cell_type)
