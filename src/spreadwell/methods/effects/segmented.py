"""No comparator: interrupted time series with a step and a slope named beforehand.

AR(1) errors by REML in a profile over ρ, with degrees of freedom reduced for the
autocorrelation; ordinary least squares under 12 points; harmonics of the year from 24 periods.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import optimize

from spreadwell.methods.effects.intervals import t_interval
from spreadwell.methods.effects.panel import Floats
from spreadwell.methods.effects.results import Estimate, SegmentedFit

FEWEST_BEFORE: Final = 12
FEWEST_AFTER: Final = 6
HARMONICS_FROM: Final = 24
"""Two years of months: fewer cannot tell the season from the slope."""
ORDINARY_UNDER: Final = 12
FEWEST_DF: Final = 3.0
"""Even strong autocorrelation leaves an interval to print; it is very wide."""


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """Coefficients (P,), their covariance (P, P), degrees of freedom and autocorrelation."""

    coefficients: Floats
    covariance: Floats
    df: float
    rho: float | None


def design_matrix(periods: int, start: int, per_year: int, harmonics: int) -> Floats:
    """(T, 4 + 2·harmonics): one, time from 0, step from `start`, time since it, season."""
    t = np.arange(periods, dtype=float)
    live = (t >= start).astype(float)
    columns = [np.ones(periods), t, live, live * (t - start)]
    for k in range(1, harmonics + 1):
        angle = 2 * np.pi * k * t / per_year
        columns += [np.sin(angle), np.cos(angle)]
    return np.column_stack(columns)


def harmonics_for(periods: int, per_year: int) -> int:
    """How many harmonics of the year a series can tell."""
    if periods < HARMONICS_FROM or per_year < 4:
        return 0
    return 1 if per_year == 4 else 2


def segmented(
    y: Floats, start: int, *, per_year: int = 12, level: float = 0.95, per: float = 1.0
) -> tuple[SegmentedFit, Estimate, Regression]:
    """Step and slope at `start` of one series y (T,), gaps left out; results times `per`.

    The second part is the mean change over the periods since the start, the third the fit itself,
    in the unit of y.
    """
    harmonics = harmonics_for(len(y), per_year)
    x = design_matrix(len(y), start, per_year, harmonics)
    seen = ~np.isnan(y)
    before, after = int(seen[:start].sum()), int(seen[start:].sum())
    if before < 2 or after < 2:
        raise ValueError(
            f"A step and a slope need at least 2 readings on each side of the start; "
            f"there are {before} before and {after} after."
        )
    if seen.sum() < ORDINARY_UNDER:
        fit = least_squares(y[seen], x[seen])
        method = "ordinary least squares"
    else:
        fit = ar1_reml(y[seen], x[seen], np.flatnonzero(seen).astype(float))
        method = "AR(1) REML"
    se = np.sqrt(np.diag(fit.covariance)) * per
    beta = fit.coefficients * per
    mean = np.zeros(x.shape[1])
    mean[2:4] = x[seen & (np.arange(len(y)) >= start), 2:4].mean(axis=0)
    average = t_interval(
        float(mean @ beta), float(np.sqrt(mean @ fit.covariance @ mean)) * per, fit.df, level
    )
    made = SegmentedFit(
        step=t_interval(float(beta[2]), float(se[2]), fit.df, level),
        slope=t_interval(float(beta[3]), float(se[3]), fit.df, level),
        before_slope=float(beta[1]),
        rho=fit.rho,
        harmonics=harmonics,
        before=before,
        after=after,
        method=method,
    )
    return made, average, fit


def least_squares(y: Floats, x: Floats) -> Regression:
    """Ordinary least squares with its t degrees of freedom."""
    df = len(y) - x.shape[1]
    if df < 1:
        raise ValueError(f"{len(y)} readings are too few for a step and a slope; 5 are needed.")
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ x.T @ y
    residual = y - x @ beta
    return Regression(beta, inverse * (residual @ residual) / df, float(df), None)


def newey_west(y: Floats, x: Floats, lags: int) -> Regression:
    """Least squares with Newey-West errors times n/(n − k), for comparison with printed figures.

    Not used for intervals: it covers 66 to 89% of the time on short series.
    """
    fit = least_squares(y, x)
    inverse = np.linalg.inv(x.T @ x)
    score = x * (y - x @ fit.coefficients)[:, None]
    middle = score.T @ score
    for lag in range(1, lags + 1):
        product = score[lag:].T @ score[:-lag]
        middle += (1 - lag / (lags + 1)) * (product + product.T)
    factor = len(y) / fit.df
    return Regression(fit.coefficients, factor * inverse @ middle @ inverse, fit.df, None)


def ar1_reml(y: Floats, x: Floats, times: Floats) -> Regression:
    """Generalised least squares with AR(1) errors at `times` (gaps allowed), ρ by REML."""
    n, p = x.shape
    if n <= p:
        raise ValueError(
            f"{n} readings are too few for a step, a slope and a season; {p + 1} are needed."
        )
    gaps = np.diff(times)

    def whiten(rho: float) -> tuple[Floats, Floats, float]:
        link = np.sign(rho) ** gaps * np.abs(rho) ** gaps
        spread = np.sqrt(1 - link**2)
        wx, wy = x.copy(), y.copy()
        wx[1:] = (x[1:] - link[:, None] * x[:-1]) / spread[:, None]
        wy[1:] = (y[1:] - link * y[:-1]) / spread
        return wx, wy, 2 * float(np.log(spread).sum())

    def loss(rho: float) -> float:
        wx, wy, log_determinant = whiten(rho)
        gram = wx.T @ wx
        beta = np.linalg.solve(gram, wx.T @ wy)
        rss = float(((wy - wx @ beta) ** 2).sum())
        return float(
            log_determinant
            + float(np.linalg.slogdet(gram)[1])
            + (n - p) * float(np.log(max(rss, 1e-300)))
        )

    rho = float(optimize.minimize_scalar(loss, bounds=(-0.9, 0.97), method="bounded").x)
    wx, wy, _ = whiten(rho)
    inverse = np.linalg.inv(wx.T @ wx)
    beta = inverse @ wx.T @ wy
    residual = wy - wx @ beta
    sigma2 = float(residual @ residual) / (n - p)
    reduced = (n - p) * (1 - rho) / (1 + rho)
    return Regression(beta, inverse * sigma2, float(min(n - p, max(FEWEST_DF, reduced))), rho)
