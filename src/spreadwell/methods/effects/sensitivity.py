"""How large a departure from parallel trends would overturn the answer (Rambachan & Roth 2023).

Asked of the check's event study, in which every time is held against the last one before the
start, for the mean effect over the times that the headline counts.
"""

from typing import Final

import numpy as np

from spreadwell.methods.effects import callaway
from spreadwell.methods.effects.checks import FEWEST_SITES_SHOWN, MOST_LEADS, Setting
from spreadwell.methods.effects.further import Bound, Sensitivity
from spreadwell.methods.effects.intervals import t_interval
from spreadwell.methods.effects.magnitudes import relative_breakdown, relative_interval
from spreadwell.methods.effects.panel import Ints, fill_gaps
from spreadwell.methods.effects.smoothness import smooth_breakdown, smooth_interval

MULTIPLES: Final = (0.5, 1.0, 1.5, 2.0)
BENDS: Final = (0.0, 0.05, 0.1, 0.25)
"""Bends a period, in standard errors of the effect: from a straight line to a quarter of one."""
MOST_AFTER: Final = 12
FEWEST_BEFORE: Final = 2


def sensitivity(setting: Setting, *, compare: str) -> Sensitivity | None:
    """Bounds and breakdowns; None where fewer than two times lie before the last one."""
    effects = callaway.cohort_effects(
        fill_gaps(setting.y), setting.start, setting.w, compare=compare, base="universal"
    )
    times = _times(setting, effects)
    before = int((times < 0).sum())
    if before < FEWEST_BEFORE or not (times >= setting.span.window).any():
        return None
    found = callaway.summarise(effects, callaway.event_cells(effects, times), setting.group)
    beta = found.estimates * setting.per
    sigma = found.covariance * setting.per**2
    if np.linalg.matrix_rank(sigma) < len(beta):
        return None
    counted = (times[before:] >= setting.span.window).astype(float)
    weights = counted / counted.sum()
    alpha = 1 - setting.level
    variance = float(weights @ sigma[before:, before:] @ weights)
    centre, sd = float(weights @ beta[before:]), float(np.sqrt(variance))
    given = (beta, sigma, before, weights)
    last = int(times[-1])
    return Sensitivity(
        target=f"the mean effect over times {setting.span.window} to {last} since the start",
        original=t_interval(centre, sd, None, setting.level),
        relative=tuple(_bound(m, *relative_interval(*given, m, alpha)) for m in MULTIPLES),
        smoothness=tuple(_bound(m * sd, *smooth_interval(*given, m * sd, alpha)) for m in BENDS),
        relative_breakdown=relative_breakdown(*given, alpha),
        smoothness_breakdown=smooth_breakdown(*given, alpha),
    )


def _bound(m: float, low: float, high: float) -> Bound:
    return Bound(float(m), float(low), float(high))


def _times(setting: Setting, effects: callaway.CohortEffects) -> Ints:
    """Consecutive times around the one before the start that enough sites reach."""
    event = np.arange(setting.periods) - effects.cohorts[:, None]
    known = ~np.isnan(effects.att)
    members = np.bincount(effects.members[effects.members >= 0])[: len(event)]

    def enough(time: int) -> bool:
        cells = (event == time) & known
        return bool(cells.any()) and int(members[cells.any(axis=1)].sum()) >= FEWEST_SITES_SHOWN

    first, last = -1, -1
    while first - 1 >= -MOST_LEADS - 1 and enough(first - 1):
        first -= 1
    most = MOST_AFTER if setting.span.periods_after is None else setting.span.periods_after
    while last + 1 <= min(most, MOST_AFTER) and enough(last + 1):
        last += 1
    return np.array([t for t in range(first, last + 1) if t != -1], dtype=np.int64)
