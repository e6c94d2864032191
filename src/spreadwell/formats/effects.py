"""EFFECTS: one estimate a site with its standard error, and what may moderate it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from spreadwell.formats.bulk import BLANK, check_labels, check_numbers, missing_columns, repeated
from spreadwell.formats.cells import Code, number
from spreadwell.formats.problems import FileProblem, RowProblem, in_row_order
from spreadwell.formats.tables import (
    MAX_FILE_BYTES,
    Column,
    Numbers,
    Table,
    TextColumn,
    normal_header,
    read_table,
)

NAMES = ("site", "estimate", "se")


@dataclass(frozen=True, slots=True)
class Effects:
    """Estimates in file order; ``others`` are the file's further columns, for moderators."""

    name: str
    site: tuple[str, ...]
    estimate: Numbers
    se: Numbers
    table: Table

    def __len__(self) -> int:
        return len(self.site)

    def moderators(self, columns: Sequence[str]) -> tuple[tuple[str, ...], Numbers]:
        """Names and numbers (N, M) of moderators; words become one column a further word.

        ``FileProblem`` names a column that is missing and each cell that is blank.
        """
        names: list[str] = []
        made: list[Numbers] = []
        problems: list[RowProblem] = []
        for written in columns:
            key = normal_header(written)
            found = self.table.columns.get(key)
            if found is None or key in NAMES:
                there = ", ".join(one for one in self.table.columns if one not in NAMES)
                message = f"the column is missing; the file has {there or 'no further columns'}"
                problems.append(RowProblem(1, written, message))
                continue
            problems += self._blank(key)
            for name, column in _numbers_of(written, found):
                names.append(name)
                made.append(column)
        if problems:
            raise FileProblem(self.name, in_row_order(problems))
        return tuple(names), np.column_stack(made)

    def _blank(self, column: str) -> list[RowProblem]:
        return [
            RowProblem(int(row), column, BLANK, "")
            for position, row in enumerate(self.table.rows)
            if not self.table.cell(column, position)
        ]


def _numbers_of(name: str, column: Column) -> list[tuple[str, Numbers]]:
    """A column of numbers as it is; one of words as 0 or 1 for each word but the first."""
    if not isinstance(column, TextColumn):
        return [(name, column)]
    try:
        read = [number(label) for label in column.labels]
    except ValueError:
        return [
            (f"{name}: {label}", (column.codes == code).astype(float))
            for code, label in enumerate(column.labels)
            if code > 0
        ]
    lookup = np.array([np.nan if one is None else one for one in read] + [np.nan])
    return [(name, lookup[column.codes])]


def read_effects(
    source: str | Path | bytes, *, name: str | None = None, max_bytes: int = MAX_FILE_BYTES
) -> Effects:
    """Read EFFECTS, or raise ``FileProblem`` with every problem of the file."""
    table = read_table(source, name=name, max_bytes=max_bytes)
    missing = missing_columns(table, NAMES)
    if missing or not len(table):
        empty = [RowProblem(None, None, "the file has a header but no rows")]
        raise FileProblem(table.name, missing or empty)
    problems: list[RowProblem] = []
    bad = np.zeros(len(table), dtype=np.bool_)

    def add(position: int, column: str, message: str, value: str | None) -> None:
        bad[position] = True
        problems.append(RowProblem(int(table.rows[position]), column, message, value))

    site = table.text("site")
    check_labels(site, Code, "site", add, required=True)
    numbers = {}
    for column in ("estimate", "se"):
        numbers[column] = check_numbers(table, column, add, signed=True)
        for position in np.flatnonzero(np.isnan(numbers[column]) & ~bad):
            add(int(position), column, BLANK, "")
    for position in np.flatnonzero((numbers["se"] <= 0) & ~bad):
        written = table.cell("se", int(position))
        add(int(position), "se", f"“{written}” is not above zero", written)
    for first, second in repeated([site.codes], ~bad):
        message = f"“{site.at(second)}” already stands in row {int(table.rows[first])}"
        add(second, "site", message, site.at(second))
    if problems:
        raise FileProblem(table.name, in_row_order(problems))
    labels = tuple(site.at(position) for position in range(len(table)))
    return Effects(table.name, labels, numbers["estimate"], numbers["se"], table)
