"""Readings as an Excel workbook, a row each."""

from collections.abc import Iterable, Sequence
from typing import IO

from spreadwell.formats.reading_out import ReadingOut
from spreadwell.formats.readings import NUMBERS

MOST_ROWS = 1_048_575
"""As many as a sheet holds beside its header."""


def write(rows: Iterable[ReadingOut], header: Sequence[str], to: IO[bytes]) -> int:
    """Write readings to the one sheet of a workbook; returns how many. ValueError when too many."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Readings")
    sheet.append(list(header))
    count = 0
    for row in rows:
        if count == MOST_ROWS:
            raise ValueError(f"A sheet holds {MOST_ROWS:,} rows; write CSV or Parquet instead.")
        sheet.append([_cell(row, column) for column in header])
        count += 1
    book.save(to)
    return count


def _cell(row: ReadingOut, column: str) -> str | float | None:
    """Numbers as numbers, codes as text, so that they keep their zeros."""
    text = row.cell(column)
    if column in NUMBERS and text:
        number = getattr(row, column)
        return text if number is None else float(number)
    return text or None
