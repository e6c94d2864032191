"""Scores made comparable where not everybody scored everything: strict scorers, few scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .panel import Floats

# Ratios of variances are searched between e^−12 (none) and e^12 (all).
FARTHEST = 12.0
# A criterion with fewer scores to spare than this tells no severity from chance.
LEAST_SPARE = 3


@dataclass(frozen=True, slots=True)
class TwoWay:
    """One criterion: opportunity means (n) with standard errors, and each scorer's severity.

    `severity` is how far a scorer's marks lie above (+) or below (−) the panel's. `between`,
    `scorers` and `noise` are the variances of opportunities, scorers and what is left.
    """

    mean: Floats
    se: Floats
    severity: Floats
    between: float
    scorers: float
    noise: float


def is_unbalanced(scores: Floats) -> bool:
    """Tell whether somebody scored some opportunities (n, k) and not others."""
    given = ~np.isnan(scores)
    return bool((given.any(axis=0) & ~given.all(axis=0)).any())


def two_way(scores: Floats, member: Floats) -> TwoWay | None:
    """Shrunken means of `scores` (n, k; NaN = none) in a model of opportunity and scorer.

    y = μ + opportunity + scorer + noise, all three random, variances by REML and effects by best
    linear unbiased prediction (Henderson 1975). `member` (groups, k) gives each group of scorers an
    equal voice in an opportunity's mean. None where the scores are too few to tell.
    """
    given = ~np.isnan(scores)
    count = int(given.sum())
    scored, scorers = given.any(axis=1), given.any(axis=0)
    if scored.sum() < 2 or scorers.sum() < 2 or count < scored.sum() + LEAST_SPARE:
        return None
    centre = float(np.nanmean(scores))
    left = np.where(given, scores - centre, 0.0)
    if not left.any():
        return None
    model = _Model(given.astype(float), left)
    from scipy import optimize

    found = optimize.minimize(
        model.deviance, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-4, "fatol": 1e-8}
    )
    ratios = np.exp(np.clip(found.x, -FARTHEST, FARTHEST))
    solution, covariance, noise = model.solve(ratios)
    between, among = ratios * noise
    weight, voices, spread = _voices(given, member)
    trust = between / (between + noise * spread)
    trust = np.where(voices > 0, trust, 0.0)
    heard = (weight * (left - np.where(given, solution[1:], 0.0))).sum(axis=1)
    mean = solution[0] + trust * (heard - solution[0])
    # What is not known of the level and of the scorers, carried into each mean.
    carried = np.column_stack([1.0 - trust, -trust[:, None] * weight])
    unsure = (carried @ covariance * carried).sum(axis=1) * noise
    se = np.sqrt(np.maximum((1.0 - trust) * between + unsure, 0.0))
    return TwoWay(mean + centre, se, solution[1:], float(between), float(among), float(noise))


class _Model:
    """Henderson's equations with the opportunities absorbed, so that only scorers are solved."""

    def __init__(self, given: Floats, left: Floats) -> None:
        self.size = given.sum(axis=1)
        self.cross = np.column_stack([self.size, given])
        whole = np.append(given.sum(), given.sum(axis=0))
        self.whole = np.diag(whole)
        self.whole[0, 1:] = self.whole[1:, 0] = whole[1:]
        self.total = np.append(left.sum(), left.sum(axis=0))
        self.sums = left.sum(axis=1)
        self.squares = float((left**2).sum())
        self.count = given.sum()

    def _equations(self, ratios: Floats) -> tuple[Floats, Floats, Floats]:
        diagonal = self.size + 1.0 / ratios[0]
        system = self.whole - self.cross.T @ (self.cross / diagonal[:, None])
        system[np.arange(1, len(system)), np.arange(1, len(system))] += 1.0 / ratios[1]
        right = self.total - self.cross.T @ (self.sums / diagonal)
        return diagonal, system, right

    def deviance(self, logs: Floats) -> float:
        """Minus twice the restricted log likelihood, the noise profiled out."""
        ratios = np.exp(np.clip(logs, -FARTHEST, FARTHEST))
        diagonal, system, right = self._equations(ratios)
        left = self._left(diagonal, system, right)
        return float(
            np.log(diagonal).sum()
            + np.linalg.slogdet(system)[1]
            + len(self.size) * np.log(ratios[0])
            + (len(system) - 1) * np.log(ratios[1])
            + (self.count - 1) * np.log(left)
        )

    def solve(self, ratios: Floats) -> tuple[Floats, Floats, float]:
        """Level and severities, their covariance by the noise, and the noise."""
        diagonal, system, right = self._equations(ratios)
        inverse = np.asarray(np.linalg.inv(system), dtype=np.float64)
        noise = self._left(diagonal, system, right) / (self.count - 1)
        return inverse @ right, inverse, float(noise)

    def _left(self, diagonal: Floats, system: Floats, right: Floats) -> float:
        explained = (self.sums**2 / diagonal).sum() + right @ np.linalg.solve(system, right)
        return max(float(self.squares - explained), 1e-12 * self.squares)


def _voices(given: np.ndarray, member: Floats) -> tuple[Floats, Floats, Floats]:
    """Each score's weight in its mean, the groups heard, and the mean's variance by the noise."""
    size = given.astype(float) @ member.T
    heard = size > 0
    voices = heard.sum(axis=1).astype(float)
    inverse = np.divide(1.0, size, out=np.zeros_like(size), where=heard)
    inverse /= np.maximum(voices, 1.0)[:, None]
    weight = np.where(given, inverse @ member, 0.0)
    return weight, voices, (weight**2).sum(axis=1)
