"""Which entries are worth talking about: where learning more could change what is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .acceptability import Scored
from .panel import Floats
from .portfolio import best_portfolio
from .rules import Rule


@dataclass(frozen=True, slots=True)
class WorthDiscussing:
    """What settling an opportunity's score would be worth, in value of the portfolio.

    `gain[i]` is the expected gain from knowing opportunity i exactly, `cell[i, c]` from knowing its
    score on criterion c; `threshold[i]` the value at which it changes side. Nought where talk could
    change nothing, however much scorers disagree.
    """

    gain: Floats
    cell: Floats
    threshold: Floats

    @property
    def order(self) -> NDArray[np.int64]:
        """Opportunities that could change the answer, the most worthwhile first."""
        order = np.argsort(-self.gain, kind="stable")
        worthwhile: NDArray[np.int64] = order[self.gain[order] > 0]
        return worthwhile


def worth_discussing(
    panel: Scored, weights: Floats, rules: Sequence[Rule] = (), *, baseline: float = 0.0
) -> WorthDiscussing:
    """The expected value of perfect information about one opportunity, or one of its scores.

    An opportunity is chosen when its value exceeds what the best portfolio without it is worth
    above the best portfolio around it; the expected gain is the normal loss function of that
    distance. Raiffa & Schlaifer (1961).
    """
    values = panel.mean @ weights - baseline
    threshold = np.array([_threshold(values, rules, one) for one in range(len(values))])
    spread = np.sqrt((panel.se**2) @ (weights**2))
    distance = np.abs(values - threshold)
    return WorthDiscussing(
        _loss(distance, spread),
        _loss(np.repeat(distance[:, None], len(weights), axis=1), panel.se * weights),
        threshold,
    )


def _threshold(values: Floats, rules: Sequence[Rule], one: int) -> float:
    only = np.zeros(len(values))
    only[one] = 1.0
    worth = values.copy()
    worth[one] = 0.0
    without = best_portfolio(worth, [*rules, Rule("never", "out", only, high=0.0)])
    around = best_portfolio(worth, [*rules, Rule("must", "in", only, low=1.0)])
    if not around.found:
        return float("inf")
    return without.value - around.value if without.found else float("-inf")


def _loss(distance: Floats, spread: Floats) -> Floats:
    """E[max(0, N(−distance, spread²))]."""
    from scipy import special

    sure = (spread <= 0) | ~np.isfinite(distance)
    z = np.where(sure, 0.0, distance) / np.where(sure, 1.0, spread)
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    loss = np.where(sure, 1.0, spread) * (density - z * special.ndtr(-z))
    out: Floats = np.where(sure, 0.0, np.maximum(loss, 0.0))
    return out
