"""CSV, separated by commas or semicolons, in UTF-8 with or without a byte order mark."""

import csv
import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import IO

from spreadwell.formats.problems import FileProblem, RowProblem
from spreadwell.formats.tables import Table, assemble

MARK = "\ufeff"
HEADER_LINES = 100
"""How far down the first filled line may be from which the separator is told."""

_BROKEN = re.compile("[\udc80-\udcff]")
"""What a byte that is not UTF-8 is read as."""


def read(content: bytes, name: str) -> Table:
    """Read a CSV file; ``FileProblem`` names every row that is not UTF-8 or not of the width."""
    [(table, problems)] = parts(io.BytesIO(content), name, sys.maxsize)
    if problems:
        raise FileProblem(name, problems)
    return table


def parts(
    opened: IO[bytes], name: str, rows_at_once: int
) -> Iterator[tuple[Table, list[RowProblem]]]:
    """Read a CSV file in parts of so many rows, each with the rows that are of a wrong shape.

    There is always one part, if only of the header.
    """
    with _lines(opened) as lines:
        yield from _parts(lines, name, rows_at_once)


def _parts(
    lines: "_Lines", name: str, rows_at_once: int
) -> Iterator[tuple[Table, list[RowProblem]]]:
    found = _records(lines, name)
    first = next(found, None)
    if first is None:
        raise FileProblem.whole(name, "the file is empty")
    header_row, header = first
    body: list[list[str]] = []
    rows: list[int] = []
    problems: list[RowProblem] = []
    told = False
    for row, cells in found:
        if len(cells) != len(header):
            if len(cells) < len(header) or any(cell.strip() for cell in cells[len(header) :]):
                message = f"the row has {_cells(len(cells))} but the header has {len(header)}"
                problems.append(RowProblem(row, None, message))
                continue
            cells = cells[: len(header)]
        body.append(cells)
        rows.append(row)
        if len(body) >= rows_at_once:
            part = assemble(name, header, body, rows, header_row=header_row)
            yield part, [*lines.taken(), *problems]
            told = True
            body, rows, problems = [], [], []
    broken = lines.taken()
    if body or problems or broken or not told:
        yield assemble(name, header, body, rows, header_row=header_row), [*broken, *problems]


def records(content: bytes, name: str) -> list[tuple[int, list[str]]]:
    """Every filled row of a CSV file with its number, the first being a header or not."""
    with _lines(io.BytesIO(content)) as lines:
        found = list(_records(lines, name))
    if lines.broken:
        raise FileProblem(name, lines.broken)
    if not found:
        raise FileProblem.whole(name, "the file is empty")
    return found


@contextmanager
def _lines(opened: IO[bytes]) -> Iterator["_Lines"]:
    lines = _Lines(opened)
    try:
        yield lines
    finally:
        lines.text.detach()


class _Lines:
    """The lines of a file as text; those that are not UTF-8 are kept as problems."""

    def __init__(self, opened: IO[bytes]) -> None:
        self.text = io.TextIOWrapper(opened, "utf-8", errors="surrogateescape", newline="")
        self.broken: list[RowProblem] = []
        self.row = 0

    def __iter__(self) -> Iterator[str]:
        for line in self.text:
            self.row += 1
            if self.row == 1:
                line = line.removeprefix(MARK)
            if not line.isascii() and (broken := _BROKEN.search(line)):
                self._note(line[: broken.start()][-20:])
            yield line

    def _note(self, shown: str) -> None:
        message = (
            f"a character after “{shown}” is not UTF-8; save the file as “CSV UTF-8”"
            if shown
            else "the first character is not UTF-8; save the file as “CSV UTF-8”"
        )
        self.broken.append(RowProblem(self.row, None, message))

    def taken(self) -> list[RowProblem]:
        """What was wrong since this was last asked."""
        found, self.broken = self.broken, []
        return found


def _records(lines: _Lines, name: str) -> Iterator[tuple[int, list[str]]]:
    source = iter(lines)
    # The separator is told by the first filled line, which the reader then gets first.
    ahead: list[str] = []
    for line in source:
        ahead.append(line)
        if line.strip(" ,;\t\r\n") or len(ahead) >= HEADER_LINES:
            break
    header = ahead[-1] if ahead else ""
    separator = ";" if header.count(";") > header.count(",") else ","
    row = 0
    try:
        for row, cells in enumerate(
            csv.reader(chain(ahead, source), delimiter=separator, strict=True), start=1
        ):
            # Most rows begin with a word: only the others are looked through.
            if cells and (cells[0].strip() or any(cell.strip() for cell in cells)):
                yield row, cells
    except csv.Error as error:
        message = f"the quotation marks in or after this row do not close ({error})"
        raise FileProblem(name, [RowProblem(row + 1, None, message)]) from None


def _cells(count: int) -> str:
    return f"{count} cell" if count == 1 else f"{count} cells"
