"""Readings as series without gaps: one a measure, site and stratum."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from spreadwell.cli.messages import InputProblem
from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.formats.reading_row import Statistic
from spreadwell.formats.readings import NUMBERS, Readings
from spreadwell.formats.tables import Numbers

GAPS_FILLED_UP_TO = 2
"""A series is filled to consecutive periods unless that makes it over twice as long: then its
dates are only moments of measurement, and no reading is missing between them."""


@dataclass(frozen=True, slots=True)
class Series:
    """One measure at one site, of everyone or of one stratum, in order of time.

    Numbers are NaN where a period has no reading; `stratifier` and `stratum` are None where the
    series is of everyone together.
    """

    measure: str
    site: str
    stratifier: str | None
    stratum: str | None
    statistic: Statistic | None
    kind: PeriodKind
    ordinals: tuple[int, ...]
    numbers: dict[str, Numbers]
    has_gaps_left: bool

    @property
    def periods(self) -> tuple[Period, ...]:
        """The period of each point."""
        return _periods(self.kind, self.ordinals)

    @property
    def named(self) -> str:
        """The site, with the stratum where there is one."""
        return f"{self.site}, {self.stratum}" if self.stratum is not None else self.site

    @property
    def is_pair(self) -> bool:
        """Whether readings are numerators with denominators."""
        return bool(np.isfinite(self.numbers["numerator"]).any())

    @property
    def has_subgroups(self) -> bool:
        """Whether readings are means with what is known of the people behind them."""
        return all(np.isfinite(self.numbers[name]).any() for name in ("value", "sd", "n"))

    @property
    def ratio(self) -> Numbers:
        """What is charted: numerator over denominator, or the value."""
        if not self.is_pair:
            return self.numbers["value"]
        top, bottom = self.numbers["numerator"], self.numbers["denominator"]
        share: Numbers = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)
        return share

    def starts(self, periods: list[Period]) -> tuple[int, ...]:
        """Where new segments begin: the first point at or after each period, inside the series."""
        found = {int(np.searchsorted(self.ordinals, period.ordinal)) for period in periods}
        return tuple(sorted(place for place in found if 0 < place < len(self.ordinals)))

    def places(self, periods: list[Period]) -> tuple[int, ...]:
        """Where these periods lie, those that the series has."""
        asked = {period.ordinal for period in periods}
        return tuple(i for i, ordinal in enumerate(self.ordinals) if ordinal in asked)


@lru_cache(maxsize=256)
def _periods(kind: PeriodKind, ordinals: tuple[int, ...]) -> tuple[Period, ...]:
    """Periods, kept because the sites of a file mostly have the same ones."""
    return tuple(Period(kind, ordinal) for ordinal in ordinals)


def split(readings: Readings, *, subgroups: bool = False) -> Iterator[Series]:
    """A series a measure, site and stratum, in the order of the file, strata after the whole.

    With `subgroups`, several rows of one period become their mean, standard deviation and number.
    """
    _check_pairs(readings)
    strata = [column.codes for column in readings.strata.values()]
    keys = [readings.measure.codes, readings.site.codes, *strata]
    order = np.lexsort((readings.period, *reversed(keys)))
    changes = np.zeros(len(order) - 1, dtype=np.bool_)
    for key in keys:
        changes |= np.diff(key[order]) != 0
    for part in np.split(order, np.flatnonzero(changes) + 1):
        yield _series(readings, part, subgroups)


def _check_pairs(readings: Readings) -> None:
    """One measure has numerators and denominators, or values: never some of each."""
    pairs, values = np.isfinite(readings.numerator), np.isfinite(readings.value)
    size = len(readings.measure.labels)
    both = np.bincount(readings.measure.codes[pairs], minlength=size) > 0
    wrong = np.flatnonzero(values & both[readings.measure.codes])
    if len(wrong):
        row = int(readings.rows[wrong[0]])
        raise InputProblem(
            f"Row {row}, value: other readings of this measure have numerator and denominator; "
            "one measure has one or the other."
        )


def _series(readings: Readings, rows: np.ndarray, subgroups: bool) -> Series:
    columns = {name: getattr(readings, name)[rows] for name in NUMBERS}
    seen = readings.period[rows]
    if subgroups:
        seen, columns = _gathered(seen, columns)
    ordinals, is_filled = consecutive(seen, readings.kind)
    numbers = columns
    if len(ordinals) != len(seen):
        places = np.searchsorted(ordinals, seen)
        numbers = {}
        for name, column in columns.items():
            numbers[name] = np.full(len(ordinals), np.nan)
            numbers[name][places] = column
    first = int(rows[0])
    strata = {
        name: column.labels[column.codes[first]]
        for name, column in readings.strata.items()
        if column.codes[first] >= 0
    }
    measure = readings.measure.at(first) or ""
    return Series(
        measure=measure,
        site=readings.site.at(first) or "",
        stratifier=", ".join(strata) or None,
        stratum=", ".join(strata.values()) or None,
        statistic=readings.statistics.get(measure),
        kind=readings.kind,
        ordinals=tuple(ordinals.tolist()),
        numbers=numbers,
        has_gaps_left=not is_filled,
    )


def consecutive(seen: np.ndarray, kind: PeriodKind) -> tuple[np.ndarray, bool]:
    """Every period from the first to the last, or those seen where they lie too far apart.

    Days that each open a month are a month apart.
    """
    if len(seen) < 2:
        return seen, True
    if kind is PeriodKind.DAY:
        days = [Period(kind, day).start for day in seen.tolist()]
        if all(day.day == 1 for day in days):
            months = np.array([day.year * 12 + day.month - 1 for day in days])
            filled, is_filled = consecutive(months, PeriodKind.MONTH)
            opened = [Period(PeriodKind.MONTH, month).start for month in filled.tolist()]
            return np.array([day.toordinal() for day in opened]), is_filled
    step = int(np.gcd.reduce(np.diff(seen)))
    if int(seen[-1] - seen[0]) // step + 1 > GAPS_FILLED_UP_TO * len(seen):
        return seen, False
    return np.arange(seen[0], seen[-1] + step, step), True


def _gathered(
    seen: np.ndarray, columns: dict[str, Numbers]
) -> tuple[np.ndarray, dict[str, Numbers]]:
    """Several rows of a period as one subgroup; the columns sd and n where given instead."""
    distinct, group = np.unique(seen, return_inverse=True)
    if len(distinct) == len(seen):
        return seen, columns
    values = columns["value"]
    known = np.isfinite(values)
    count = np.bincount(group[known], minlength=len(distinct)).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(group[known], values[known], minlength=len(distinct)) / count
        apart = (values - mean[group])[known] ** 2
        sd = np.sqrt(np.bincount(group[known], apart, minlength=len(distinct)) / (count - 1))
    blank = np.full(len(distinct), np.nan)
    gathered = dict.fromkeys(columns, blank)
    gathered |= {"value": mean, "sd": np.where(count > 1, sd, np.nan), "n": count}
    return distinct, gathered
