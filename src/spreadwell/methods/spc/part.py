"""One segment of many series, as every kind of chart sees it, and the lines it answers with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spreadwell.methods.spc.constants import D4
from spreadwell.methods.spc.dialects import Dialect
from spreadwell.methods.spc.shapes import Bools, Floats


@dataclass(frozen=True, slots=True)
class Part:
    """One segment: columns of periods × series, the first of them the values that are charted.

    `used` are the points that limits rest on; `inside` are the rows that are not left out, where
    the dialect's ranges span those that are (None: they do not).
    """

    columns: tuple[Floats, ...]
    used: Bools
    rules: Dialect
    inside: NDArray[np.intp] | None = None

    @property
    def values(self) -> Floats:
        """What is charted."""
        return self.columns[0]

    @property
    def length(self) -> int:
        """How many periods."""
        return len(self.values)


@dataclass(slots=True)
class Lines:
    """The lines of one segment: one entry a series where level, else periods × series.

    `two_sigma` lie at two thirds of the limits unless given. `spread`: sigma_z of prime charts.
    `unscreened`: screening would have left no variation, so it was not applied.
    """

    centre: Floats
    lower: Floats
    upper: Floats
    two_sigma: tuple[Floats, Floats] | None = None
    spread: Floats | None = None
    unscreened: Bools | None = None


def steps(part: Part, values: Floats) -> tuple[Floats, Bools]:
    """Distances between neighbouring points, and whether both are points limits rest on."""
    used = part.used
    if part.inside is not None:
        values, used = values[part.inside], used[part.inside]
    return np.abs(values[1:] - values[:-1]), used[1:] & used[:-1]


def mean_range(
    ranges: Floats, counted: Bools, screen: bool, widest: float = D4
) -> tuple[Floats, Bools | None]:
    """The mean of the ranges that count, and where screening had to be left undone.

    Screening drops, once, ranges at or above `widest` times their mean (Nelson 1982), unless
    that would leave no variation at all.
    """
    held = np.where(counted, ranges, 0.0)
    mean = held.sum(axis=0) / counted.sum(axis=0)
    if not screen:
        return mean, None
    kept = held < widest * mean
    kept &= counted
    screened = np.where(kept, held, 0.0).sum(axis=0)
    empty = screened <= 0
    return np.where(empty, mean, screened / kept.sum(axis=0)), empty & (mean > 0)


def masked_median(values: Floats, used: Bools) -> Floats:
    """The median of the points used, along the first axis; NaN where there is none."""
    ordered = np.sort(np.where(used, values, np.inf), axis=0)
    count = used.sum(axis=0)
    series = np.arange(values.shape[1])
    low, high = ordered[np.maximum(count - 1, 0) // 2, series], ordered[count // 2, series]
    return np.where(count > 0, (low + high) / 2, np.nan)
