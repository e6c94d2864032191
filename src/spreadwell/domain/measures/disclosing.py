"""What of readings by groups of people may be shown or leave: the one place that decides.

Pages, pictures, their tables, downloads and the API ask here, and hold nothing else of a stratum.
Readings of everyone together are told to whoever may see them (`people.visibility`): their site,
the office, and everybody where the measure is open data.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.methods.disclosure import (
    Profile,
    Released,
    profile_named,
    release,
    release_counts,
    release_means,
    stricter,
)

from .columns import Columns, readings_as_columns
from .models import Measure, ReadingQuerySet
from .tables import StrataTable, adds_up, coarser, table_of

Floats = NDArray[np.float64]
Bits = NDArray[np.bool_]

MOST_HIDDEN = 0.2
"""Above this share of hidden cells longer periods are told instead of a page of stars."""

LONGER = {
    PeriodKind.DAY: (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR),
    PeriodKind.WEEK: (),
    PeriodKind.MONTH: (PeriodKind.QUARTER, PeriodKind.YEAR),
    PeriodKind.QUARTER: (PeriodKind.YEAR,),
    PeriodKind.FINANCIAL_QUARTER: (PeriodKind.FINANCIAL_YEAR,),
}
"""Longer periods that hold whole shorter ones; weeks lie across months."""


@dataclass(frozen=True, slots=True, eq=False)
class StrataShown:
    """What may be told of a measure by strata: arrays are (periods, strata), in the order named.

    `suppressed` cells were counted and are not told; a cell that is NaN otherwise was never
    counted. Counts of events stand in `numerator`; means in `mean`, with `sd` and `people`.
    `longer_than` is the kind of period that was left because too much of it would be hidden.
    """

    measure: Measure
    stratifier: str
    profile: Profile
    kind: PeriodKind
    ordinals: tuple[int, ...]
    strata: tuple[str, ...]
    numerator: Floats
    denominator: Floats
    mean: Floats
    sd: Floats
    people: Floats
    suppressed: Bits
    slack: float
    places: int
    longer_than: PeriodKind | None = None

    @property
    def periods(self) -> list[Period]:
        """The periods, in order."""
        return [Period(self.kind, one) for one in self.ordinals]

    @property
    def values(self) -> Floats:
        """Rounded numerator over rounded denominator, or the mean; NaN where it is not told."""
        if self.measure.statistic == "mean":
            return self.mean
        if self.measure.statistic == "count":
            return self.numerator
        told = np.nan_to_num(self.denominator) > 0
        made = np.full(self.numerator.shape, np.nan)
        return np.asarray(np.divide(self.numerator, self.denominator, out=made, where=told))

    @property
    def hidden(self) -> int:
        """How many cells are kept back."""
        return int(self.suppressed.sum())


def profile_for(measure: Measure) -> Profile:
    """The rules for one measure: those of this deployment, or stricter ones of its definition."""
    ours = profile_named(settings.DISCLOSURE)
    asked = measure.definition.get("disclosure")
    return stricter(ours, profile_named(str(asked))) if asked else ours


def strata_shown(
    rows: ReadingQuerySet,
    measure: Measure,
    stratifier: str,
    *,
    organisations: Collection[int] | None = None,
) -> StrataShown | None:
    """What may be told of a measure by strata, summed over places; None where there is nothing.

    `rows` is a scope, `Reading.objects.visible_to(viewer)`. `organisations` narrows it to some of
    the places in that scope, such as those of a network. Then a cell is kept back also where the
    rest of the places could be told from the whole by taking away, and would be too few.
    """
    every = readings_as_columns(rows, [measure], stratifier=stratifier)
    mine = every if organisations is None else every.of(organisations=organisations)
    if not len(mine):
        return None
    profile = profile_for(measure)
    rest = _rest(every, mine, organisations)
    table = table_of(mine, stratifier)
    beside = None if rest is None else table_of(rest, stratifier)
    shown = _told(measure, profile, table, beside)
    tried = shown
    for kind in LONGER.get(table.kind, ()):
        if tried.suppressed.mean() <= MOST_HIDDEN:
            break
        longer = coarser(table, kind, add=adds_up(measure))
        narrower = None if beside is None else coarser(beside, kind, add=adds_up(measure))
        tried = _told(measure, profile, longer, narrower)
    if tried is not shown and tried.suppressed.mean() < shown.suppressed.mean():
        return replace(tried, longer_than=table.kind)
    return shown


def strata_of_place(
    rows: ReadingQuerySet, measure: Measure, stratifier: str, organisation: int
) -> StrataShown | None:
    """What may leave of one place's readings by strata, period by period, for a file of readings.

    The totals of the place are taken as known. Pages tell no single place by strata.
    """
    columns = readings_as_columns(
        rows, [measure], organisations=[organisation], stratifier=stratifier
    )
    if not len(columns):
        return None
    return _told(measure, profile_for(measure), table_of(columns, stratifier), None)


def _rest(every: Columns, mine: Columns, organisations: Collection[int] | None) -> Columns | None:
    if organisations is None or len(mine) == len(every):
        return None
    return every.take(~np.isin(every.organisation, list(organisations)))


def _told(
    measure: Measure, profile: Profile, table: StrataTable, beside: StrataTable | None
) -> StrataShown:
    """Put one table through the profile; cells that arrived without a number stay without.

    They count as hidden cells that hold nothing known: the total of everyone would give a single
    one away, so that another is hidden with it, and what they rest on is not told either.
    """
    table, other = _held_as_nothing(table), table.unknown.copy()
    if beside is not None:
        other |= _small(measure, profile, beside.like(table)) & table.present
    blank = np.full(table.numerator.shape, np.nan)
    made: dict[str, Floats | Bits | float]
    if measure.statistic == "mean":
        means = release_means(table.mean, table.people, profile, sd=table.sd, other=other)
        made = {
            "numerator": blank, "denominator": blank, "mean": means.mean, "sd": means.sd,
            "people": means.n, "suppressed": means.suppressed | table.unknown,
        }  # fmt: skip
    else:
        found = _released(measure, profile, table, other)
        made = {
            "numerator": found.numerator, "denominator": found.denominator, "mean": blank,
            "sd": blank, "people": blank, "suppressed": found.suppressed | table.unknown,
        }  # fmt: skip
    return StrataShown(
        measure, table.stratifier, profile, table.kind, table.ordinals, table.strata,
        slack=profile.slack, places=table.places, **made,  # type: ignore[arg-type]
    )  # fmt: skip


def _held_as_nothing(table: StrataTable) -> StrataTable:
    lost = table.unknown & np.isnan(table.numerator) & np.isnan(table.mean)
    parts = ("numerator", "denominator", "mean", "people")
    known = {name: np.where(lost, 0.0, getattr(table, name)) for name in parts}
    return replace(table, **known)


def _released(
    measure: Measure, profile: Profile, table: StrataTable, other: Bits | None
) -> Released:
    if measure.statistic == "proportion":
        return release(table.numerator, table.denominator, profile, other=other)
    exposure = None if measure.statistic == "count" else table.denominator
    return release_counts(table.numerator, profile, exposure=exposure, other=other)


def _small(measure: Measure, profile: Profile, rest: StrataTable) -> Bits:
    """Where the rest of the places is itself too few to be told; nobody there tells nothing."""
    if measure.statistic == "mean":
        few = (rest.people > 0) & (rest.people < profile.fewest_in_mean)
        return np.asarray(few & rest.present)
    tested = [rest.numerator, rest.denominator]
    if measure.statistic == "proportion":
        tested.append(rest.denominator - rest.numerator)
    small = np.zeros(rest.numerator.shape, dtype=np.bool_)
    for counts in tested:
        small |= profile.hides(counts) & (np.nan_to_num(counts) > 0)
    return np.asarray(small & rest.present)
