"""Readings as columns → a site × period panel, with every refusal in one sentence."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spreadwell.formats.periods import Period, PeriodKind

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NEVER: Final = 1_000_000
"""Start of a site that does not adopt: later than any panel is long."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Sites × consecutive periods.

    `outcome` (N, T) is numerator / denominator, or the value; NaN where missing. `denominator`
    (N, T) is None for values. `start` (N,) is the index of the first period live, NEVER for
    sites not using it. `weight` (N,) is None unless given from outside. `group` (N,) numbers the
    group in which adoption was decided. `joined` counts the periods joined into one.
    """

    sites: tuple[str, ...]
    kind: PeriodKind
    first: int
    outcome: Floats
    denominator: Floats | None
    start: Ints
    weight: Floats | None
    group: Ints
    group_names: tuple[str, ...]
    joined: int = 1

    @property
    def shape(self) -> tuple[int, int]:
        """Sites and periods."""
        return self.outcome.shape[0], self.outcome.shape[1]

    @property
    def seen(self) -> Bools:
        """(N, T): where there is a reading."""
        return ~np.isnan(self.outcome)

    @property
    def ever(self) -> Bools:
        """(N,): sites that adopt within the panel."""
        return self.start < self.shape[1]

    def label(self, index: int) -> str:
        """The period at an index, as people say it."""
        return Period(self.kind, self.first + index).label

    def keep(self, rows: Bools | Ints) -> "Panel":
        """The same panel with only these sites."""
        chosen = np.arange(len(self.sites))[rows]
        names, group = np.unique(self.group[chosen], return_inverse=True)
        return replace(
            self,
            sites=tuple(self.sites[i] for i in chosen),
            outcome=self.outcome[chosen],
            denominator=None if self.denominator is None else self.denominator[chosen],
            start=self.start[chosen],
            weight=None if self.weight is None else self.weight[chosen],
            group=group.astype(np.int64),
            group_names=tuple(self.group_names[i] for i in names),
        )


def build_panel(
    *,
    sites: Sequence[str],
    periods: Sequence[int] | Ints,
    kind: PeriodKind,
    starts: Mapping[str, int | None],
    numerators: Sequence[float] | Floats | None = None,
    denominators: Sequence[float] | Floats | None = None,
    values: Sequence[float] | Floats | None = None,
    weights: Mapping[str, float] | None = None,
    groups: Mapping[str, str] | None = None,
) -> Panel:
    """Readings in columns → panel; columns of one length, periods as ordinals of `kind`.

    Give `numerators` with `denominators`, or `values`; NaN is missing. `starts` maps a site to
    the ordinal of its first period (None = never); sites without readings are left out. A
    ValueError names the site and period at fault.
    """
    if (values is None) == (numerators is None or denominators is None):
        raise ValueError("Readings need numerators with denominators, or values, not both.")
    names, row = np.unique(np.asarray(sites, dtype=str), return_inverse=True)
    ordinal = np.asarray(periods, dtype=np.int64)
    if not len(ordinal):
        raise ValueError("There are no readings.")
    first = int(ordinal.min())
    column = ordinal - first
    size = (len(names), int(column.max()) + 1)
    place = row * size[1] + column
    counts = np.bincount(place, minlength=size[0] * size[1])
    if counts.max() > 1:
        twice = int(counts.argmax())
        when = Period(kind, first + twice % size[1]).label
        raise ValueError(f"Site {names[twice // size[1]]} has two readings for {when}.")

    def spread(column_of: Sequence[float] | Floats) -> Floats:
        grid = np.full(size[0] * size[1], np.nan)
        grid[place] = np.asarray(column_of, dtype=float)
        return grid.reshape(size)

    denominator = None
    if values is not None:
        outcome = spread(values)
    else:
        assert numerators is not None and denominators is not None
        denominator = spread(denominators)
        numerator = spread(numerators)
        bad = (numerator < 0) | (denominator < 0)
        if bad.any():
            i, t = np.argwhere(bad)[0]
            when = Period(kind, first + int(t)).label
            raise ValueError(f"Site {names[i]} has a count below zero in {when}.")
        with np.errstate(invalid="ignore", divide="ignore"):
            outcome = np.where(denominator > 0, numerator / denominator, np.nan)
        denominator = np.where(np.isnan(outcome), np.nan, denominator)
    listed = [str(name) for name in names]
    absent = [name for name in listed if name not in starts]
    if absent:
        raise ValueError(
            f"Site {absent[0]} has readings but no row among the starts; "
            "give it a row with a blank start if it does not use the innovation."
        )
    start = np.array(
        [NEVER if starts[name] is None else int(starts[name] or 0) - first for name in listed],
        dtype=np.int64,
    )
    chosen = None if weights is None else np.array([_weight(weights, n) for n in listed])
    labels = listed if groups is None else [_group(groups, name) for name in listed]
    group_names, group = np.unique(labels, return_inverse=True)
    return Panel(
        sites=tuple(listed),
        kind=kind,
        first=first,
        outcome=outcome,
        denominator=denominator,
        start=start,
        weight=chosen,
        group=group.astype(np.int64),
        group_names=tuple(str(name) for name in group_names),
    )


def _weight(weights: Mapping[str, float], site: str) -> float:
    found = weights.get(site)
    if found is None or not np.isfinite(found) or found <= 0:
        raise ValueError(f"Site {site} has no weight above zero.")
    return float(found)


def _group(groups: Mapping[str, str], site: str) -> str:
    if not groups.get(site):
        raise ValueError(f"Site {site} has no group, but groups were asked for.")
    return groups[site]


def join_to_quarters(panel: Panel) -> Panel:
    """Months joined to calendar quarters (denominator-weighted), starts in the quarter that holds

    them; other kinds of period come back as they are. A quarter is missing when any month is.
    """
    if panel.kind is not PeriodKind.MONTH:
        return panel
    n, periods = panel.shape
    lead = panel.first % 3
    tail = -(lead + periods) % 3
    pad = ((0, 0), (lead, tail))

    def fold(grid: Floats) -> Floats:
        padded = np.pad(grid, pad, constant_values=np.nan)
        return padded.reshape(n, -1, 3)

    quarters = fold(panel.outcome)
    denominator = None
    if panel.denominator is None:
        outcome = quarters.mean(axis=2)
    else:
        people = fold(panel.denominator)
        denominator = people.mean(axis=2)
        outcome = (quarters * people).sum(axis=2) / people.sum(axis=2)
    # Quarters that the readings cover only in part are not comparable and go.
    whole = slice(1 if lead else 0, outcome.shape[1] - (1 if tail else 0))
    begin = (panel.first // 3) + whole.start
    start = np.where(panel.start >= NEVER, NEVER, (panel.first + panel.start) // 3 - begin)
    return replace(
        panel,
        kind=PeriodKind.QUARTER,
        first=begin,
        outcome=outcome[:, whole],
        denominator=None if denominator is None else denominator[:, whole],
        start=start.astype(np.int64),
        joined=3,
    )


def base_weights(panel: Panel, weighting: str) -> Floats:
    """(N,) fixed weights, mean 1: given ones, mean denominator before adoption, or equal.

    The mean runs over periods before a site adopts, so that the effect cannot move the weights.
    """
    n, periods = panel.shape
    if weighting == "sites":
        return np.ones(n)
    if panel.weight is not None:
        return np.asarray(panel.weight / panel.weight.mean())
    if panel.denominator is None:
        return np.ones(n)
    before = (np.arange(periods) < panel.start[:, None]) & panel.seen
    people = np.where(before, panel.denominator, 0.0).sum(axis=1)
    mean = people / np.maximum(before.sum(axis=1), 1)
    overall = mean[mean > 0].mean() if (mean > 0).any() else 1.0
    mean = np.where(mean > 0, mean, overall)
    return np.asarray(mean / mean.mean())


def fill_gaps(y: Floats) -> Floats:
    """Each site's missing readings (N, T) on straight lines between those it has."""
    if not np.isnan(y).any():
        return y
    t = np.arange(y.shape[1])
    made = y.copy()
    for row in made:
        gap = np.isnan(row)
        if gap.any() and not gap.all():
            row[gap] = np.interp(t[gap], t[~gap], row[~gap])
    return made


def fingerprint(panel: Panel) -> str:
    """sha256 of the panel in one canonical form: the same readings give the same text."""
    order = np.argsort(np.array(panel.sites))
    digest = hashlib.sha256()
    n, periods = panel.shape
    digest.update(f"{panel.kind}|{panel.first}|{n}|{periods}|{panel.joined}|".encode())
    for i in order:
        digest.update(f"{panel.sites[i]}|{panel.group_names[panel.group[i]]}|".encode())
    for grid in (panel.outcome, panel.denominator, panel.weight):
        digest.update(b"-" if grid is None else np.ascontiguousarray(grid[order], "<f8").tobytes())
    digest.update(np.ascontiguousarray(panel.start[order], "<i8").tobytes())
    return digest.hexdigest()
