"""Estimates with their intervals: t, simultaneous bands, and the always-valid interval."""

import numpy as np
from scipy import special

from spreadwell.methods.effects.panel import Floats
from spreadwell.methods.effects.results import AlwaysValid, Estimate


def t_interval(estimate: float, se: float, df: float | None, level: float) -> Estimate:
    """Estimate ± t·SE; df None is normal; a standard error that is not a number gives no bounds."""
    if not np.isfinite(se) or (df is not None and df < 1):
        return Estimate(float(estimate), None, None, None, df, level)
    tail = (1 + level) / 2
    factor = special.ndtri(tail) if df is None else special.stdtrit(df, tail)
    half = float(factor * se)
    return Estimate(
        float(estimate), float(se), float(estimate) - half, float(estimate) + half, df, level
    )


def two_sided_p(estimate: float, se: float, df: float) -> float:
    """Two-sided p of a t statistic; 1 where there is no spread and no estimate."""
    if se == 0:
        return float(estimate == 0)
    return float(2 * special.stdtr(df, -abs(estimate / se)))


def sup_t(covariance: Floats, df: float, level: float, draws: int, seed: int) -> float:
    """Critical value of the largest |t| over K estimates, by simulation from N(0, correlation).

    Montiel Olea & Plagborg-Møller (2019), with a multivariate t for few groups.
    """
    se = np.sqrt(np.diag(covariance))
    used = se > 0
    if not used.any():
        return float(special.stdtrit(df, (1 + level) / 2))
    correlation = covariance[np.ix_(used, used)] / np.outer(se[used], se[used])
    values, vectors = np.linalg.eigh(correlation)
    root = vectors * np.sqrt(np.maximum(values, 0))
    random = np.random.default_rng(seed)
    normal = random.standard_normal((draws, int(used.sum()))) @ root.T
    chi = random.chisquare(df, draws) / df
    largest = np.abs(normal).max(axis=1) / np.sqrt(chi)
    pointwise = float(special.stdtrit(df, (1 + level) / 2))
    return max(pointwise, float(np.quantile(largest, level)))


def mixture_boundary(v: float, rho: float, alpha: float) -> float:
    """Two-sided normal-mixture boundary √((v+ρ)·log((v+ρ)/(ρα²))) (Howard et al. 2021)."""
    return float(np.sqrt((v + rho) * np.log((v + rho) / (rho * alpha**2))))


def one_sided_boundary(v: float, rho: float, alpha: float) -> float:
    """One-sided boundary of the half-normal mixture, solved by bisection (Howard et al. 2021)."""
    low, high = 0.0, 2 * mixture_boundary(v, rho, alpha / 2)
    for _ in range(200):
        middle = (low + high) / 2
        log_mixture = (
            np.log(2)
            + 0.5 * np.log(rho / (v + rho))
            + middle**2 / (2 * (v + rho))
            + special.log_ndtr(middle / np.sqrt(v + rho))
        )
        low, high = (middle, high) if log_mixture < np.log(1 / alpha) else (low, middle)
    return (low + high) / 2


def _height_against_normal(df: float) -> float:
    """The height of the normal density at 0 over that of Student's t with `df` degrees."""
    log_t = special.gammaln((df + 1) / 2) - special.gammaln(df / 2) - np.log(df / 2) / 2
    return float(np.exp(-log_t))


def always_valid(found: Estimate, plausible: float) -> AlwaysValid | None:
    """The interval that holds at every look at once, on the information scale V = 1/SE².

    `plausible` is the size of effect, in scale units, at which the interval is tightest: it sets
    ρ = 1/plausible² and must not depend on the looks. The t statistic is first turned to a
    normal score.
    """
    if found.se is None or found.se <= 0 or plausible <= 0:
        return None
    se = found.se
    if found.df is not None:
        t = found.estimate / se
        if abs(t) < 1e-6:
            se *= _height_against_normal(found.df)
        else:
            z = -special.ndtri(special.stdtr(found.df, -abs(t)))
            se = abs(found.estimate) / max(float(z), 1e-12)
    rho = 1 / plausible**2
    v = 1 / se**2
    half = mixture_boundary(v, rho, 1 - found.level) / v
    return AlwaysValid(found.estimate - half, found.estimate + half, rho)
