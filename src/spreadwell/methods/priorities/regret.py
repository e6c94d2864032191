"""The portfolio that nobody's weights make look bad: least greatest regret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .panel import Floats
from .portfolio import EVERY_UP_TO, Bits, best_portfolio, every_portfolio
from .rules import Rule, matrix
from .solver import milp

# Regret within so much of the least is as good: scores are not known better.
GAP = 1e-3
NODES = 100


@dataclass(frozen=True, slots=True)
class Regret:
    """A portfolio and what it gives up under each weighting (W) against the best for that one.

    `largest` is the greatest of these. `found` is False when no portfolio keeps all rules.
    """

    chosen: Bits
    regrets: Floats
    best: Floats
    found: bool

    @property
    def largest(self) -> float:
        """The greatest regret over the weightings."""
        return float(self.regrets.max())


def least_regret(values: Floats, rules: Sequence[Rule] = ()) -> Regret:
    """The portfolio of least greatest regret, from `values` (weightings, n).

    Savage (1951); short lists are tried in every way. In longer ones what the best portfolios of
    all weightings agree on stays, and HiGHS settles the rest: near the least, not proved.
    """
    weightings, count = values.shape
    if count <= EVERY_UP_TO:
        every = every_portfolio(count, rules)
        if not len(every):
            return _none(weightings, count)
        worth = every.astype(float) @ values.T
        best = worth.max(axis=0)
        chosen = every[(best - worth).max(axis=1).argmin()]
        return Regret(chosen.copy(), best - values @ chosen, best, True)
    portfolios = [best_portfolio(one, rules, proof=False) for one in values]
    if not portfolios[0].found:
        return _none(weightings, count)
    # Another weighting's choice may do better here than one that was not proved best.
    tried = np.unique([one.chosen for one in portfolios], axis=0)
    worth = tried.astype(float) @ values.T
    best = worth.max(axis=0)
    fallback: Bits = tried[(best - worth).max(axis=1).argmin()].astype(np.bool_)
    chosen = _program(values, rules, best, fallback, tried)
    return Regret(chosen, np.maximum(best - values @ chosen, 0.0), best, True)


def _program(
    values: Floats, rules: Sequence[Rule], best: Floats, fallback: Bits, tried: Bits
) -> Bits:
    """Settle by a program what the weightings do not agree on; never worse than the fallback."""
    from scipy import optimize

    weightings, count = values.shape
    rows, low, high = matrix(rules, count)
    ceiling = float((best - values @ fallback).max())
    limits = [optimize.LinearConstraint(np.hstack([values, np.ones((weightings, 1))]), best)]
    if len(rules):
        padded = np.hstack([rows, np.zeros((len(rules), 1))])
        limits.append(optimize.LinearConstraint(padded, low, high))
    share = tried.mean(axis=0)
    ends = np.append((share >= 1).astype(float), 0.0), np.append((share > 0).astype(float), ceiling)
    found = milp(
        np.append(np.zeros(count), 1.0),
        integrality=np.append(np.ones(count), 0.0),
        bounds=optimize.Bounds(*ends),
        constraints=limits,
        options={"mip_rel_gap": GAP, "node_limit": NODES},
    )
    if found.x is None:
        return fallback
    chosen: Bits = np.round(found.x[:-1]).astype(np.bool_)
    better = (best - values @ chosen).max() < ceiling
    return chosen if better else fallback


def _none(weightings: int, count: int) -> Regret:
    nothing = np.full(weightings, np.nan)
    return Regret(np.zeros(count, dtype=np.bool_), nothing, nothing, False)
