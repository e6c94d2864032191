"""The slope across a whole ladder of groups: what the two ends alone leave out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from .gaps import LEVEL

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Slope:
    """The slope index and the relative index of inequality, each with its interval.

    `index` is what the line through all groups gives for the first end of the ladder minus the
    last, on the scale of the values; `relative` is the first end over the last, NaN where the
    line reaches nought.
    """

    index: float
    low: float
    high: float
    relative: float
    relative_low: float
    relative_high: float
    level: float


def slope_of_groups(
    values: ArrayLike, variances: ArrayLike, people: ArrayLike, *, level: float = LEVEL
) -> Slope:
    """Fit one line across groups in the order of the ladder, the worse off first.

    `values` are shares, rates or means, `variances` those of the values, `people` the sizes by
    which groups take their room on the ladder from 0 to 1 and count in the line. ValueError
    under three groups, or where one is not known.
    Source: Mackenbach & Kunst (1997), Social Science & Medicine 44, 757–771.
    """
    y, v, n = (np.asarray(one, dtype=np.float64) for one in (values, variances, people))
    if y.ndim != 1 or not y.shape == v.shape == n.shape or len(y) < 3:
        raise ValueError("A slope needs three groups or more, each with its size.")
    if not (np.isfinite(y) & np.isfinite(v) & (n > 0)).all():
        raise ValueError("A slope needs every group of the ladder.")
    share = n / n.sum()
    place = np.cumsum(share) - share / 2
    centre = float(share @ place)
    lean = share * (place - centre) / float(share @ (place - centre) ** 2)
    # The line at the two ends of the ladder, as weights of the values.
    first, last = share - lean * centre, share + lean * (1 - centre)
    z = float(ndtri(0.5 + level / 2))
    index, spread = -float(lean @ y), float(np.sqrt(lean**2 @ v))
    top, bottom = float(first @ y), float(last @ y)
    relative = low = high = float("nan")
    if top > 0 and bottom > 0:
        relative = top / bottom
        half = z * float(np.sqrt((first / top - last / bottom) ** 2 @ v))
        low, high = relative * float(np.exp(-half)), relative * float(np.exp(half))
    return Slope(index, index - z * spread, index + z * spread, relative, low, high, level)
