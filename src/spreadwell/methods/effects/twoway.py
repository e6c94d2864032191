"""Site and period effects taken out of a panel, exactly, with gaps and weights."""

import numpy as np

from spreadwell.methods.effects.panel import Bools, Floats


def solve_two_way(cells: Bools, w: Floats, by_site: Floats, by_period: Floats) -> Floats:
    """(N, T) site + period effects a_i + b_t whose weighted sums over cells are those given.

    cells (N, T); w (N,); by_site (N,) and by_period (T,) are Σ w(a + b) along each side. Sites
    are partialled out, so that one T × T system remains; the free constant is set so that the
    period effects sum to zero.
    """
    m = cells.astype(float)
    weight = w * m.sum(axis=1)
    share = np.where(weight > 0, w / np.where(weight > 0, weight, 1.0), 0.0)
    system = np.diag(m.T @ w) - (m.T * (w * share)) @ m
    right = by_period - (m * (share * by_site)[:, None]).sum(axis=0)
    open_period = m.any(axis=0)
    closed = np.flatnonzero(~open_period)
    system[closed, closed] = 1.0
    tie = open_period.astype(float)
    b = np.linalg.solve(system + float(w.sum()) * np.outer(tie, tie), right)
    with np.errstate(invalid="ignore", divide="ignore"):
        a = np.where(weight > 0, (by_site - w * (m @ b)) / np.where(weight > 0, weight, 1.0), 0.0)
    return np.asarray(a[:, None] + b)


def residuals(x: Floats, cells: Bools, w: Floats) -> Floats:
    """x (N, T) less its weighted site and period effects over cells; 0 elsewhere."""
    held = np.where(cells, x, 0.0) * w[:, None]
    fitted = solve_two_way(cells, w, held.sum(axis=1), held.sum(axis=0))
    return np.asarray(np.where(cells, x - fitted, 0.0))
