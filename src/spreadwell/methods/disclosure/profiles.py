"""Disclosure profiles as data: what each tells of a count, with its source."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bits = NDArray[np.bool_]

PERCENT = ((100.0, 0), (1000.0, 1), (float("inf"), 2))
"""Decimals of a percentage by its denominator: none under 100, one under 1,000, else two."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What may be told of a count of people.

    Counts up to `threshold` are hidden, nought only where `zero_shown` is false. What is told is
    rounded to the `nearest` multiple of `base`, to the `midpoint` of its step of `base`, or not
    (`exact`). A mean needs `fewest_in_mean` people. `decimals` are pairs of a denominator and the
    decimals of a percentage below it. `source` says where the rule comes from.
    """

    name: str
    words: str
    threshold: int
    zero_shown: bool
    rounding: Literal["nearest", "midpoint", "exact"]
    base: int
    fewest_in_mean: int
    source: str
    decimals: tuple[tuple[float, int], ...] = PERCENT

    def __post_init__(self) -> None:
        if self.threshold < 0 or self.base < 1 or self.fewest_in_mean < 1:
            raise ValueError("A profile's threshold is nought or more, its base and people one.")

    @property
    def slack(self) -> float:
        """How far a told count may lie from the true one."""
        return 0.0 if self.rounding == "exact" else self.base / 2

    def hides(self, counts: ArrayLike) -> Bits:
        """Tell which counts are too small to be told; NaN is no count and hides nothing."""
        x = np.asarray(counts, dtype=np.float64)
        hidden: Bits = x <= self.threshold
        return hidden & ~(x == 0) if self.zero_shown else hidden

    def rounded(self, counts: ArrayLike) -> Floats:
        """Counts as they are told: halves go up, nought stays nought."""
        x = np.asarray(counts, dtype=np.float64)
        if self.rounding == "exact":
            return x.copy()
        if self.rounding == "nearest":
            return np.asarray(np.floor(x / self.base + 0.5) * self.base)
        steps = np.ceil(x / self.base) * self.base
        return np.asarray(np.where(x == 0, 0.0, steps - self.base // 2))

    def places(self, denominator: float) -> int:
        """Decimals of a percentage that rests on a denominator."""
        return next(many for below, many in self.decimals if denominator < below)


PROFILES = {
    one.name: one
    for one in (
        Profile(
            "nhs-hes-2018",
            "Counts from 1 to 7 are not told, all others are rounded to the nearest 5, and "
            "percentages come from the rounded counts.",
            7, True, "nearest", 5, 8,
            "NHS Digital (2018), Hospital Episode Statistics Analysis Guide, suppression of small "
            "numbers",
        ),
        Profile(
            "opensafely",
            "Counts up to 7, nought among them, are not told, all others are rounded to the "
            "nearest 5, and percentages come from the rounded counts.",
            7, False, "nearest", 5, 8,
            "OpenSAFELY documentation, Statistical disclosure control: redacting counts of 7 or "
            "fewer, then rounding to the nearest 5",
        ),
        Profile(
            "opensafely-midpoint6",
            "Each count is told as the middle of its step of six: 1 to 6 as 3, 7 to 12 as 9.",
            0, True, "midpoint", 6, 7,
            "OpenSAFELY documentation, Statistical disclosure control: midpoint 6 rounding",
        ),
        Profile(
            "ons-10",
            "Counts from 1 to 9 are not told; others are told as they are.",
            9, True, "exact", 1, 10,
            "Office for National Statistics, Secure Research Service: threshold of 10 for counts",
        ),
        Profile(
            "strict",
            "Counts up to 10, nought among them, are not told, and all others are rounded to the "
            "nearest 10.",
            10, False, "nearest", 10, 20,
            "Spreadwell: the threshold of ONS, nought hidden, rounding to tens; for rare things",
        ),
    )
}  # fmt: skip
DEFAULT = "nhs-hes-2018"


def profile_named(name: str) -> Profile:
    """Return a profile by its name; ValueError that lists them where there is none."""
    try:
        return PROFILES[name]
    except KeyError:
        raise ValueError(
            f"“{name}” is not a disclosure profile; they are {', '.join(PROFILES)}."
        ) from None


def stricter(first: Profile, second: Profile) -> Profile:
    """Return what is as strict as both in every part: one of them, or "first with second".

    Part by part: the highest threshold, the coarsest rounding, nought hidden where either hides
    it, the most people behind a mean and the fewest decimals. So no count is told that either
    would hide, and none more closely than either would tell it.
    """
    coarser = max(first, second, key=lambda one: (one.slack, one.rounding))
    threshold = max(first.threshold, second.threshold)
    zero_shown = first.zero_shown and second.zero_shown
    both = Profile(
        f"{first.name} with {second.name}",
        _words(threshold, zero_shown, coarser.rounding, coarser.base),
        threshold,
        zero_shown,
        coarser.rounding,
        coarser.base,
        max(first.fewest_in_mean, second.fewest_in_mean),
        f"{first.source}; and {second.source}",
        _fewest(first, second),
    )
    alike = (one for one in (first, second) if _parts(one) == _parts(both))
    return next(alike, both)


def _parts(one: Profile) -> tuple[object, ...]:
    rounding = one.rounding, one.base
    return one.threshold, one.zero_shown, *rounding, one.fewest_in_mean, one.decimals


def _fewest(first: Profile, second: Profile) -> tuple[tuple[float, int], ...]:
    """The fewer decimals of two, band by band of denominators."""
    ends = sorted({below for one in (first, second) for below, _ in one.decimals})
    starts = [0.0, *ends[:-1]]
    return tuple(
        (end, min(first.places(start), second.places(start)))
        for start, end in zip(starts, ends, strict=True)
    )


def _words(threshold: int, zero_shown: bool, rounding: str, base: int) -> str:
    small = f"Counts from 1 to {threshold}" if zero_shown else f"Counts up to {threshold}, nought "
    hidden = f"{small} are not told" if zero_shown else f"{small}among them, are not told"
    told = {
        "exact": "others are told as they are",
        "nearest": f"all others are rounded to the nearest {base}",
        "midpoint": f"all others are told as the middle of their step of {base}",
    }[rounding]
    return f"{hidden}, {told}." if threshold or not zero_shown else f"{told[0].upper()}{told[1:]}."
