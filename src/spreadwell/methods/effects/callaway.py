"""The check: Callaway and Sant'Anna (2021), Journal of Econometrics 225:200-230.

Every summary of the cohort-by-period effects is linear in the outcomes of a site, with one row of
coefficients a cohort. So the influence of all sites on all summaries is one matrix product a
cohort, standard errors follow from it (summed within groups), and a Gaussian multiplier bootstrap
is exactly a draw from N(0, V): draws never touch the sites.
"""

from dataclasses import dataclass

import numpy as np

from spreadwell.methods.effects.panel import Bools, Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class CohortEffects:
    """ATT(g, t) of C cohorts over T periods, NaN where not identified.

    `cohorts` (C,) start indices; `share` (C,) weight of each cohort; `base` (C, T) the period
    each cell is held against.
    """

    cohorts: Ints
    share: Floats
    att: Floats
    base: Ints
    members: Ints
    y: Floats
    w: Floats
    comparators: Floats
    level: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """K summaries with their influence functions (sites or groups × K) and covariance (K, K)."""

    estimates: Floats
    influence: Floats
    covariance: Floats

    @property
    def se(self) -> Floats:
        """(K,) standard errors."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))


def cohort_effects(
    y: Floats, start: Ints, w: Floats, *, compare: str = "notyet", base: str = "universal"
) -> CohortEffects:
    """ATT(g, t) on a complete panel y (N, T); weights w (N,).

    `compare` is "never" or "notyet"; `base` "universal" holds every period against the one before
    the start, "varying" holds periods before the start against the one before them.
    """
    periods = y.shape[1]
    clipped = np.minimum(start, periods)
    cohorts = np.unique(clipped[(clipped > 0) & (clipped < periods)])
    all_starts = np.append(cohorts, periods)
    members = np.searchsorted(all_starts, clipped)
    # Sites live from the first period have no untreated reading and take no part.
    members = np.where(clipped > 0, members, -1)
    total = np.array([w[members == c].sum() for c in range(len(all_starts))])
    mean = np.zeros((len(all_starts), periods))
    for c in range(len(all_starts)):
        own = members == c
        if own.any():
            mean[c] = w[own] @ y[own] / total[c]
    t = np.arange(periods)
    pre = np.broadcast_to(cohorts[:, None] - 1, (len(cohorts), periods))
    if base == "varying":
        pre = np.where(t < cohorts[:, None], np.maximum(t - 1, 0), pre)
    latest = np.maximum(t, pre)
    if compare == "never":
        use = np.broadcast_to(all_starts == periods, (*latest.shape, len(all_starts)))
    else:
        use = all_starts > latest[:, :, None]
    use = use & (np.arange(len(all_starts)) != np.arange(len(cohorts))[:, None, None])
    weight = use * total
    held = weight.sum(axis=2, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        comparators = np.where(held > 0, use / held, np.nan)
    change = mean[:, t][:, None, :] - mean[:, pre]
    level = np.einsum("ctk,kct->ct", comparators * total, change)
    own_change = mean[: len(cohorts)] - np.take_along_axis(mean[: len(cohorts)], pre, axis=1)
    att = own_change - level
    if base == "varying":
        att[:, 0] = np.nan
    return CohortEffects(
        cohorts=cohorts, share=total[: len(cohorts)], att=att, base=pre, members=members,
        y=y, w=w, comparators=comparators, level=level,
    )  # fmt: skip


def summarise(
    effects: CohortEffects,
    cells: Bools | Floats,
    group: Ints | None = None,
    fixed_shares: bool = False,
) -> Summary:
    """Means of ATT(g, t) over cells (K, C, T), weighted by the size of the cohorts.

    `cells` may be numbers, by which a cohort's size is multiplied. The weights' own uncertainty
    is part of the standard error, as in the paper, unless the shares of the cohorts are taken as
    fixed. group (N,) sums influence within groups.
    """
    cells = cells * ~np.isnan(effects.att)
    raw = cells * effects.share[:, None]
    total = raw.sum(axis=(1, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        a = raw / total[:, None, None]
        estimates = np.einsum("kct,ct->k", a, np.nan_to_num(effects.att))
        estimates = np.where(total > 0, estimates, np.nan)
        # d estimate / d share of a cohort: what a site adds by being one of its cohort.
        lean = (
            np.einsum("kct,ct->kc", cells, np.nan_to_num(effects.att))
            - cells.sum(axis=2) * estimates[:, None]
        ) / total[:, None]
    lean = np.zeros_like(lean) if fixed_shares else np.nan_to_num(lean)
    influence = _influence(effects, np.nan_to_num(a), lean)
    return _summary(estimates, influence, group)


def combine(summary: Summary, mix: Floats) -> Summary:
    """Fixed linear mixes (J, K) of summaries, such as the mean over event times."""
    influence = summary.influence @ mix.T
    return Summary(mix @ summary.estimates, influence, influence.T @ influence)


def event_cells(effects: CohortEffects, event_times: Ints) -> Bools:
    """(K, C, T) cells at each event time."""
    event = np.arange(effects.att.shape[1]) - effects.cohorts[:, None]
    return np.asarray(event == event_times[:, None, None])


def _summary(estimates: Floats, influence: Floats, group: Ints | None) -> Summary:
    if group is not None:
        summed = np.zeros((int(group.max()) + 1, influence.shape[1]))
        np.add.at(summed, group, influence)
        influence = summed
    return Summary(estimates, influence, influence.T @ influence)


def _rows_of(cells: Bools) -> Floats:
    """(M, C) which cohort each of the M chosen cells belongs to."""
    return np.asarray(np.nonzero(cells)[0][:, None] == np.arange(len(cells)), dtype=np.float64)


def _influence(effects: CohortEffects, a: Floats, lean: Floats) -> Floats:
    """(N, K) influence of each site on each summary with cell weights a (K, C, T)."""
    count, cohorts, periods = a.shape
    rows = cohorts + 1
    share = effects.share[:, None]
    load = np.zeros((count, rows, periods))
    constant = np.zeros((count, rows))
    own_mean = effects.att + effects.level
    comparators = np.nan_to_num(effects.comparators)
    load[:, :cohorts] += a / share
    constant[:, :cohorts] -= np.einsum("kct,ct->kc", a, np.nan_to_num(own_mean)) / effects.share
    constant += np.einsum(
        "kct,ct,ctr->kr", a, np.nan_to_num(effects.level), comparators, optimize=True
    )
    # Comparators of cell (c, t), by period: (T, K, C) @ (T, C, rows).
    by_period = np.matmul(a.transpose(2, 0, 1), comparators.transpose(1, 0, 2))
    load -= by_period.transpose(1, 2, 0)
    for b in range(periods):
        at_base = effects.base == b
        if not at_base.any():
            continue
        held = a[:, at_base]
        load[:, :cohorts, b] -= held @ _rows_of(at_base) / effects.share
        load[:, :, b] += held @ comparators[at_base]
    influence = np.zeros((len(effects.w), count))
    for r in range(rows):
        own = effects.members == r
        extra = constant[:, r] + (lean[:, r] if r < cohorts else 0.0)
        influence[own] = effects.w[own, None] * (effects.y[own] @ load[:, r].T + extra)
    return influence
