"""The headline: imputation in closed form, with a leave-one-out jackknife as one batch of solves.

Borusyak, Jaravel & Spiess (2024), Review of Economic Studies; Gardner (2021). Site and period
effects are fitted on untreated cells only; what a treated cell exceeds them by is its effect.
Site effects are partialled out, so that one T × T system remains, and leaving a group out only
subtracts that group's part of it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from spreadwell.methods.effects.panel import Bools, Floats, Ints

BATCH: Final = 3_000_000
"""Numbers held at once in a batch of leave-one-out systems (24 MB)."""


@dataclass(frozen=True, slots=True, eq=False)
class Imputed:
    """K effects: `estimates` (K,), `left_out` (G, K) without each group, `sites` (K,) counted.

    NaN where nothing identifies an effect. `period_effects` (T,) are NaN where not identified.
    """

    estimates: Floats
    left_out: Floats | None
    sites: Ints
    period_effects: Floats
    drift: float


def impute(
    y: Floats,
    fit: Bools,
    targets: Bools,
    w: Floats,
    group: Ints | None = None,
    drift: Floats | None = None,
) -> Imputed:
    """Mean effects over target cells, held against what untreated cells predict.

    y (N, T) with NaN where missing; fit (N, T) untreated cells to learn from; targets (K, N, T)
    cells each effect averages over, weighted by w (N,); group (N,) numbers for the jackknife
    (None skips it); drift (N, T) a line that sites share, its one slope fitted on untreated cells.
    """
    periods = y.shape[1]
    seen: Bools = np.asarray(~np.isnan(y))
    filled = np.where(seen, y, 0.0)
    fit = fit & seen
    known: Bools = np.asarray(fit.any(axis=1))
    open_period: Bools = np.asarray(fit.any(axis=0))
    usable = seen & known[:, None] & open_period
    m = fit.astype(float)
    count = np.maximum(m.sum(axis=1), 1.0)
    centred = filled - ((m * filled).sum(axis=1) / count)[:, None]
    share = w / count
    x = None
    if drift is not None:
        x = drift - ((m * drift).sum(axis=1) / count)[:, None]

    q = targets * usable
    part_total = np.einsum("knt,n->kn", q, w)
    part_sum = np.einsum("knt,nt,n->kn", q, centred, w, optimize=True)
    system, right = _system(m, centred, x, w, share)
    closed = np.flatnonzero(~open_period)
    system[closed, closed] = 1.0
    v = _loadings(q, m, x, w, share, part_total)
    scale = max(float(w.sum()), 1e-300)
    tie = np.zeros(len(right))
    tie[:periods][open_period] = 1.0
    beta = np.linalg.solve(system + scale * np.outer(tie, tie), right)
    total = part_total.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        estimates = (part_sum.sum(axis=1) - v @ beta) / total
    left_out = None
    if group is not None:
        left_out = np.empty((int(group.max()) + 1, len(targets)))
        width = len(right)
        step = max(1, BATCH // (width * (width + len(targets))))
        for begin in range(0, len(left_out), step):
            chosen = np.arange(begin, min(begin + step, len(left_out)))
            _leave_out(
                chosen, left_out, group, q, m, centred, x, w, share,
                part_total, part_sum, system, right, v, tie * np.sqrt(scale),
            )  # fmt: skip
        _redo_emptied(left_out, y, fit, targets, w, group, drift, open_period)
    effects = np.where(open_period, beta[:periods], np.nan)
    return Imputed(
        estimates=estimates,
        left_out=left_out,
        sites=q.any(axis=2).sum(axis=1),
        period_effects=effects,
        drift=float(beta[periods]) if x is not None else float("nan"),
    )


def drift_of(sites: Bools, periods: int, pace: int = 1) -> Floats:
    """(N, T) the drift that these sites share: steady (pace 1), or one that gathers pace (2)."""
    time = np.arange(periods, dtype=float)
    return np.where(sites[:, None], time**pace / max(periods, 1) ** (pace - 1), 0.0)


def _system(
    m: Floats, centred: Floats, x: Floats | None, w: Floats, share: Floats
) -> tuple[Floats, Floats]:
    """Normal equations of period effects (and the drift) with site effects partialled out."""
    square = np.diag(m.T @ w) - (m.T * share) @ m
    right = (m * centred).T @ w
    if x is None:
        return square, right
    mx = m * x
    border = mx.T @ w
    corner = float(w @ (mx * x).sum(axis=1))
    full = np.block([[square, border[:, None]], [border[None, :], np.array([[corner]])]])
    return full, np.append(right, float(w @ (mx * centred).sum(axis=1)))


def _loadings(
    q: Bools, m: Floats, x: Floats | None, w: Floats, share: Floats, part_total: Floats
) -> Floats:
    """(K, T or T + 1): how each effect leans on the period effects (and the drift)."""
    kind = q.astype(float)
    v = np.einsum("knt,n->kt", kind, w) - (part_total * (share / np.where(w > 0, w, 1))) @ m
    if x is None:
        return np.asarray(v)
    return np.column_stack([v, np.einsum("knt,nt,n->k", kind, x, w, optimize=True)])


def _leave_out(
    chosen: Ints, out: Floats, group: Ints, q: Bools, m: Floats, centred: Floats,
    x: Floats | None, w: Floats, share: Floats, part_total: Floats, part_sum: Floats,
    system: Floats, right: Floats, v: Floats, tie: Floats,
) -> None:  # fmt: skip
    """Fill `out` for the chosen groups: subtract each one's part and solve the batch."""
    width = len(right)
    systems = np.broadcast_to(system + np.outer(tie, tie), (len(chosen), width, width)).copy()
    rights = np.broadcast_to(right, (len(chosen), width)).copy()
    loadings = np.broadcast_to(v, (len(chosen), *v.shape)).copy()
    totals = np.broadcast_to(part_total.sum(axis=1), (len(chosen), len(q))).copy()
    sums = np.broadcast_to(part_sum.sum(axis=1), (len(chosen), len(q))).copy()
    rows = np.flatnonzero((group >= chosen[0]) & (group <= chosen[-1]))
    rows = rows[np.argsort(group[rows], kind="stable")]
    bounds = np.searchsorted(group[rows], np.append(chosen, chosen[-1] + 1))
    treated: Bools = np.asarray(part_total.any(axis=0))
    if x is None and len(rows) == len(chosen):
        # One site a group: every part at once, without a loop.
        mr, wr = m[rows], w[rows]
        systems += (share[rows, None] * mr)[:, :, None] * mr[:, None, :]
        np.einsum("gtt->gt", systems)[...] -= wr[:, None] * mr
        rights -= wr[:, None] * mr * centred[rows]
        slots = np.flatnonzero(treated[rows])
        own = rows[slots]
        lean = (part_total[:, own] * share[own] / w[own]).T
        loadings[slots] -= q[:, own].transpose(1, 0, 2) * w[own, None, None]
        loadings[slots] += lean[:, :, None] * m[own][:, None, :]
        totals[slots] -= part_total[:, own].T
        sums[slots] -= part_sum[:, own].T
    else:
        for slot in range(len(chosen)):
            own = rows[bounds[slot] : bounds[slot + 1]]
            xs = None if x is None else x[own]
            part, part_right = _system(m[own], centred[own], xs, w[own], share[own])
            systems[slot] -= part
            rights[slot] -= part_right
            own = own[treated[own]]
            if len(own):
                xs = None if x is None else x[own]
                loadings[slot] -= _loadings(q[:, own], m[own], xs, w[own], share[own],
                                            part_total[:, own])  # fmt: skip
                totals[slot] -= part_total[:, own].sum(axis=1)
                sums[slot] -= part_sum[:, own].sum(axis=1)
    # A group that alone held a period open leaves a zero row; those are done again one by one.
    diagonal = np.einsum("gtt->gt", systems)
    top = float(np.abs(system).max())
    diagonal += np.where(diagonal - tie**2 < 1e-9 * top, top, 0.0)
    beta = np.linalg.solve(systems, rights[:, :, None])
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (sums - (loadings @ beta)[:, :, 0]) / totals
    out[chosen] = np.where(np.abs(totals) > 1e-12 * w.sum(), found, np.nan)


