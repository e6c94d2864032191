"""Series packed as bytes and back: the shape of one row of `ReadingColumns`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

NUMBERS = ("numerator", "denominator", "value", "sd", "n")
KEY = ("measure_id", "organisation_id", "period_kind", "stratifier", "stratum")

MOST_SPAN = 20_000
"""Periods from the first to the last reading of a measure: 54 years of days, or 8 MB an array of
fifty places. Two plain numbers far apart would otherwise fill the memory with gaps."""

ORDINAL = np.dtype("<i4")
NUMBER = np.dtype("<f8")

Key = tuple[int, int, str, str, str]
"""Measure, organisation, kind of period, stratifier, stratum: one series."""


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """One series: ordinals ascending, each once; a number is NaN where it is blank.

    A reading whose numerator and value are both blank is a suppressed one.
    """

    ordinals: NDArray[np.int64]
    numbers: NDArray[np.float64]
    """Numbers by reading: one row each of `NUMBERS`, one column a reading."""

    def __len__(self) -> int:
        return len(self.ordinals)

    @property
    def suppressed(self) -> NDArray[np.bool_]:
        """Which readings tell no number."""
        return np.asarray(np.isnan(self.numbers[0]) & np.isnan(self.numbers[2]))

    def merged(self, newer: "Packed") -> "Packed":
        """The series with newer readings in it, which take the place of older ones."""
        kept = ~np.isin(self.ordinals, newer.ordinals)
        ordinals = np.concatenate([self.ordinals[kept], newer.ordinals])
        numbers = np.concatenate([self.numbers[:, kept], newer.numbers], axis=1)
        order = np.argsort(ordinals, kind="stable")
        return Packed(ordinals[order], numbers[:, order])

    def fields(self) -> dict[str, Any]:
        """The stored fields; a column without a number is empty bytes."""
        columns = {
            name: b"" if np.isnan(column).all() else column.astype(NUMBER).tobytes()
            for name, column in zip(NUMBERS, self.numbers, strict=True)
        }
        return {
            "first": int(self.ordinals[0]),
            "last": int(self.ordinals[-1]),
            "suppressed": int(self.suppressed.sum()),
            "ordinals": self.ordinals.astype(ORDINAL).tobytes(),
            **columns,
        }


def unpack(fields: Mapping[str, Any]) -> Packed:
    """A series from its stored fields."""
    ordinals = np.frombuffer(fields["ordinals"], dtype=ORDINAL).astype(np.int64)
    return Packed(ordinals, np.stack([_numbers(fields[name], len(ordinals)) for name in NUMBERS]))


def unpack_all(stored: Iterable[bytes], lengths: NDArray[np.int64]) -> NDArray[np.float64]:
    """One number of many series end to end; empty bytes are blank for as long as the series is."""
    cells = list(stored)
    if any(len(cell) == 0 for cell in cells):
        blank = np.full(int(lengths.max(initial=0)), np.nan, dtype=NUMBER).tobytes()
        sizes = (lengths * NUMBER.itemsize).tolist()
        cells = [
            cell if len(cell) else blank[:size] for cell, size in zip(cells, sizes, strict=True)
        ]
    return np.frombuffer(b"".join(cells), dtype=NUMBER).astype(np.float64, copy=False)


def series_in(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Key, Packed]]:
    """Series from rows of readings, each `KEY`, ordinal and `NUMBERS`, sorted by the first six."""
    key: Key | None = None
    held: list[tuple[Any, ...]] = []
    for row in rows:
        if row[:5] != key:
            if key is not None:
                yield key, _packed(held)
            key, held = row[:5], []
        held.append(row[5:])
    if key is not None:
        yield key, _packed(held)


def _packed(held: list[tuple[Any, ...]]) -> Packed:
    grid = np.array(held, dtype=np.float64)
    return Packed(grid[:, 0].astype(np.int64), np.ascontiguousarray(grid[:, 1:].T))


def _numbers(stored: bytes, length: int) -> NDArray[np.float64]:
    if not len(stored):
        return np.full(length, np.nan)
    return np.frombuffer(stored, dtype=NUMBER).astype(np.float64)
