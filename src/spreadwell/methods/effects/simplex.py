"""Weights on a simplex by Frank-Wolfe steps, many problems at once.

Frank & Wolfe (1956); with the stopping rule and the sparsified restart of Arkhangelsky, Athey,
Hirshberg, Imbens & Wager (2021), so that weights equal those they print.
"""

from typing import Final

import numpy as np

from spreadwell.methods.effects.panel import Bools, Floats

FIRST_STEPS: Final = 100
MOST_STEPS: Final = 10_000
KEPT_ABOVE: Final = 0.25
"""Weights up to a quarter of the largest are set to 0 before the second run."""


def simplex_weights(
    a: Floats, b: Floats, ridge: Floats, smallest: Floats, *, intercept: bool
) -> Floats:
    """(B, K) weights that bring a (B, R, K) nearest to b (B, R), with `ridge` (B,) on their size.

    Minimises ‖a·x − b‖²/R + ridge·‖x‖²; stops when a step gains less than `smallest` (B,).
    `intercept` lets the two differ by a constant.
    """
    if intercept:
        a = a - a.mean(axis=1, keepdims=True)
        b = b - b.mean(axis=1, keepdims=True)
    rows = a.shape[1]
    gram = a.transpose(0, 2, 1) @ a
    cross = np.einsum("brk,br->bk", a, b)
    square = (b**2).sum(axis=1)
    even = np.full(cross.shape, 1 / cross.shape[1])
    first = _descend(gram, cross, square, rows, ridge, smallest, even, FIRST_STEPS)
    first = np.where(first <= first.max(axis=1, keepdims=True) * KEPT_ABOVE, 0.0, first)
    first = first / first.sum(axis=1, keepdims=True)
    return _descend(gram, cross, square, rows, ridge, smallest, first, MOST_STEPS)


def _descend(
    gram: Floats, cross: Floats, square: Floats, rows: int, ridge: Floats, smallest: Floats,
    x: Floats, steps: int,
) -> Floats:  # fmt: skip
    """Frank-Wolfe with exact line search; a problem that stops gaining drops out.

    The gradient is affine, so that a step towards a corner mixes it with the gradient there.
    """
    done = x.copy()
    x = x.copy()
    left = np.arange(len(x))
    size = x.shape[1]
    # Half the gradient of rows × loss at x, and at each corner.
    corner = gram + (rows * ridge)[:, None, None] * np.eye(size) - cross[:, None, :]
    slope = np.einsum("bij,bi->bj", corner, x)
    lean = (cross * x).sum(axis=1)
    before = np.full(len(x), np.nan)
    grid = np.arange(len(left))
    for step in range(steps):
        best = slope.argmin(axis=1)
        change = corner[grid, best] - slope
        along = slope[grid, best] - (slope * x).sum(axis=1)
        bend = change[grid, best] - (change * x).sum(axis=1)
        length = np.where(
            bend > 0, np.minimum(np.maximum(-along, 0) / np.maximum(bend, 1e-300), 1), 0.0
        )
        slope += length[:, None] * change
        x *= (1 - length)[:, None]
        x[grid, best] += length
        lean += length * (cross[grid, best] - lean)
        value = ((slope * x).sum(axis=1) - lean + square) / rows
        if step >= 1:
            going: Bools = np.asarray(before - value > smallest)
            if not going.all():
                done[left[~going]] = x[~going]
                if not going.any():
                    return done
                corner, cross, square, lean = (
                    corner[going],
                    cross[going],
                    square[going],
                    lean[going],
                )
                smallest, x, slope = smallest[going], x[going], slope[going]
                value, left = value[going], left[going]
                grid = np.arange(len(left))
        before = value
    done[left] = x
    return done
