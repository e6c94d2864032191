"""The best portfolio under rules: a whole choice (MILP) or all of them for a short list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .panel import Floats
from .rules import Rule, matrix

# A list so short has at most 32,768 portfolios: each can be looked at.
EVERY_UP_TO = 15
# Rounding of sums, relative to their size; amounts are money or shares.
SLACK = 1e-9
Bits = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What is chosen, its value, and how far a better one could still be (`gap`, relative).

    `found` is False when no portfolio keeps all rules; nothing is chosen then.
    """

    chosen: Bits
    value: float
    gap: float
    found: bool


def best_portfolio(
    values: Sequence[float] | Floats, rules: Sequence[Rule] = (), *, gap: float = 0.0
) -> Portfolio:
    """The portfolio of the largest summed value that keeps every rule, by HiGHS.

    `gap` allows an answer within that share of the best. Liesiö, Mild & Salo (2007).
    """
    from scipy import optimize

    worth = np.asarray(values, dtype=float)
    count = len(worth)
    if count == 0 or not np.isfinite(worth).all():
        raise ValueError("A portfolio needs opportunities, each with a value.")
    rows, low, high = matrix(rules, count)
    limits = [optimize.LinearConstraint(rows, low, high)] if len(rules) else []
    found = optimize.milp(
        -worth,
        integrality=np.ones(count),
        bounds=optimize.Bounds(0, 1),
        constraints=limits,
        options={"mip_rel_gap": gap},
    )
    if found.x is None:
        return Portfolio(np.zeros(count, dtype=np.bool_), float("nan"), float("nan"), False)
    chosen: Bits = np.round(found.x).astype(np.bool_)
    return Portfolio(chosen, float(worth @ chosen), float(found.mip_gap or 0.0), True)


def every_portfolio(count: int, rules: Sequence[Rule] = ()) -> Bits:
    """All portfolios (P, count) that keep every rule; for lists of at most `EVERY_UP_TO`."""
    if count > EVERY_UP_TO:
        raise ValueError(f"At most {EVERY_UP_TO} opportunities can be tried in every way.")
    every: Bits = (np.arange(2**count)[:, None] >> np.arange(count) & 1).astype(np.bool_)
    return every[keeps(every, rules)]


def keeps(portfolios: Bits, rules: Sequence[Rule]) -> Bits:
    """Tell of each portfolio (P, n) whether it keeps every rule."""
    fine = np.ones(len(portfolios), dtype=np.bool_)
    for rule in rules:
        used = portfolios @ rule.amounts
        slack = SLACK * max(1.0, float(np.abs(rule.amounts).sum()))
        fine &= (used >= rule.low - slack) & (used <= rule.high + slack)
    return fine
