"""What a plain regression on site and period effects would have said, and what it compares.

Goodman-Bacon (2021), Journal of Econometrics 225:254-277: the coefficient is a weighted mean of all
two-by-two comparisons, among them sites held against others that are already live.
"""

from itertools import combinations

import numpy as np

from spreadwell.methods.effects.estimate import Estimate
from spreadwell.methods.effects.further import Comparison, Decomposition
from spreadwell.methods.effects.intervals import t_interval
from spreadwell.methods.effects.panel import Floats, Ints, Panel
from spreadwell.methods.effects.twoway import residuals

LATER_AGAINST_EARLIER = "later against earlier, already live"
EARLIER_AGAINST_LATER = "earlier against later, not yet live"
AGAINST_NEVER = "against sites that never start"


def plain_regression(
    panel: Panel, y: Floats, start: Ints, w: Floats, group: Ints, per: float, level: float
) -> Decomposition | None:
    """The coefficient of "is live" with its parts, on a complete panel y (N, T).

    None where only one cohort starts and nobody is without, so that there is nothing to compare.
    """
    live = (np.arange(y.shape[1]) >= start[:, None]).astype(float)
    cells = np.ones(y.shape, dtype=np.bool_)
    free = residuals(live, cells, w)
    spread = float((w[:, None] * free**2).sum())
    if spread < 1e-12 * float(w.sum()):
        return None
    estimate = float((w[:, None] * free * y).sum()) / spread
    left = residuals(y - estimate * live, cells, w)
    score = np.bincount(group, weights=(w[:, None] * free * left).sum(axis=1))
    scaled = small_sample(len(score), y.size, 1 + y.shape[1])
    se = float(np.sqrt((score**2).sum() * scaled)) / spread
    result = t_interval(estimate * per, se * per, float(len(score) - 1), level)
    parts = _parts(panel, y, start, w, per)
    forbidden = sum(part.weight for part in parts if part.kind == LATER_AGAINST_EARLIER)
    return Decomposition(result, tuple(parts), float(forbidden))


def small_sample(groups: int, rows: int, coefficients: int) -> float:
    """The usual inflation of a clustered variance; site effects inside groups are not counted."""
    return groups / (groups - 1) * (rows - 1) / max(rows - coefficients, 1)


def _parts(panel: Panel, y: Floats, start: Ints, w: Floats, per: float) -> list[Comparison]:
    """Every two-by-two comparison with its weight (Goodman-Bacon 2021, equation 10)."""
    periods = y.shape[1]
    dates = np.unique(np.minimum(start, periods))
    clipped = np.minimum(start, periods)
    share = np.array([w[clipped == g].sum() for g in dates]) / w.sum()
    mean = np.array([w[clipped == g] @ y[clipped == g] / w[clipped == g].sum() for g in dates])
    on = (periods - dates) / periods
    raw: list[tuple[str, int, int, float, float]] = []
    for k, m in combinations(range(len(dates)), 2):
        # k starts before m; m may be those that never start.
        both = share[k] + share[m]
        mix = share[k] * share[m] / both**2
        early, late = dates[k], dates[m]
        weight = (both * (1 - on[m])) ** 2 * mix
        weight *= (on[k] - on[m]) / (1 - on[m]) * (1 - on[k]) / (1 - on[m])
        change = _change(mean, k, m, slice(early, late), slice(0, early))
        never = late >= periods
        raw.append((AGAINST_NEVER if never else EARLIER_AGAINST_LATER, k, m, weight, change))
        if never:
            continue
        weight = (both * on[k]) ** 2 * mix * (on[m] / on[k]) * (on[k] - on[m]) / on[k]
        change = _change(mean, m, k, slice(late, periods), slice(early, late))
        raw.append((LATER_AGAINST_EARLIER, m, k, weight, change))
    total = sum(one[3] for one in raw)
    names = ["never" if g >= periods else panel.label(int(g)) for g in dates]
    return [
        Comparison(kind, names[a], names[b], float(weight / total), float(change) * per)
        for kind, a, b, weight, change in raw
    ]


def _change(mean: Floats, treated: int, other: int, after: slice, before: slice) -> float:
    gap = mean[treated] - mean[other]
    return float(gap[after].mean() - gap[before].mean())


def normal(estimate: float, se: float, per: float, level: float) -> Estimate:
    """An estimate with a normal interval, in scale units."""
    return t_interval(estimate * per, se * per, None, level)
