"""What makes one kind of chart: its columns, its lines and where values can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from spreadwell.methods.spc.dialects import Dialect
from spreadwell.methods.spc.part import Lines, Part
from spreadwell.methods.spc.shapes import Floats

Bounds = Sequence[tuple[int, int]]
Columns = tuple[Floats, ...]


def as_given(rules: Dialect) -> Dialect:
    """The dialect's own rules."""
    return rules


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of chart.

    `prepare` turns the columns given (series × periods) into those that `lines` uses, the
    charted values first; it raises ValueError naming the entry at fault. `lines` gives the
    lines of one segment, `level` when they are one number a series. `rests_on` is the column
    whose observed points count. `clip` is where values can be. `rules` adapts the dialect.
    `thin` withholds limits and icons where there are too few points.
    """

    name: str
    takes: tuple[str, ...]
    prepare: Callable[[Columns, Bounds], Columns]
    lines: Callable[[Part], Lines]
    level: bool = False
    rests_on: int = 0
    clip: tuple[float, float] | None = None
    rules: Callable[[Dialect], Dialect] = as_given
    has_direction: bool = True
    thin: bool = True


def fault(wrong: np.ndarray, values: Floats, words: str) -> None:
    """ValueError on the first wrong entry: `words` holds {n} for its place and {v} for it."""
    if wrong.any():
        place = np.argwhere(wrong)[0]
        told = f"series {place[0] + 1}, entry" if len(values) > 1 else "entry"
        entry = f"{told} {place[1] + 1}".capitalize()
        raise ValueError(words.format(n=entry, v=f"{values[tuple(place)]:g}"))


def same_shape(columns: Columns, takes: Sequence[str]) -> None:
    """ValueError unless every column has the shape of the first."""
    for name, column in zip(takes[1:], columns[1:], strict=True):
        if column.shape != columns[0].shape:
            raise ValueError(
                f"Give one {takes[0]} and one {name} a period: there are "
                f"{columns[0].shape[-1]} and {column.shape[-1]}."
            )
