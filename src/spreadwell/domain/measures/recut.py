"""Readings added up by a structure of organisations: that of today, or that of their own time."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ..foundation.refusals import Invalid
from ..networks.structure import Structure
from .columns import Columns

OUTSIDE = -1
"""The group of readings whose organisation has no parent on the day asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Recut:
    """Sums by group; `columns.organisation` holds the groups' keys, `OUTSIDE` for no group.

    `readings` counts the rows behind each sum: together as many as went in.
    """

    columns: Columns
    readings: NDArray[np.int64]


def recut(
    columns: Columns, structure: Structure, *, on: date | None = None, add_values: bool = False
) -> Recut:
    """Add readings up by the parents of their organisations.

    With `on`, every reading goes to the parent of that day (today's structure, whatever was true
    when it was read); without, to the parent on the first day of its own period. No reading is
    lost and none counted twice: those without a parent form a group of their own.

    Invalid when a group has a reading of its own beside readings of its members for the same
    measure and period, since both count the same people; and when readings give a value without
    numerator and denominator, which only adds up where it is a count (`add_values`). A sum with
    a suppressed part is suppressed.
    """
    if len(columns) == 0:
        return Recut(columns, np.zeros(0, dtype=np.int64))
    hidden = columns.suppressed
    bare = (np.isnan(columns.numerator) | np.isnan(columns.denominator)) & ~hidden
    if bare.any() and not add_values:
        raise Invalid(
            "Some readings give a value without numerator and denominator; such values cannot be "
            "added up across organisations."
        )
    group = _groups(columns, structure, on)
    strata = np.unique(np.array(columns.stratum), return_inverse=True) if columns.stratum else None
    stratum = strata[1] if strata is not None else np.zeros(len(columns), dtype=np.int64)
    keys = np.stack([columns.measure, group, columns.ordinal, stratum])
    cells, place, counts = np.unique(keys, axis=1, return_inverse=True, return_counts=True)
    place = place.reshape(-1)  # older NumPy gives a row, newer a vector
    _check_levels(columns, structure, cells, place)
    numerator, denominator, value = (
        _sums(numbers, place, cells.shape[1])
        for numbers in (columns.numerator, columns.denominator, columns.value)
    )
    # A sum with a part that is not told is not known either.
    unknown = np.bincount(place, weights=hidden, minlength=cells.shape[1]) > 0
    numerator, value = np.where(unknown, np.nan, numerator), np.where(unknown, np.nan, value)
    labels = tuple(str(strata[0][i]) for i in cells[3]) if strata is not None else ()
    summed = Columns(
        columns.kind, cells[0], cells[1], cells[2], numerator, denominator, value, labels
    )
    return Recut(summed, counts)


def _groups(columns: Columns, structure: Structure, on: date | None) -> NDArray[np.int64]:
    """The group of every row; each organisation and day is asked for once."""
    ordinals = columns.ordinal if on is None else np.zeros(len(columns), dtype=np.int64)
    asked, place = np.unique(
        np.stack([columns.organisation, ordinals]), axis=1, return_inverse=True
    )
    days = {
        int(ordinal): columns.period(int(ordinal)).start if on is None else on
        for ordinal in np.unique(asked[1])
    }
    found = [
        structure.parent(int(organisation), days[int(ordinal)]) for organisation, ordinal in asked.T
    ]
    keys = np.array([OUTSIDE if one is None else one for one in found], dtype=np.int64)
    return keys[place.reshape(-1)]


def _check_levels(
    columns: Columns, structure: Structure, cells: NDArray[np.int64], place: NDArray[np.intp]
) -> None:
    """Raise where one cell holds readings of a group itself and of its members."""
    own = np.isin(columns.organisation, list(structure.groups))
    with_own = np.bincount(place, weights=own, minlength=cells.shape[1]) > 0
    with_members = np.bincount(place, weights=~own, minlength=cells.shape[1]) > 0
    both = with_own & with_members & (cells[1] != OUTSIDE)
    if both.any():
        period = columns.period(int(cells[2][both][0]))
        raise Invalid(
            f"For {period} there are readings of a whole and of its parts; adding both would count "
            "people twice. Choose one of the two."
        )


def _sums(numbers: NDArray[np.float64], place: NDArray[np.intp], size: int) -> NDArray[np.float64]:
    """Sums by cell; NaN where every number of a cell is blank."""
    known = ~np.isnan(numbers)
    total = np.bincount(place[known], weights=numbers[known], minlength=size)
    some = np.bincount(place[known], minlength=size) > 0
    return np.where(some, total, np.nan)
