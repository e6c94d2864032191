"""Whether a gap narrows or widens over time."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t

from .gaps import LEVEL

FEWEST = 6
"""Periods under which nothing is said about change: a line through five points says little."""


@dataclass(frozen=True, slots=True)
class Change:
    """How the gap moved a period, with its interval, and what that means.

    `verdict` is "narrowing", "widening", "unclear" or "too few"; the line runs from `at_first` to
    `at_last`, on the scale of the gaps.
    """

    verdict: Literal["narrowing", "widening", "unclear", "too few"]
    periods: int
    step: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    at_first: float = float("nan")
    at_last: float = float("nan")


def change_of(gap: ArrayLike, low: ArrayLike, high: ArrayLike, *, level: float = LEVEL) -> Change:
    """Fit one line through the gaps of successive periods, each weighed by its precision.

    Arrays are of one length, NaN where a period is not known. The residuals, where they scatter
    more than the intervals say, widen the interval of the line; they never narrow it. A gap
    narrows when the line ends closer to nought than it began, on whichever side.
    Source: Birge (1932), Physical Review 40, 207–227, for the widening.
    """
    y, lower, upper = (np.asarray(one, dtype=np.float64) for one in (gap, low, high))
    if not y.shape == lower.shape == upper.shape or y.ndim != 1:
        raise ValueError("Gaps and their intervals have one length.")
    width = upper - lower
    known = np.isfinite(y) & np.isfinite(width) & (width > 0)
    n = int(known.sum())
    if n < FEWEST:
        return Change("too few", n)
    x, y, weight = np.flatnonzero(known).astype(np.float64), y[known], 1 / width[known] ** 2
    centre = float(np.average(x, weights=weight))
    level_there = float(np.average(y, weights=weight))
    spread = float(weight @ (x - centre) ** 2)
    step = float(weight @ ((x - centre) * (y - level_there))) / spread
    left = y - level_there - step * (x - centre)
    # Widths are of an interval: twice its quantile times the standard error.
    quantile = float(t.ppf(0.5 + level / 2, n - 2))
    scatter = max(1.0, float(weight @ left**2) / (n - 2) * (2 * 1.959964) ** 2)
    half = quantile * float(np.sqrt(scatter / spread)) / (2 * 1.959964)
    first = level_there + step * (x[0] - centre)
    last = level_there + step * (x[-1] - centre)
    verdict: Literal["narrowing", "widening", "unclear"] = "unclear"
    if step - half > 0 or step + half < 0:
        verdict = "narrowing" if abs(last) < abs(first) else "widening"
    return Change(verdict, n, step, step - half, step + half, first, last)
