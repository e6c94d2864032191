"""Readings as Parquet: text as text, numbers as text too where any is suppressed."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from spreadwell.formats.reading_out import ReadingOut, write_csv
from spreadwell.formats.readings import NUMBERS


def write(rows: Iterable[ReadingOut], header: Sequence[str], to: IO[bytes]) -> int:
    """Write readings as Parquet by way of CSV on disk, which keeps memory small; returns how many.

    A column of numbers becomes doubles, unless a star for a suppressed one is among them.
    """
    # Imported here: nothing else that is written needs the column engine.
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as engine:
        table, made = Path(folder) / "readings.csv", Path(folder) / "readings.parquet"
        with table.open("wb") as opened:
            count = write_csv(rows, header, opened)
        source = f"read_csv('{table}', header = true, all_varchar = true, nullstr = '')"
        shown = [_column(engine, source, name) for name in header]
        engine.execute(
            f"COPY (SELECT {', '.join(shown)} FROM {source}) TO '{made}' (FORMAT parquet)"
        )
        with made.open("rb") as opened:
            while block := opened.read(2**20):
                to.write(block)
    return count


def _column(engine: object, source: str, name: str) -> str:
    if name not in NUMBERS:
        return f'"{name}"'
    stars = f"SELECT count(*) FROM {source} WHERE \"{name}\" = '*'"
    if engine.execute(stars).fetchone()[0]:  # type: ignore[attr-defined]
        return f'"{name}"'
    return f'"{name}"::DOUBLE AS "{name}"'
