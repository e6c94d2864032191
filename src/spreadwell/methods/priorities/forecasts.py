"""What a shortlist expected, scored when the effect is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .panel import Floats


@dataclass(frozen=True, slots=True)
class ForecastScores:
    """Scores of forecasts, in the unit of what was forecast.

    `crps` (n) is the continuous ranked probability score, smaller being better and 0 perfect;
    `within` tells whether the range held the truth. `coverage` is the share that did, to be held
    against `level`; `mean_crps` the mean score.
    """

    crps: Floats
    within: Floats
    level: float

    @property
    def coverage(self) -> float:
        """The share of ranges that held the truth."""
        return float(self.within.mean())

    @property
    def mean_crps(self) -> float:
        """The mean score."""
        return float(self.crps.mean())


def score_forecasts(low: Floats, high: Floats, seen: Floats, level: float = 0.8) -> ForecastScores:
    """Score ranges, read as the central `level` of a normal forecast, against what was seen.

    Raises ValueError for none, for ends in the wrong order, or a level outside 0 to 1. Gneiting &
    Raftery (2007).
    """
    from scipy import special

    bottom, top, truth = (np.asarray(one, dtype=float) for one in (low, high, seen))
    if not len(truth) or not np.isfinite(np.stack([bottom, top, truth])).all():
        raise ValueError("A forecast is scored once its range and its result are known.")
    if (top < bottom).any() or not 0 < level < 1:
        raise ValueError("A range has its low end first, and its level lies between 0 and 1.")
    middle = (bottom + top) / 2
    spread = (top - bottom) / (2 * special.ndtri((1 + level) / 2))
    sure = spread <= 0
    z = (truth - middle) / np.where(sure, 1.0, spread)
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    score = spread * (z * (2 * special.ndtr(z) - 1) + 2 * density - 1 / np.sqrt(np.pi))
    crps = np.where(sure, np.abs(truth - middle), score)
    return ForecastScores(crps, ((truth >= bottom) & (truth <= top)).astype(float), level)


def scores_by(scores: ForecastScores, labels: Sequence[str]) -> dict[str, ForecastScores]:
    """The same scores by panel, or by whatever else the labels (n) name, in order of the names."""
    of = np.array(labels)
    if len(of) != len(scores.crps):
        raise ValueError("Each forecast has one label.")
    return {
        str(name): ForecastScores(scores.crps[of == name], scores.within[of == name], scores.level)
        for name in np.unique(of)
    }


def foretold_by(criteria: Floats, effect: Floats) -> Floats:
    """Rank correlation (C) of each criterion's scores (n, C) with the effects seen (n).

    Spearman's, from −1 to 1; NaN where a criterion or the effects are all the same, or under three.
    """
    from scipy import stats

    if len(effect) < 3:
        return np.full(criteria.shape[1], np.nan)
    ranked = stats.rankdata(criteria, axis=0) - (len(effect) + 1) / 2
    of_effect = stats.rankdata(effect) - (len(effect) + 1) / 2
    size = np.sqrt((ranked**2).sum(axis=0) * (of_effect**2).sum())
    found = np.full(criteria.shape[1], np.nan)
    np.divide(of_effect @ ranked, size, out=found, where=size > 0)
    return found
