"""What would change the portfolio: a cut, a must, the next pound or hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .panel import Floats
from .portfolio import Bits, Portfolio, best_portfolio
from .rules import INF, Rule
from .solver import milp

# Cuts of a budget that are tried, as shares; nobody plans on losing more than half.
CUTS = tuple(cut / 100 for cut in range(5, 55, 5))


@dataclass(frozen=True, slots=True)
class Swap:
    """What adding one opportunity would push out, bring in beside, and cost in value."""

    add: int
    out: tuple[int, ...]
    beside: tuple[int, ...]
    loss: float


@dataclass(frozen=True, slots=True)
class NextBuy:
    """The least more of a budget that would buy more value, and what it would bring and push out.

    `extra` is in the budget's unit; None when no more of it would help.
    """

    rule: Rule
    extra: float | None
    gain: float
    into: tuple[int, ...]
    out: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EquityPrice:
    """What a floor on equity costs: value without it, with it, and the difference."""

    without: float
    within: float

    @property
    def price(self) -> float:
        """The value given up for the floor."""
        return self.without - self.within


def if_added(
    values: Floats, rules: Sequence[Rule], now: Portfolio, opportunity: int
) -> Swap | None:
    """The best portfolio that must hold one more; None when the rules leave no room for it."""
    forced = _only(len(values), opportunity)
    then = best_portfolio(values, [*rules, Rule("must", "added", forced, low=1.0)])
    if not then.found:
        return None
    beside = then.chosen & ~now.chosen
    beside[opportunity] = False
    return Swap(
        opportunity, _places(now.chosen & ~then.chosen), _places(beside), now.value - then.value
    )


def drops_out(
    values: Floats,
    rules: Sequence[Rule],
    now: Portfolio,
    budget: int,
    *,
    cuts: Sequence[float] = CUTS,
) -> list[float]:
    """Of each opportunity the first cut of one budget that takes it out, as a share.

    `budget` is the budget's place in `rules`, `cuts` the shares that are tried, least first. NaN
    where it is not in now or no cut takes it out.
    """
    first = np.full(len(values), np.nan)
    rule = rules[budget]
    for cut in cuts:
        if not (now.chosen & np.isnan(first)).any():
            break
        less = [*rules[:budget], replace(rule, high=rule.high * (1 - cut)), *rules[budget + 1 :]]
        then = best_portfolio(values, less)
        first[np.isnan(first) & now.chosen & ~then.chosen] = cut
    return [float(one) for one in first]


def next_buy(values: Floats, rules: Sequence[Rule], now: Portfolio, budget: int) -> NextBuy:
    """The least extra of one budget that buys a better portfolio, and what it buys."""
    from scipy import optimize

    rule = rules[budget]
    others = [r for i, r in enumerate(rules) if i != budget]
    better = now.value + max(1e-6, 1e-6 * abs(now.value))
    limits = [optimize.LinearConstraint(np.asarray(values)[None], better, np.inf)]
    limits += [optimize.LinearConstraint(r.amounts[None], r.low, r.high) for r in others]
    found = milp(
        rule.amounts,
        integrality=np.ones(len(values)),
        bounds=optimize.Bounds(0, 1),
        constraints=limits,
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        return NextBuy(rule, None, 0.0, (), ())
    needed = float(rule.amounts @ np.round(found.x))
    enough = [*rules[:budget], replace(rule, high=needed), *rules[budget + 1 :]]
    then = best_portfolio(values, enough)
    return NextBuy(
        rule,
        max(needed - rule.high, 0.0),
        then.value - now.value,
        _places(then.chosen & ~now.chosen),
        _places(now.chosen & ~then.chosen),
    )


def equity_price(values: Floats, rules: Sequence[Rule]) -> EquityPrice | None:
    """What the floors on equity cost; None without one, or when the rules cannot all be kept."""
    if not any(rule.kind == "equity" for rule in rules):
        return None
    within = best_portfolio(values, rules)
    without = best_portfolio(values, [rule for rule in rules if rule.kind != "equity"])
    if not (within.found and without.found):
        return None
    return EquityPrice(without.value, within.value)


@dataclass(frozen=True, slots=True)
class DeprivedFirst:
    """What it would change to choose first for the most deprived fifth.

    `into` and `out` are places of opportunities; `loss` the value given up; `before` and `after`
    the shares (0 to 1) of all benefit that reaches the fifth, NaN of a portfolio without benefit.
    """

    into: tuple[int, ...]
    out: tuple[int, ...]
    loss: float
    before: float
    after: float


def deprived_first(
    values: Floats, share: Floats, rules: Sequence[Rule], now: Portfolio
) -> DeprivedFirst | None:
    """The portfolio that brings most benefit to the most deprived fifth, against the one proposed.

    `share` is the part (0 to 1) of each opportunity's benefit that reaches them. Floors on equity
    are left out, every other rule is kept; None when the rules cannot all be kept.
    """
    others = [rule for rule in rules if rule.kind != "equity"]
    then = best_portfolio(values * share, others)
    if not (then.found and now.found):
        return None
    return DeprivedFirst(
        _places(then.chosen & ~now.chosen),
        _places(now.chosen & ~then.chosen),
        now.value - float(values @ then.chosen),
        _reached(values, share, now.chosen),
        _reached(values, share, then.chosen),
    )


def _reached(values: Floats, share: Floats, chosen: Bits) -> float:
    benefit = float(values @ chosen)
    return float((values * share) @ chosen) / benefit if benefit else float("nan")


def is_budget(rule: Rule) -> bool:
    """Tell whether a rule is a budget that could be cut or raised."""
    return rule.kind == "budget" and rule.high < INF


def _places(chosen: Bits) -> tuple[int, ...]:
    return tuple(int(i) for i in np.flatnonzero(chosen))


def _only(opportunities: int, one: int) -> Floats:
    amounts = np.zeros(opportunities)
    amounts[one] = 1.0
    return amounts
