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
    """Frank-Wolfe with exact line search; a problem that stops gaining drops out."""
    done = x.copy()
    left = np.arange(len(x))
    eta = rows * ridge
    product = np.einsum("bij,bj->bi", gram, x)
    before = np.full(len(x), np.nan)
    for step in range(steps):
        grid = np.arange(len(left))
        gradient = product - cross + eta[:, None] * x
        best = gradient.argmin(axis=1)
        # The direction is towards the best corner: e_best − x.
        slope = gradient[grid, best] - (gradient * x).sum(axis=1)
        own, at_best = (x * product).sum(axis=1), product[grid, best]
        bend = gram[grid, best, best] - 2 * at_best + own
        size = (x**2).sum(axis=1)
        bend += eta * (1 - 2 * x[grid, best] + size)
        with np.errstate(invalid="ignore", divide="ignore"):
            length = np.where(bend > 0, np.clip(-slope / bend, 0, 1), 0.0)
        product = product + length[:, None] * (gram[grid, :, best] - product)
        x = x * (1 - length[:, None])
        x[grid, best] += length
        fit = (x * product).sum(axis=1) - 2 * (cross * x).sum(axis=1) + square
        value = ridge * (x**2).sum(axis=1) + fit / rows
        going: Bools = np.ones(len(left), dtype=np.bool_)
        if step >= 1:
            going = before - value > smallest
        before = value
        if not going.all():
            done[left[~going]] = x[~going]
            if not going.any():
                return done
            gram, cross, square, eta = gram[going], cross[going], square[going], eta[going]
            ridge, smallest, x = ridge[going], smallest[going], x[going]
            product, before, left = product[going], before[going], left[going]
    done[left] = x
    return done
