"""A gap between two groups of people in words, for the page and for the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from spreadwell.charts.wording import count, figure, interval, sentence

KEPT_BACK = "kept back"

Verdict = Literal["narrowing", "widening", "unclear", "too few"]


@dataclass(frozen=True, slots=True)
class GapPoint:
    """One period: both groups, the gap between them and its range, None where not known or told.

    `hidden` says which of the two groups was counted and is not told.
    """

    period: str
    first: float | None
    second: float | None
    gap: float | None = None
    low: float | None = None
    high: float | None = None
    hidden: tuple[bool, bool] = (False, False)


def gap_sentence(
    points: Sequence[GapPoint], names: Sequence[str], first: str, second: str, said: str = ""
) -> str:
    """Say the last period that is told whole, and how many are not.

    `said` is "of 100", "in 1,000", a unit or nothing; it follows the numbers of the groups.
    """
    told = [i for i, p in enumerate(points) if p.gap is not None]
    hidden = sum(any(p.hidden) for p in points)
    kept = f"{count(hidden, 'period is', 'periods are')} not told: too few people" if hidden else ""
    if not told:
        nothing = "no period can be told" if hidden else "no period has readings of both groups"
        return sentence(nothing, kept)
    p = points[told[-1]]
    of = f" {said}" if said else ""
    one = f"{figure(p.first or 0.0)}{of} {_among(first)}"
    other = f"{figure(p.second or 0.0)} {_among(second)}"
    gap = gap_words(p.gap or 0.0, p.low, p.high)
    return sentence(f"In {names[told[-1]]}, {one} and {other}: {gap}", kept)


def _among(group: str) -> str:
    """Say where a group is: in a fifth, among people."""
    if group.endswith(("fifth", "tenth")):
        return f"in the {group}"
    return f"among people {group}" if group.startswith("aged ") else f"in the group “{group}”"


def gap_words(gap: float, low: float | None, high: float | None) -> str:
    """Say a gap with its range, whichever group is ahead: "a gap of 9 (4 to 14)"."""
    if low is None or high is None:
        return f"a gap of {figure(abs(gap))}, its range not known"
    if low <= 0 <= high:
        return f"a gap of {figure(abs(gap))} that may be chance ({interval(low, high)})"
    least, most = sorted((abs(low), abs(high)))
    return f"a gap of {figure(abs(gap))} ({interval(least, most)})"


def change_sentence(
    verdict: Verdict, at_first: float, at_last: float, periods: int, step: str
) -> str:
    """Say whether the gap narrows, over how many periods."""
    over = count(periods, step)
    if verdict == "too few":
        return sentence(f"{over} with a gap are too few to say whether it narrows")
    if verdict == "unclear":
        return sentence(f"over {over}, the gap neither clearly narrowed nor widened")
    done = "narrowed" if verdict == "narrowing" else "widened"
    ends = f"from about {figure(abs(at_first))} to about {figure(abs(at_last))}"
    return sentence(f"over {over}, the gap {done}, {ends}")


def ladder_sentence(
    index: float, low: float, high: float, relative: float, ends: tuple[float, float]
) -> str:
    """Say the slope across all groups of the ladder, with the ratio of its ends."""
    least, most = sorted((abs(low), abs(high)))
    range_ = interval(low, high) if low <= 0 <= high else interval(least, most)
    ratio = ""
    if relative == relative:
        ratio = f"; its first end has {figure(relative, 2)} times ({interval(*ends, 2)}) the last's"
    return sentence(
        f"counting all groups, the two ends of the ladder are {figure(abs(index))} apart "
        f"({range_}){ratio}"
    )
