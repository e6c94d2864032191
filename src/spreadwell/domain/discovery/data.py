"""What the numbers behind a finding say today: a course over time, or a gap, with its last value.

A finding from data keeps what it looks at and what it saw; the rest is read anew each time.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from spreadwell.formats.periods import Period
from spreadwell.formats.strata import STRATA
from spreadwell.methods.equity import Gaps, gap_of_proportions, gap_of_rates

from ..measures.columns import Columns, readings_as_columns, series_columns
from ..measures.equity import Equity, equity_of
from ..measures.models import Measure, ReadingQuerySet
from ..measures.series import Series, series_of, shown_scale
from ..networks.models import Organisation
from .evidence import DataView

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a finding looks at; `stratum` is what groups are told by, and the group: “sex:female”.

    The group may be left out: “imd_quintile” is held at its two ends.
    """

    view: str
    measure: Measure
    organisation: Organisation | None = None
    stratum: str = ""

    @property
    def way(self) -> str:
        """By what groups of people are told apart."""
        return self.stratum.partition(":")[0]

    @property
    def group(self) -> str:
        """The group that is held against the largest; blank for the ends of a ladder."""
        return self.stratum.partition(":")[2]


def stratum_of(found: Equity) -> str:
    """Name the groups of a gap as a finding keeps them."""
    way = found.shown.stratifier
    return way if STRATA[way].ends == (found.first, found.second) else f"{way}:{found.first}"


@dataclass(frozen=True, slots=True, eq=False)
class Apart:
    """A place against the rest: both by period, and the gap between them, in ratios."""

    periods: tuple[Period, ...]
    place: Floats
    rest: Floats
    gaps: Gaps
    others: int


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What the numbers say to one viewer: one of `series`, `apart` and `equity`, and its values.

    `values` are by period in the shown unit, NaN where none: the measure, or how far the place or
    the group is behind. `invented` is whether a place behind them is an example.
    """

    looked: Looked
    periods: tuple[Period, ...]
    values: Floats
    invented: bool = False
    series: Series | None = None
    places: int = 1
    apart: Apart | None = None
    equity: Equity | None = None

    @property
    def latest(self) -> int:
        """Where the last period with a value stands."""
        return int(np.flatnonzero(np.isfinite(self.values))[-1])

    @property
    def period(self) -> Period:
        """The last period with a value."""
        return self.periods[self.latest]

    @property
    def value(self) -> float:
        """The last value, in the shown unit."""
        return float(self.values[self.latest])

    def at(self, period: str) -> int | None:
        """Where a period stands; None outside, or where it is of another kind."""
        named = [str(one) for one in self.periods]
        return named.index(period) if period in named else None


def seen(
    rows: ReadingQuerySet, looked: Looked, *, networks: Sequence[Collection[int]] = ()
) -> Seen | None:
    """Read what a finding looks at; None where the viewer may see nothing of it.

    `rows` is a scope, `Reading.objects.visible_to(viewer)`; `networks` are the places of each
    network that the same viewer may ask for, which the rules of small numbers need.
    """
    if looked.view == DataView.EQUITY:
        found = _between_groups(rows, looked, networks)
    elif looked.view == DataView.GAP:
        found = _against_the_rest(rows, looked)
    else:
        found = _over_time(rows, looked)
    if found is None or not np.isfinite(found.values).any():
        return None
    return replace(found, invented=_is_invented(rows, looked))


def _is_invented(rows: ReadingQuerySet, looked: Looked) -> bool:
    if looked.measure.invented or (looked.organisation and looked.organisation.invented):
        return True
    if looked.view == DataView.MEASURE and looked.organisation is not None:
        return False
    behind = rows.as_columns().filter(measure=looked.measure, stratifier=looked.way)
    return bool(behind.filter(organisation__origin="invented").exists())


def _over_time(rows: ReadingQuerySet, looked: Looked) -> Seen | None:
    measure, place, places = looked.measure, looked.organisation, 1
    if place is not None:
        series = series_of(series_columns(rows, measure, place.pk), measure, place.pk)
    else:
        columns = readings_as_columns(rows, [measure])
        series, places = together(columns), len(np.unique(columns.organisation))
    if series is None:
        return None
    values = series.ratio * shown_scale(measure)
    return Seen(looked, tuple(series.periods), values, series=series, places=places)


def together(columns: Columns) -> Series | None:
    """All places added up by period; None where readings are not pairs that can be added."""
    pairs = columns.take(np.isfinite(columns.numerator) & np.isfinite(columns.denominator))
    if not len(pairs):
        return None
    first = int(pairs.ordinal.min())
    top, bottom = (
        _summed(pairs.ordinal - first, numbers) for numbers in (pairs.numerator, pairs.denominator)
    )
    return Series(pairs.kind, first, top, bottom, np.full(len(top), np.nan))


def _summed(at: NDArray[np.int64], numbers: Floats) -> Floats:
    total = np.bincount(at, weights=numbers)
    total[np.bincount(at) == 0] = np.nan
    return np.asarray(total, dtype=np.float64)


def _against_the_rest(rows: ReadingQuerySet, looked: Looked) -> Seen | None:
    measure, place = looked.measure, looked.organisation
    columns = readings_as_columns(rows, [measure])
    if place is None or measure.statistic not in ("proportion", "rate"):
        return None
    is_here = columns.organisation == place.pk
    here, rest = together(columns.take(is_here)), together(columns.take(~is_here))
    if here is None or rest is None:
        return None
    first = here.first
    beside = [_laid(numbers, rest.first, first, len(here.value))
              for numbers in (rest.numerator, rest.denominator)]  # fmt: skip
    method = gap_of_proportions if measure.statistic == "proportion" else gap_of_rates
    gaps = method((here.numerator, here.denominator), (beside[0], beside[1]))
    others = len(np.unique(columns.organisation)) - 1
    periods = tuple(here.periods)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = Apart(periods, here.ratio, beside[0] / beside[1], gaps, others)
    values = _behind(gaps.gap, measure)
    return Seen(looked, periods, values, apart=apart)


def _laid(numbers: Floats, start: int, first: int, length: int) -> Floats:
    """Numbers that begin at one period, laid over a span that begins at another."""
    made = np.full(length, np.nan)
    for i in range(length):
        at = first + i - start
        if 0 <= at < len(numbers):
            made[i] = numbers[at]
    return made


def _between_groups(
    rows: ReadingQuerySet, looked: Looked, networks: Sequence[Collection[int]]
) -> Seen | None:
    if looked.way not in STRATA:
        return None
    found = equity_of(rows, looked.measure, looked.way, networks=networks, group=looked.group)
    if found is None:
        return None
    values = _behind(found.gaps.gap, looked.measure)
    return Seen(looked, tuple(found.shown.periods), values, equity=found)


def _behind(gap: Floats, measure: Measure) -> Floats:
    """A gap read as how far the first is behind, in the shown unit."""
    sign = 1.0 if measure.direction == "down" else -1.0
    return np.asarray(gap) * sign * shown_scale(measure)
