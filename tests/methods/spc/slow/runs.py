"""Run charts: the median, the longest run and the crossings (Anhøj & Olesen 2014; Perla 2011)."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tests.methods.spc.slow.digits import over


@dataclass
class Runs:
    """The analysis of one segment."""

    useful: int
    longest: int
    allowed: int
    crossings: int
    fewest: int


def useful(values, centres) -> list[tuple[int, bool]]:
    """(place, above) of the points that lie on neither side of nothing."""
    found = []
    for i, (x, middle) in enumerate(zip(values, centres, strict=True)):
        if x is None or middle is None:
            continue
        if over(x, middle) or over(middle, x):
            found.append((i, over(x, middle)))
    return found


def stretches(points: list[tuple[int, bool]]) -> list[list[int]]:
    """Places of the points of each run; points on the line are passed over."""
    runs: list[list[int]] = []
    side: bool | None = None
    for place, above in points:
        if above != side:
            runs.append([])
            side = above
        runs[-1].append(place)
    return runs


def fewest_crossings(n: int) -> int:
    """The smallest k with P(crossings ≤ k) of 5 in 100 or more, of n − 1 fair coins."""
    if n < 1:
        return 0
    total = Fraction(0)
    for k in range(n):
        total += Fraction(math.comb(n - 1, k), 2 ** (n - 1))
        if total >= Fraction(5, 100):
            return k
    raise AssertionError("the chances add up to one")


def longest_allowed(n: int) -> int:
    """round(log2 n) + 3: which whole number is nearest on the scale of powers of two."""
    if n < 1:
        return 3
    power = 0
    # log2 n rounds up from the square root of 2 times a power: n² against 2^(2·power + 1).
    while n * n > 2 ** (2 * power + 1):
        power += 1
    return power + 3


def test(values, centres) -> Runs:
    points = useful(values, centres)
    runs = stretches(points)
    longest = max((len(run) for run in runs), default=0)
    crossings = max(len(runs) - 1, 0)
    n = len(points)
    return Runs(n, longest, longest_allowed(n), crossings, fewest_crossings(n))


# A function of this name in a module of slow code is no test.
test.__test__ = False  # type: ignore[attr-defined]


def trends(values: list[Decimal | None], wanted: int) -> list[set[str]]:
    """Points all rising or all falling; equal values are passed over; the later trend wins."""
    found: list[set[str]] = [set() for _ in values]
    seen = [i for i, v in enumerate(values) if v is not None]
    run: list[int] = []
    way = 0

    def close() -> None:
        if len(run) >= wanted:
            for i in run:
                found[i] = {"trend up" if way > 0 else "trend down"}

    for before, here in itertools.pairwise(seen):
        step = (values[here] > values[before]) - (values[here] < values[before])
        if step == 0:
            continue
        if step == way:
            run.append(here)
            continue
        close()
        run, way = [before, here], step
    close()
    return found
