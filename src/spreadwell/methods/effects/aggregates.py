"""Callaway and Sant'Anna's summaries: simple, dynamic, by group, by calendar, with every part.

Callaway & Sant'Anna (2021), Journal of Econometrics 225:200-230, equations 3.1 to 3.12. Simple
weighs every live cell by the size of its cohort, dynamic is the mean over times since the start,
group the mean over cohorts by their size, calendar the mean over periods.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from spreadwell.methods.effects import callaway
from spreadwell.methods.effects.callaway import CohortEffects, Summary
from spreadwell.methods.effects.cells import Span
from spreadwell.methods.effects.checks import Setting
from spreadwell.methods.effects.intervals import sup_t, t_interval
from spreadwell.methods.effects.panel import Bools, Floats, Ints, Panel, fill_gaps
from spreadwell.methods.effects.results import Aggregate, Aggregates, Estimate, Part, WaldTest

BAND_DRAWS: Final = 20_000
"""Gaussian multipliers make the bootstrap exactly N(0, V): a draw costs K numbers, not N."""
NORMAL_DF: Final = 1e7
"""Degrees of freedom at which t is normal."""


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """What every summary shares."""

    effects: CohortEffects
    group: Ints
    per: float
    level: float

    def over(self, cells: Bools | Floats) -> Summary:
        return callaway.summarise(self.effects, cells, self.group)

    def estimate(self, summary: Summary, k: int = 0) -> Estimate:
        return t_interval(
            float(summary.estimates[k]) * self.per,
            float(summary.se[k]) * self.per,
            None,
            self.level,
        )


def aggregate(
    panel: Panel, setting: Setting, *, compare: str, base: str, seed: int
) -> Aggregates | None:
    """All summaries of a panel in the setting's units; None where nobody can be compared with.

    Gaps are filled on straight lines, because each cell needs both of its periods.
    """
    effects = callaway.cohort_effects(
        fill_gaps(setting.y), setting.start, setting.w, compare=compare, base=base
    )
    event = np.arange(setting.periods) - effects.cohorts[:, None]
    known = ~np.isnan(effects.att)
    live = known & (event >= setting.span.window)
    if not live.any():
        return None
    run = _Run(effects, setting.group, setting.per, setting.level)
    return Aggregates(
        simple=_simple(run, panel, known, live, event),
        dynamic=_dynamic(run, known, event, setting.span, seed),
        group=_group(run, panel, live),
        calendar=_calendar(run, panel, live),
        pre_test=pre_test(run.over(_one_each(known & (event < 0)))),
        compare=compare,
        base=base,
    )


def balanced(effects: CohortEffects, shortest: int) -> tuple[Ints, Summary, Summary]:
    """Event times, the effect at each and their mean since the start, from cohorts that are seen

    for `shortest` periods after their first, so that the mix of cohorts does not change.
    """
    event = np.arange(effects.att.shape[1]) - effects.cohorts[:, None]
    long = (event.max(axis=1) >= shortest)[:, None]
    kept = long & ~np.isnan(effects.att) & (event <= shortest)
    times = np.unique(event[kept])
    each = callaway.summarise(effects, callaway.event_cells(effects, times) & kept)
    after = times >= 0
    return times, each, callaway.combine(each, (after / after.sum())[None])


def pre_test(summary: Summary) -> WaldTest | None:
    """Joint Wald test that no cell before its start differs from zero."""
    count = len(summary.estimates)
    covariance = summary.covariance
    # With as many cells as sites the covariance cannot be inverted.
    if not 0 < count < len(summary.influence) or np.linalg.matrix_rank(covariance) < count:
        return None
    statistic = float(summary.estimates @ np.linalg.solve(covariance, summary.estimates))
    return WaldTest(statistic, count, float(special.chdtrc(count, statistic)))


def _one_each(cells: Bools) -> Bools:
    """(K, C, T) each chosen cell by itself."""
    places = np.flatnonzero(cells.ravel())
    made = np.zeros((len(places), cells.size), dtype=np.bool_)
    made[np.arange(len(places)), places] = True
    return made.reshape(len(places), *cells.shape)


def _simple(run: _Run, panel: Panel, known: Bools, live: Bools, event: Ints) -> Aggregate:
    cohorts, periods = np.nonzero(known)
    each = run.over(_one_each(known))
    share = np.where(live, run.effects.share[:, None], 0.0)
    share = share / share.sum()
    parts = tuple(
        Part(
            run.estimate(each, k),
            time=int(event[c, t]),
            group=panel.label(int(run.effects.cohorts[c])),
            period=panel.label(int(t)),
            weight=float(share[c, t]),
        )
        for k, (c, t) in enumerate(zip(cohorts, periods, strict=True))
    )
    return Aggregate(run.estimate(run.over(live[None])), parts)


def _dynamic(run: _Run, known: Bools, event: Ints, span: Span, seed: int) -> Aggregate:
    times = np.unique(event[known])
    each = run.over(callaway.event_cells(run.effects, times) & known)
    counted = times >= span.window
    if span.periods_after is not None:
        counted &= times <= span.periods_after
    overall = callaway.combine(each, (counted / counted.sum())[None])
    # The period everything is held against has no spread and takes no part in the band.
    wide = sup_t(each.covariance, NORMAL_DF, run.level, BAND_DRAWS, seed)
    members = np.bincount(run.effects.members[run.effects.members >= 0])[: len(event)]
    parts = []
    for k, time in enumerate(times):
        found = run.estimate(each, k)
        half = wide * (found.se or 0.0)
        sites = int(members[((event == time) & known).any(axis=1)].sum())
        parts.append(
            Part(
                found,
                time=int(time),
                band_low=found.estimate - half,
                band_high=found.estimate + half,
                sites=sites,
                weight=float(counted[k] / counted.sum()),
            )
        )
    return Aggregate(run.estimate(overall), tuple(parts))


def _group(run: _Run, panel: Panel, live: Bools) -> Aggregate:
    rows = np.flatnonzero(live.any(axis=1))
    own = np.arange(len(live))[:, None] == rows[:, None, None]
    each = run.over(own & live)
    count = np.maximum(live.sum(axis=1, keepdims=True), 1)
    overall = run.over((live / count)[None])
    share = run.effects.share[rows] / run.effects.share[rows].sum()
    parts = tuple(
        Part(
            run.estimate(each, k),
            group=panel.label(int(run.effects.cohorts[c])),
            weight=float(share[k]),
        )
        for k, c in enumerate(rows)
    )
    return Aggregate(run.estimate(overall), parts)


def _calendar(run: _Run, panel: Panel, live: Bools) -> Aggregate:
    periods = np.flatnonzero(live.any(axis=0))
    each = run.over(live & (np.arange(live.shape[1]) == periods[:, None, None]))
    overall = callaway.combine(each, np.full((1, len(periods)), 1 / len(periods)))
    parts = tuple(
        Part(run.estimate(each, k), period=panel.label(int(t)), weight=1 / len(periods))
        for k, t in enumerate(periods)
    )
    return Aggregate(run.estimate(overall), parts)
