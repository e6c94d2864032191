"""The plainest comparison: two groups of sites, two periods (Baker et al., Tables 2 and 3)."""

from dataclasses import dataclass

import numpy as np

from spreadwell.methods.effects.panel import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class TwoByTwo:
    """Means before and after for both groups, and the difference in differences."""

    treated_before: float
    treated_after: float
    comparator_before: float
    comparator_after: float
    estimate: float
    se: float


def two_by_two(
    y: Floats, treated: Bools, w: Floats, before: Ints, after: Ints, group: Ints
) -> TwoByTwo:
    """Difference in differences of weighted means.

    y (N, T); treated (N,); w (N,); before and after are period indices; the standard error is
    that of the regression on site and period effects, summed within groups.
    """
    early, late = y[:, before].mean(axis=1), y[:, after].mean(axis=1)
    change = late - early
    parts = {}
    influence = np.zeros(len(y))
    for name, rows, sign in (("treated", treated, 1.0), ("comparator", ~treated, -1.0)):
        share = w[rows] / w[rows].sum()
        parts[name] = (float(share @ early[rows]), float(share @ late[rows]))
        influence[rows] = sign * share * (change[rows] - share @ change[rows])
    summed = np.bincount(group, weights=influence)
    (tb, ta), (cb, ca) = parts["treated"], parts["comparator"]
    return TwoByTwo(tb, ta, cb, ca, (ta - tb) - (ca - cb), float(np.sqrt(summed @ summed)))
