"""The absolute gap between two groups, period by period, with an interval that suits the data."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv, ndtri

Floats = NDArray[np.float64]
LEVEL = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """First group minus second in each period, with `low` and `high`; `first`, `second` beside.

    All are on the scale of the ratio or the mean; NaN where either group is not known.
    """

    first: Floats
    second: Floats
    gap: Floats
    low: Floats
    high: Floats
    level: float


def gap_of_proportions(
    first: tuple[ArrayLike, ArrayLike],
    second: tuple[ArrayLike, ArrayLike],
    *,
    slack: float = 0.0,
    level: float = LEVEL,
) -> Gaps:
    """The difference of two independent proportions, each (numerators, denominators).

    The interval joins two Wilson intervals (hybrid score, without continuity correction).
    `slack` is how far each count may lie from the true one because it was rounded; the interval
    holds for every true count within it.
    Source: Newcombe (1998), Statistics in Medicine 17, 873–890, method 10.
    """
    z = float(ndtri(0.5 + level / 2))
    (a, low_a, high_a), (b, low_b, high_b) = (
        _wilson(_floats(top), _floats(bottom), z, slack) for top, bottom in (first, second)
    )
    return _joined(a, low_a, high_a, b, low_b, high_b, level)


def gap_of_rates(
    first: tuple[ArrayLike, ArrayLike],
    second: tuple[ArrayLike, ArrayLike],
    *,
    slack: float = 0.0,
    level: float = LEVEL,
) -> Gaps:
    """The difference of two rates of events, each (counts, exposures).

    The interval joins two exact Poisson intervals by recovered variances.
    Source: Garwood (1936); Donner & Zou (2012), Statistical Methods in Medical Research 21.
    """
    (a, low_a, high_a), (b, low_b, high_b) = (
        _garwood(_floats(top), _floats(bottom), level, slack) for top, bottom in (first, second)
    )
    return _joined(a, low_a, high_a, b, low_b, high_b, level)


def gap_of_means(
    first: tuple[ArrayLike, ArrayLike, ArrayLike],
    second: tuple[ArrayLike, ArrayLike, ArrayLike],
    *,
    level: float = LEVEL,
) -> Gaps:
    """The difference of two means, each (means, standard deviations, numbers of people).

    The interval is Welch's; it is not known where a deviation or a number is not, or under two
    people. Source: Welch (1947), Biometrika 34, 28–35.
    """
    from scipy.stats import t

    (a, sd_a, n_a), (b, sd_b, n_b) = (
        tuple(_floats(part) for part in group) for group in (first, second)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        var_a, var_b = sd_a**2 / n_a, sd_b**2 / n_b
        freedom = (var_a + var_b) ** 2 / (var_a**2 / (n_a - 1) + var_b**2 / (n_b - 1))
        half = t.ppf(0.5 + level / 2, freedom) * np.sqrt(var_a + var_b)
    half = np.where((n_a > 1) & (n_b > 1), half, np.nan)
    return Gaps(a, b, a - b, a - b - half, a - b + half, level)


def _wilson(top: Floats, bottom: Floats, z: float, slack: float) -> tuple[Floats, Floats, Floats]:
    """A share with its score interval, widened over every true count within the slack."""
    share = _over(top, bottom)
    ends = []
    for sign in (-1.0, 1.0):
        n = np.maximum(bottom - slack, 1.0) if slack else bottom
        p = np.clip(_over(top + sign * slack, np.maximum(bottom - sign * slack, 1.0)), 0.0, 1.0)
        p = p if slack else share
        with np.errstate(divide="ignore", invalid="ignore"):
            middle = p + z**2 / (2 * n)
            half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
            ends.append(np.clip((middle + sign * half) / (1 + z**2 / n), 0.0, 1.0))
    return share, ends[0], ends[1]


def _garwood(
    count: Floats, exposure: Floats, level: float, slack: float
) -> tuple[Floats, Floats, Floats]:
    """A rate with its exact interval, widened over every true count within the slack."""
    tail = (1 - level) / 2
    less, more = np.maximum(count - slack, 0.0), count + slack
    low = np.where(less > 0, gammaincinv(np.maximum(less, 1e-300), tail), 0.0)
    high = gammaincinv(more + 1, 1 - tail)
    most = np.maximum(exposure - slack, 1.0) if slack else exposure
    return _over(count, exposure), _over(low, exposure + slack), _over(high, most)


def _joined(
    a: Floats, low_a: Floats, high_a: Floats, b: Floats, low_b: Floats, high_b: Floats, level: float
) -> Gaps:
    """The interval of a difference from the two of its parts."""
    gap = a - b
    low = gap - np.sqrt((a - low_a) ** 2 + (high_b - b) ** 2)
    high = gap + np.sqrt((high_a - a) ** 2 + (b - low_b) ** 2)
    return Gaps(a, b, gap, low, high, level)


def _over(top: Floats, bottom: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        made = np.asarray(top / bottom, dtype=np.float64)
    return np.where(bottom > 0, made, np.nan)


def _floats(given: ArrayLike) -> Floats:
    return np.atleast_1d(np.asarray(given, dtype=np.float64))
