"""Parquet files, read by columns with DuckDB: numbers stay numbers, text becomes codes."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from spreadwell.formats.problems import FileProblem, RowProblem
from spreadwell.formats.tables import Column, Table, TextColumn, normal_header

_NUMBERS = ("INT", "FLOAT", "DOUBLE", "DECIMAL", "HUGEINT", "UINT", "UBIGINT", "BIGINT")
_MOMENTS = ("DATE", "TIMESTAMP")


def read(source: Path | bytes, name: str) -> Table:
    """Read a Parquet file; the first row of data is row 2, as if its header were row 1."""
    if isinstance(source, Path):
        return _read(source, name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload.parquet"
        path.write_bytes(source)
        return _read(path, name)


def parts(source: Path | bytes, name: str, rows_at_once: int) -> Iterator[Table]:
    """Read a Parquet file in parts of so many rows; there is always one part."""
    if isinstance(source, Path):
        yield from _parts(source, name, rows_at_once)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload.parquet"
        path.write_bytes(source)
        yield from _parts(path, name, rows_at_once)


def _read(path: Path, name: str) -> Table:
    [table] = _parts(path, name, None)
    return table


def _parts(path: Path, name: str, rows_at_once: int | None) -> Iterator[Table]:
    # Imported here: a CSV should not wait for the column engine.
    import duckdb

    with duckdb.connect() as engine:
        try:
            relation = f"read_parquet({_quoted(os.fspath(path))})"
            described = engine.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
            types = {str(row[0]): str(row[1]).upper() for row in described}
            headers = _headers(list(types), name)
            found = engine.execute(f"SELECT count(*) FROM {relation}").fetchone()
            length = int(found[0]) if found else 0
            step = rows_at_once or max(length, 1)
            for start in range(0, max(length, 1), step):
                size = min(step, length - start)
                yield _part(engine, path, name, types, headers, start, size, size == length)
        except duckdb.Error as error:
            # The engine names the file it read, which may be a copy nobody else knows of.
            first = str(error).splitlines()[0].replace(os.fspath(path), name)
            raise FileProblem.whole(name, f"the Parquet file cannot be read ({first})") from None


def _part(
    engine: object,
    path: Path,
    name: str,
    types: dict[str, str],
    headers: dict[str, str],
    start: int,
    size: int,
    is_all: bool,
) -> Table:
    relation = f"read_parquet({_quoted(os.fspath(path))})"
    if not is_all:
        # Row groups outside are skipped by the reader.
        numbered = f"read_parquet({_quoted(os.fspath(path))}, file_row_number = true)"
        within = f"file_row_number >= {start} AND file_row_number < {start + size}"
        relation = f"(SELECT * FROM {numbered} WHERE {within} ORDER BY file_row_number)"
    columns = {
        key: _column(engine, relation, written, types[written], f"{start}_{number}")
        for number, (key, written) in enumerate(headers.items())
    }
    rows = np.arange(2 + start, 2 + start + size, dtype=np.int64)
    dated = frozenset(k for k, written in headers.items() if types[written].startswith(_MOMENTS))
    return Table(name, columns, headers, rows, (), dated)


def _headers(written: list[str], name: str) -> dict[str, str]:
    headers: dict[str, str] = {}
    for header in written:
        key = normal_header(header)
        if key in headers:
            message = f"“{headers[key]}” and “{header}” are the same header"
            raise FileProblem(name, [RowProblem(None, key, message, header)])
        if key:
            headers[key] = header
    return headers


def _column(engine: object, relation: str, written: str, kind: str, number: str) -> Column:
    column = '"' + written.replace('"', '""') + '"'
    if kind.startswith(_NUMBERS):
        cells = _fetch(engine, f"SELECT coalesce({column}::DOUBLE, 'nan') AS c FROM {relation}")
        return np.asarray(cells, dtype=np.float64)
    # A timestamp at midnight is a date to the people who made the file.
    shown = f"strftime({column}, '%Y-%m-%d')" if kind.startswith(_MOMENTS) else column
    text = f"nullif(trim(({shown})::VARCHAR), '')"
    distinct = _fetch(engine, f"SELECT DISTINCT {text} AS c FROM {relation} WHERE {text} NOT NULL")
    labels = tuple(sorted(str(label) for label in distinct))
    if not labels:
        length = _fetch(engine, f"SELECT count(*) AS c FROM {relation}")
        return TextColumn(np.full(int(length[0]), -1, dtype=np.int32), ())
    listed = ", ".join(_quoted(label) for label in labels)
    engine.execute(f"CREATE TYPE labels_{number} AS ENUM ({listed})")  # type: ignore[attr-defined]
    codes = _fetch(
        engine,
        f"SELECT coalesce(enum_code({text}::labels_{number})::INTEGER, -1) AS c FROM {relation}",
    )
    return TextColumn(np.asarray(codes, dtype=np.int32), labels)


def _fetch(engine: object, query: str) -> np.ndarray[tuple[int], np.dtype[np.generic]]:
    cells = engine.execute(query).fetchnumpy()["c"]  # type: ignore[attr-defined]
    return np.asarray(cells)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
