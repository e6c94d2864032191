"""Across sites: random effects by REML with Knapp-Hartung, the range for a next site, shrinkage.

Viechtbauer (2010), Journal of Statistical Software 36(3); Knapp & Hartung (2003); Q-profile
interval of the variance between sites (Viechtbauer 2007).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import optimize, special

from spreadwell.methods.effects.panel import Floats

LARGEST_VARIANCE: Final = 1e6
"""Search bound of the variance between sites, as a multiple of the estimates' own variance."""


@dataclass(frozen=True, slots=True, eq=False)
class RandomEffects:
    """Coefficients (P,) with Knapp-Hartung `se`, bounds and df; `tau2` between sites.

    `q_e` is residual heterogeneity, `i2` its share in 100. Prediction bounds stand for the
    intercept-only model and are None with a moderator or under 3 sites; those of tau2 are
    Q-profile. `f_moderators` tests all moderators at once, on as many and `df` degrees.
    """

    coefficients: Floats
    se: Floats
    lower: Floats
    upper: Floats
    df: int
    tau2: float
    tau2_se: float
    tau2_lower: float
    tau2_upper: float
    i2: float
    q_e: float
    prediction_lower: float | None
    prediction_upper: float | None
    shrunken: Floats
    shrunken_se: Floats
    f_moderators: float | None


def pool(
    y: Floats, v: Floats, moderators: Floats | None = None, level: float = 0.95
) -> RandomEffects:
    """Pool estimates y (N,) with variances v (N,), on moderators (N, M) if given.

    ValueError with too few sites or a variance that is not above zero.
    """
    y, v = np.asarray(y, dtype=float), np.asarray(v, dtype=float)
    if not (np.isfinite(v).all() and (v > 0).all()):
        row = int(np.flatnonzero(~(np.isfinite(v) & (v > 0)))[0]) + 1
        raise ValueError(f"Row {row} has a standard error that is not above zero.")
    x = np.ones((len(y), 1))
    if moderators is not None:
        x = np.column_stack([x, moderators])
    df = len(y) - x.shape[1]
    if df < 1:
        raise ValueError(
            f"{_sites(len(y))} cannot be pooled with {x.shape[1] - 1} moderators; at least "
            f"{x.shape[1] + 1} are needed."
        )
    tau2 = _reml(y, v, x)
    w = 1 / (v + tau2)
    beta, inverse, _ = _fit(y, w, x)
    residual = y - x @ beta
    spread = float(residual @ (w * residual)) / df
    se = np.sqrt(np.diag(inverse) * spread)
    factor = float(special.stdtrit(df, (1 + level) / 2))
    _, fixed, py = _fit(y, 1 / v, x)
    q_e = float(y @ py)
    typical = df / _trace(1 / v, x, fixed)
    low, high = _q_profile(y, v, x, df, level)
    prediction = None
    if moderators is None and len(y) >= 3:
        prediction = factor * float(np.sqrt(tau2 + se[0] ** 2))
    toward = tau2 / (tau2 + v)
    centre = x @ beta
    centre_variance = np.einsum("ij,jk,ik->i", x, inverse * spread, x)
    return RandomEffects(
        coefficients=beta,
        se=se,
        lower=beta - factor * se,
        upper=beta + factor * se,
        df=df,
        tau2=tau2,
        tau2_se=float(np.sqrt(2 / _trace_of_square(w, x, inverse))),
        tau2_lower=low,
        tau2_upper=high,
        i2=100 * tau2 / (tau2 + typical),
        q_e=q_e,
        prediction_lower=None if prediction is None else float(beta[0]) - prediction,
        prediction_upper=None if prediction is None else float(beta[0]) + prediction,
        shrunken=toward * y + (1 - toward) * centre,
        shrunken_se=np.sqrt(toward * v + (1 - toward) ** 2 * centre_variance),
        f_moderators=_f_of_moderators(beta, inverse * spread),
    )


def _sites(number: int) -> str:
    return f"{number} site" if number == 1 else f"{number} sites"


def _f_of_moderators(beta: Floats, covariance: Floats) -> float | None:
    """All coefficients but the first against zero, over their number (Knapp & Hartung 2003)."""
    count = len(beta) - 1
    if count < 1:
        return None
    return float(beta[1:] @ np.linalg.solve(covariance[1:, 1:], beta[1:])) / count


def _fit(y: Floats, w: Floats, x: Floats) -> tuple[Floats, Floats, Floats]:
    """Weighted least squares: coefficients, (X'WX)⁻¹ and Py for the projection P of REML."""
    wx = w[:, None] * x
    inverse = np.linalg.inv(x.T @ wx)
    beta = inverse @ (wx.T @ y)
    return beta, np.asarray(inverse, dtype=np.float64), w * (y - x @ beta)


def _trace(w: Floats, x: Floats, inverse: Floats) -> float:
    """Trace of P = W − WX(X'WX)⁻¹X'W without forming it."""
    return float(w.sum() - np.trace(inverse @ (x.T * w**2) @ x))


def _trace_of_square(w: Floats, x: Floats, inverse: Floats) -> float:
    """Trace of P·P without forming it."""
    second = inverse @ (x.T * w**2) @ x
    third = inverse @ (x.T * w**3) @ x
    return float((w**2).sum() - 2 * np.trace(third) + np.trace(second @ second))


def _reml(y: Floats, v: Floats, x: Floats) -> float:
    """The variance between sites: root of the REML score, or 0."""

    def score(tau2: float) -> float:
        w = 1 / (v + tau2)
        _, inverse, py = _fit(y, w, x)
        return float(py @ py) - _trace(w, x, inverse)

    return _root(score, y, v)


def _root(score: Callable[[float], float], y: Floats, v: Floats) -> float:
    """First root of a score that starts above zero and comes down; 0 if it starts below."""
    if score(0.0) <= 0:
        return 0.0
    high = max(float(np.var(y)), float(v.mean()))
    limit = high * LARGEST_VARIANCE
    while score(high) > 0 and high < limit:
        high *= 2
    return float(optimize.brentq(score, 0.0, high, xtol=1e-14 * high, rtol=1e-14))


def _q_profile(y: Floats, v: Floats, x: Floats, df: int, level: float) -> tuple[float, float]:
    def q(tau2: float) -> float:
        w = 1 / (v + tau2)
        beta, _, _ = _fit(y, w, x)
        residual = y - x @ beta
        return float(residual @ (w * residual))

    tail = (1 - level) / 2
    low, high = (float(special.chdtri(df, p)) for p in (tail, 1 - tail))
    return (
        _root(lambda tau2: q(tau2) - low, y, v),
        _root(lambda tau2: q(tau2) - high, y, v),
    )
