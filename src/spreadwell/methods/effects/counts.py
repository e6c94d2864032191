"""Counts with exposure in an interrupted series: ratios of rates, by quasi-Poisson regression.

Lopez Bernal, Cummins & Gasparrini (2017), International Journal of Epidemiology 46:348-355.
"""

from typing import Final

import numpy as np

from spreadwell.methods.effects.estimate import Estimate
from spreadwell.methods.effects.further import CountFit
from spreadwell.methods.effects.intervals import t_interval
from spreadwell.methods.effects.panel import Floats
from spreadwell.methods.effects.segmented import Regression, design_matrix, harmonics_for

MOST_STEPS: Final = 100
CLOSE: Final = 1e-12


def count_series(
    counts: Floats, exposure: Floats, start: int, *, per_year: int, level: float
) -> CountFit | None:
    """Step and slope at `start` of counts (T,) over exposure (T,), as ratios of rates.

    None where there are no more readings than coefficients, or no events on one side.
    """
    seen = np.isfinite(counts) & np.isfinite(exposure) & (exposure > 0)
    harmonics = harmonics_for(len(counts), per_year)
    x = design_matrix(len(counts), start, per_year, harmonics)
    after = np.arange(len(counts)) >= start
    enough = seen.sum() > x.shape[1]
    both = counts[seen & after].sum() > 0 and counts[seen & ~after].sum() > 0
    if not (enough and both):
        return None
    offset = np.log(exposure[seen])
    fit, dispersion = quasi_poisson(counts[seen], x[seen], offset)
    alone, _ = quasi_poisson(counts[seen], np.delete(x[seen], 3, axis=1), offset)
    lean = np.zeros(x.shape[1])
    lean[2:4] = x[seen & after, 2:4].mean(axis=0)

    def ratio(of: Regression, lean: Floats) -> Estimate:
        centre = float(lean @ of.coefficients)
        se = float(np.sqrt(lean @ of.covariance @ lean))
        found = t_interval(centre, se, None, level)
        low, high = (
            None if end is None else float(np.exp(end)) for end in (found.lower, found.upper)
        )
        return Estimate(float(np.exp(centre)), se, low, high, None, level)

    unit = np.eye(x.shape[1])
    return CountFit(
        step=ratio(fit, unit[2]),
        slope=ratio(fit, unit[3]),
        average=ratio(fit, lean),
        before_slope=ratio(fit, unit[1]),
        step_alone=ratio(alone, np.delete(unit[2], 3)),
        dispersion=dispersion,
        harmonics=harmonics,
    )


def quasi_poisson(counts: Floats, x: Floats, offset: Floats) -> tuple[Regression, float]:
    """Log-linear regression of counts (T,) by iterated weights, with the dispersion."""
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(counts.sum() / np.exp(offset).sum())
    for _ in range(MOST_STEPS):
        mean = np.exp(x @ beta + offset)
        step = np.linalg.solve((x.T * mean) @ x, x.T @ (counts - mean))
        beta = beta + step
        if np.abs(step).max() < CLOSE:
            break
    mean = np.exp(x @ beta + offset)
    df = len(counts) - x.shape[1]
    dispersion = float(((counts - mean) ** 2 / mean).sum() / df)
    covariance: Floats = np.asarray(dispersion * np.linalg.inv((x.T * mean) @ x), dtype=np.float64)
    return Regression(beta, covariance, float(df), None), dispersion
