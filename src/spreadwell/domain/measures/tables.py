"""Readings by strata as one table, summed over places: true numbers, never shown as they are."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.formats.strata import STRATA

from .columns import Columns
from .models import Measure

Floats = NDArray[np.float64]
Bits = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class ByStrata:
    """Arrays of (periods, strata): sums of counts, pooled means; NaN where nothing is known."""

    stratifier: str
    kind: PeriodKind
    ordinals: tuple[int, ...]
    strata: tuple[str, ...]
    numerator: Floats
    denominator: Floats
    mean: Floats
    sd: Floats
    people: Floats


@dataclass(frozen=True, slots=True, eq=False)
class StrataTable(ByStrata):
    """What was counted by strata.

    `present` says where anything was counted, `unknown` where a part of it arrived without its
    number, so that the sum cannot be known; `finished` where that part is a share that came worked
    out, without its counts. Only `disclosing` may pass on what is in here.
    """

    present: Bits
    unknown: Bits
    finished: Bits
    places: int

    def like(self, other: "StrataTable") -> "StrataTable":
        """The same with the periods and strata of another table, in its order."""
        rows = {one: i for i, one in enumerate(self.ordinals)}
        columns = {one: i for i, one in enumerate(self.strata)}
        shape = len(other.ordinals), len(other.strata)
        pairs = [
            ((i, j), (rows[period], columns[stratum]))
            for i, period in enumerate(other.ordinals)
            for j, stratum in enumerate(other.strata)
            if period in rows and stratum in columns
        ]
        made: dict[str, NDArray[np.float64] | NDArray[np.bool_]] = {}
        for one in fields(self):
            mine = getattr(self, one.name)
            if isinstance(mine, np.ndarray):
                fresh = np.zeros(shape, dtype=mine.dtype)
                if mine.dtype != np.bool_:
                    fresh[:] = np.nan
                for to, at in pairs:
                    fresh[to] = mine[at]
                made[one.name] = fresh
        return replace(self, ordinals=other.ordinals, strata=other.strata, **made)  # type: ignore[arg-type]


def adds_up(measure: Measure) -> bool:
    """Whether readings of successive periods count different things, so that they add up.

    Events do. People in a state, such as those at target, are the same people month after month:
    over a longer period their mean is told, and tested, instead of a sum that counts them again.
    """
    return measure.statistic != "proportion" or measure.kind != "outcome"


def table_of(columns: Columns, stratifier: str, measure: Measure) -> StrataTable:
    """Sum the readings of places by period and stratum.

    The `value` of a count is a count. That of a proportion or rate is a share: it cannot be added
    up nor tested, so its cell is not known.
    """
    strata = STRATA[stratifier].ordered(list(dict.fromkeys(columns.stratum)))
    ordinals = np.unique(columns.ordinal)
    row = np.searchsorted(ordinals, columns.ordinal)
    place = {one: i for i, one in enumerate(strata)}
    column = np.array([place[one] for one in columns.stratum], dtype=np.int64)
    cell = row * len(strata) + column
    shape = len(ordinals), len(strata)
    tops, bottoms = columns.numerator, columns.denominator
    finished = np.zeros(len(columns), dtype=np.bool_)
    if measure.statistic == "count":
        tops = np.where(np.isnan(tops), columns.value, tops)
        known = ~np.isnan(tops)
    elif measure.statistic == "mean":
        known = ~np.isnan(columns.value)
    else:
        known = ~np.isnan(tops) & ~np.isnan(bottoms)
        finished = ~known & ~np.isnan(columns.value)
        tops, bottoms = (np.where(known, one, np.nan) for one in (tops, bottoms))
    people = columns.n if columns.n is not None else np.full(len(columns), np.nan)
    spread = columns.sd if columns.sd is not None else np.full(len(columns), np.nan)
    mean, sd, many = _pooled(columns.value, spread, people, cell, shape)
    return StrataTable(
        stratifier,
        columns.kind,
        tuple(int(one) for one in ordinals),
        tuple(strata),
        _sum(tops, cell, shape),
        _sum(bottoms, cell, shape),
        mean,
        sd,
        many,
        _any(np.ones_like(known), cell, shape),
        _any(~known, cell, shape),
        _any(finished, cell, shape),
        len(np.unique(columns.organisation)),
    )


def coarser(table: StrataTable, kind: PeriodKind, *, add: bool) -> StrataTable:
    """The same over longer periods: sums with `add`, else the mean of the periods in each.

    Means of people are pooled over the people counted either way.
    """
    holders = [Period(table.kind, one).within(kind).ordinal for one in table.ordinals]
    ordinals, row = np.unique(holders, return_inverse=True)
    shape = len(ordinals), len(table.strata)
    cell = (row[:, None] * shape[1] + np.arange(shape[1])[None, :]).reshape(-1)
    there = table.present.reshape(-1)
    many = np.bincount(cell[there], minlength=shape[0] * shape[1]).reshape(shape)
    share = 1.0 if add else np.maximum(many, 1)
    mean, sd, people = _pooled(
        table.mean.reshape(-1), table.sd.reshape(-1), table.people.reshape(-1), cell, shape
    )
    return replace(
        table,
        kind=kind,
        ordinals=tuple(int(one) for one in ordinals),
        numerator=_sum(table.numerator.reshape(-1), cell, shape) / share,
        denominator=_sum(table.denominator.reshape(-1), cell, shape) / share,
        mean=mean,
        sd=sd,
        people=people,
        present=many > 0,
        unknown=_any(table.unknown.reshape(-1), cell, shape),
        finished=_any(table.finished.reshape(-1), cell, shape),
    )


def _any(bits: Bits, cell: NDArray[np.int64], shape: tuple[int, int]) -> Bits:
    """Which cells have any of the bits."""
    found = np.bincount(cell[bits], minlength=shape[0] * shape[1]) > 0
    return np.asarray(found.reshape(shape))


def _sum(numbers: Floats, cell: NDArray[np.int64], shape: tuple[int, int]) -> Floats:
    """Sums by cell, NaN where nothing is known."""
    known = ~np.isnan(numbers)
    size = shape[0] * shape[1]
    total = np.bincount(cell[known], weights=numbers[known], minlength=size)
    some = np.bincount(cell[known], minlength=size) > 0
    return np.where(some, total, np.nan).reshape(shape)


def _pooled(
    mean: Floats, sd: Floats, people: Floats, cell: NDArray[np.int64], shape: tuple[int, int]
) -> tuple[Floats, Floats, Floats]:
    """Mean, deviation and number of all people together; NaN where a part's number is not known.

    Source: the law of total variance.
    """
    many = _sum(people, cell, shape)
    known = ~np.isnan(people)
    without = np.bincount(cell[~known & ~np.isnan(mean)], minlength=shape[0] * shape[1]).reshape(
        shape
    )
    many = np.where(without > 0, np.nan, many)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = _sum(mean * people, cell, shape) / many
        inside = _sum(sd**2 * np.maximum(people - 1, 0), cell, shape)
        apart = _sum(people * (mean - middle.reshape(-1)[cell]) ** 2, cell, shape)
        spread = np.sqrt((inside + apart) / (many - 1))
    # Where no number of people is known the plain mean stands, and is never told.
    plain = _sum(mean, cell, shape) / np.maximum(
        np.bincount(cell[~np.isnan(mean)], minlength=shape[0] * shape[1]).reshape(shape), 1
    )
    return np.where(np.isnan(many), plain, middle), spread, many
