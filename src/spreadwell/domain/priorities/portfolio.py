"""What a portfolio rests on: what drops out and why, what more would buy, what cannot be kept."""

from dataclasses import dataclass, replace

import numpy as np

from spreadwell.methods.priorities import Portfolio, Rule, best_portfolio, must
from spreadwell.methods.priorities.conflicts import Way, find_conflict
from spreadwell.methods.priorities.portfolio import EVERY_UP_TO
from spreadwell.methods.priorities.regret import least_regret
from spreadwell.methods.priorities.what_if import (
    CUTS,
    drops_out,
    equity_price,
    if_added,
    is_budget,
    next_buy,
)
from spreadwell.methods.priorities.wording import way_sentence

from .meeting import (
    SEED,
    Dials,
    Floats,
    Table,
    drawn_weights,
    plausible,
    rules_of,
    weights_set,
)

# Weightings under which regret is looked at: the speed of a page, and corners enough to be fair.
REGRET_WEIGHTINGS = 64
# Longer tables are programs to solve, not lists to try: a slider that moves asks for fewer of them.
LONG_WEIGHTINGS, LONG_CUTS, LONG_SWAPS = 12, CUTS[1::2], 8


@dataclass(frozen=True, slots=True)
class Answer:
    """What the dials answer: `of_100` and `chosen` by entry, then sentences.

    `leaves` says of what is in which cut takes it out, `gives` of what is out what it would push
    out; `next_buys` what a little more of each budget would bring; `conflict` why nothing can be
    chosen at all.
    """

    of_100: tuple[int, ...]
    chosen: tuple[bool, ...]
    leaves: tuple[str, ...]
    gives: tuple[str, ...]
    next_buys: tuple[str, ...]
    equity: str
    conflict: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def found(self) -> bool:
        """Tell whether anything can be chosen within the limits."""
        return not self.conflict


def answer(table: Table, dials: Dials) -> Answer:
    """Answer the dials: the portfolio proposed, and everything that is said about it."""
    values = table.mean @ weights_set(table, dials).middle()
    rules = rules_of(table, dials, values)
    now = best_portfolio(values, rules)
    none = ("",) * len(table.names)
    if not now.found:
        return Answer(
            (0,) * len(none), (False,) * len(none), none, none, (), "",
            tuple(_conflict(table, rules)), tuple(_notes(table, dials)),
        )  # fmt: skip
    budgets = [i for i, rule in enumerate(rules) if is_budget(rule)]
    return Answer(
        tuple(plausible(table, dials)),
        tuple(bool(one) for one in now.chosen),
        tuple(_leaves(table, values, rules, now, budgets)),
        tuple(_gives(table, values, rules, now)),
        tuple(_next(table, values, rules, now, budgets)),
        _equity(values, rules, now),
        (),
        tuple(_notes(table, dials)),
    )


def _long(table: Table) -> bool:
    """Tell whether portfolios of this table are solved rather than tried in every way."""
    return len(table.names) > EVERY_UP_TO


def _leaves(
    table: Table, values: Floats, rules: list[Rule], now: Portfolio, budgets: list[int]
) -> list[str]:
    """Of what is in: the smallest cut of a budget that takes it out."""
    said: list[list[str]] = [[] for _ in table.names]
    for place in budgets:
        name = "money" if "money" in rules[place].words else "staff time"
        cuts = drops_out(values, rules, now, place, cuts=LONG_CUTS if _long(table) else CUTS)
        for one, cut in enumerate(cuts):
            if now.chosen[one] and not np.isnan(cut):
                said[one].append(f"if {name} is cut by {round(100 * cut)} in 100")
    return [
        f"Drops out {' or '.join(each)}."
        if each
        else "Stays in when any one budget is halved."
        if now.chosen[one] and budgets
        else ""
        for one, each in enumerate(said)
    ]


def _gives(table: Table, values: Floats, rules: list[Rule], now: Portfolio) -> list[str]:
    """Of what is out: what would have to go if it must be in; of long tables those next in line."""
    out = np.argsort(-values, kind="stable")
    out = out[~now.chosen[out]]
    asked = set(out[:LONG_SWAPS] if _long(table) else out)
    said = []
    for one in range(len(table.names)):
        if one not in asked:
            said.append("")
            continue
        swap = if_added(values, rules, now, one)
        if swap is None:
            said.append(_why_not(table, rules, one))
        elif swap.out:
            said.append(
                f"If it must be in, the least costly to give up is {table.listed(swap.out)}."
            )
        else:
            said.append("Could be in beside the others, for little more value.")
    return said


