"""Numbers of fifty digits, so that a tie is a tie whatever the rounding of a computer."""

from __future__ import annotations

import math
from decimal import Context, Decimal, setcontext

setcontext(Context(prec=50))

PI = Decimal("3.14159265358979323846264338327950288419716939937511")
# Below this share of a number, a difference is what fifty digits leave over.
NOTHING = Decimal("1e-30")


def exact(number) -> Decimal | None:
    """The number itself, to its last binary digit; None where there is none."""
    if number is None or (isinstance(number, float) and math.isnan(number)):
        return None
    return Decimal(number)


def column(numbers) -> list[Decimal | None]:
    return [exact(number) for number in numbers]


def same(a: Decimal, b: Decimal) -> bool:
    return abs(a - b) <= NOTHING * max(abs(a), abs(b))


def over(a: Decimal, b: Decimal) -> bool:
    """Is a strictly more than b?"""
    return a > b and not same(a, b)


def mean(numbers: list[Decimal]) -> Decimal:
    return sum(numbers, Decimal(0)) / len(numbers)


def median(numbers: list[Decimal]) -> Decimal:
    ranked = sorted(numbers)
    return (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2
