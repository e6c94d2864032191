"""Checks of whole columns: a cell's type applied once a distinct label, numbers as arrays."""

import difflib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from spreadwell.formats.cells import Amount, Number, PeriodCell, in_words
from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.formats.problems import RowProblem
from spreadwell.formats.tables import Numbers, Table, TextColumn

Bits = NDArray[np.bool_]
Add = Callable[[int, str, str, str | None], None]
"""Takes position, column, message, value: where a check leaves what it finds."""

BLANK = "the cell is blank"


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
            near = difflib.get_close_matches(label, known, n=1)
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
        read = check_labels(column, cell_type, name, add)
        lookup = np.array([np.nan if one is None else one for one in read] + [np.nan])
        return lookup[column.codes]
    doubtful = np.isinf(column) if signed else np.isinf(column) | (column < 0)
    for position in np.flatnonzero(doubtful):
        try:
            _adapter(cell_type).validate_python(float(column[position]))
        except ValidationError as error:
            add(int(position), name, in_words(error)[0][1], table.cell(name, int(position)))
    return np.where(doubtful, np.nan, column)


def parsed_periods(
    table: Table, name: str, add: Add
) -> tuple[PeriodKind | None, NDArray[np.int64], list[str]]:
    """A column of periods as one kind and ordinals, with notes; wrong cells go to ``add``.

    Where periods are of several kinds, the most common kind is right and the others are wrong.
    Dates typed as such (Excel, Parquet) that all open a month are read as months.
    """
    column = table.text(name)
    read: list[Period | None] = check_labels(column, PeriodCell, name, add, required=True)
    counts = np.bincount(column.codes[column.codes >= 0], minlength=len(read))
    weight: dict[PeriodKind, int] = {}
    for period, count in zip(read, counts, strict=True):
        if period is not None:
            weight[period.kind] = weight.get(period.kind, 0) + int(count)
    if not weight:
        return None, np.zeros(len(table), dtype=np.int64), []
    if PeriodKind.INTEGER in weight and PeriodKind.YEAR in weight:
        # Counting that passes 1900 does not become years on the way.
        read = [one and _counted(one) for one in read]
        weight[PeriodKind.INTEGER] += weight.pop(PeriodKind.YEAR)
    kind = max(weight, key=lambda one: weight[one])
    wrong = {
        code: f"“{period}” is one of the {period.kind.plural}, but this file's periods are "
        f"{kind.plural}; one file holds one kind"
        for code, period in enumerate(read)
        if period is not None and period.kind is not kind
    }
    _report(column, wrong, name, add)
    right = [period if period and period.kind is kind else None for period in read]
    kind, right, notes = _months_of_days(kind, right, name in table.dated)
    ordinals = np.array([period.ordinal if period else 0 for period in right] + [0])
    return kind, ordinals[column.codes].astype(np.int64), notes


def _counted(period: Period) -> Period:
    """A year among plain numbers is one of them."""
    is_year = period.kind is PeriodKind.YEAR
    return Period(PeriodKind.INTEGER, period.ordinal) if is_year else period


def _months_of_days(
    kind: PeriodKind, periods: list[Period | None], typed: bool
) -> tuple[PeriodKind, list[Period | None], list[str]]:
    days = [period for period in periods if period is not None]
    if kind is not PeriodKind.DAY or len(days) < 2 or any(day.start.day != 1 for day in days):
        return kind, periods, []
    if not typed:
        note = "Every period is the first day of a month; write 2024-03 where you mean the month."
        return kind, periods, [note]
    months = [period and period.within(PeriodKind.MONTH) for period in periods]
    note = "Dates were read as months, because every one is the first day of a month."
    return PeriodKind.MONTH, months, [note]


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
