"""Each adopting site's own effect, with an interval from its own noise, then shrunken."""

from typing import Final

import numpy as np
from scipy import special

from spreadwell.methods.effects.cells import after, untreated
from spreadwell.methods.effects.checks import Setting
from spreadwell.methods.effects.imputation import impute
from spreadwell.methods.effects.panel import Bools, Floats, Panel
from spreadwell.methods.effects.pooling import RandomEffects, pool
from spreadwell.methods.effects.results import Pooled, SiteEffect

BORROWED_DF: Final = 10.0
"""A site's own spread is pulled towards that of all sites, as if by ten more readings."""


def site_effects(
    panel: Panel, setting: Setting, headline_se: float = 0.0
) -> tuple[tuple[SiteEffect, ...], Pooled | None]:
    """One effect a site that adopted, in site order, and the sites pooled by random effects.

    The spread of a site comes from its residuals before the start with AR(1) autocorrelation
    shared by all sites. What the sites share, foremost the comparison that all are held against,
    does not show in it: by as much as `headline_se` is wider than that of the pooled mean, the
    pooled mean, the range for a next site and the shrunken effects are widened too, so that no
    part of a page is surer than its headline.
    """
    y, periods = setting.y, setting.periods
    fit = untreated(setting.start, periods) & ~np.isnan(y)
    live = after(setting.start, periods, setting.span) & ~np.isnan(y)
    base = impute(y, fit, live[None], setting.w)
    live &= np.isfinite(base.period_effects)
    rows = np.flatnonzero(setting.ever & fit.any(axis=1) & live.any(axis=1))
    if not len(rows):
        return (), None
    level = _mean(y - base.period_effects, fit)
    residual = np.where(fit, y - base.period_effects - level[:, None], 0.0)
    rho = _autocorrelation(residual, fit)
    spread2 = _spread(residual, fit, setting.w)
    effect = _mean(y - base.period_effects - level[:, None], live)
    variance = spread2 * (_mean_factor(live.sum(axis=1), rho) + _mean_factor(fit.sum(axis=1), rho))
    estimate = effect[rows] * setting.per
    se = np.sqrt(variance[rows]) * setting.per
    df = np.maximum(fit[rows].sum(axis=1) - 1, 1) + BORROWED_DF
    half = special.stdtrit(df, (1 + setting.level) / 2) * se
    shrunken = shrunken_half = None
    pooled = None
    if len(rows) >= 3 and (se > 0).all():
        found = pool(estimate, se**2, level=setting.level)
        factor = float(special.stdtrit(found.df, (1 + setting.level) / 2))
        mean, own = float(found.coefficients[0]), float(found.se[0])
        shared = max(headline_se**2 - own**2, 0.0)
        shrunken, shrunken_half = found.shrunken, factor * np.sqrt(found.shrunken_se**2 + shared)
        se_of_mean = float(np.hypot(own, np.sqrt(shared)))
        next_low, next_high = _widened(found, factor * float(np.sqrt(shared)))
        pooled = Pooled(
            estimate=mean, se=se_of_mean,
            lower=mean - factor * se_of_mean, upper=mean + factor * se_of_mean,
            tau2=found.tau2, i2=found.i2, prediction_lower=next_low, prediction_upper=next_high,
            tau2_lower=found.tau2_lower, tau2_upper=found.tau2_upper,
        )  # fmt: skip
    share = setting.w[rows] / setting.w[rows].sum()
    made = []
    for k, row in enumerate(rows):
        made.append(
            SiteEffect(
                site=panel.sites[row],
                adopted=panel.label(int(setting.start[row])),
                estimate=float(estimate[k]),
                se=float(se[k]),
                lower=float(estimate[k] - half[k]),
                upper=float(estimate[k] + half[k]),
                shrunken=None if shrunken is None else float(shrunken[k]),
                shrunken_lower=_bound(shrunken, shrunken_half, k, -1),
                shrunken_upper=_bound(shrunken, shrunken_half, k, 1),
                weight=float(share[k]),
            )
        )
    return tuple(made), pooled


def _widened(found: RandomEffects, further: float) -> tuple[float | None, float | None]:
    """Return the range for a next site with a further half-width that all sites share."""
    if found.prediction_lower is None or found.prediction_upper is None:
        return None, None
    middle = (found.prediction_lower + found.prediction_upper) / 2
    half = float(np.hypot((found.prediction_upper - found.prediction_lower) / 2, further))
    return middle - half, middle + half


def _bound(centre: Floats | None, half: Floats | None, k: int, sign: int) -> float | None:
    if centre is None or half is None:
        return None
    return float(centre[k] + sign * half[k])


def _mean(values: Floats, cells: Bools) -> Floats:
    return np.asarray(np.where(cells, values, 0.0).sum(axis=1) / np.maximum(cells.sum(axis=1), 1))


def _autocorrelation(residual: Floats, fit: Bools) -> float:
    """Lag-one autocorrelation over all sites, with the bias of removing site means put back."""
    pairs = fit[:, 1:] & fit[:, :-1]
    products = float((residual[:, 1:] * residual[:, :-1] * pairs).sum())
    squares = float((residual**2).sum())
    if squares == 0 or not pairs.any():
        return 0.0
    raw = products / squares * fit.sum() / pairs.sum()
    length = fit.sum() / max(fit.any(axis=1).sum(), 1)
    return float(np.clip(raw + (1 + 3 * raw) / max(length, 2), 0.0, 0.9))


def _spread(residual: Floats, fit: Bools, w: Floats) -> Floats:
    """(N,) residual variance: a site's own, pulled towards a common one over its weight."""
    count = np.maximum(fit.sum(axis=1) - 1, 0)
    own = (residual**2).sum(axis=1)
    common = float((w * own).sum() / max(count.sum(), 1))
    return np.asarray((own + BORROWED_DF * common / w) / (count + BORROWED_DF))


def _mean_factor(lengths: Floats, rho: float) -> Floats:
    """(N,) variance of a mean of n AR(1) values, in units of one value's variance."""
    n = np.maximum(lengths, 1).astype(float)
    if rho == 0:
        return np.asarray(1 / n)
    return np.asarray((1 + 2 * rho / (1 - rho) * (1 - (1 - rho**n) / (n * (1 - rho)))) / n)
