"""Tidy tables out of files: CSV, Excel or Parquet, told apart by what they hold."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spreadwell.formats.problems import FileProblem, RowProblem

MAX_FILE_BYTES = 50 * 2**20
"""Largest file read whole: a million and a half rows of readings as CSV.

Larger sets come as Parquet, which the command line reads from disk by columns, at any size.
"""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A column of text as codes into its distinct labels; code −1 is a blank cell.

    Labels are trimmed and distinct, in order of first appearance, so that a rule on text runs
    once a label rather than once a row.
    """

    codes: NDArray[np.int32]
    labels: tuple[str, ...]

    @classmethod
    def of(cls, cells: Iterable[str]) -> "TextColumn":
        """Factorise cells; blank and all-space cells become code −1."""
        index: dict[str, int] = {}
        raw = np.array([index.setdefault(cell, len(index)) for cell in cells], dtype=np.int32)
        trimmed: dict[str, int] = {"": -1}
        lookup = [trimmed.setdefault(cell.strip(), len(trimmed) - 1) for cell in index]
        codes = np.array(lookup, dtype=np.int32)[raw] if index else raw
        return cls(codes, tuple(trimmed)[1:])

    def at(self, position: int) -> str:
        """The text of one cell, "" when blank."""
        code = int(self.codes[position])
        return self.labels[code] if code >= 0 else ""

    def take(self, keep: NDArray[np.bool_] | NDArray[np.intp]) -> "TextColumn":
        """The same column for the rows kept."""
        return replace(self, codes=self.codes[keep])

    def __len__(self) -> int:
        return len(self.codes)


Column = TextColumn | Numbers
"""Text as written, or numbers where the file types them (NaN = blank)."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file's columns by normalised header, with the row each came from.

    ``headers`` maps normalised to written headers; ``rows`` counts as a spreadsheet does;
    ``dated`` names columns whose cells were typed as dates rather than written as text.
    """

    name: str
    columns: Mapping[str, Column]
    headers: Mapping[str, str]
    rows: NDArray[np.int64]
    notes: tuple[str, ...] = ()
    dated: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    """Where each row is, for files that have no rows; empty for those that have."""

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, position: int) -> str:
        """Where one row is, "" where its number says it."""
        return self.places[position] if self.places else ""

    def cell(self, column: str, position: int) -> str:
        """One cell as text, "" when blank or when the table has no such column."""
        found = self.columns.get(column)
        if found is None:
            return ""
        return found.at(position) if isinstance(found, TextColumn) else number_text(found[position])

    def text(self, column: str) -> TextColumn:
        """A column as text; a column the table lacks is blank throughout."""
        found = self.columns.get(column)
        if found is None:
            return TextColumn(np.full(len(self), -1, dtype=np.int32), ())
        if isinstance(found, TextColumn):
            return found
        return TextColumn.of(number_text(number) for number in found)


def read_table(
    source: str | Path | bytes, *, name: str | None = None, max_bytes: int = MAX_FILE_BYTES
) -> Table:
    """Read CSV (comma or semicolon, UTF-8; gzip too), XLSX or Parquet, by content, not by ending.

    ``source`` is a path or the bytes of a file; ``name`` is what the user calls it. Raises
    ``FileProblem`` with every problem of the file's shape, one sentence each.
    """
    from spreadwell.formats import csv_files, excel_files, file_kinds, parquet_files

    if isinstance(source, bytes):
        name, size, head = name or "the file", len(source), source[: file_kinds.HEAD_BYTES]
    else:
        path = Path(source)
        name = name or path.name
        size, head = file_kinds.look(path, name)
        source = path
    if size == 0:
        raise FileProblem.whole(name, "the file is empty")
    is_parquet = head.startswith(file_kinds.PARQUET)
    if size > max_bytes and not (is_parquet and isinstance(source, Path)):
        raise FileProblem.whole(
            name,
            f"the file is {size / 2**20:,.0f} MB, over the limit of {max_bytes / 2**20:,.0f} MB; "
            "split it, or save it as Parquet and use the command line",
        )
    if is_parquet:
        return parquet_files.read(source, name)
    content = source if isinstance(source, bytes) else source.read_bytes()
    if head.startswith(file_kinds.GZIP):
        held = file_kinds.unpacked(content, name, max_bytes)
        return read_table(held, name=name, max_bytes=max_bytes)
    if head.startswith(file_kinds.ZIP):
        return excel_files.read(content, name)
    file_kinds.refuse_other_kinds(head, name)
    return csv_files.read(content, name)


def from_records(records: Sequence[Mapping[str, object]], *, name: str = "the request") -> Table:
    """A table from rows given as mappings, as the API and forms send them; rows count from 1."""
    seen: dict[str, str] = {}
    for record in records:
        for header in record:
            seen.setdefault(normal_header(header), header)
    columns: dict[str, Column] = {
        key: TextColumn.of(cell_text(record.get(header)) for record in records)
        for key, header in seen.items()
    }
    return Table(name, columns, seen, np.arange(1, len(records) + 1, dtype=np.int64))


def assemble(
    name: str,
    header: Sequence[str],
    body: Sequence[Sequence[str]],
    rows: Sequence[int],
    *,
    header_row: int = 1,
    notes: Iterable[str] = (),
    dated: Iterable[int] = (),
) -> Table:
    """A table from text cells, all of one width; raises ``FileProblem`` on headers that clash."""
    wanted, ignored = _headers(name, header, header_row)
    cells = list(zip(*body, strict=True)) if body else [()] * len(header)
    columns: dict[str, Column] = {
        key: TextColumn.of(cells[position]) for key, position in wanted.items()
    }
    unnamed = [n for n in ignored if any(cell.strip() for cell in cells[n])]
    said = [f"Column {n + 1} has no header and was ignored." for n in unnamed]
    dates = set(dated)
    return Table(
        name,
        columns,
        {key: header[position].strip() for key, position in wanted.items()},
        np.array(rows, dtype=np.int64),
        (*notes, *said),
        frozenset(key for key, position in wanted.items() if position in dates),
    )


def _headers(name: str, header: Sequence[str], row: int) -> tuple[dict[str, int], list[int]]:
    wanted: dict[str, int] = {}
    ignored: list[int] = []
    problems: list[RowProblem] = []
    for position, text in enumerate(header):
        key = normal_header(text)
        if not key:
            ignored.append(position)
        elif key in wanted:
            first = wanted[key] + 1
            message = f"columns {first} and {position + 1} have the same header “{text.strip()}”"
            problems.append(RowProblem(row, key, message, text))
        else:
            wanted[key] = position
    if problems:
        raise FileProblem(name, problems)
    return wanted, ignored


def normal_header(text: str) -> str:
    """A header without regard to case and spacing: " IMD Quintile" → "imd_quintile"."""
    return re.sub(r"[\s_\-]+", "_", text.strip().casefold()).strip("_")


def number_text(number: float) -> str:
    """A number as a file would write it: 12, 12.5, and "" for NaN."""
    if number != number:
        return ""
    whole = float(number).is_integer() and abs(number) < 1e15
    return str(int(number)) if whole else repr(float(number))


def cell_text(cell: object) -> str:
    """A typed cell as a file would write it; None and NaN are blank."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return number_text(cell)
    return str(cell)
