"""Priorities: many scorers to a shortlist that is powerful and possible.

What pages and the command line call, in this order:

- `panel_scores(scores, groups, aside=…)`: the panel's means, their standard errors, disagreement
  apart from ignorance; `side_scores(panel, columns)` for powerful and for possible.
- `any_weights(C)`, `fixed_weights(w)`, `ordered_weights(order)`, `stated_weights(C, statements)`:
  which weightings are plausible; `.draw(n, rng)`, `.middle()`.
- `rank_acceptability(panel, places, weights=…, draws=…, seed=…)`: SMAA-2.
- `budget`, `floor`, `ceiling`, `mix`, `requires`, `excludes`, `must`, `never`, `count_rule`,
  `equity_floor`, `already_funded`: the rules, each a `Rule` with its words.
- `best_portfolio(values, rules)`: the one proposed, where values are
  `panel.mean @ weights.middle()`; `core_index(draw_values(panel, w, rng), rules)`: how often each
  opportunity is in the best one.
- Beside them: `nondominated` (all portfolios that could be best), `conflicts.find_conflict`,
  `what_if` (what a cut, a must or the next pound would change; the price of equity),
  `regret.least_regret`, `discuss.worth_discussing`, `confidence.confidence_factors`,
  `swing.swing_weights`, `forecasts.score_forecasts`, and `wording` for their sentences.

Scores are summed as they are: an opportunity scored 1 still adds 1 to a portfolio's value, unless
a baseline is taken off first.

Keeney & Raiffa (1976) for the additive value inside each side; Lahdelma & Salminen (2001) and
Tervonen & Figueira (2008) for rank acceptability; Liesiö, Mild & Salo (2007) for portfolios.
"""

from .acceptability import Acceptability, draw_values, rank_acceptability
from .core_index import CoreIndex, core_index
from .panel import Panel, SideScore, panel_scores, side_scores
from .portfolio import Portfolio, best_portfolio
from .rules import (
    Rule,
    already_funded,
    budget,
    ceiling,
    count_rule,
    equity_floor,
    excludes,
    floor,
    mix,
    must,
    never,
    requires,
)
from .weights import (
    Contradiction,
    Statement,
    WeightSet,
    any_weights,
    fixed_weights,
    ordered_weights,
    stated_weights,
)

__all__ = [
    "Acceptability",
    "Contradiction",
    "CoreIndex",
    "Panel",
    "Portfolio",
    "Rule",
    "SideScore",
    "Statement",
    "WeightSet",
    "already_funded",
    "any_weights",
    "best_portfolio",
    "budget",
    "ceiling",
    "core_index",
    "count_rule",
    "draw_values",
    "equity_floor",
    "excludes",
    "fixed_weights",
    "floor",
    "mix",
    "must",
    "never",
    "ordered_weights",
    "panel_scores",
    "rank_acceptability",
    "requires",
    "side_scores",
    "stated_weights",
]
