"""How often each opportunity is in the best portfolio, over weight and score draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from .panel import Floats
from .portfolio import EVERY_UP_TO, Bits, every_portfolio
from .rules import Rule, matrix
from .solver import milp

Way = Literal["every portfolio", "relaxed"]
# “In 96 of 100 plausible portfolios”: a share to the hundredth, and a live page can wait for it.
PORTFOLIO_DRAWS = 100
# Draws solved as one linear program; more at once is no faster.
TOGETHER = 25
# Values of all portfolios for a block of draws stay under this many numbers.
BLOCK_CELLS = 8_000_000


@dataclass(frozen=True, slots=True)
class CoreIndex:
    """The share of draws in which each opportunity is in the best portfolio, from 0 to 1.

    `way` is “every portfolio” when each draw was solved exactly, “relaxed” when parts of an
    opportunity could be taken (at most as many parts a draw as rules bind). `found` is False when
    no portfolio keeps all rules.
    """

    share: Floats
    draws: int
    way: Way
    found: bool

    @property
    def core(self) -> Bits:
        """In every draw."""
        result: Bits = self.share >= 1 - 1e-9
        return result

    @property
    def exterior(self) -> Bits:
        """In none."""
        result: Bits = self.share <= 1e-9
        return result

    @property
    def borderline(self) -> Bits:
        """In some."""
        return ~(self.core | self.exterior)


def core_index(values: Floats, rules: Sequence[Rule] = ()) -> CoreIndex:
    """The core index of opportunities from `values` (draws, n), as `draw_values` gives them.

    Lists of at most 15 are solved exactly in every draw; longer ones by linear relaxation with
    HiGHS. Liesiö, Mild & Salo (2007).
    """
    draws, count = values.shape
    if draws < 1 or count < 1:
        raise ValueError("A core index needs at least one draw and one opportunity.")
    if count <= EVERY_UP_TO:
        return _by_every(values, rules)
    return _relaxed(values, rules)


def _by_every(values: Floats, rules: Sequence[Rule]) -> CoreIndex:
    draws, count = values.shape
    portfolios = every_portfolio(count, rules)
    if not len(portfolios):
        return CoreIndex(np.full(count, np.nan), draws, "every portfolio", False)
    if values.min() >= 0:
        portfolios = _not_extendable(portfolios)
    numbers = portfolios.astype(float)
    wins = np.zeros(len(portfolios))
    block = max(1, BLOCK_CELLS // len(portfolios))
    for begin in range(0, draws, block):
        best = (values[begin : begin + block] @ numbers.T).argmax(axis=1)
        wins += np.bincount(best, minlength=len(portfolios))
    return CoreIndex(wins @ numbers / draws, draws, "every portfolio", True)


def _not_extendable(portfolios: Bits) -> Bits:
    """Those to which nothing can be added: where no value is negative, one of them is best."""
    count = portfolios.shape[1]
    bits = portfolios @ (1 << np.arange(count))
    there = np.zeros(2**count, dtype=np.bool_)
    there[bits] = True
    more = np.zeros(len(portfolios), dtype=np.bool_)
    for one in range(count):
        more |= ~portfolios[:, one] & there[bits | 1 << one]
    return portfolios[~more]


def _relaxed(values: Floats, rules: Sequence[Rule]) -> CoreIndex:
    from scipy import optimize, sparse

    draws, count = values.shape
    rows, low, high = matrix(rules, count)
    total = np.zeros(count)
    for begin in range(0, draws, TOGETHER):
        worth = values[begin : begin + TOGETHER]
        many = len(worth)
        # One program of blocks that do not touch costs one start of the solver, not many.
        limits = optimize.LinearConstraint(
            sparse.block_diag([rows] * many, format="csr"), np.tile(low, many), np.tile(high, many)
        )
        found = milp(
            -worth.ravel(), bounds=optimize.Bounds(0, 1), constraints=[limits] if rules else []
        )
        if found.x is None:
            return CoreIndex(np.full(count, np.nan), draws, "relaxed", False)
        total += found.x.reshape(many, count).sum(axis=0)
    return CoreIndex(np.clip(total / draws, 0.0, 1.0), draws, "relaxed", True)
