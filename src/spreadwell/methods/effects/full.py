"""An effect with everything an analyst asks for beyond the page."""

from dataclasses import replace

from spreadwell.methods.effects.aggregates import aggregate
from spreadwell.methods.effects.evaluate import evaluate
from spreadwell.methods.effects.panel import Panel
from spreadwell.methods.effects.prepared import Case, prepare
from spreadwell.methods.effects.question import EffectQuestion
from spreadwell.methods.effects.results import Aggregates, EffectResult, Further


def evaluate_in_full(panel: Panel, question: EffectQuestion) -> EffectResult:
    """`evaluate`, and beside it what others would have found and what would overturn it.

    The same digits as `evaluate`; takes seconds where that takes milliseconds.
    """
    result = evaluate(panel, question)
    case = prepare(panel, question)
    further = result.further or Further()
    if case.choice.compared:
        further = replace(further, aggregates=_aggregates(case))
    return replace(result, further=further)


def _aggregates(case: Case) -> Aggregates | None:
    question = case.question
    return aggregate(
        case.used, case.setting, compare=question.compare, base=question.base, seed=question.seed
    )
