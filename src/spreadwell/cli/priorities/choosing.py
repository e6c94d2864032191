"""The portfolio proposed, how often each opportunity is in the best one, and what would change."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spreadwell.cli.messages import InputProblem
from spreadwell.cli.priorities.result import ConflictOut, Relaxation
from spreadwell.methods.priorities import (
    CoreIndex,
    Panel,
    Portfolio,
    Rule,
    WeightSet,
    best_portfolio,
    core_index,
    draw_values,
)
from spreadwell.methods.priorities.conflicts import find_conflict
from spreadwell.methods.priorities.nondominated import Nondominated, nondominated
from spreadwell.methods.priorities.portfolio import EVERY_UP_TO
from spreadwell.methods.priorities.what_if import (
    EquityPrice,
    drops_out,
    equity_price,
    if_added,
    is_budget,
    next_buy,
)
from spreadwell.methods.priorities.wording import (
    conflict_sentence,
    core_sentence,
    cut_sentence,
    equity_sentence,
    next_sentence,
    share_sentence,
    swap_sentence,
    way_sentence,
)

MOST_RELAXED_DRAWS = 1_000
"""Draws of a long list, each a program to solve: a share to about one in a hundred."""
ASKED_UP_TO = 40
"""Longer lists are not asked what would change: each answer is a program of its own."""
SWAPS_TOLD = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """What is proposed under the rules, and how sure that is."""

    best: Portfolio
    core: CoreIndex
    every: Nondominated | None
    price: EquityPrice | None
    conflicts: list[ConflictOut]
    sentences: list[str]


def choose(
    names: Sequence[str],
    panel: Panel,
    weights: WeightSet,
    rules: Sequence[Rule],
    *,
    baseline: float,
    exact: bool,
    draws: int,
    seed: int,
) -> Choice:
    """Propose a portfolio, or say which rules conflict; ``InputProblem`` when nothing fits."""
    values = panel.mean @ weights.middle() - baseline
    best = best_portfolio(values, rules)
    if not best.found:
        return _conflict(names, best, rules)
    if not best.chosen.any():
        raise InputProblem(_nothing(names, values, rules))
    rng = np.random.default_rng(seed)
    many = draws if len(names) <= EVERY_UP_TO else min(draws, MOST_RELAXED_DRAWS)
    drawn = draw_values(panel, weights.draw(many, rng), rng, baseline=baseline)
    core = core_index(drawn, rules)
    every = None
    if exact:
        sure = panel.mean - baseline
        every = nondominated(sure, sure, weights.corners, rules)
    price = equity_price(values, rules)
    said = _told(names, values, rules, best, core, price)
    return Choice(best, core, every, price, [], said)


def _told(
    names: Sequence[str],
    values: np.ndarray,
    rules: Sequence[Rule],
    best: Portfolio,
    core: CoreIndex,
    price: EquityPrice | None,
) -> list[str]:
    said = [core_sentence(names, core)]
    said += [share_sentence(names[i], core.share[i]) for i in np.flatnonzero(best.chosen).tolist()]
    if price is not None:
        said.append(equity_sentence(price))
    if len(names) > ASKED_UP_TO:
        return said
    budgets = [place for place, rule in enumerate(rules) if is_budget(rule)]
    for place in budgets:
        for i, cut in enumerate(drops_out(values, rules, best, place)):
            if best.chosen[i] and cut == cut:
                said.append(cut_sentence(names[i], rules[place].unit, cut))
    out = [int(i) for i in np.argsort(-values, kind="stable") if not best.chosen[i]]
    for i in out[:SWAPS_TOLD]:
        swap = if_added(values, rules, best, i)
        if swap is not None:
            said.append(swap_sentence(names, swap))
    said += [next_sentence(names, next_buy(values, rules, best, place)) for place in budgets]
    return said


def _conflict(names: Sequence[str], best: Portfolio, rules: Sequence[Rule]) -> Choice:
    found = find_conflict(rules, len(names))
    nothing = CoreIndex(np.full(len(names), np.nan), 0, "every portfolio", False)
    if found is None:
        return Choice(best, nothing, None, None, [], [])
    ways = [
        Relaxation(rule=way.rule.words, by=way.by, sentence=way_sentence(way)) for way in found.ways
    ]
    sentence = conflict_sentence(found)
    told = ConflictOut(
        rules=[rule.words for rule in found.rules], relaxations=ways, sentence=sentence
    )
    return Choice(best, nothing, None, None, [told], [sentence, *(way.sentence for way in ways)])


def _nothing(names: Sequence[str], values: np.ndarray, rules: Sequence[Rule]) -> str:
    """Why the best choice is to choose nothing."""
    for rule in rules:
        if is_budget(rule) and (rule.amounts > rule.high).all():
            least = int(rule.amounts.argmin())
            return (
                f"There is nothing to choose: {rule.words} buys none of the opportunities; the "
                f"least is {names[least]} with {rule.amounts[least]:,g}."
            )
    if (values <= 0).all():
        return "There is nothing to choose: no opportunity is worth more than the baseline."
    return "There is nothing to choose: the rules leave no room for any opportunity."
