"""Regression to the mean: what happens to people picked because a value was high.

Bivariate normal identity (Barnett 2005; Linden 2013).
"""

import numpy as np
from scipy import integrate, special


def share_expected_to_fall(percentile: float, correlation: float) -> float:
    """Share of those picked above a percentile (0 to 1) whose next value is lower, no effect.

    `correlation` is that of test and retest. 0.84 for the top 10% at 0.5.
    """
    _check(percentile, correlation)
    cut = special.ndtri(percentile)
    # Given z, the retest is N(r z, 1 - r²): it is lower with probability Φ(z √((1-r)/(1+r))).
    slope = np.sqrt((1 - correlation) / (1 + correlation))

    def density(z: float) -> float:
        return float(np.exp(-z * z / 2) / np.sqrt(2 * np.pi) * special.ndtr(z * slope))

    area, _ = integrate.quad(density, cut, np.inf)
    return float(area / (1 - percentile))


def mean_fall_expected(percentile: float, correlation: float) -> float:
    """Mean fall with no effect, in standard deviations: (1 − r)·φ(c)/(1 − Φ(c))."""
    _check(percentile, correlation)
    cut = special.ndtri(percentile)
    density = np.exp(-cut * cut / 2) / np.sqrt(2 * np.pi)
    return float((1 - correlation) * density / (1 - percentile))


def _check(percentile: float, correlation: float) -> None:
    if not 0 < percentile < 1:
        raise ValueError(f"The percentile is {percentile}; it must lie between 0 and 1.")
    if not -1 < correlation <= 1:
        raise ValueError(f"The correlation is {correlation}; it must lie between -1 and 1.")
