"""Few sites started: comparators weighed so that they moved as those sites did before.

Synthetic difference in differences (Arkhangelsky, Athey, Hirshberg, Imbens & Wager 2021, American
Economic Review 111:4088-4118), once per adoption date (Clarke, Pailañir, Athey & Imbens 2023), and
synthetic control (Abadie, Diamond & Hainmueller 2010). The spread comes from pretending that sites
without the innovation had started.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from spreadwell.methods.effects.cells import Span
from spreadwell.methods.effects.further import SiteWeight, Synthetic
from spreadwell.methods.effects.intervals import t_interval
from spreadwell.methods.effects.panel import Floats, Ints, Panel, fill_gaps
from spreadwell.methods.effects.simplex import simplex_weights

FEWEST_CONTROLS: Final = 3
FEWEST_BEFORE: Final = 4
PLACEBO_SETS: Final = 200
"""Sets of pretended starts where there are too many to take each in turn."""
BATCH: Final = 2_000_000
"""Numbers held at once in a batch of placebo problems (16 MB)."""
NEGLIGIBLE: Final = 1e-6
GAIN: Final = 1e-5
"""A step that gains less than this share of the ordinary change ends the search (the paper's)."""
PLACEBO_GAIN: Final = 3e-3
"""Placebos give a spread and a rank, which need fewer digits."""


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """B problems: effects (B,), site weights (B, C), period weights (B, T0), misfit before (B,),

    and how much worse the fit became after (B,).
    """

    effects: Floats
    omega: Floats
    lambda_: Floats
    misfit: Floats
    ratio: Floats


def can_be_synthetic(start: Ints, periods: int) -> bool:
    """Whether enough sites never start, and enough periods lie before the first start."""
    controls = int((start >= periods).sum())
    return controls >= FEWEST_CONTROLS and int(start.min()) >= FEWEST_BEFORE


def synthetic(
    panel: Panel, w: Floats, method: str, span: Span, seed: int, per: float, level: float
) -> Synthetic:
    """The effect against synthetic comparators; `method` "synthetic-did" or "synthetic-control".

    Sites whose adoption was decided together count as one, the mean of them by w (N,). Each
    adoption date is held against the sites that never start and the dates are averaged by
    the periods and sites they bring. ValueError where there is too little to weigh.
    """
    periods = panel.shape[1]
    y, start, names = _units(panel, w)
    if not can_be_synthetic(start, periods):
        raise ValueError(
            f"Synthetic comparators need {FEWEST_CONTROLS} sites that never start and "
            f"{FEWEST_BEFORE} periods before the first start."
        )
    controls = np.flatnonzero(start >= periods)
    dates = np.unique(start[start < periods])
    structure = [(int(g), int((start == g).sum())) for g in dates]
    real = misfit = ratio = total = 0.0
    omega, lambda_ = np.zeros(len(controls)), np.zeros(periods)
    for g, count in structure:
        after = _after(g, periods, span)
        if not len(after):
            continue
        target = y[start == g].mean(axis=0)
        fit = _fit(y[controls][None], target[None], g, after, count, method)
        share = count * len(after)
        real += share * float(fit.effects[0])
        misfit += share * float(fit.misfit[0])
        ratio += share * float(fit.ratio[0])
        omega += share * fit.omega[0]
        lambda_[:g] += share * fit.lambda_[0]
        total += share
    if total == 0:
        raise ValueError("No period since the start is counted, so there is nothing to compare.")
    real, misfit, ratio, omega = real / total, misfit / total, ratio / total, omega / total
    found, ratios = _placebos(y[controls], structure, span, method, seed)
    se = rank = ratio_rank = None
    if len(found) >= FEWEST_CONTROLS - 1:
        se = float(found.std()) * per
        rank = 1 + int((np.abs(found) >= abs(real) * (1 - 1e-9)).sum())
        ratio_rank = 1 + int((ratios >= ratio * (1 - 1e-9)).sum())
    result = t_interval(real * per, float("nan") if se is None else se, None, level)
    return Synthetic(
        method=method,
        result=result,
        placebo_se=se,
        rank=rank,
        among=len(found) + 1,
        ratio_rank=ratio_rank if method == "synthetic-control" else None,
        dates=len(structure),
        omega=_listed([names[i] for i in controls], omega),
        lambda_=tuple(
            SiteWeight(panel.label(t), float(value))
            for t, value in enumerate(lambda_ / total)
            if value > NEGLIGIBLE
        ),
        fit_before=misfit * per,
    )


def _units(panel: Panel, w: Floats) -> tuple[Floats, Ints, tuple[str, ...]]:
    """Outcomes (U, T), starts (U,) and names of what adopts: groups where they adopt as one."""
    y, start = fill_gaps(panel.outcome), np.minimum(panel.start, panel.shape[1])
    groups = len(panel.group_names)
    low = np.full(groups, panel.shape[1])
    np.minimum.at(low, panel.group, start)
    if groups == len(y) or (start != low[panel.group]).any():
        return y, start, panel.sites
    total = np.bincount(panel.group, weights=w)
    mean = np.zeros((groups, y.shape[1]))
    np.add.at(mean, panel.group, w[:, None] * y)
    return mean / total[:, None], low, panel.group_names


def _listed(names: list[str], weights: Floats) -> tuple[SiteWeight, ...]:
    order = np.argsort(-weights, kind="stable")
    return tuple(SiteWeight(names[i], float(weights[i])) for i in order if weights[i] > NEGLIGIBLE)


def _after(start: int, periods: int, span: Span) -> Ints:
    last = periods - 1 if span.periods_after is None else start + span.periods_after
    return np.arange(start + span.window, min(last, periods - 1) + 1)


def _fit(
    controls: Floats, target: Floats, start: int, after: Ints, count: int, method: str,
    gain: float = GAIN,
) -> Fits:  # fmt: skip
    """Weigh controls (B, C, T) towards targets (B, T), the mean of `count` sites each."""
    before = controls[:, :, :start]
    # Zeta of the paper: the size of ordinary month-to-month change, times (N₁T₁)^¼.
    noise = np.diff(before, axis=2).reshape(len(controls), -1).std(axis=1, ddof=1)
    smallest = (gain * noise) ** 2
    small = (1e-6 * noise) ** 2
    mean_after = controls[:, :, after].mean(axis=2)
    if method == "synthetic-did":
        ridge = (count * len(after)) ** 0.5 * noise**2
        lambda_ = simplex_weights(before, mean_after, small, smallest, intercept=True)
        across, wanted = before.transpose(0, 2, 1), target[:, :start]
        omega = simplex_weights(across, wanted, ridge, smallest, intercept=True)
    else:
        lambda_ = np.zeros((len(controls), start))
        across, wanted = before.transpose(0, 2, 1), target[:, :start]
        omega = simplex_weights(across, wanted, small, smallest, intercept=False)
    gap = target - np.einsum("bc,bct->bt", omega, controls)
    late = gap[:, after].mean(axis=1)
    early = (gap[:, :start] * lambda_).sum(axis=1)
    level = gap[:, :start].mean(axis=1, keepdims=True) if method == "synthetic-did" else 0.0
    misfit = np.sqrt(((gap[:, :start] - level) ** 2).mean(axis=1))
    worse = np.sqrt((gap[:, after] ** 2).mean(axis=1)) / np.maximum(misfit, 1e-300)
    return Fits(late - early, omega, lambda_, misfit, worse)


def _placebos(
    y: Floats, structure: list[tuple[int, int]], span: Span, method: str, seed: int
) -> tuple[Floats, Floats]:
    """Effects and misfit ratios when controls y (C, T) are pretended to have started."""
    controls, periods = y.shape
    wanted = sum(count for _, count in structure)
    if controls - wanted < FEWEST_CONTROLS - 1:
        return np.empty(0), np.empty(0)
    if wanted == 1:
        order = np.array([np.roll(np.arange(controls), -k) for k in range(controls)])
    else:
        random = np.random.default_rng(seed)
        order = random.permuted(np.tile(np.arange(controls), (PLACEBO_SETS, 1)), axis=1)
    effects, ratios, total = np.zeros(len(order)), np.zeros(len(order)), 0.0
    step = max(1, BATCH // (controls * (periods + controls)))
    taken = 0
    for g, count in structure:
        after = _after(g, periods, span)
        if not len(after):
            continue
        share = count * len(after)
        total += share
        for begin in range(0, len(order), step):
            rows = order[begin : begin + step]
            target = y[rows[:, taken : taken + count]].mean(axis=1)
            fit = _fit(y[rows[:, wanted:]], target, g, after, count, method, PLACEBO_GAIN)
            effects[begin : begin + step] += share * fit.effects
            ratios[begin : begin + step] += share * fit.ratio
        taken += count
    return effects / total, ratios / total
