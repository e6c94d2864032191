"""The corners of a set of weightings, and draws uniform over it."""

from __future__ import annotations

import itertools

import numpy as np

from .panel import Floats

# Weights are shares of one; a thousandth of a millionth is rounding, not opinion.
TOLERANCE = 1e-9
CHAINS, WARM_UP, STEPS_A_DIMENSION = 500, 40, 3


def corners_of(criteria: int, normals: Floats, bounds: Floats) -> Floats:
    """The corners (K, C) of {w ≥ 0, Σw = 1, normals·w ≥ bounds}; none when it is empty.

    The double description method (Motzkin and others 1953; Fukuda & Prodon 1996): the simplex is
    cut by one half-space after another, new corners lying on the edges that it cuts.
    """
    found = np.eye(criteria)
    # Which limits each corner lies on: its zero weights first, then the cuts made so far.
    on = found < TOLERANCE
    for normal, bound in zip(normals, bounds, strict=True):
        size = max(float(np.abs(normal).max()), 1.0)
        slack = (found @ normal - bound) / size
        inside, outside = slack > TOLERANCE, slack < -TOLERANCE
        kept = ~outside
        cut = []
        for p, q in itertools.product(np.flatnonzero(inside), np.flatnonzero(outside)):
            shared = on[p] & on[q]
            holding = (on[:, shared]).all(axis=1)
            # Two corners share an edge when no third lies on all limits that both lie on.
            if holding.sum() == 2:
                share = slack[p] / (slack[p] - slack[q])
                cut.append((found[p] + share * (found[q] - found[p]), shared))
        touching = np.abs(slack[kept]) <= TOLERANCE
        on = np.column_stack([on[kept], touching])
        found = found[kept]
        if cut:
            found = np.vstack([found, [one for one, _ in cut]])
            on = np.vstack([on, [np.append(shared, True) for _, shared in cut]])
        if not len(found):
            break
    return found


def hit_and_run(
    corners: Floats, normals: Floats, bounds: Floats, draws: int, rng: np.random.Generator
) -> Floats:
    """Weightings (draws, C) uniform over a polytope given by its corners and its limits.

    Many short chains, each begun at a mixture of corners; directions follow the shape of the set,
    so that a thin one is walked as well as a round one. Smith (1984); Tervonen, van Valkenhoef,
    Baştürk & Postmus (2013).
    """
    chains = min(CHAINS, draws)
    at = rng.dirichlet(np.ones(len(corners)), size=chains) @ corners
    middle = corners.mean(axis=0)
    _, reach, axes = np.linalg.svd(corners - middle, full_matrices=False)
    real = reach > TOLERANCE
    axes = axes[real] * reach[real, None]
    if not real.any():
        return np.repeat(middle[None], draws, axis=0)
    rows = np.vstack([np.eye(corners.shape[1]), normals])
    room = np.maximum(at @ rows.T - np.append(np.zeros(corners.shape[1]), bounds), 0.0)
    taken: list[Floats] = []
    pause = STEPS_A_DIMENSION * len(axes)
    step = -WARM_UP * len(axes)
    while len(taken) * chains < draws:
        step += 1
        direction = rng.standard_normal((chains, len(axes))) @ axes
        rate = direction @ rows.T
        with np.errstate(divide="ignore", invalid="ignore"):
            reached = np.where(np.abs(rate) > TOLERANCE, -room / rate, np.nan)
        forward = np.where(rate < -TOLERANCE, reached, np.inf).min(axis=1)
        back = np.where(rate > TOLERANCE, reached, -np.inf).max(axis=1)
        length = back + (forward - back) * rng.random(chains)
        at = at + length[:, None] * direction
        room = np.maximum(room + length[:, None] * rate, 0.0)
        if step > 0 and step % pause == 0:
            taken.append(at)
    drawn: Floats = np.maximum(np.vstack(taken)[:draws], 0.0)
    drawn /= drawn.sum(axis=1, keepdims=True)
    return drawn
