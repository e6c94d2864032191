"""What of readings by groups of people may be shown or leave: the one place that decides.

Pages, pictures, their tables, downloads and the API ask here, and hold nothing else of a stratum.
Readings of everyone together are told to whoever may see them (`people.visibility`): their site,
the office, and everybody where the measure is open data.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

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
from .tables import ByStrata, StrataTable, adds_up, coarser, table_of

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
class StrataShown(ByStrata):
    """What may be told of a measure by strata: arrays are (periods, strata), in the order named.

    `suppressed` cells were counted and are not told; a cell that is NaN otherwise was never
    counted. Counts of events stand in `numerator`; means in `mean`, with `sd` and `people`.
    `finished` cells hold a share that came worked out, which can be neither added up nor tested.
    `longer_than` is the kind of period that was left because too much of it would be hidden.
    """

    measure: Measure
    profile: Profile
    suppressed: Bits
    slack: float
    places: int
    finished: int = 0
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
    networks: Collection[Collection[int]] = (),
) -> StrataShown | None:
    """What may be told of a measure by strata, summed over places; None where there is nothing.

    `rows` is a scope, `Reading.objects.visible_to(viewer)`. `organisations` narrows it to some of
    the places in that scope, such as those of a network. Then a cell is kept back also where the
    rest of the places could be told from the whole by taking away, and would be too few.
    `networks` are the places of each network that the same viewer may ask for. They cut all places
    into pieces, and a cell is told only where it may be told of every piece within. So whatever is
    told of all places and of networks follows from what may be told of pieces, each protected by
    itself, and taking one from another gives nothing more. The step of the periods is that of all
    places for every network, or months could be taken from quarters.
    """
    every = readings_as_columns(rows, [measure], stratifier=stratifier)
    asked = None if organisations is None else frozenset(organisations)
    mine = every if asked is None else every.of(organisations=asked)
    if not len(mine):
        return None
    profile = profile_for(measure)
    apart = [frozenset(one) for one in networks]
    pieces = _pieces(every, apart if asked is None else [*apart, asked])
    whole = _Cut(table_of(every, stratifier, measure), tuple(
        table_of(one, stratifier, measure) for one in pieces if len(pieces) > 1
    ))  # fmt: skip
    first = tried = _shown(measure, profile, whole)
    base = whole.table.kind
    for kind in LONGER.get(base, ()):
        if tried.suppressed.mean() <= MOST_HIDDEN:
            break
        tried = _shown(measure, profile, whole.over(kind, measure))
    longer = tried is not first and tried.suppressed.mean() < first.suppressed.mean()
    shown = tried if longer else first
    if len(mine) < len(every) and asked is not None:
        inside = [one for one in pieces if int(one.organisation[0]) in asked]
        part = _Cut(
            table_of(mine, stratifier, measure),
            tuple(table_of(one, stratifier, measure) for one in inside if len(inside) > 1),
            table_of(every.take(~np.isin(every.organisation, list(asked))), stratifier, measure),
        )
        shown = _shown(measure, profile, part.over(shown.kind, measure) if longer else part)
    return replace(shown, longer_than=base) if longer else shown


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """A table, those of the pieces it is made of where they are several, and that of the rest."""

    table: StrataTable
    pieces: tuple[StrataTable, ...] = ()
    beside: StrataTable | None = None

    def over(self, kind: PeriodKind, measure: Measure) -> "_Cut":
        """The same over longer periods."""
        table, *more = (
            coarser(one, kind, add=adds_up(measure))
            for one in (self.table, *self.pieces, *([self.beside] if self.beside else []))
        )
        many = len(self.pieces)
        return _Cut(table, tuple(more[:many]), more[many] if self.beside else None)


def _pieces(every: Columns, apart: Sequence[frozenset[int]]) -> list[Columns]:
    """The readings of places that lie in just the same networks, together."""
    if not apart:
        return [every]
    places, at = np.unique(every.organisation, return_inverse=True)
    lies_in = np.array([np.isin(places, list(one)) for one in apart])
    kinds, piece = np.unique(lies_in, axis=1, return_inverse=True)
    return [every.take(piece.reshape(-1)[at] == k) for k in range(kinds.shape[1])]


def _shown(measure: Measure, profile: Profile, cut: _Cut) -> StrataShown:
    """What is told of a table: nothing that is not told of a piece, or gives the rest away."""
    other = np.zeros(cut.table.present.shape, dtype=np.bool_)
    for one in cut.pieces:
        laid = one.like(cut.table)
        other |= _told(measure, profile, laid, laid.unknown).suppressed & laid.present
    if cut.beside is not None:
        other |= _small(measure, profile, cut.beside.like(cut.table)) & cut.table.present
    return _told(measure, profile, cut.table, other | cut.table.unknown)


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
    return _shown(measure, profile_for(measure), _Cut(table_of(columns, stratifier, measure)))


def _told(measure: Measure, profile: Profile, table: StrataTable, other: Bits) -> StrataShown:
    """Put one table through the profile; cells that arrived without a number stay without.

    They count as hidden cells that hold nothing known: the total of everyone would give a single
    one away, so that another is hidden with it, and what they rest on is not told either.
    """
    table = _held_as_nothing(table)
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
        table.stratifier, table.kind, table.ordinals, table.strata, measure=measure,
        profile=profile, slack=profile.slack, places=table.places,
        finished=int(table.finished.sum()), **made,  # type: ignore[arg-type]
    )  # fmt: skip


def _held_as_nothing(table: StrataTable) -> StrataTable:
    lost = table.unknown & np.isnan(table.numerator) & np.isnan(table.mean)
    parts = ("numerator", "denominator", "mean", "people")
    known: dict[str, Any] = {name: np.where(lost, 0.0, getattr(table, name)) for name in parts}
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
