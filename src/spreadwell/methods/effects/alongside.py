"""The series of sites with few of their kind, beside comparators weighed to move as they did."""

import numpy as np

from spreadwell.methods.effects.further import SeriesPoint
from spreadwell.methods.effects.panel import Panel, fill_gaps
from spreadwell.methods.effects.prepared import prepare
from spreadwell.methods.effects.results import EffectResult


def alongside(panel: Panel, result: EffectResult) -> tuple[SeriesPoint, ...]:
    """Mean of the started sites by period, and of the comparators by their weights.

    For synthetic difference in differences the comparators are moved up or down by the mean gap
    before the first start, since that design asks for the same movement, not the same level.
    Empty for other designs.
    """
    found = result.further.synthetic if result.further else None
    if found is None:
        return ()
    used = prepare(panel, result.question).used
    weights = {one.name: one.weight for one in found.omega}
    y = fill_gaps(used.outcome)
    names = np.array([weights.get(name, 0.0) for name in used.sites])
    grouped = not names.any()
    if grouped:
        # Sites that adopt as one are weighed as one.
        names = np.array([weights.get(used.group_names[g], 0.0) for g in used.group])
    if not names.any():
        return ()
    seen = y[used.ever].mean(axis=0) * result.scale.per
    without = (names / names.sum()) @ y * result.scale.per
    start = int(used.start[used.ever].min())
    if found.method == "synthetic-did":
        without = without + (seen[:start] - without[:start]).mean()
    return tuple(
        SeriesPoint(
            period=used.label(t),
            seen=float(seen[t]),
            fitted=float(without[t]),
            without=float(without[t]) if t >= start else None,
            without_low=None,
            without_high=None,
        )
        for t in range(len(seen))
    )
