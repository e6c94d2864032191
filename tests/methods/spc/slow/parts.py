"""Which points stand in which segment, and which of them the limits rest on."""

from __future__ import annotations

import itertools
from decimal import Decimal


def segments(length: int, rebase) -> list[range]:
    starts = [0, *sorted(set(rebase))]
    stops = [*starts[1:], length]
    return [range(a, b) for a, b in zip(starts, stops, strict=True)]


def counted(values: list[Decimal | None], part: range, baseline, exclude) -> list[int]:
    """Places of the points that limits rest on.

    The first `baseline` observed points of the segment, or all, but not what is excluded.
    """
    seen = [i for i in part if values[i] is not None]
    return [i for i in seen[:baseline] if i not in exclude]


def pairs(part: range, used: list[int], exclude, spans: bool) -> list[tuple[int, int]]:
    """Neighbouring periods that both count: a gap between them drops two moving ranges.

    Where the tool `spans` what is excluded, the points either side of it are neighbours.
    """
    rows = [i for i in part if not (spans and i in exclude)]
    return [(a, b) for a, b in itertools.pairwise(rows) if a in used and b in used]


SCREEN = Decimal("3.267")


def mean_range(ranges: list[Decimal], screens: bool, widest: Decimal = SCREEN) -> Decimal | None:
    """The mean range; once, ranges of 3.267 times it or more are set aside (Nelson 1982).

    Not where that would leave no variation at all.
    """
    if not ranges:
        return None
    first = sum(ranges, Decimal(0)) / len(ranges)
    if not screens:
        return first
    kept = [one for one in ranges if one < widest * first]
    if sum(kept) == 0:
        return first
    return sum(kept, Decimal(0)) / len(kept)
