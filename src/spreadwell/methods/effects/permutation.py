"""Permutation of adoption dates: how often would dates drawn by lot look this effective?

Whole groups swap dates. The estimate depends on a draw only through weighted sums by cohort, so
that all draws are one batch of T × T systems. Gaps are filled by straight lines first, for the
real dates and the drawn ones alike, so that the test keeps its size.
"""

from dataclasses import dataclass

import numpy as np

from spreadwell.methods.effects.cells import Span, after, untreated
from spreadwell.methods.effects.panel import Floats, Ints, fill_gaps


@dataclass(frozen=True, slots=True, eq=False)
class Permutation:
    """`p` two-sided; `rank` of the real estimate by size among it and the draws; draws (D,)."""

    p: float
    rank: int
    draws: Floats


def permute_dates(
    y: Floats, start: Ints, w: Floats, group: Ints, span: Span, draws: int, seed: int
) -> Permutation:
    """Estimates under shuffled dates; y (N, T), start (N,), w (N,), group (N,).

    Where dates differ inside a group, sites are shuffled instead. With one adopting group every
    group takes its date in turn, so the draws are exhaustive.
    """
    periods = y.shape[1]
    clipped = np.minimum(start, periods)
    if _mixed(clipped, group):
        group = np.arange(len(y))
    of_group = np.zeros(int(group.max()) + 1, dtype=np.int64)
    of_group[group] = clipped
    y = fill_gaps(y)
    groups = len(of_group)
    adopters = np.flatnonzero(of_group < periods)
    if len(adopters) == 1:
        order = np.array([np.roll(np.arange(groups), k) for k in range(1, groups)])
    else:
        random = np.random.default_rng(seed)
        order = random.permuted(np.tile(np.arange(groups), (draws, 1)), axis=1)
    real = float(_batch(y, of_group, w, group, span, np.arange(groups)[None])[0])
    found = _batch(y, of_group, w, group, span, order)
    found = found[~np.isnan(found)]
    # Equal to the last digit is as extreme: sums in another order must not decide.
    rank = 1 + int((np.abs(found) >= abs(real) * (1 - 1e-9)).sum())
    return Permutation(rank / (len(found) + 1), rank, found)


def _mixed(start: Ints, group: Ints) -> bool:
    low = np.full(int(group.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(low, group, start)
    return bool((start != low[group]).any())


def _batch(y: Floats, of_group: Ints, w: Floats, group: Ints, span: Span, order: Ints) -> Floats:
    """(D,) estimates; row d of order says which group stands where group 0, 1, … stood."""
    periods = y.shape[1]
    weight = np.bincount(group, weights=w)
    summed = np.zeros((len(of_group), periods))
    np.add.at(summed, group, w[:, None] * y)
    starts = np.unique(of_group)
    fit = untreated(starts, periods).astype(float)
    live = after(starts, periods, span).astype(float)
    system = np.zeros((len(order), periods, periods))
    right = np.zeros((len(order), periods))
    loading = np.zeros((len(order), periods))
    part = np.zeros(len(order))
    total = np.zeros(len(order))
    open_period = fit.any(axis=0)
    for c, m in enumerate(fit):
        if not m.any():
            continue
        q = live[c] * open_period
        members = order[:, of_group == starts[c]]
        held = weight[members].sum(axis=1)
        sums = summed[members].sum(axis=1)
        site_mean = sums @ m / m.sum()
        system += held[:, None, None] * (np.diag(m) - np.outer(m, m) / m.sum())
        right += m * (sums - site_mean[:, None])
        part += sums @ q - q.sum() * site_mean
        loading += held[:, None] * (q - q.sum() * m / m.sum())
        total += held * q.sum()
    closed = np.flatnonzero(~open_period)
    system[:, closed, closed] = 1.0
    tie = open_period * np.sqrt(w.sum())
    beta = np.linalg.solve(system + np.outer(tie, tie), right[:, :, None])[:, :, 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((part - (loading * beta).sum(axis=1)) / total)
