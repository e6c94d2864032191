"""The effect where there is nobody to compare with: one series of the sites that started."""

import numpy as np

from spreadwell import __version__
from spreadwell.formats.periods import PeriodKind
from spreadwell.methods.effects.comparators import Choice
from spreadwell.methods.effects.gate import check_gate
from spreadwell.methods.effects.grade import Evidence, grade
from spreadwell.methods.effects.panel import Floats, Panel, base_weights, fingerprint
from spreadwell.methods.effects.question import EffectQuestion
from spreadwell.methods.effects.results import EffectResult, Estimate, Scale
from spreadwell.methods.effects.segmented import segmented

PER_YEAR = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.FINANCIAL_QUARTER: 4}
"""Periods in a year, where the season can be told; other kinds get no season."""


def series_effect(
    panel: Panel, choice: Choice, question: EffectQuestion, scale: Scale, baseline: float
) -> EffectResult:
    """Segmented regression of the weighted mean of the sites that started; never above D."""
    used = choice.panel
    y, start = mean_series(used, base_weights(used, question.weights), question)
    gate = check_gate(used, compared=False, after_window=question.window)
    fit, average = None, Estimate(float("nan"), None, None, None, None, question.level)
    staggered = len(np.unique(used.start)) > 1
    # Series put on one clock since the start no longer share a calendar, so have no season.
    per_year = 0 if staggered else PER_YEAR.get(used.kind, 0)
    fit, average = segmented(y, start, per_year=per_year, level=question.level, per=scale.per)
    evidence = Evidence(
        gate=gate, headline=average, compared=False, adopters=choice.adopters, comparators=0,
        before=fit.before, permutation_p=None, dip_flagged=False, dip_version=None,
        drift_adjusted=None, estimators_agree=None, one_site_turns_it=False, other_flags=(),
        randomised=question.randomised,
        selected_for_high_value=question.selected_for_high_value,
        also_live=question.also_live, smallest_worthwhile=question.smallest_worthwhile,
        few_events=False,
    )  # fmt: skip
    return EffectResult(
        question=question, scale=scale, design="interrupted-time-series",
        design_words=choice.design_words, why_chosen=choice.why,
        weighting="sites count by their people before the start"
        if used.denominator is not None and question.weights == "patients"
        else "each site counts once",
        clusters=question.group_words, headline=average, site_weighted=None, unswitched=None,
        dip_version=None, drift_adjusted=None, check=None, permutation_p=None,
        permutation_draws=0, placebo_rank=None, event_study=None, sites=(), pooled=None,
        pre_trend=None, dip=None, placebo_date=None, influence=None, denominators=None,
        breakdown=None, always_valid=None, segmented=fit, gate=gate, grade=grade(evidence),
        adopters=choice.adopters, comparators=0, not_yet_only=False,
        always_treated=choice.always_treated, periods=used.shape[1],
        first_period=used.label(0), last_period=used.label(used.shape[1] - 1),
        periods_joined=1, baseline_mean=baseline * scale.per,
        missing_share=float(1 - used.seen.mean()), notes=choice.notes,
        fingerprint=fingerprint(panel), engine_version=__version__, numpy_version=np.__version__,
    )  # fmt: skip


def mean_series(panel: Panel, w: Floats, question: EffectQuestion) -> tuple[Floats, int]:
    """(T,) weighted mean by time since the start, over times most sites reach, and the start.

    The window after the start is taken out.
    """
    n, periods = panel.shape
    lead = int(panel.start.max())
    grid = np.full((n, lead + periods), np.nan)
    for i, start in enumerate(panel.start):
        grid[i, lead - start : lead - start + periods] = panel.outcome[i]
    seen = ~np.isnan(grid)
    event = np.arange(grid.shape[1]) - lead
    # A time that only some sites reach would change who is counted along the series.
    most = seen.sum(axis=0) >= 0.5 * n
    most &= (event < 0) | (event >= question.window)
    if question.periods_after is not None:
        most &= event <= question.periods_after
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = np.where(seen, grid, 0.0)
        mean = (w @ centre) / (w @ seen)
    kept = np.flatnonzero(most)
    if not len(kept):
        raise ValueError("No period has readings from most of the sites that started.")
    span = slice(int(kept[0]), int(kept[-1]) + 1)
    series = np.where(most, mean, np.nan)[span]
    return series, lead - int(kept[0])
