"""Charts of rare events: the time between them (t), and the cases between them (g)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from spreadwell.methods.spc.assemble import Lines, assemble
from spreadwell.methods.spc.constants import T_POWER
from spreadwell.methods.spc.dialects import Dialect, dialect_named
from spreadwell.methods.spc.segments import as_values, check_baseline, in_baseline, segment_bounds
from spreadwell.methods.spc.shapes import ControlChart, Floats
from spreadwell.methods.spc.xmr import xmr


def t_chart(
    between: ArrayLike,
    *,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    improvement: str = "up",
    target: ArrayLike | None = None,
    dialect: str | Dialect = "mdc",
) -> ControlChart:
    """Time between rare events: an XmR chart of the 3.6th root, drawn in the time itself.

    `between`: times above 0, in any one unit. Other arguments as for `xmr`; longer is better by
    default. Source: Nelson 1994.
    """
    series = as_values(between, "times")
    low = np.flatnonzero(series <= 0)
    if len(low):
        raise ValueError(
            f"Entry {low[0] + 1}: the time between events is {series[low[0]]:g}; it must be more "
            "than 0, so give finer times or use a u chart."
        )
    aims = None if target is None else np.maximum(as_values(target, "targets"), 0.0)
    rules = dialect_named(dialect)
    rooted = xmr(
        series ** (1 / T_POWER),
        baseline=baseline,
        rebase=rebase,
        improvement=improvement,
        target=None if aims is None else aims ** (1 / T_POWER),
        dialect=replace(rules, screen=rules.screen_others),
    )
    centre, lower, upper, two_low, two_high = (
        _back(line)
        for line in (
            rooted.centre,
            rooted.lower,
            rooted.upper,
            rooted.two_sigma_lower,
            rooted.two_sigma_upper,
        )
    )
    segments = tuple(
        replace(
            part,
            centre=float(centre[part.stop - 1]),
            lower=float(lower[part.stop - 1]),
            upper=float(upper[part.stop - 1]),
        )
        for part in rooted.segments
    )
    return replace(
        rooted,
        kind="t",
        values=series,
        centre=centre,
        lower=lower,
        upper=upper,
        two_sigma_lower=two_low,
        two_sigma_upper=two_high,
        target=None if aims is None else np.broadcast_to(aims, series.shape).copy(),
        segments=segments,
        suits=True,
        notes=tuple(note for note in rooted.notes if "XmR" not in note),
        bounds=(0.0, math.inf),
    )


def g_chart(
    between: ArrayLike,
    *,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    improvement: str = "up",
    target: ArrayLike | None = None,
    dialect: str | Dialect = "mdc",
) -> ControlChart:
    """Cases between rare events: geometric limits, the centre drawn at the median.

    `between`: counts of 0 or more. Other arguments as for `xmr`; more is better by default.
    The two-sigma lines lie at the mean plus and minus two standard deviations.
    Source: Benneyan 2001; Provost & Murray 2011.
    """
    series = as_values(between, "counts")
    if series.ndim != 1 or not len(series):
        raise ValueError("A g chart needs one count for each event.")
    low = np.flatnonzero(series < 0)
    if len(low):
        raise ValueError(f"Entry {low[0] + 1}: the count {series[low[0]]:g} is negative.")
    check_baseline(baseline)
    bounds = segment_bounds(len(series), rebase)
    centre, mean = np.full(len(series), np.nan), np.full(len(series), np.nan)
    counted = []
    for start, stop in bounds:
        part = series[start:stop]
        used = in_baseline(~np.isnan(part), baseline)
        counted.append(int(used.sum()))
        if used.any():
            centre[start:stop], mean[start:stop] = np.median(part[used]), part[used].mean()
    sigma = np.sqrt(mean * (mean + 1))
    return assemble(
        "g",
        series,
        Lines(
            centre,
            mean - 3 * sigma,
            mean + 3 * sigma,
            counted,
            two_sigma=(mean - 2 * sigma, mean + 2 * sigma),
        ),
        bounds,
        dialect=dialect_named(dialect),
        improvement=improvement,
        target=target,
        baseline=baseline,
        clip=(0.0, math.inf),
    )


def _back(line: Floats) -> Floats:
    """A line of roots in the unit of the times; a root below 0 stands for no time at all."""
    return np.maximum(line, 0.0) ** T_POWER
