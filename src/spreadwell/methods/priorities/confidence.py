"""Confidence factors: is an opportunity first when its own central weights are taken?"""

from __future__ import annotations

import numpy as np

from .acceptability import Scored
from .panel import Floats

# Points of the integral over one score's normal spread, and how far out it goes.
POINTS, REACH = 241, 8.0


def confidence_factors(panel: Scored, central: Floats) -> Floats:
    """The chance (n) that each opportunity is first under its own central weights.

    `central` (n, C) as `rank_acceptability` gives it; NaN where it is. One integral an opportunity
    over its own normal value, with the others' chances to lie below it; ties share. Lahdelma &
    Salminen (2001).
    """
    from scipy import special

    at = np.linspace(-REACH, REACH, POINTS)
    density = np.exp(-(at**2) / 2)
    density /= density.sum()
    found = np.full(len(central), np.nan)
    for one, weights in enumerate(central):
        if np.isnan(weights).any():
            continue
        means = panel.mean @ weights
        spreads = np.sqrt((panel.se**2) @ (weights**2))
        others = np.arange(len(means)) != one
        mine = means[one] + spreads[one] * at
        unsure = others & (spreads > 0)
        log = special.log_ndtr((mine[:, None] - means[unsure]) / spreads[unsure]).sum(axis=1)
        below = np.exp(log)
        sure = others & (spreads <= 0)
        if sure.any():
            gap = mine[:, None] - means[sure]
            tied = (np.abs(gap) <= 1e-9).sum(axis=1)
            below *= np.where((gap < -1e-9).any(axis=1), 0.0, 1.0 / (1.0 + tied))
        found[one] = float(below @ density)
    return found
