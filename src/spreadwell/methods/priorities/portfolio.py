"""The best portfolio under rules: a whole choice (MILP) or all of them for a short list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .panel import Floats
from .rules import Rule, matrix
from .solver import linprog, milp

# A list so short has at most 32,768 portfolios: each can be looked at.
EVERY_UP_TO = 15
# What the relaxation leaves most in doubt is settled first; so many take a tenth of a second.
KERNEL = 24
# Without proof fewer will do: the answer is still within a few thousandths of the best.
QUICK_KERNEL = 12
# With so many still open after that, proof may take minutes; the answer then carries its gap.
PROVED_UP_TO = 45
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
    values: Sequence[float] | Floats, rules: Sequence[Rule] = (), *, proof: bool = True
) -> Portfolio:
    """The portfolio of the largest summed value that keeps every rule.

    Short lists are tried in every way. Longer ones go to HiGHS: the linear relaxation settles most
    opportunities by their reduced costs, a mixed-integer program the rest (kernel search, Angelelli
    and others 2010). `gap` is 0 where the answer is proved best; without `proof` it stops
    at the first. Liesiö, Mild & Salo (2007).
    """
    worth = np.asarray(values, dtype=float)
    if len(worth) == 0 or not np.isfinite(worth).all():
        raise ValueError("A portfolio needs opportunities, each with a value.")
    if len(worth) <= EVERY_UP_TO:
        every = every_portfolio(len(worth), rules)
        return _told(every[(every @ worth).argmax()], worth) if len(every) else _none(len(worth))
    relaxed = _relaxation(worth, rules)
    if relaxed is None:
        return _none(len(worth))
    bound, doubt, rounded = relaxed
    free = np.zeros(len(worth), dtype=np.bool_)
    free[np.argsort(doubt)[: KERNEL if proof else QUICK_KERNEL]] = True
    first = _settle(worth, rules, free, rounded)
    if first is None:
        whole = _settle(worth, rules, np.ones(len(worth), dtype=np.bool_), rounded)
        return _none(len(worth)) if whole is None else _told(whole, worth)
    # Changing an opportunity whose reduced cost exceeds the room left cannot pay.
    room = bound - float(worth @ first)
    open_still = doubt <= room * (1 + SLACK) + SLACK
    if not (open_still & ~free).any():
        return _told(first, worth)
    if open_still.sum() > PROVED_UP_TO or not proof:
        return _told(first, worth, room / max(abs(bound), SLACK))
    second = _settle(worth, rules, open_still, rounded, at_least=float(worth @ first))
    return _told(first if second is None or worth @ second < worth @ first else second, worth)


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


def _relaxation(worth: Floats, rules: Sequence[Rule]) -> tuple[float, Floats, Floats] | None:
    """The value when parts may be taken, how sure each is in or out, and each in or out."""
    rows, low, high = matrix(rules, len(worth))
    above, below = np.isfinite(high), np.isfinite(low)
    limits = np.vstack([rows[above], -rows[below]])
    found = linprog(
        -worth,
        A_ub=limits if len(limits) else None,
        b_ub=np.append(high[above], -low[below]) if len(limits) else None,
        bounds=(0, 1),
        method="highs",
    )
    if found.x is None:
        return None
    doubt = np.abs(found.lower.marginals + found.upper.marginals)
    return -float(found.fun), doubt, np.round(found.x)


def _settle(
    worth: Floats,
    rules: Sequence[Rule],
    free: Bits,
    others: Floats,
    *,
    at_least: float | None = None,
) -> Bits | None:
    """The best choice among `free` with the others as they are; None when none keeps the rules."""
    from scipy import optimize

    rows, low, high = matrix(rules, len(worth))
    kept = np.where(free, 0.0, others)
    used = rows @ kept
    limits = []
    if len(rules):
        limits.append(optimize.LinearConstraint(rows[:, free], low - used, high - used))
    if at_least is not None:
        floor = at_least - float(worth @ kept)
        limits.append(optimize.LinearConstraint(worth[free], floor - SLACK, np.inf))
    found = milp(
        -worth[free],
        integrality=np.ones(int(free.sum())),
        bounds=optimize.Bounds(0, 1),
        constraints=limits,
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    chosen = kept.copy()
    chosen[free] = np.round(found.x)
    return chosen.astype(np.bool_)


def _told(chosen: Bits, worth: Floats, gap: float = 0.0) -> Portfolio:
    return Portfolio(chosen.copy(), float(worth @ chosen), gap, True)


def _none(count: int) -> Portfolio:
    return Portfolio(np.zeros(count, dtype=np.bool_), float("nan"), float("nan"), False)
