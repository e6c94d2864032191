"""A whole release: counts, pairs or means in, what may be told out; closed where in doubt."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .profiles import Profile
from .tables import protect_grid, protect_rows

Floats = NDArray[np.float64]
Bits = NDArray[np.bool_]
Margins = Literal["none", "rows", "both"]


@dataclass(frozen=True, slots=True, eq=False)
class Released:
    """What may be told of a table of counts; arrays of the shape that was given.

    `suppressed` cells were counted and are not told: their numbers are NaN, never nought. A cell
    that is NaN and not suppressed was never counted. `ratio` comes from the rounded counts alone.
    `slack` is how far each told count may lie from the true one.
    """

    profile: Profile
    numerator: Floats
    denominator: Floats
    suppressed: Bits
    slack: float

    @property
    def ratio(self) -> Floats:
        """Rounded numerator over rounded denominator; NaN where either is not told or nought."""
        told = np.nan_to_num(self.denominator) > 0
        made: Floats = np.divide(
            self.numerator,
            self.denominator,
            out=np.full(self.numerator.shape, np.nan),
            where=told,
        )
        return made


@dataclass(frozen=True, slots=True, eq=False)
class ReleasedMeans:
    """What may be told of means: `mean`, `sd` and the rounded number of people `n`."""

    profile: Profile
    mean: Floats
    sd: Floats
    n: Floats
    suppressed: Bits
    slack: float


def release(
    numerator: ArrayLike,
    denominator: ArrayLike,
    profile: Profile,
    *,
    margins: Margins = "rows",
    other: ArrayLike | None = None,
) -> Released:
    """Decide what is told of shares: numerator, denominator and complement are all tested.

    Arrays are (rows, cells). With `margins` "rows" the total of each row is known to whoever
    reads this, with "both" the last row and column are totals of the others and are released too,
    with "none" nothing is known beside. `other` marks cells that must be hidden for another
    reason. ValueError where counts are negative, unequal in shape or a numerator is over its
    denominator: nothing is told then.
    """
    top, bottom = _counts(numerator), _counts(denominator)
    if top.shape != bottom.shape:
        raise ValueError("Numerators and denominators have one shape.")
    if (top > bottom).any():
        raise ValueError("A numerator cannot be larger than its denominator.")
    tables = [top, bottom - top]
    hidden = profile.hides(top) | profile.hides(bottom) | profile.hides(bottom - top)
    if margins == "rows":
        hidden |= _pinned(tables, profile)
    return _told(top, bottom, tables, hidden, profile, margins, other)


def release_counts(
    counts: ArrayLike,
    profile: Profile,
    *,
    exposure: ArrayLike | None = None,
    margins: Margins = "rows",
    other: ArrayLike | None = None,
) -> Released:
    """Decide what is told of counts of events, over an exposure where there is one.

    As `release`, but events may outnumber the people, so that no complement is tested.
    """
    top = _counts(counts)
    bottom = _counts(exposure) if exposure is not None else np.full(top.shape, np.nan)
    hidden = profile.hides(top) | profile.hides(bottom)
    if margins == "rows":
        hidden |= _pinned([top], profile)
    return _told(top, bottom, [top], hidden, profile, margins, other)


def release_means(
    mean: ArrayLike,
    n: ArrayLike,
    profile: Profile,
    *,
    sd: ArrayLike | None = None,
    margins: Margins = "rows",
    other: ArrayLike | None = None,
) -> ReleasedMeans:
    """Decide which means are told: those of enough people, and none that the rest gives away.

    `n` is the number of people behind each. A mean without that number is never told.
    """
    people = _counts(n)
    values = np.asarray(mean, dtype=np.float64)
    spread = np.full(values.shape, np.nan) if sd is None else np.asarray(sd, dtype=np.float64)
    if not values.shape == people.shape == spread.shape:
        raise ValueError("Means, spreads and numbers of people have one shape.")
    present = ~np.isnan(values)
    hidden = present & ~(people >= profile.fewest_in_mean)
    filled = np.where(present, np.nan_to_num(people), np.nan)
    made = _hide(
        [filled], hidden | _also(other, hidden), max(profile.threshold, 1), margins, present
    )
    return ReleasedMeans(
        profile,
        np.where(made, np.nan, values),
        np.where(made, np.nan, spread),
        np.where(made, np.nan, profile.rounded(people)),
        made,
        profile.slack,
    )


def _told(
    top: Floats,
    bottom: Floats,
    tables: list[Floats],
    hidden: Bits,
    profile: Profile,
    margins: Margins,
    other: ArrayLike | None,
) -> Released:
    present = ~np.isnan(top)
    made = _hide(tables, hidden | _also(other, hidden), profile.threshold, margins, present)
    return Released(
        profile,
        np.where(made, np.nan, profile.rounded(top)),
        np.where(made, np.nan, profile.rounded(bottom)),
        made,
        profile.slack,
    )


def _hide(
    tables: list[Floats], hidden: Bits, threshold: float, margins: Margins, present: Bits
) -> Bits:
    hidden = hidden & present
    if margins == "none" or not hidden.any():
        return hidden
    if margins == "rows":
        return protect_rows(tables, hidden, threshold)
    if not present.all():
        # Totals over cells that were never counted say nothing that can be checked.
        raise ValueError("A table with both totals has no empty cell.")
    for table in tables:
        _check_totals(table)
    return protect_grid(tables, hidden, threshold)


def _pinned(tables: list[Floats], profile: Profile) -> Bits:
    """Rows in which an exact total would narrow a count that is told as the middle of its step.

    Six and six told as three each beside a total of twelve are both known. Such rows are hidden
    whole, since the total stays known; profiles that hide small counts need no such rule.
    """
    made = np.zeros(tables[0].shape, dtype=np.bool_)
    if profile.rounding != "midpoint":
        return made
    for table in tables:
        high = np.ceil(table / profile.base) * profile.base
        low = np.where(table == 0, 0.0, high - profile.base + 1)
        total = np.nansum(table, axis=1, keepdims=True)
        most = np.minimum(high, total - (np.nansum(low, axis=1, keepdims=True) - low))
        least = np.maximum(low, total - (np.nansum(high, axis=1, keepdims=True) - high))
        small = (table > 0) & (table <= profile.base)
        made |= (small & (most - least < profile.base // 2)).any(axis=1, keepdims=True)
    return made


def _check_totals(table: Floats) -> None:
    rows = np.allclose(table[:, :-1].sum(axis=1), table[:, -1])
    columns = np.allclose(table[:-1].sum(axis=0), table[-1])
    if not (rows and columns):
        raise ValueError("The last row and column are the totals of the others.")


def _counts(given: ArrayLike) -> Floats:
    made = np.asarray(given, dtype=np.float64)
    if made.ndim != 2:
        raise ValueError("A release is a table of rows and cells.")
    if (made < 0).any() or np.isinf(made).any():
        raise ValueError("Counts of people are nought or more.")
    return made


def _also(other: ArrayLike | None, hidden: Bits) -> Bits:
    if other is None:
        return np.zeros_like(hidden)
    also = np.asarray(other, dtype=np.bool_)
    if also.shape != hidden.shape:
        raise ValueError("What else is hidden has the shape of the table.")
    return also