def _why_not(table: Table, rules: list[Rule], one: int) -> str:
    """Why one cannot be in whatever else goes, and what relaxing each limit would take."""
    found = find_conflict([*rules, must(table.names, one)], len(table.names))
    ways = found.ways if found else ()
    said = [_give_way(way) for way in ways if way.rule.kind != "must" and way.by is not None]
    said = said or ["More than one limit stands against it."]
    return " ".join(["Cannot be in: it does not fit the limits whatever else goes.", *said])


def _give_way(way: Way) -> str:
    if way.rule.kind != "budget" or way.by is None:
        return way_sentence(way)
    if "money" in way.rule.words:
        return f"£{way.by:,.0f} a year more money would do."
    return f"{way.by:,.1f} hours a week more staff time would do."


def _next(
    table: Table, values: Floats, rules: list[Rule], now: Portfolio, budgets: list[int]
) -> list[str]:
    """What the next pound or hour would buy."""
    said = []
    for place in budgets:
        bought = next_buy(values, rules, now, place)
        money = "money" in rules[place].words
        what = "money" if money else "staff time"
        if bought.extra is None or not bought.into:
            said.append(f"More {what} alone would buy nothing: other limits bind.")
            continue
        much = f"£{bought.extra:,.0f} a year" if money else f"{bought.extra:,.1f} hours a week"
        tail = f", in the place of {table.listed(bought.out)}" if bought.out else ""
        said.append(f"{much} more {what} would bring in {table.listed(bought.into)}{tail}.")
    return [*said, *_next_place(table, values, rules, now)]


def _next_place(table: Table, values: Floats, rules: list[Rule], now: Portfolio) -> list[str]:
    """What one more place would bring, where places bind."""
    for at, rule in enumerate(rules):
        if rule.kind == "count" and rule.used(now.chosen.astype(float)) >= rule.high:
            more = [*rules[:at], replace(rule, high=rule.high + 1), *rules[at + 1 :]]
            into = np.flatnonzero(best_portfolio(values, more).chosen & ~now.chosen)
            if len(into):
                return [f"One more place would bring in {table.listed(into.tolist())}."]
    return []


def _equity(values: Floats, rules: list[Rule], now: Portfolio) -> str:
    """What the floor on reach costs."""
    price = equity_price(values, rules)
    if price is None:
        return ""
    share = 100 * price.price / price.without if price.without else 0.0
    if share < 0.5:
        return "The floor for the most deprived fifth costs nothing here."
    return f"The floor for the most deprived fifth costs {share:.0f} of 100 points of value."


def _conflict(table: Table, rules: list[Rule]) -> list[str]:
    """Which limits cannot be kept together, and what relaxing each would take."""
    found = find_conflict(rules, len(table.names))
    if found is None:
        return ["Nothing can be chosen within these limits."]
    said = [f"These cannot all be kept: {'; '.join(rule.words for rule in found.rules)}."]
    for way in found.ways:
        if way.by is None:
            said.append(f"Giving way on {way.rule.words} alone would not help.")
        else:
            said.append(f"It would do to let {way.rule.words} give way by {way.by:,.3g}.")
    return said


def _notes(table: Table, dials: Dials) -> list[str]:
    """What was reckoned with because it is not known."""
    said = []
    for name, words, used in (
        ("money", "What it costs", dials.money is not None),
        ("staff", "What staff time it takes", dials.staff is not None),
        ("fifth", "Whom it reaches", bool(dials.equity_floor)),
    ):
        many = table.not_known(name)
        if used and many:
            how = "an even fifth" if name == "fifth" else "the middle of the others"
            said.append(f"{words} is not known for {many}; they are reckoned with {how}.")
    return said


def regret(table: Table, dials: Dials) -> tuple[list[str], float]:
    """The choice that no weighting makes look bad: its names, and the most it gives up in 100."""
    rng = np.random.default_rng(SEED)
    weights = weights_set(table, dials)
    many = LONG_WEIGHTINGS if _long(table) else REGRET_WEIGHTINGS
    drawn = drawn_weights(weights, many, rng)
    values = drawn @ table.mean.T
    middle = table.mean @ weights.middle()
    found = least_regret(values, rules_of(table, dials, middle))
    if not found.found:
        return [], float("nan")
    if not found.chosen.any():
        return [], float("nan")  # nothing but nothing keeps the limits, so nothing is given up
    worst = float((found.regrets / found.best).max())
    return [name for name, one in zip(table.names, found.chosen, strict=True) if one], 100 * worst
