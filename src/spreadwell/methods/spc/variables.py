"""Charts of measured values beyond XmR: moving range, Xbar, S and i′."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from spreadwell.methods.spc.assemble import Lines, assemble
from spreadwell.methods.spc.constants import D4, a3, c4
from spreadwell.methods.spc.dialects import Dialect, dialect_named
from spreadwell.methods.spc.runs import run_test
from spreadwell.methods.spc.segments import as_values, check_baseline, in_baseline, segment_bounds
from spreadwell.methods.spc.shapes import ControlChart, Floats


def moving_range(
    values: ArrayLike,
    *,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    dialect: str | Dialect = "mdc",
) -> ControlChart:
    """The moving ranges of a series with their upper limit 3.267 times their mean.

    Only "outside the limits" is tested: neighbouring ranges share a point, so runs of them mean
    nothing. Arguments as for `xmr`. Source: Nelson 1982.
    """
    rules = replace(dialect_named(dialect), run=None, trend=None, two_in_three=None)
    series = _series(values)
    check_baseline(baseline)
    bounds = segment_bounds(len(series), rebase)
    ranges, centre = np.full(len(series), np.nan), np.full(len(series), np.nan)
    counted = []
    for start, stop in bounds:
        ranges[start + 1 : stop] = np.abs(np.diff(series[start:stop]))
        used = in_baseline(~np.isnan(series[start:stop]), baseline)
        pairs = np.concatenate([[False], used[1:] & used[:-1]])
        counted.append(int(used.sum()))
        if pairs.any():
            centre[start:stop] = ranges[start:stop][pairs].mean()
    upper = D4 * centre
    lower = np.where(np.isnan(upper), np.nan, 0.0)
    tests = [run_test(ranges[a:b], centre[a:b]) for a, b in bounds] if rules.runs_analysis else []
    return assemble(
        "mr",
        ranges,
        # There is no lower limit to speak of, so two sigma is two thirds of the upper one.
        Lines(centre, lower, upper, counted, two_sigma=(lower, upper * (2 / 3))),
        bounds,
        dialect=rules,
        improvement="neither",
        baseline=baseline,
        clip=(0.0, math.inf),
        runs=tests,
    )


def xbar_chart(
    means: ArrayLike,
    sds: ArrayLike,
    sizes: ArrayLike,
    *,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    improvement: str = "up",
    target: ArrayLike | None = None,
    dialect: str | Dialect = "mdc",
) -> ControlChart:
    """Means of subgroups, with limits from the standard deviations inside them.

    `sizes`: people or items a subgroup, 2 or more. Equal sizes use the mean standard deviation,
    varying sizes pool it. Other arguments as for `xmr`. Source: Montgomery, section 6.3.
    """
    mean, sd, n = _subgroups(means, sds, sizes)
    return _subgroup_chart("xbar", mean, sd, n, baseline, rebase, improvement, target, dialect)


def s_chart(
    sds: ArrayLike,
    sizes: ArrayLike,
    *,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    improvement: str = "down",
    target: ArrayLike | None = None,
    dialect: str | Dialect = "mdc",
) -> ControlChart:
    """Standard deviations inside subgroups, the companion of `xbar_chart`."""
    mean, sd, n = _subgroups(sds, sds, sizes)
    return _subgroup_chart("s", mean, sd, n, baseline, rebase, improvement, target, dialect)


def i_prime_chart(
    values: ArrayLike,
    sizes: ArrayLike,
    *,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    improvement: str = "up",
    target: ArrayLike | None = None,
    dialect: str | Dialect = "mdc",
) -> ControlChart:
    """Individual values that rest on differing `sizes`: limits narrow where the size is large.

    Arguments as for `xmr`. Source: Taylor, normalised individuals (I′) chart.
    """
    rules = dialect_named(dialect)
    series, n = _series(values), _series(sizes, "sizes")
    _positive(n, "size", 0.0)
    series = np.where(np.isnan(n), np.nan, _same_length(series, n))
    check_baseline(baseline)
    bounds = segment_bounds(len(series), rebase)
    centre, sigma = np.full(len(series), np.nan), np.full(len(series), np.nan)
    counted = []
    for start, stop in bounds:
        part, weight = series[start:stop], n[start:stop]
        used = in_baseline(~np.isnan(part), baseline)
        counted.append(int(used.sum()))
        if not used.any():
            continue
        centre[start:stop] = (part[used] * weight[used]).sum() / weight[used].sum()
        pairs = used[1:] & used[:-1]
        step = np.abs(np.diff(part)) / np.sqrt(1 / weight[1:] + 1 / weight[:-1])
        # The mean absolute value of a normal deviate is sigma times the root of 2/π.
        spread = math.sqrt(math.pi / 2) * step[pairs]
        if not len(spread):
            continue
        mean = spread.mean()
        if rules.screen_others and (kept := spread[spread < D4 * mean]).sum() > 0:
            mean = kept.mean()
        sigma[start:stop] = mean / np.sqrt(weight)
    return assemble(
        "i_prime",
        series,
        Lines(centre, centre - 3 * sigma, centre + 3 * sigma, counted),
        bounds,
        dialect=rules,
        improvement=improvement,
        target=target,
        baseline=baseline,
    )


def _subgroup_chart(
    kind: str,
    values: Floats,
    sd: Floats,
    n: Floats,
    baseline: int | None,
    rebase: Sequence[int],
    improvement: str,
    target: ArrayLike | None,
    dialect: str | Dialect,
) -> ControlChart:
    rules = dialect_named(dialect)
    check_baseline(baseline)
    bounds = segment_bounds(len(values), rebase)
    centre, lower, upper = (np.full(len(values), np.nan) for _ in range(3))
    counted = []
    for start, stop in bounds:
        part = slice(start, stop)
        used = in_baseline(~np.isnan(values[part]), baseline)
        counted.append(int(used.sum()))
        if not used.any():
            continue
        sizes, sds = n[part][used], sd[part][used]
        if len(np.unique(sizes)) == 1:
            spread = sds.mean()
        else:
            spread = math.sqrt(((sizes - 1) * sds**2).sum() / (sizes - 1).sum())
        if kind == "xbar":
            centre[part] = (sizes * values[part][used]).sum() / sizes.sum()
            half = np.array([math.nan if math.isnan(m) else a3(m) for m in n[part].tolist()])
            half *= spread
        else:
            centre[part] = spread
            share = [math.nan if math.isnan(m) else c4(m) for m in n[part].tolist()]
            half = 3 * spread * np.sqrt(1 - np.square(share)) / np.array(share)
        lower[part], upper[part] = centre[part] - half, centre[part] + half
    return assemble(
        kind,
        values,
        Lines(centre, lower, upper, counted),
        bounds,
        dialect=rules,
        improvement=improvement,
        target=target,
        baseline=baseline,
        clip=(0.0, math.inf) if kind == "s" else None,
    )


def _series(values: ArrayLike, name: str = "values") -> Floats:
    series = as_values(values, name)
    if series.ndim != 1 or not len(series):
        raise ValueError(f"A chart needs {name}: one a period, and at least one period.")
    return series


def _same_length(series: Floats, other: Floats) -> Floats:
    if len(series) != len(other):
        raise ValueError(f"There are {len(series)} values but {len(other)} sizes.")
    return series


def _positive(column: Floats, name: str, above: float) -> None:
    under = np.flatnonzero(column <= above)
    if len(under):
        raise ValueError(
            f"Entry {under[0] + 1}: the {name} {column[under[0]]:g} must be more than {above:g}."
        )


def _subgroups(values: ArrayLike, sds: ArrayLike, sizes: ArrayLike) -> tuple[Floats, ...]:
    """Three columns, missing in all where missing in one; sizes of 2 or more."""
    mean, sd, n = _series(values), _series(sds, "standard deviations"), _series(sizes, "sizes")
    _same_length(mean, n)
    _same_length(sd, n)
    _positive(n, "size", 1.0)
    negative = np.flatnonzero(sd < 0)
    if len(negative):
        raise ValueError(f"Entry {negative[0] + 1}: a standard deviation cannot be negative.")
    missing = np.isnan(mean) | np.isnan(sd) | np.isnan(n)
    return tuple(np.where(missing, np.nan, column) for column in (mean, sd, n))
