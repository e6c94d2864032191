"""Rows that were checked, waiting on disk beside the store: sorted there, so memory stays small."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spreadwell.domain.measures.changes import EVERYONE, Chunk, Stratum
from spreadwell.formats.bulk import (
    DATES_AS_MONTHS,
    FIRST_DAYS,
    KINDS,
    main_kind,
    months_of,
    opens_months,
)
from spreadwell.formats.periods import PeriodKind
from spreadwell.formats.reading_checks import Part

ROWS_AT_ONCE = 50_000
ORGANISATION_BITS = 32
"""How far the measure's key is moved to stand before the organisation's in one whole number."""

_MAKE = """
CREATE TABLE staged (
    series INTEGER, stratum INTEGER, ordinal INTEGER, kind INTEGER, place INTEGER,
    numerator REAL, denominator REAL, value REAL, sd REAL, n REAL, suppressed INTEGER
)
"""
_SORT = """
CREATE TABLE sorted AS SELECT * FROM staged WHERE kind = ? ORDER BY series, stratum, ordinal, place
"""
_READ = """
SELECT series, stratum, ordinal, place, numerator, denominator, value, sd, n FROM sorted
ORDER BY rowid
"""
USED_MEASURES = f"SELECT DISTINCT series >> {ORGANISATION_BITS} FROM sorted ORDER BY 1"


@dataclass(slots=True)
class Staging:
    """A private table on disk that goes with its process, whatever becomes of it.

    `place` is the row of the file. After `settle`, only rows of the file's one kind of period are
    read, in order of measure, organisation, stratum and period.
    """

    table: sqlite3.Connection
    strata: dict[Stratum, int] = field(default_factory=lambda: {EVERYONE: 0})
    kind: PeriodKind | None = None
    typed: bool = False
    rows: int = 0

    def add(self, part: Part, measure: NDArray[np.int64], organisation: NDArray[np.int64]) -> None:
        """Keep the right rows of a part; `measure` and `organisation` are keys by label."""
        keep = np.flatnonzero(~part.bad)
        if not len(keep):
            return
        self.typed |= part.periods.typed
        series = (measure[part.measure.codes[keep]] << ORGANISATION_BITS) | (
            organisation[part.site.codes[keep]]
        )
        columns = [
            series, self._strata_of(part)[keep], part.periods.ordinals[keep],
            part.periods.kinds[keep], part.table.rows[keep],
            *(column[keep] for column in part.numbers.values()), part.suppressed[keep],
        ]  # fmt: skip
        # SQLite stores a NaN as NULL.
        rows = zip(*(column.tolist() for column in columns), strict=True)
        self.table.executemany(f"INSERT INTO staged VALUES ({', '.join('?' * 11)})", rows)
        self.rows += len(keep)

    def _strata_of(self, part: Part) -> NDArray[np.int64]:
        found = np.zeros(len(part.table), dtype=np.int64)
        for name, column in part.strata.items():
            codes = [
                self.strata.setdefault((name, label), len(self.strata)) for label in column.labels
            ]
            found = np.where(column.codes >= 0, np.array([*codes, 0])[column.codes], found)
        return found

    def settle(self) -> list[str]:
        """Choose the kind of period and sort; returns notes. Nothing to settle without rows."""
        counted = self.table.execute(
            "SELECT kind, COUNT(*) FROM staged GROUP BY kind ORDER BY MIN(place)"
        ).fetchall()
        if not counted:
            return []
        self.kind, mixed = main_kind({KINDS[kind]: count for kind, count in counted})
        if mixed and self.kind is PeriodKind.INTEGER:
            years = KINDS.index(PeriodKind.YEAR)
            self.table.execute(
                "UPDATE staged SET kind = ? WHERE kind = ?", (KINDS.index(self.kind), years)
            )
        notes = self._months()
        self.table.execute(_SORT, (KINDS.index(self.kind),))
        return notes

    def _months(self) -> list[str]:
        if self.kind is not PeriodKind.DAY:
            return []
        code = KINDS.index(self.kind)
        found = self.table.execute("SELECT DISTINCT ordinal FROM staged WHERE kind = ?", (code,))
        days = np.array([row[0] for row in found], dtype=np.int64)
        if not opens_months(self.kind, days):
            return []
        if not self.typed:
            return [FIRST_DAYS]
        month = dict(zip(days.tolist(), months_of(days).tolist(), strict=True))
        self.table.create_function("month_of", 1, month.__getitem__, deterministic=True)
        self.kind = PeriodKind.MONTH
        self.table.execute(
            "UPDATE staged SET kind = ?, ordinal = month_of(ordinal) WHERE kind = ?",
            (KINDS.index(self.kind), code),
        )
        return [DATES_AS_MONTHS]

    def ask(self, question: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """Rows of an answer, one at a time."""
        return iter(self.table.execute(question, values))

    def chunks(self) -> Iterator[Chunk]:
        """The sorted rows in chunks of whole series; call as often as needed."""
        held: list[tuple[Any, ...]] = []
        with closing(self.table.execute(_READ)) as found:
            for _, series in groupby(_fetched(found), key=lambda row: row[:2]):
                held += series
                if len(held) >= ROWS_AT_ONCE:
                    yield _chunk(held)
                    held = []
        if held:
            yield _chunk(held)


@contextmanager
def staging() -> Iterator[Staging]:
    """A staging table on disk, gone afterwards."""
    # Without a name SQLite keeps it in a file of its own that is deleted while it is open.
    with closing(sqlite3.connect("", isolation_level=None)) as table:
        table.execute("PRAGMA journal_mode = OFF")
        table.execute("BEGIN")
        table.execute(_MAKE)
        yield Staging(table)


def _fetched(found: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
    while some := found.fetchmany(5_000):
        yield from some


def _chunk(rows: list[tuple[Any, ...]]) -> Chunk:
    keys = np.array([row[:4] for row in rows], dtype=np.int64)
    numbers = np.array([row[4:] for row in rows], dtype=np.float64)
    return Chunk(
        measure=keys[:, 0] >> ORGANISATION_BITS,
        organisation=keys[:, 0] & (2**ORGANISATION_BITS - 1),
        stratum=keys[:, 1],
        ordinal=keys[:, 2],
        row=keys[:, 3],
        numbers=np.ascontiguousarray(numbers.T),
    )
