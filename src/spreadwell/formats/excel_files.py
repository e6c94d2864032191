"""Excel workbooks (.xlsx): the first sheet that shows and holds anything."""

import bisect
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from spreadwell.formats.file_kinds import ACCEPTED
from spreadwell.formats.problems import FileProblem
from spreadwell.formats.tables import MAX_FILE_BYTES, Table, assemble, cell_text

MAX_UNPACKED_BYTES = 6 * MAX_FILE_BYTES
"""A workbook unpacks to several times its size; far more than this is an attack, not a table."""


def read(content: bytes, name: str) -> Table:
    """Read a workbook; text codes keep leading zeros, dates read as ``2024-03-01``."""
    _check_archive(content, name)
    title, cells, others = _sheet(content, name)
    filled = [(row, line) for row, line in enumerate(cells, start=1) if _any(line)]
    if not filled:
        raise FileProblem.whole(name, "the file is empty")
    header_row, header = filled[0]
    body = [[_text(cell) for cell in line] for _, line in filled[1:]]
    for row, column, width in _padded(content, title):
        _pad(filled, body, row, column, width)
    dated = {
        position
        for position in range(len(header))
        if any(isinstance(line[position], date) for _, line in filled[1:])
    }
    notes = [f"Only the sheet “{title}” was read."] if others else []
    return assemble(
        name,
        [_text(cell) for cell in header],
        body,
        [row for row, _ in filled[1:]],
        header_row=header_row,
        notes=notes,
        dated=dated,
    )


def sheets(content: bytes, name: str) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """Every sheet that shows and holds anything: its title, and its filled rows as text."""
    _check_archive(content, name)
    return [
        (
            title,
            [
                (row, [_text(cell) for cell in line])
                for row, line in enumerate(cells, start=1)
                if _any(line)
            ],
        )
        for title, cells, _ in _filled(content, name)
    ]


def _check_archive(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            parts = set(archive.namelist())
    except zipfile.BadZipFile:
        raise FileProblem.whole(name, "the workbook is damaged; save it again") from None
    if "xl/workbook.xml" not in parts:
        raise FileProblem.whole(name, f"this is a zip file, not a table; {ACCEPTED}")
    if unpacked > MAX_UNPACKED_BYTES:
        limit = MAX_UNPACKED_BYTES / 2**20
        raise FileProblem.whole(name, f"the workbook unpacks to over {limit:,.0f} MB")


def _sheet(content: bytes, name: str) -> tuple[str, list[list[Any]], bool]:
    for title, cells, several in _filled(content, name):
        return title, cells, several
    return "", [], False


def _filled(content: bytes, name: str) -> Iterator[tuple[str, list[list[Any]], bool]]:
    """Each sheet that shows and holds anything, and whether the workbook shows several."""
    # Imported here: a CSV should not wait for the workbook reader.
    import python_calamine as calamine

    try:
        workbook = calamine.load_workbook(io.BytesIO(content))
        visible = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible is calamine.SheetVisibleEnum.Visible
            and sheet.typ is calamine.SheetTypeEnum.WorkSheet
        ]
        for title in visible:
            cells = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
            if any(_any(line) for line in cells):
                yield title, cells, len(visible) > 1
    except (calamine.CalamineError, OSError) as error:
        raise FileProblem.whole(name, f"the workbook cannot be read ({error})") from None


def _any(line: list[Any]) -> bool:
    return any(cell is not None and str(cell).strip() for cell in line)


def _padded(content: bytes, title: str) -> Iterator[tuple[int, int, int]]:
    """Cells of numbers that are shown with leading noughts: row, column, how many digits."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.namelist()
        styles = archive.read("xl/styles.xml") if "xl/styles.xml" in parts else b""
    # Few workbooks have such a format, and looking at each cell's takes long.
    if not _NOUGHTS.search(styles):
        return
    # Imported here: a CSV should not wait for the workbook reader.
    from openpyxl import load_workbook

    for row in load_workbook(io.BytesIO(content), read_only=True)[title].iter_rows():
        for cell in row:
            shown = str(getattr(cell, "number_format", "") or "")
            if cell.value is not None and len(shown) > 1 and not shown.strip("0"):
                yield cell.row, cell.column - 1, len(shown)


def _pad(
    filled: list[tuple[int, list[Any]]], body: list[list[str]], row: int, column: int, width: int
) -> None:
    at = bisect.bisect_left(filled, row, key=lambda one: one[0])
    if 0 < at < len(filled) and filled[at][0] == row and body[at - 1][column].isdigit():
        body[at - 1][column] = body[at - 1][column].zfill(width)


_NOUGHTS = re.compile(rb'formatCode="0{2,}"')
"""A number shown with leading noughts, as codes are that somebody typed as numbers."""


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        midnight = cell.time() == datetime.min.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    return cell_text(cell)
