"""Relative magnitudes: how much worse than before the start would trends have to be?

Rambachan & Roth (2023), Review of Economic Studies 90:2555-2591, section 2.4.1, with the hybrid
of the conditional and the least favourable test of Andrews, Roth & Pakes (2023).

For one stretch before the start, one sign and one multiple the restriction is a polyhedron. In
first differences of the effects the dual of its linear programme has only T + 2 corners, so that
corners are listed instead of programmes solved: a test is a few matrix products.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from scipy import special

from spreadwell.methods.effects.panel import Bools, Floats

FIRST_STAGE: Final = 0.1
"""Share of α that the least favourable test gets, as in the paper."""
DRAWS: Final = 4000
SEED: Final = 0
GRID: Final = 401
REFINED: Final = 24
LARGEST: Final = 10.0
"""Multiples above this are not told apart: so large a violation explains anything."""


@dataclass(frozen=True, slots=True, eq=False)
class Corners:
    """Moments γ'Y(θ) = `level` − `lean`·θ at the corners (J,), their covariance (J, J), and the

    first-stage critical value.
    """

    level: Floats
    lean: Floats
    covariance: Floats
    critical: float


def corners(
    beta: Floats, sigma: Floats, before: int, weights: Floats, m: float, stretch: int, sign: int,
    alpha: float,
) -> Corners:  # fmt: skip
    """The corners where the largest change before the start is `sign` times that at `stretch`.

    beta (K,) by time with the reference left out, `before` of them earlier; weights (T,) of the
    effect asked for; sigma (K, K).
    """
    after = len(beta) - before
    steps = _steps(before, after)
    largest = sign * steps[stretch]
    own = steps[before:]
    up = own - m * largest
    down = -own - m * largest
    spread_up = np.sqrt(np.einsum("ti,ij,tj->t", up, sigma, up))
    spread_down = np.sqrt(np.einsum("ti,ij,tj->t", down, sigma, down))
    # A change in τ at t moves every later effect: its share in the target.
    share = np.cumsum(weights[::-1])[::-1]
    rows = [(up[t] + down[t]) / (spread_up[t] + spread_down[t]) for t in range(after)]
    leans = [0.0] * after
    for way in (1.0, -1.0):
        with_up, with_down = np.maximum(way * share, 0), np.maximum(-way * share, 0)
        size = float(with_up @ spread_up + with_down @ spread_down)
        rows.append((with_up @ up + with_down @ down) / size)
        leans.append(way / size)
    moments = np.array(rows)
    covariance = moments @ sigma @ moments.T
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0))
    worst = (_normal(len(moments)) @ root.T).max(axis=1)
    critical = float(np.quantile(worst, 1 - FIRST_STAGE * alpha))
    return Corners(moments @ beta, np.array(leans), covariance, critical)


@cache
def _normal(count: int) -> Floats:
    return np.random.default_rng(SEED).standard_normal((DRAWS, count))


def _steps(before: int, after: int) -> Floats:
    """(K, K) first differences of consecutive times, the reference (zero) between them."""
    size = before + after
    made = np.zeros((size, size))
    for k in range(size):
        made[k, k] = 1.0 if k >= before else -1.0
        if k < before - 1:
            made[k, k + 1] = 1.0
        if k > before:
            made[k, k - 1] = -1.0
    return made


def accepted(found: Corners, theta: Floats, alpha: float) -> Bools:
    """(G,) whether each θ is kept by the hybrid test."""
    moments = found.level - theta[:, None] * found.lean
    best = moments.argmax(axis=1)
    grid = np.arange(len(theta))
    eta = moments[grid, best]
    variance = np.diag(found.covariance)[best]
    # A multiple of 0 leaves corners that do not vary: those are kept unless broken outright.
    still = variance < 1e-12 * np.diag(found.covariance).max()
    variance = np.where(still, 1.0, variance)
    bend = found.covariance[:, best].T / variance[:, None]
    room = 1 - bend
    edge = moments - eta[:, None] * bend
    tiny = 1e-10
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(room > tiny, edge / room, -np.inf).max(axis=1)
        high = np.where(room < -tiny, edge / room, np.inf).min(axis=1)
    high = np.minimum(high, found.critical)
    rest = alpha * (1 - FIRST_STAGE) / (1 - FIRST_STAGE * alpha)
    sd = np.sqrt(variance)
    beyond = _truncated_tail(eta / sd, low / sd, high / sd)
    varying = (eta <= found.critical) & ((eta <= 0) | (beyond >= rest))
    return np.asarray(np.where(still, eta <= tiny, varying))


def _truncated_tail(x: Floats, low: Floats, high: Floats) -> Floats:
    """P(Z > x | low < Z < high) of a standard normal, stable far out."""
    far = special.log_ndtr(-x)
    start, end = special.log_ndtr(-low), special.log_ndtr(-high)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        top = np.expm1(far - end)
        bottom = np.expm1(start - end)
        tail = np.where(np.isneginf(end), np.exp(far - start), top / bottom)
    return np.asarray(np.where(x >= high, 0.0, np.where(x <= low, 1.0, tail)))


def all_corners(
    beta: Floats, sigma: Floats, before: int, weights: Floats, m: float, alpha: float
) -> list[Corners]:
    """The polyhedra whose union is the restriction: every stretch before the start, both signs."""
    return [
        corners(beta, sigma, before, weights, m, stretch, sign, alpha)
        for stretch in range(before)
        for sign in (1, -1)
    ]


def relative_interval(
    beta: Floats, sigma: Floats, before: int, weights: Floats, m: float, alpha: float
) -> tuple[float, float]:
    """Lowest and highest θ that some polyhedron keeps."""
    sets = all_corners(beta, sigma, before, weights, m, alpha)
    centre = float(weights @ beta[before:])
    target = np.concatenate([np.zeros(before), weights])
    sd = float(np.sqrt(target @ sigma @ target))
    lowest, highest = centre, centre
    for one in sets:
        width = 20 * sd
        while True:
            grid = np.linspace(centre - width, centre + width, GRID)
            kept = np.flatnonzero(accepted(one, grid, alpha))
            if not len(kept) or (kept[0] > 0 and kept[-1] < GRID - 1):
                break
            width *= 2
        if not len(kept):
            continue
        lowest = min(lowest, _edge(one, grid[kept[0]], grid[kept[0] - 1], alpha))
        highest = max(highest, _edge(one, grid[kept[-1]], grid[kept[-1] + 1], alpha))
    return lowest, highest


def _edge(found: Corners, inside: float, outside: float, alpha: float) -> float:
    """Where acceptance ends between a kept and a refused θ."""
    for _ in range(REFINED):
        middle = (inside + outside) / 2
        if accepted(found, np.array([middle]), alpha)[0]:
            inside = middle
        else:
            outside = middle
    return inside


def relative_breakdown(
    beta: Floats, sigma: Floats, before: int, weights: Floats, alpha: float
) -> float | None:
    """Largest multiple at which zero is still excluded; None where it is not at 0 already."""

    def excluded(m: float) -> bool:
        zero = np.zeros(1)
        sets = all_corners(beta, sigma, before, weights, m, alpha)
        return not any(accepted(one, zero, alpha)[0] for one in sets)

    if not excluded(0.0):
        return None
    if excluded(LARGEST):
        return LARGEST
    low, high = 0.0, LARGEST
    for _ in range(16):
        middle = (low + high) / 2
        low, high = (middle, high) if excluded(middle) else (low, middle)
    return low
