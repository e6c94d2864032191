"""What the R package NHSRplotthedots 0.2 does to a series, step by step as its source documents it.

An independent reading in floats, one value after the other: none of the package's code, none of
the engine's. `nan` is what R would give where it divides nothing by nothing.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

LIMIT = 2.66
NEAR = 2 * (LIMIT / 3)
NAN = float("nan")


@dataclass
class Dots:
    """The data frame that the package returns, as lists."""

    mean: list[float]
    lower: list[float]
    upper: list[float]
    labels: list[str]
    types: list[str]
    variation: str
    assurance: str | None


def average(numbers: list[float]) -> float:
    return math.fsum(numbers) / len(numbers) if numbers else NAN


def limits(y: list[float], fix: int | None, screen: bool) -> tuple[float, float]:
    """The mean and the average moving range of one rebase group."""
    fixed = y if fix is None else y[:fix]
    ranges = [abs(fixed[i] - fixed[i - 1]) for i in range(1, len(fixed))]
    amr = average(ranges)
    if screen:
        amr = average([one for one in ranges if one < 3.267 * amr])
    return average(fixed), amr


def sign(number: float) -> int:
    return (number > 0) - (number < 0)


def runs_of_seven(sides: list[int]) -> list[bool]:
    """Points of a stretch of seven on one side."""
    part = [False] * len(sides)
    for last in range(6, len(sides)):
        if sides[last] != 0 and all(sides[last - k] == sides[last] for k in range(1, 7)):
            for i in range(last - 6, last + 1):
                part[i] = True
    return part


def trends_of_seven(y: list[float]) -> list[bool]:
    part = [False] * len(y)
    for last in range(6, len(y)):
        steps = {sign(y[i] - y[i - 1]) for i in range(last - 5, last + 1)}
        if steps in ({1}, {-1}):
            for i in range(last - 6, last + 1):
                part[i] = True
    return part


def two_in_three(close: list[bool], sides: list[int]) -> list[bool]:
    """Points close to a limit in a window of three with two of them, all three on one side."""
    part = [False] * len(close)
    for first in range(len(close) - 2):
        window = range(first, first + 3)
        if abs(sum(sides[i] for i in window)) == 3 and sum(close[i] for i in window) >= 2:
            for i in window:
                part[i] = part[i] or close[i]
    return part


def labels(y: list[float], mean: float, amr: float) -> list[str]:
    """One label a point: outside, then trend, then two in three, then seven on a side."""
    lower, upper = mean - LIMIT * amr, mean + LIMIT * amr
    near_lower, near_upper = mean - NEAR * amr, mean + NEAR * amr
    sides = [sign(v - mean) for v in y]
    outside = [v > upper or v < lower for v in y]
    # Comparisons with no number are not known in R, and what is not known is not a signal.
    known = not math.isnan(amr)
    close = [
        known and not out and (v < near_lower or v > near_upper)
        for v, out in zip(y, outside, strict=True)
    ]
    trend, shift, pair = trends_of_seven(y), runs_of_seven(sides), two_in_three(close, sides)
    told = []
    for i in range(len(y)):
        above = sides[i] > 0
        if outside[i]:
            told.append("outside high" if above else "outside low")
        elif trend[i]:
            # Between two points of trends the step after counts, else the step before.
            later = i + 1 < len(y) and trend[i + 1]
            step = y[i + 1] - y[i] if later else y[i] - y[i - 1]
            told.append("trend up" if step > 0 else "trend down")
        elif pair[i]:
            told.append("two of three high" if above else "two of three low")
        elif shift[i]:
            told.append("shift high" if above else "shift low")
        else:
            told.append("")
    return told


def point_type(label: str, improvement: str) -> str:
    if not label:
        return "common_cause"
    up = label.endswith(("high", "up"))
    if improvement == "neither":
        return "neutral_high" if up else "neutral_low"
    return "improvement" if up == (improvement == "up") else "concern"


def plot_the_dots(
    y: list[float],
    *,
    fix: int | None = None,
    rebase: tuple[int, ...] = (),
    improvement: str = "up",
    target: float | None = None,
    screen: bool = True,
) -> Dots:
    """The package's answer for one series without gaps; `rebase` holds positions from 0."""
    edges = [0, *rebase, len(y)]
    mean, lower, upper, told = [], [], [], []
    for start, stop in itertools.pairwise(edges):
        here = y[start:stop]
        middle, amr = limits(here, fix, screen)
        mean += [middle] * len(here)
        lower += [middle - LIMIT * amr] * len(here)
        upper += [middle + LIMIT * amr] * len(here)
        told += labels(here, middle, amr)
    types = [point_type(label, improvement) for label in told]
    variation = types[-1]
    if variation in ("improvement", "concern"):
        high = (variation == "improvement") == (improvement == "up")
        variation += "_high" if high else "_low"
    assurance = None
    if target is not None and improvement != "neither":
        assurance = "hit_or_miss"
        if target > upper[-1]:
            assurance = "fail" if improvement == "up" else "pass"
        if target < lower[-1]:
            assurance = "pass" if improvement == "up" else "fail"
    return Dots(mean, lower, upper, told, types, variation, assurance)
