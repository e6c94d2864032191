"""Smooth departures: how fast would a trend have to bend to explain the effect away?

Rambachan & Roth (2023), section 2.4.3: the difference in trends may bend by at most M from one
period to the next. The interval is the shortest of fixed length (Armstrong & Kolesár 2018) around
an estimate that is linear in the event study, with the largest bias that M allows.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import optimize, special

from spreadwell.methods.effects.panel import Floats

STEPS: Final = 300
LARGEST: Final = 1e4
"""In standard errors of the estimate: a bend above it is not told apart."""


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """Weights v = `fixed` + `free` @ x; bias M·‖`bends` v‖₁; variance v'Σv."""

    fixed: Floats
    free: Floats
    bends: Floats
    sigma: Floats


def folded_quantile(shift: float, alpha: float) -> tuple[float, float]:
    """The 1 − α quantile of |N(shift, 1)| and its slope in the shift."""
    if shift > 30:
        return shift + float(special.ndtri(1 - alpha)), 1.0
    low, high = 0.0, shift + 10
    for _ in range(80):
        middle = (low + high) / 2
        inside = special.ndtr(middle - shift) - special.ndtr(-middle - shift)
        low, high = (middle, high) if inside < 1 - alpha else (low, middle)
    c = (low + high) / 2
    near, far = np.exp(-((c - shift) ** 2) / 2), np.exp(-((c + shift) ** 2) / 2)
    return c, float((near - far) / (near + far))


def smooth_interval(
    beta: Floats, sigma: Floats, before: int, weights: Floats, m: float, alpha: float
) -> tuple[float, float]:
    """Bounds of the effect when the trend bends by at most `m` a period.

    beta (K,) by time with the reference left out, `before` of them earlier; sigma (K, K); weights
    (T,) of the effect asked for.
    """
    problem = _problem(sigma, before, weights)
    v, half = _shortest(problem, m, alpha)
    centre = float(v @ beta)
    return centre - half, centre + half


def smooth_breakdown(
    beta: Floats, sigma: Floats, before: int, weights: Floats, alpha: float
) -> float | None:
    """Largest bend a period at which zero is still excluded; None where it is not with none."""
    unit = float(np.sqrt(weights @ sigma[before:, before:] @ weights))

    def excluded(m: float) -> bool:
        low, high = smooth_interval(beta, sigma, before, weights, m, alpha)
        return low > 0 or high < 0

    if not excluded(0.0):
        return None
    low, high = 0.0, unit
    while excluded(high):
        low, high = high, 4 * high
        if high > LARGEST * unit:
            return low
    for _ in range(14):
        middle = (low + high) / 2
        low, high = (middle, high) if excluded(middle) else (low, middle)
    return low


def _problem(sigma: Floats, before: int, weights: Floats) -> _Problem:
    """Estimates l'β + w'β_pre that no straight line can bias, as one affine family."""
    after = len(weights)
    times = np.concatenate([np.arange(-before, 0), np.arange(1, after + 1)]).astype(float)
    early = times[:before]
    slope = float(weights @ times[before:])
    fixed = np.concatenate([-slope * early / (early @ early), weights])
    # A basis of the weights on earlier times that a straight line does not move.
    _, _, rows = np.linalg.svd(early[None])
    free = np.zeros((len(times), max(before - 1, 0)))
    free[:before] = rows[1:].T
    return _Problem(fixed, free, _leans(times, before, after), sigma)


def _leans(times: Floats, before: int, after: int) -> Floats:
    """(bends, K): with δ = 0 at the reference and no slope there, δ is a sum of bends.

    The bend at period k moves every time beyond k, seen from the reference, by its distance.
    """
    spots = np.arange(-before + 1, after)[:, None]
    back = np.where((times < 0) & (spots <= 0), np.maximum(spots - times, 0.0), 0.0)
    ahead = np.where((times > 0) & (spots >= 1), np.maximum(times - spots, 0.0), 0.0)
    return np.asarray(back + ahead)


def _shortest(problem: _Problem, m: float, alpha: float) -> tuple[Floats, float]:
    """Weights v with the shortest interval, and half of its length."""
    sigma, free, fixed = problem.sigma, problem.free, problem.fixed
    gram = free.T @ sigma @ free
    size = free.shape[1]
    least = -np.linalg.solve(gram, free.T @ sigma @ fixed) if size else np.zeros(0)
    unit = float(np.sqrt((fixed + free @ least) @ sigma @ (fixed + free @ least)))
    if m == 0 or not size:
        return _half(problem, fixed + free @ least, m, alpha)
    slope, start = problem.bends @ free, problem.bends @ fixed
    # Bends after the start lean on weights that are given: their part of the bias is fixed.
    moved = np.abs(slope).max(axis=1) > 0
    given = float(np.abs(start[~moved]).sum())
    slope, start = slope[moved], start[moved]
    scale = np.sqrt(np.diag(gram)) / unit

    def value(z: Floats) -> tuple[float, Floats]:
        v = fixed + free @ (z[:size] / scale)
        sd = float(np.sqrt(v @ sigma @ v)) / unit
        bias = m * (given + float(z[size:].sum())) / unit
        quantile, steep = folded_quantile(bias / sd, alpha)
        along = (free.T @ sigma @ v) / (sd * unit * unit) / scale
        gradient = np.concatenate(
            [(quantile - bias / sd * steep) * along, np.full(len(start), steep * m / unit)]
        )
        return sd * quantile, gradient

    def room(z: Floats) -> Floats:
        bent = start + slope @ (z[:size] / scale)
        return np.concatenate([z[size:] - bent, z[size:] + bent])

    unity = np.eye(len(start))
    lean = slope / scale
    jacobian = np.vstack([np.hstack([-lean, unity]), np.hstack([lean, unity])])
    begin = np.concatenate([least * scale, np.abs(start + slope @ least)])
    found = optimize.minimize(
        value, begin, jac=True, method="SLSQP",
        constraints={"type": "ineq", "fun": room, "jac": lambda z: jacobian},
        options={"maxiter": STEPS, "ftol": 1e-12},
    )  # fmt: skip
    return _half(problem, fixed + free @ (found.x[:size] / scale), m, alpha)


def _half(problem: _Problem, v: Floats, m: float, alpha: float) -> tuple[Floats, float]:
    """Weights, and half the length of their interval with the largest bias."""
    sd = float(np.sqrt(v @ problem.sigma @ v))
    bias = m * float(np.abs(problem.bends @ v).sum())
    return v, sd * folded_quantile(bias / sd, alpha)[0]
