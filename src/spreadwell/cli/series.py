"""One site's readings as a series without gaps, and the chart that suits it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from spreadwell.cli.messages import InputProblem
from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.formats.reading_row import Statistic
from spreadwell.formats.readings import NUMBERS, Readings
from spreadwell.formats.tables import Numbers
from spreadwell.methods import spc
from spreadwell.methods.spc.choose import Data
from spreadwell.methods.spc.shapes import ControlChart

GAPS_FILLED_UP_TO = 2
"""A series is filled to consecutive periods unless that makes it over twice as long: then its
dates are only moments of measurement, and no reading is missing between them."""


@dataclass(frozen=True, slots=True)
class Series:
    """One site's readings in order of time; NaN where a period has no reading."""

    site: str
    kind: PeriodKind
    ordinals: tuple[int, ...]
    numbers: dict[str, Numbers]
    has_gaps_left: bool

    @property
    def periods(self) -> tuple[Period, ...]:
        """The period of each point."""
        return tuple(Period(self.kind, ordinal) for ordinal in self.ordinals)

    @property
    def is_pair(self) -> bool:
        """Whether readings are numerators with denominators."""
        return bool(np.isfinite(self.numbers["numerator"]).any())

    @property
    def ratio(self) -> Numbers:
        """What is charted: numerator over denominator, or the value."""
        if not self.is_pair:
            return self.numbers["value"]
        top, bottom = self.numbers["numerator"], self.numbers["denominator"]
        share: Numbers = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)
        return share

    def positions(self, rebase: list[Period]) -> list[int]:
        """Where new segments begin: the first point at or after each period, inside the series."""
        found = {int(np.searchsorted(self.ordinals, period.ordinal)) for period in rebase}
        return sorted(place for place in found if 0 < place < len(self.ordinals))


def split_by_site(readings: Readings) -> Iterator[Series]:
    """A series a site, sites in the order of their codes."""
    pairs = np.isfinite(readings.numerator)
    if pairs.any() and not pairs.all():
        row = int(readings.rows[np.flatnonzero(~pairs)[0]])
        raise InputProblem(
            f"Row {row}, value: other readings of this measure have numerator and denominator; "
            "one measure has one or the other."
        )
    order = np.lexsort((readings.period, readings.site.codes))
    codes = readings.site.codes[order]
    for part in np.split(order, np.flatnonzero(np.diff(codes)) + 1):
        yield _series(readings, part)


def _series(readings: Readings, rows: np.ndarray) -> Series:
    seen = readings.period[rows]
    step = int(np.gcd.reduce(np.diff(seen))) if len(seen) > 1 else 1
    grid = np.arange(seen[0], seen[-1] + step, step)
    is_filled = len(grid) <= GAPS_FILLED_UP_TO * len(seen)
    ordinals = grid if is_filled else seen
    places = np.searchsorted(ordinals, seen)
    numbers = {}
    for name in NUMBERS:
        column = np.full(len(ordinals), np.nan)
        column[places] = getattr(readings, name)[rows]
        numbers[name] = column
    site = readings.site.at(int(rows[0]))
    return Series(site, readings.kind, tuple(ordinals.tolist()), numbers, not is_filled)


def data_of(series: Series, statistic: Statistic | None) -> Data:
    """What the numbers are, in the words of the choice of charts."""
    if series.is_pair:
        if statistic is Statistic.PROPORTION:
            return "proportion"
        return "value" if statistic is Statistic.MEAN else "rate"
    if np.isfinite(series.numbers["sd"]).any() and np.isfinite(series.numbers["n"]).any():
        return "subgroups"
    return "count" if statistic is Statistic.COUNT else "value"


def choose_chart(series: Series, data: Data, rebase: list[int], dialect: str) -> spc.Choice:
    """The chart that suits, with the reason in a sentence."""
    counted = data in ("proportion", "rate")
    values = series.numbers["numerator"] if counted else series.ratio
    return spc.choose(data, values, rebase=rebase, dialect=dialect)


def make_chart(
    kind: str,
    series: Series,
    *,
    baseline: int | None,
    rebase: list[int],
    improvement: str,
    target: float | None,
    dialect: str,
) -> ControlChart:
    """The chart of one series; ``InputProblem`` names the site where the kind does not fit."""
    values, sizes, sds = _columns(kind, series)
    try:
        if kind == "mr":
            return spc.moving_range(values, baseline=baseline, rebase=rebase, dialect=dialect)
        if kind == "s":
            return spc.s_chart(
                sds if sds is not None else values,
                sizes if sizes is not None else values,
                baseline=baseline,
                rebase=rebase,
                improvement=improvement,
                target=target,
                dialect=dialect,
            )
        return spc.chart_of(
            kind,
            values,
            sizes,
            sds=sds,
            baseline=baseline,
            rebase=rebase,
            improvement=improvement,
            target=target,
            dialect=dialect,
        )
    except ValueError as error:
        raise InputProblem(f"Site {series.site}: {error}") from None


def _columns(kind: str, series: Series) -> tuple[Numbers, Numbers | None, Numbers | None]:
    numbers = series.numbers
    if kind in ("p", "p_prime", "u", "u_prime"):
        if not series.is_pair:
            raise InputProblem(f"A {kind} chart needs readings with numerator and denominator.")
        return numbers["numerator"], numbers["denominator"], None
    if kind in ("xbar", "s"):
        for name in ("value", "sd", "n"):
            if not np.isfinite(numbers[name]).any():
                raise InputProblem(f"A chart of subgroups needs the column {name}.")
        return numbers["value"], numbers["n"], numbers["sd"]
    if kind == "i_prime":
        sizes = numbers["denominator"] if series.is_pair else numbers["n"]
        if not np.isfinite(sizes).any():
            raise InputProblem("An i_prime chart needs denominators, or the column n.")
        return series.ratio, sizes, None
    if kind in ("c", "g") and series.is_pair:
        return numbers["numerator"], None, None
    return series.ratio, None, None
