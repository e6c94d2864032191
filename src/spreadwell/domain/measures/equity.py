"""The gap between groups of people over time, from what may be told of them."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from spreadwell.formats.strata import ORDERED, STRATA
from spreadwell.methods.equity import (
    Change,
    Gaps,
    Slope,
    change_of,
    gap_of_means,
    gap_of_proportions,
    gap_of_rates,
    slope_of_groups,
)

from .disclosing import StrataShown, strata_shown
from .models import Measure, ReadingQuerySet


@dataclass(frozen=True, slots=True, eq=False)
class Equity:
    """Two groups of people over time, and the whole ladder at the latest period that is told.

    `first` is the group that tends to be worse off, `second` the one it is held against. `latest`
    is the place of the last period with a gap, None where no period has one. `slope` is None where
    the stratifier has no ladder or a rung is not told.
    """

    shown: StrataShown
    first: str
    second: str
    gaps: Gaps
    change: Change
    latest: int | None
    slope: Slope | None

    @property
    def clear(self) -> bool:
        """Whether the latest interval leaves out nought."""
        i = self.latest
        return i is not None and bool(self.gaps.low[i] > 0 or self.gaps.high[i] < 0)


def equity_of(
    rows: ReadingQuerySet,
    measure: Measure,
    stratifier: str,
    *,
    organisations: Collection[int] | None = None,
    networks: Collection[Collection[int]] = (),
    group: str = "",
) -> Equity | None:
    """Gather the gap of a measure by a stratifier; None where there are no readings of strata.

    `organisations` and `networks` are those of `strata_shown`. `group` is the stratum that is held
    against the largest, for stratifiers without two ends; "" takes the first that is not the
    largest.
    """
    shown = strata_shown(rows, measure, stratifier, organisations=organisations, networks=networks)
    if shown is None or len(shown.strata) < 2:
        return None
    first, second = ends_of(shown, group)
    gaps = _gaps(shown, shown.strata.index(first), shown.strata.index(second))
    known = np.flatnonzero(np.isfinite(gaps.gap))
    latest = int(known[-1]) if len(known) else None
    slope = _slope(shown, latest) if stratifier in ORDERED and latest is not None else None
    change = change_of(gaps.gap, gaps.low, gaps.high)
    return Equity(shown, first, second, gaps, change, latest, slope)


def ends_of(shown: StrataShown, group: str = "") -> tuple[str, str]:
    """The two groups that are held against each other."""
    ends = STRATA[shown.stratifier].ends
    if ends is not None and set(ends) <= set(shown.strata) and group in ("", *ends):
        return ends
    size = shown.people if shown.measure.statistic == "mean" else shown.denominator
    people = np.nansum(size, axis=0)
    largest = shown.strata[int(people.argmax())]
    others = [one for one in shown.strata if one != largest]
    return (group if group in others else others[0]), largest


def _gaps(shown: StrataShown, a: int, b: int) -> Gaps:
    if shown.measure.statistic == "mean":
        first, second = ((shown.mean[:, i], shown.sd[:, i], shown.people[:, i]) for i in (a, b))
        return gap_of_means(first, second)
    pairs = [(shown.numerator[:, i], shown.denominator[:, i]) for i in (a, b)]
    made = gap_of_proportions if shown.measure.statistic == "proportion" else gap_of_rates
    return made(pairs[0], pairs[1], slack=shown.slack)


def _slope(shown: StrataShown, at: int) -> Slope | None:
    values = shown.values[at]
    if shown.measure.statistic == "mean":
        people = shown.people[at]
        variances = shown.sd[at] ** 2 / people
    else:
        people = shown.denominator[at]
        spread = values * (1 - values) if shown.measure.statistic == "proportion" else values
        # Rounding adds its own variance: evenly spread over its step.
        variances = spread / people + shown.slack**2 / 3 / people**2
    if len(values) < 3 or not (np.isfinite(values) & np.isfinite(variances)).all():
        return None
    return slope_of_groups(values, variances, people)