def _redo_emptied(
    out: Floats, y: Floats, fit: Bools, targets: Bools, w: Floats, group: Ints,
    drift: Floats | None, open_period: Bools,
) -> None:  # fmt: skip
    """Do again, from scratch, the groups without which a period has no untreated cell."""
    per_group = np.zeros((len(out), fit.shape[1]))
    np.add.at(per_group, group, fit)
    alone = np.asarray(((per_group == per_group.sum(axis=0)) & open_period).any(axis=1))
    for g in np.flatnonzero(alone):
        rest = group != g
        if not fit[rest].any():
            out[g] = np.nan
            continue
        part = None if drift is None else drift[rest]
        out[g] = impute(y[rest], fit[rest], targets[:, rest], w[rest], None, part).estimates


def jackknife_covariance(left_out: Floats) -> Floats:
    """(K, K) covariance from leave-one-group-out estimates (G, K).

    Groups without which one of the effects is not identified take no part; an effect that is
    never identified is NaN and does not touch the others.
    """
    count = left_out.shape[1]
    known = np.flatnonzero(~np.isnan(left_out).all(axis=0))
    made = np.full((count, count), np.nan)
    whole = left_out[:, known]
    whole = whole[~np.isnan(whole).any(axis=1)]
    groups = len(whole)
    if groups < 2:
        return made
    centred = whole - whole.mean(axis=0)
    made[np.ix_(known, known)] = (groups - 1) / groups * centred.T @ centred
    return made
