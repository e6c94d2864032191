"""When two claims cannot both be true: the rule by which the system suggests that people look.

Two standing claims are held against each other when they are about the same thing: the same words
for what is counted, or the same measure of the same innovation; and neither names another place or
another time. They are suggested when

1. both give a share, and the 95% ranges of the two shares do not meet;
2. both count, at least one says not out of how many, and the counts lie more than a tenth apart;
3. both rest on an effect, and the ranges of the two do not meet;
4. one says that there is probably no important effect, the other that there is one.

A suggestion is no verdict. People say whether it is a conflict, and why.
"""

from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from spreadwell.methods.effects.wording import number

from ..people.viewer import Viewer
from .models import Claim, ClaimConflict, Effect
from .stored import result_of, shows_size

# Counts within a tenth of each other are taken as rounding.
APART = 0.1
_Z = 1.959964
STANDING = ("draft", "current", "questioned")
CAUSED = frozenset("ABC")


@dataclass(frozen=True, slots=True)
class Suggested:
    """Two claims that the rule holds to be in conflict, and why."""

    one: Claim
    other: Claim
    why: str


def suggested_conflicts(viewer: Viewer) -> list[Suggested]:
    """Return the pairs among standing claims that nobody marked or settled yet."""
    rows = Claim.objects.visible_to(viewer).filter(state__in=STANDING)
    claims = list(rows.select_related("effect", "innovation", "measure").order_by("pk"))
    known = set(ClaimConflict.objects.values_list("one_id", "other_id"))
    found = []
    for one, other in combinations(claims, 2):
        if (one.pk, other.pk) not in known and about_the_same(one, other):
            why = why_not_both(one, other)
            if why:
                found.append(Suggested(one, other, why))
    return found


def about_the_same(one: Claim, other: Claim) -> bool:
    """Tell whether two claims speak of the same thing, as far as they say of what they speak."""
    counted = _plain(one.counted)
    same = bool(counted) and counted == _plain(other.counted)
    if one.measure_id is not None and one.innovation_id is not None:
        same = same or (one.measure_id, one.innovation_id) == (
            other.measure_id,
            other.innovation_id,
        )
    if not same:
        return False
    if one.effect_id is not None and other.effect_id is not None:
        # Looks at one innovation and measure differ in their last month, never in what they ask.
        return True
    return _may_agree(one.place, other.place) and _may_agree(one.period, other.period)


def why_not_both(one: Claim, other: Claim) -> str:
    """Say why two claims about the same thing cannot both be true; empty where they can."""
    if one.effect is not None and other.effect is not None:
        why = _ranges(one.effect, other.effect)
    else:
        why = _figures(one, other)
    grades = {one.grade, other.grade}
    if not why and "N" in grades and grades & CAUSED:
        return "One says that there is probably no important effect, the other that there is one."
    return why


def _figures(one: Claim, other: Claim) -> str:
    if one.numerator is None or other.numerator is None:
        return ""
    first, second = _share(one), _share(other)
    if first is not None and second is not None:
        (low, high), (low2, high2) = first, second
        if high < low2 or high2 < low:
            said = " and ".join(
                f"{number(each.numerator)} of {number(each.denominator)}"  # type: ignore[arg-type]
                for each in (one, other)
            )
            return f"They give different shares: {said}. The ranges of the two do not meet."
        return ""
    larger = max(one.numerator, other.numerator)
    if abs(one.numerator - other.numerator) > APART * larger:
        return (
            f"They count the same thing differently: {one.numerator:,.0f} and "
            f"{other.numerator:,.0f}."
        )
    return ""


def _ranges(one: Effect, other: Effect) -> str:
    first, second = result_of(one), result_of(other)
    if not (shows_size(first) and shows_size(second)):
        return ""
    low, high = first.headline.lower, first.headline.upper
    low2, high2 = second.headline.lower, second.headline.upper
    if low is None or high is None or low2 is None or high2 is None:
        return ""
    if high < low2 or high2 < low:
        return (
            f"Their ranges do not meet: {number(low)} to {number(high)}, and {number(low2)} to "
            f"{number(high2)} {second.scale.words}."
        )
    return ""


def _share(claim: Claim) -> tuple[float, float] | None:
    """The 95% range of a share (Wilson 1927); None where a claim gives no share."""
    top, n = claim.numerator, claim.denominator
    if top is None or not n or top > n:
        return None
    p = top / n
    middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
    return middle - half, middle + half


def _may_agree(one: str, other: str) -> bool:
    return not one.strip() or not other.strip() or _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
