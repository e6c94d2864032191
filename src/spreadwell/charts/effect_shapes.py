"""From the results of an effect to the small shapes that its pictures take."""

from __future__ import annotations

import math
from collections.abc import Sequence

from spreadwell.charts.counterfactual import BesidePoint
from spreadwell.charts.event_study import EventPoint
from spreadwell.charts.forest import ForestMean, ForestRow
from spreadwell.methods.effects.results import EventStudy, Pooled, SeriesPoint, SiteEffect


def event_points(study: EventStudy) -> list[EventPoint]:
    """The points of an event study, with the ranges that hold for all times at once.

    A bound that is not a number, or a range of no width (the reference), becomes "no range".
    """
    out = []
    for i, time in enumerate(study.event_times):
        low, high = study.lower[i], study.upper[i]
        ranged = math.isfinite(low) and math.isfinite(high) and low < high
        sites = study.sites[i]
        estimate = study.estimates[i]
        if not math.isfinite(estimate):
            continue
        point = EventPoint(time, estimate, low if ranged else None, high if ranged else None, sites)
        out.append(point)
    return out


def step_name(study: EventStudy, period: str = "month") -> str:
    """What one step of the study is called: three months joined are a quarter."""
    if study.periods_per_step == 1:
        return period
    if period == "month" and study.periods_per_step == 3:
        return "quarter"
    return f"{study.periods_per_step}-{period} step"


def forest_rows(sites: Sequence[SiteEffect], *, shrunken: bool = False) -> list[ForestRow]:
    """A row a site: its own estimate, or the one shrunken towards the others where asked."""
    out = []
    for s in sites:
        if shrunken and s.shrunken is not None:
            row = ForestRow(s.site, s.shrunken, s.shrunken_lower, s.shrunken_upper, s.weight)
        else:
            row = ForestRow(s.site, s.estimate, s.lower, s.upper, s.weight)
        out.append(row)
    return out


def forest_mean(pooled: Pooled | None) -> ForestMean | None:
    """The mean over sites with the range for a next one, or None where nothing was pooled."""
    if pooled is None:
        return None
    return ForestMean(
        pooled.estimate,
        pooled.lower,
        pooled.upper,
        pooled.prediction_lower,
        pooled.prediction_upper,
    )


def beside_points(
    series: Sequence[SeriesPoint], factor: float = 1.0
) -> tuple[list[BesidePoint], int]:
    """The periods of a single series with what would have been, and the index of the start.

    Before the start the line is what was fitted: it runs on as what would have been.
    """

    def times(value: float | None) -> float | None:
        return None if value is None or not math.isfinite(value) else value * factor

    made = [
        BesidePoint(
            one.period,
            times(one.seen),
            times(one.fitted if one.without is None else one.without),
            times(one.without_low),
            times(one.without_high),
        )
        for one in series
    ]
    start = next((i for i, one in enumerate(series) if one.without is not None), len(made) - 1)
    return made, start
