"""Rows of a sheet with their columns by name, and the cells that every layout shares."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from spreadwell.formats.ods.records import MAX_CODE, MAX_NAME
from spreadwell.formats.problems import RowProblem

_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[ T]00:00(?::00)?)?")
_BRITISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(slots=True)
class Sheet:
    """Rows of one sheet; ``columns`` maps a column's name to its place, by which cells are read.

    ``title`` stands before the column in problems where a workbook has several sheets.
    """

    title: str
    rows: list[tuple[int, list[str]]]
    columns: Mapping[str, int]
    problems: list[RowProblem] = field(default_factory=list)

    def cell(self, cells: list[str], column: str) -> str:
        """One cell, trimmed; blank where the sheet has no such column."""
        place = self.columns.get(column)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    def wrong(self, row: int, column: str, message: str, value: str | None = None) -> None:
        """Keep a problem of one cell."""
        self.problems.append(RowProblem(row, self.where(column), message, value))

    def where(self, column: str) -> str:
        """The column as problems name it."""
        return f"{self.title}, {column}" if self.title else column

    def code(self, row: int, cells: list[str], column: str) -> str:
        """A code in capitals; blank when it is missing or wrong, which is then a problem."""
        text = self.cell(cells, column).upper()
        if not text:
            self.wrong(row, column, "the cell is blank")
        elif len(text) > MAX_CODE or re.search(r"\s", text):
            self.wrong(row, column, f"“{text[:40]}” is not a code", text)
            return ""
        return text

    def name(self, row: int, cells: list[str], column: str) -> str:
        """A name; blank when it is missing or too long, which is then a problem."""
        text = " ".join(self.cell(cells, column).split())
        if not text:
            self.wrong(row, column, "the cell is blank")
        elif len(text) > MAX_NAME:
            self.wrong(row, column, f"the text is longer than {MAX_NAME} characters", text)
            return ""
        return text

    def day(self, row: int, cells: list[str], column: str) -> date | None:
        """A day, None where the cell is blank or wrong; the latter is a problem."""
        text = self.cell(cells, column)
        try:
            return day_of(text)
        except ValueError as error:
            self.wrong(row, column, str(error), text)
            return None

    def span(
        self, row: int, cells: list[str], start: str, last: str
    ) -> tuple[date | None, date | None]:
        """First day, and first day after the last one, of two columns that hold both days."""
        first, final = self.day(row, cells, start), self.day(row, cells, last)
        if first and final and final < first:
            self.wrong(row, last, f"{final} is before {first}, the {start}", str(final))
            return first, None
        return first, day_after(final)


def day_of(text: str) -> date | None:
    """A day written 20230201, 2023-02-01 or 01/02/2023; None for blank; ValueError in words."""
    text = text.strip()
    if not text:
        return None
    if found := _DAY.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _BRITISH.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    else:
        raise ValueError(f"“{text}” is not a date; write it as 2023-02-28")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"“{text}” is not a day of the calendar") from None


def day_after(last: date | None) -> date | None:
    """The first day on which something is over whose last day is given."""
    return last + timedelta(days=1) if last and last < date.max else None
