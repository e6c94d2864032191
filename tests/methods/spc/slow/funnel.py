"""Funnel limits site by site (Spiegelhalter 2005), chances added up term by term."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

CHANCES = (Fraction(1, 1000), Fraction(25, 1000), Fraction(975, 1000), Fraction(999, 1000))
# How many standard errors go with them.
Z = (-3.090232306167813, -1.959963984540054, 1.959963984540054, 3.090232306167813)


@dataclass
class SlowFunnel:
    """One entry a site; each of `plain`, `adjusted`, `exact` holds four limits a site."""

    target: float
    phi: float
    tau2: float
    plain: list[list[float]]
    adjusted: list[list[float]]
    exact: list[list[float]]


def interpolated(terms, wanted: Fraction) -> Decimal:
    """The smallest count whose chances add up to `wanted`, less its share of the last step."""
    total = Decimal(0)
    goal = Decimal(wanted.numerator) / Decimal(wanted.denominator)
    for count, term in enumerate(terms):
        if total + term >= goal and term > 0:
            return max(count - (total + term - goal) / term, Decimal(0))
        total += term
    raise AssertionError("the chances add up to one")


def binomial(size: int, share: Fraction):
    """The chance of 0, 1, 2, … of so many."""
    p = Decimal(share.numerator) / Decimal(share.denominator)
    for count in range(size + 1):
        # 0 to the power of 0 is 1 here: what cannot happen has no part in it.
        hits = p**count if count else Decimal(1)
        misses = (1 - p) ** (size - count) if count < size else Decimal(1)
        yield math.comb(size, count) * hits * misses


def poisson(mean: Fraction):
    """The chance of 0, 1, 2, … where `mean` are expected."""
    term = (-Decimal(mean.numerator) / Decimal(mean.denominator)).exp()
    count = 0
    while True:
        yield term
        count += 1
        term = term * mean.numerator / mean.denominator / count


def exactly(kind: str, bottom: int, goal: Fraction, wanted: Fraction) -> float:
    """The ratio that chance alone stays under so often."""
    terms = binomial(bottom, goal) if kind == "proportion" else poisson(goal * bottom)
    return float(interpolated(terms, wanted)) / bottom


def there(kind: str, ratio: float, top: float, bottom: float) -> float:
    """A ratio on the scale where its spread does not depend on its level."""
    if kind == "proportion":
        return math.asin(math.sqrt(ratio))
    if kind == "ratio":
        return math.sqrt(ratio)
    return math.log((top or 0.5) / bottom)


def back(kind: str, number: float) -> float:
    if kind == "proportion":
        return math.sin(min(max(number, 0.0), math.pi / 2)) ** 2
    return max(number, 0.0) ** 2 if kind == "ratio" else math.exp(number)


def quantile(ranked: list[float], share: float) -> float:
    """Straight lines between the ranked numbers, as R and most programs have it."""
    place = share * (len(ranked) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ranked) - 1)
    return ranked[low] + (place - low) * (ranked[high] - ranked[low])


def drawn_in(z: list[float], trim: float) -> list[tuple[int, float]]:
    """Winsorised: every site counts, the extremes at most as far out as the quantiles."""
    ranked = sorted(z)
    low, high = quantile(ranked, trim), quantile(ranked, 1 - trim)
    return [(i, min(max(one, low), high)) for i, one in enumerate(z)]


def left_out(z: list[float], trim: float) -> list[tuple[int, float]]:
    """Truncated: ranked and cut into groups, the first and the last group do not count."""
    groups = round(1 / trim)
    kept = []
    for i, one in enumerate(z):
        under, same = sum(a < one for a in z), sum(a == one for a in z)
        rank = Fraction(2 * under + same + 1, 2)
        group = math.floor(rank * groups / (len(z) + 1))
        if 0 < group < groups - 1:
            kept.append((i, one))
    return kept


def funnel(kind: str, tops: list[int], bottoms: list[int], target=None, trim=0.1) -> SlowFunnel:
    """The funnel of sites side by side."""
    goal = Fraction(sum(tops), sum(bottoms)) if target is None else Fraction(target)
    middle = there(kind, float(goal), float(goal), 1.0)
    errors = [
        1 / math.sqrt(bottom * goal) if kind == "ratio_log" else 1 / (2 * math.sqrt(bottom))
        for bottom in bottoms
    ]
    z = [
        (there(kind, top / bottom, top, bottom) - middle) / error
        for top, bottom, error in zip(tops, bottoms, errors, strict=True)
    ]
    held = left_out(z, trim) if kind == "ratio_log" else drawn_in(z, trim)
    phi = tau2 = 0.0
    if held:
        phi = sum(one**2 for _, one in held) / len(held)
        weights = [1 / errors[i] ** 2 for i, _ in held]
        room = sum(weights) - sum(w**2 for w in weights) / sum(weights)
        excess = len(held) * phi - (len(held) - 1)
        tau2 = max(0.0, excess / room) if room > 1e-12 * sum(weights) else 0.0
    plain, adjusted, exact = [], [], []
    for bottom, error in zip(bottoms, errors, strict=True):
        wide = math.sqrt(error**2 + tau2)
        plain.append([back(kind, middle + k * error) for k in Z])
        adjusted.append([back(kind, middle + k * wide) for k in Z])
        exact.append([exactly(kind, bottom, goal, wanted) for wanted in CHANCES])
    return SlowFunnel(float(goal), phi, tau2, plain, adjusted, exact)
