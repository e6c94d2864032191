"""Finding the table in a file: which sheet, which row is the header, which rows are its body."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spreadwell.formats import csv_files, excel_files, file_kinds
from spreadwell.formats.problems import FileProblem, RowProblem
from spreadwell.formats.tables import normal_header, read_table

LOOKED_AT = 25
"""A header further down than this is no longer looked for."""

MOST_ROWS = 50_000
"""Larger files come from programs, which can write the tidy form; reading them roughly is slow."""

MOST_BYTES = 10 * 2**20

Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Rough:
    """A table as it was found: header and rows as text, numbered as the file numbers them.

    `notes` say what was left aside. All rows are as wide as the header.
    """

    name: str
    header_row: int
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def noting(self, *notes: str) -> "Rough":
        """The same table with further notes."""
        return replace(self, notes=(*self.notes, *notes))

    def place(self, header: str) -> int | None:
        """The position of a column by its normal header, None where there is none."""
        return next((i for i, one in enumerate(self.header) if normal_header(one) == header), None)


def read_rough(content: bytes, name: str, known: frozenset[str]) -> Rough:
    """Find the table of a file whose headers are perhaps among `known` (normal headers).

    FileProblem where there is none, or the file is too large to be looked through.
    """
    if len(content) > MOST_BYTES:
        raise FileProblem.whole(name, "the file is too large to be put right here")
    head = content[: file_kinds.HEAD_BYTES]
    if head.startswith(file_kinds.GZIP):
        return read_rough(file_kinds.unpacked(content, name, MOST_BYTES), name, known)
    if head.startswith(file_kinds.PARQUET):
        return _of_table(content, name)
    if head.startswith(file_kinds.ZIP):
        sheets = excel_files.sheets(content, name)
    else:
        file_kinds.refuse_other_kinds(head, name)
        sheets = [("", csv_files.records(content, name))]
    found = _best(sheets, known)
    if found is None:
        raise FileProblem.whole(name, "there is no table in it: a header with rows below")
    title, filled, at = found
    if len(filled) > MOST_ROWS:
        raise FileProblem.whole(name, f"over {MOST_ROWS:,} rows are too many to be put right here")
    notes = []
    if len(sheets) > 1:
        others = ", ".join(f"“{one}”" for one, _ in sheets if one != title)
        notes.append(f"The sheet “{title}” was read; {others} not.")
    if at:
        above = " ".join(cell.strip() for cell in filled[0][1] if cell.strip())[:60]
        notes.append(f"Row {filled[at][0]} was taken for the header; above it stands “{above}”.")
    header = _trimmed(filled[at][1])
    body = filled[at + 1 :]
    wide = [row for row, cells in body if any(cell.strip() for cell in cells[len(header) :])]
    if wide and not title:
        # A comma inside a number would move every cell after it by one.
        said = "the row has more cells than the header; put text with commas in quotation marks"
        raise FileProblem(name, [RowProblem(row, None, said) for row in wide])
    if wide:
        notes.append(f"Cells beyond the last header were left out, first in row {wide[0]}.")
    rows = tuple(_fitted(row, cells, len(header)) for row, cells in body)
    return Rough(name, filled[at][0], header, rows, tuple(notes))


def as_csv(rough: Rough) -> bytes:
    """Write a table as tidy CSV; blank lines keep every row at its own number."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    at = 1
    for row, cells in ((rough.header_row, rough.header), *rough.rows):
        out.write("\n" * (row - at))
        writer.writerow(cells)
        at = row + 1
    return out.getvalue().encode()


def _of_table(content: bytes, name: str) -> Rough:
    table = read_table(content, name=name)
    if len(table) > MOST_ROWS:
        raise FileProblem.whole(name, f"over {MOST_ROWS:,} rows are too many to be put right here")
    keys = list(table.columns)
    rows = tuple(
        (int(row), tuple(table.cell(key, i) for key in keys)) for i, row in enumerate(table.rows)
    )
    return Rough(name, 1, tuple(table.headers[key] for key in keys), rows, table.notes)


Sheet = tuple[str, list[tuple[int, list[str]]]]


def _best(
    sheets: Iterable[Sheet], known: frozenset[str]
) -> tuple[str, list[tuple[int, list[str]]], int] | None:
    """The sheet and the place of its header: most known headers first, then most cells filled."""
    best: tuple[tuple[int, int, int], str, list[tuple[int, list[str]]], int] | None = None
    for order, (title, filled) in enumerate(sheets):
        for at, (_, cells) in enumerate(filled[:LOOKED_AT]):
            full = [cell for cell in cells if cell.strip()]
            if len(full) < 2 or at + 1 >= len(filled):
                continue
            agreed = sum(normal_header(cell) in known for cell in full)
            words = sum(not any(sign.isdigit() for sign in cell) for cell in full)
            score = (agreed, words, -order)
            if best is None or score > best[0]:
                best = score, title, filled, at
    return None if best is None else best[1:]


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    kept = [cell.strip() for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _fitted(row: int, cells: Sequence[str], width: int) -> Row:
    kept = [cell.strip() for cell in cells[:width]]
    return row, tuple(kept + [""] * (width - len(kept)))
