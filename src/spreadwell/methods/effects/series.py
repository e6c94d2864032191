"""The effect where there is nobody to compare with: one series of the sites that started."""

from typing import Final

import numpy as np
from scipy import special

from spreadwell import __version__
from spreadwell.formats.periods import PeriodKind
from spreadwell.methods.effects.comparators import Choice
from spreadwell.methods.effects.counts import count_series
from spreadwell.methods.effects.gate import check_gate
from spreadwell.methods.effects.grade import Evidence, grade
from spreadwell.methods.effects.intervals import t_interval
from spreadwell.methods.effects.panel import Floats, Panel, base_weights, fingerprint
from spreadwell.methods.effects.question import EffectQuestion
from spreadwell.methods.effects.results import (
    CountFit,
    EffectResult,
    Estimate,
    Further,
    NeweyWest,
    Scale,
    SeriesPoint,
)
from spreadwell.methods.effects.segmented import (
    Regression,
    design_matrix,
    newey_west,
    segmented,
)

NEWEY_WEST_LAGS: Final = 1
PER_YEAR = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.FINANCIAL_QUARTER: 4}
"""Periods in a year, where the season can be told; other kinds get no season."""


def series_effect(
    panel: Panel, choice: Choice, question: EffectQuestion, scale: Scale, baseline: float
) -> EffectResult:
    """Segmented regression of the weighted mean of the sites that started; never above D."""
    used = choice.panel
    y, start = mean_series(used, base_weights(used, question.weights), question)
    gate = check_gate(used, compared=False, after_window=question.window)
    staggered = len(np.unique(used.start)) > 1
    # Series put on one clock since the start no longer share a calendar, so have no season.
    per_year = 0 if staggered else PER_YEAR.get(used.kind, 0)
    fit, average, found = segmented(
        y, start, per_year=per_year, level=question.level, per=scale.per
    )
    x = design_matrix(len(y), start, per_year, fit.harmonics)
    evidence = Evidence(
        gate=gate, headline=average, compared=False, adopters=choice.adopters, comparators=0,
        before=fit.before, permutation_p=None, dip_flagged=False, dip_version=None,
        drift_adjusted=None, gathering_drift=None, estimators_agree=None,
        one_site_turns_it=False, other_flags=(),
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
        further=Further(
            counts=_counts(used, question, per_year),
            newey_west=_newey_west(y, x, scale.per, question.level),
            series=_points(used, y, x, start, found, scale.per, question.level, staggered),
        ),
    )  # fmt: skip


def _counts(panel: Panel, question: EffectQuestion, per_year: int) -> CountFit | None:
    """The same as counts with exposure, where readings have denominators and one start."""
    people = panel.denominator
    starts = np.unique(panel.start)
    if people is None or len(starts) > 1:
        return None
    events = np.where(panel.seen, panel.outcome * people, 0.0).sum(axis=0)
    exposure = np.where(panel.seen, people, 0.0).sum(axis=0)
    t = np.arange(panel.shape[1]) - int(starts[0])
    out = (t >= 0) & (t < question.window)
    if question.periods_after is not None:
        out |= t > question.periods_after
    exposure = np.where(out, 0.0, exposure)
    return count_series(events, exposure, int(starts[0]), per_year=per_year, level=question.level)


def _newey_west(y: Floats, x: Floats, per: float, level: float) -> NeweyWest | None:
    """The same by least squares with Newey-West errors, as other programs print it."""
    seen = ~np.isnan(y)
    if seen.sum() <= x.shape[1]:
        return None
    found = newey_west(y[seen], x[seen], NEWEY_WEST_LAGS)

    def of(*columns: int) -> Estimate:
        lean = np.zeros(x.shape[1])
        lean[list(columns)] = 1.0
        se = float(np.sqrt(lean @ found.covariance @ lean))
        value = float(lean @ found.coefficients)
        return t_interval(value * per, se * per, found.df, level)

    return NeweyWest(NEWEY_WEST_LAGS, of(1), of(2), of(3), of(1, 3))


def _points(
    panel: Panel, y: Floats, x: Floats, start: int, fit: Regression, per: float, level: float,
    staggered: bool,
) -> tuple[SeriesPoint, ...]:  # fmt: skip
    """What was seen and fitted, and what would have been without the start, with its range."""
    without = x.copy()
    without[:, 2:4] = 0.0
    expected = without @ fit.coefficients
    se = np.sqrt(np.einsum("ti,ij,tj->t", without, fit.covariance, without))
    half = float(special.stdtrit(fit.df, (1 + level) / 2)) * se
    fitted = x @ fit.coefficients
    made = []
    for t in range(len(y)):
        # Series put on one clock have no calendar: their times are counted from the start.
        name = str(t - start) if staggered else panel.label(int(panel.start[0]) - start + t)
        late = t >= start
        made.append(
            SeriesPoint(
                period=name,
                seen=None if np.isnan(y[t]) else float(y[t]) * per,
                fitted=float(fitted[t]) * per,
                without=float(expected[t]) * per if late else None,
                without_low=float(expected[t] - half[t]) * per if late else None,
                without_high=float(expected[t] + half[t]) * per if late else None,
            )
        )
    return tuple(made)


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
