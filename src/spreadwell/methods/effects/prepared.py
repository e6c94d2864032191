"""What every design begins with: who is compared, on which scale, with which weights."""

from dataclasses import dataclass

import numpy as np

from spreadwell.methods.effects.cells import Span, untreated
from spreadwell.methods.effects.checks import Setting
from spreadwell.methods.effects.comparators import Choice, choose
from spreadwell.methods.effects.grade import RANKS_ONLY_UNDER
from spreadwell.methods.effects.panel import Floats, Panel, base_weights
from spreadwell.methods.effects.question import EffectQuestion
from spreadwell.methods.effects.results import Scale


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A panel made ready: who is compared, the unit, the weights and the rules of the checks."""

    question: EffectQuestion
    choice: Choice
    scale: Scale
    baseline: float
    setting: Setting

    @property
    def used(self) -> Panel:
        """The panel that is estimated on."""
        return self.choice.panel


def prepare(panel: Panel, question: EffectQuestion) -> Case:
    """Choose who is compared and make everything that depends on the shape of the readings."""
    choice = choose(panel, question)
    used = choice.panel
    weights = base_weights(used, question.weights)
    baseline = _baseline(used, weights)
    scale = _scale(panel, question, baseline)
    window = -(-question.window // used.joined)
    last = question.periods_after
    span = Span(window, last if last is None else last // used.joined)
    # With one or two adopters the spread between them says nothing: no interval is given.
    few = choice.adopters < RANKS_ONLY_UNDER
    df = 0.0 if few else float(min(choice.adopters, choice.held_back) - 1)
    setting = Setting(
        used.outcome, np.minimum(used.start, used.shape[1]), weights, used.group, span,
        df, question.level, scale.per,
    )  # fmt: skip
    return Case(question, choice, scale, baseline, setting)


def _baseline(panel: Panel, w: Floats) -> float:
    before = untreated(np.minimum(panel.start, panel.shape[1]), panel.shape[1])
    rows = panel.ever if panel.ever.any() else np.ones(len(panel.sites), dtype=bool)
    cells = before & panel.seen & rows[:, None]
    total = float((cells * w[:, None]).sum())
    if total == 0:
        return 0.0
    return float((np.where(cells, panel.outcome, 0.0) * w[:, None]).sum() / total)


def _scale(panel: Panel, question: EffectQuestion, baseline: float) -> Scale:
    if panel.denominator is None:
        return Scale("value", question.per or 1, "")
    per = question.per
    if per == 1:
        # A share of 1 is for machines; people hear the same number in 100 or more.
        said = next((unit for unit in (100, 1000) if baseline * unit >= 1), 100_000)
        return Scale("proportion", 1, f"in {said:,}", float(said))
    if per is None:
        per = next((unit for unit in (100, 1000) if baseline * unit >= 1), 100_000)
    return Scale("proportion", per, f"in {per:,}")
