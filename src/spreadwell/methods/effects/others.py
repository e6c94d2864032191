"""The same question asked of other estimators, and of the headline's library standard errors.

They stand beside the headline for those who know them; the grade rests on none of them. The
standard errors are those of the papers, which are too small when few sites start.
"""

import numpy as np

from spreadwell.methods.effects import callaway
from spreadwell.methods.effects.cells import Span, after, untreated
from spreadwell.methods.effects.further import Other
from spreadwell.methods.effects.panel import Bools, Floats, Ints, fill_gaps
from spreadwell.methods.effects.regression import normal, small_sample
from spreadwell.methods.effects.twoway import solve_two_way


def imputation_weights(fit: Bools, target: Bools, w: Floats) -> Floats:
    """(N, T) weights v of the imputation estimate Σ v·y, where w (N,) weighs sites.

    Borusyak, Jaravel & Spiess (2024), proposition 3: on untreated cells, the weights that make it
    blind to every site and period effect.
    """
    v = np.where(target, w[:, None], 0.0)
    v /= v.sum()
    fitted = solve_two_way(fit, w, v.sum(axis=1), v.sum(axis=0))
    return np.asarray(v - np.where(fit, w[:, None] * fitted, 0.0))


def library_errors(
    y: Floats, start: Ints, w: Floats, group: Ints, span: Span, per: float, level: float
) -> tuple[Other, ...]:
    """The headline with the standard errors that its authors' programs print.

    Sites without an untreated cell, and periods in which nobody is untreated, take no part.
    """
    periods = y.shape[1]
    fit = untreated(start, periods) & ~np.isnan(y)
    known = np.asarray(fit.any(axis=1))[:, None] & np.asarray(fit.any(axis=0))
    target = after(start, periods, span) & ~np.isnan(y) & known
    if not target.any():
        return ()
    filled = np.where(np.isnan(y), 0.0, y)
    v = imputation_weights(fit, target, w)
    estimate = float((v * filled).sum())
    held = np.where(fit, filled, 0.0) * w[:, None]
    fitted = solve_two_way(fit, w, held.sum(axis=1), held.sum(axis=0))
    tau = filled - fitted
    made = []
    for name, source, mean in (
        ("imputation, errors by cohort and period", "Borusyak, Jaravel & Spiess (2024)",
         _cohort_means(tau, v, start, target)),
        ("two-stage", "Gardner (2021)", np.full(y.shape, estimate)),
    ):  # fmt: skip
        error = np.where(target, tau - mean, np.where(fit, tau, 0.0))
        by_group = np.bincount(group, weights=(v * error).sum(axis=1))
        se = float(np.sqrt((by_group**2).sum()))
        made.append(Other(name, source, normal(estimate, se, per, level)))
    return tuple(made)


def _cohort_means(tau: Floats, v: Floats, start: Ints, target: Bools) -> Floats:
    """(N, T) mean effect of each cell's cohort in its period, weighted by v² as in the paper."""
    mean = np.zeros(tau.shape)
    square = np.where(target, v, 0.0) ** 2
    for g in np.unique(start[target.any(axis=1)]):
        own = start == g
        total = square[own].sum(axis=0)
        part = (square[own] * tau[own]).sum(axis=0)
        mean[own] = np.where(total > 0, part / np.where(total > 0, total, 1.0), 0.0)
    return mean


def sun_abraham(
    y: Floats, start: Ints, w: Floats, group: Ints, span: Span, per: float, level: float
) -> Other | None:
    """The regression on cohort × time since the start, averaged over live cells.

    Sun & Abraham (2021). With fixed shares of the cohorts, as its programs take them. None where
    nobody never starts.
    """
    if not (start >= y.shape[1]).any():
        return None
    effects = callaway.cohort_effects(fill_gaps(y), start, w, compare="never", base="universal")
    event = np.arange(y.shape[1]) - effects.cohorts[:, None]
    last = y.shape[1] if span.periods_after is None else span.periods_after
    live = (event >= span.window) & (event <= last) & ~np.isnan(effects.att)
    if not live.any():
        return None
    share = np.where(live, effects.share[:, None], 0.0)
    found = callaway.summarise(effects, live[None], group, fixed_shares=True)
    coefficients = len(effects.cohorts) * (y.shape[1] - 1) + y.shape[1]
    scaled = small_sample(int(group.max()) + 1, y.size, coefficients)
    estimate = float((share * np.nan_to_num(effects.att)).sum() / share.sum())
    result = normal(estimate, float(found.se[0]) * float(np.sqrt(scaled)), per, level)
    return Other("interaction-weighted regression", "Sun & Abraham (2021)", result)
