"""CSV, separated by commas or semicolons, in UTF-8 with or without a byte order mark."""

import csv
import io

from spreadwell.formats.problems import FileProblem, RowProblem
from spreadwell.formats.tables import Table, assemble

MARK = b"\xef\xbb\xbf"


def read(content: bytes, name: str) -> Table:
    """Read a CSV file; ``FileProblem`` names every row that is not UTF-8 or not of the width."""
    found = records(content, name)
    header_row, header = found[0]
    width = len(header)
    problems: list[RowProblem] = []
    body: list[list[str]] = []
    rows: list[int] = []
    for row, cells in found[1:]:
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            cells = cells[:width]
        if len(cells) != width:
            message = f"the row has {_cells(len(cells))} but the header has {width}"
            problems.append(RowProblem(row, None, message))
            continue
        body.append(cells)
        rows.append(row)
    if problems:
        raise FileProblem(name, problems)
    return assemble(name, header, body, rows, header_row=header_row)


def records(content: bytes, name: str) -> list[tuple[int, list[str]]]:
    """Every filled row of a CSV file with its number, the first being a header or not."""
    found = _records(_decode(content.removeprefix(MARK), name), name)
    if not found:
        raise FileProblem.whole(name, "the file is empty")
    return found


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    problems = []
    for row, line in enumerate(content.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            shown = line[: error.start].decode("utf-8", "replace")[-20:]
            message = (
                f"a character after “{shown}” is not UTF-8; save the file as “CSV UTF-8”"
                if shown
                else "the first character is not UTF-8; save the file as “CSV UTF-8”"
            )
            problems.append(RowProblem(row, None, message))
    raise FileProblem(name, problems)


def _records(text: str, name: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    records: list[tuple[int, list[str]]] = []
    row = 0
    try:
        for row, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                records.append((row, cells))
    except csv.Error as error:
        message = f"the quotation marks in or after this row do not close ({error})"
        raise FileProblem(name, [RowProblem(row + 1, None, message)]) from None
    return records


def _separator(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    return ";" if header.count(";") > header.count(",") else ","


def _cells(count: int) -> str:
    return f"{count} cell" if count == 1 else f"{count} cells"
