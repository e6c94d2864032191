"""The whole procedure: readings and a question in, the effect with all its checks out."""

from dataclasses import replace
from typing import Final

import numpy as np

from spreadwell import __version__
from spreadwell.methods.effects import callaway
from spreadwell.methods.effects.cells import Span, after, untreated
from spreadwell.methods.effects.checks import (
    DIP_PERIODS,
    Setting,
    dip_test,
    event_study,
    influence,
    placebo_date,
)
from spreadwell.methods.effects.comparators import Choice, choose
from spreadwell.methods.effects.gate import check_gate
from spreadwell.methods.effects.grade import (
    DRIFT_LEVEL,
    RANKS_ONLY_UNDER,
    Evidence,
    grade,
)
from spreadwell.methods.effects.intervals import always_valid, t_interval
from spreadwell.methods.effects.panel import (
    Floats,
    Panel,
    base_weights,
    fill_gaps,
    fingerprint,
)
from spreadwell.methods.effects.permutation import permute_dates
from spreadwell.methods.effects.results import (
    CheckEstimate,
    EffectQuestion,
    EffectResult,
    Estimate,
    Gate,
    Requirement,
    Scale,
)
from spreadwell.methods.effects.series import series_effect
from spreadwell.methods.effects.siteeffects import site_effects

FEWEST_EVENTS: Final = 5
PLAUSIBLE_SHARE: Final = 0.10
"""Where no smallest worthwhile change is set, a tenth of the baseline tunes monthly looks."""
APART_AT: Final = 2.0


def evaluate(panel: Panel, question: EffectQuestion) -> EffectResult:
    """The effect of an innovation on the sites that adopted it.

    Pure: the same panel and question (which holds the seed) give the same digits. A panel in
    which nothing can be estimated is a ValueError that says why in one sentence; one that is
    merely too thin returns with `gate.ok` False.
    """
    choice = choose(panel, question)
    used = choice.panel
    weights = base_weights(used, question.weights)
    baseline = _baseline(used, weights)
    scale = _scale(panel, question, baseline)
    if not choice.compared:
        return series_effect(panel, choice, question, scale, baseline)
    return _compared(panel, choice, question, scale, baseline, weights)


def readiness(panel: Panel, question: EffectQuestion) -> Gate:
    """The gate alone: what an evaluation still needs, without estimating anything."""
    try:
        choice = choose(panel, question)
    except ValueError as reason:
        missing = Requirement("readings", False, "sites that have started", "none", str(reason))
        return Gate(False, (missing,))
    window = -(-question.window // choice.panel.joined)
    return check_gate(choice.panel, compared=choice.compared, after_window=window)


def _compared(
    panel: Panel, choice: Choice, question: EffectQuestion, scale: Scale,
    baseline: float, weights: Floats,
) -> EffectResult:  # fmt: skip
    used = choice.panel
    window = -(-question.window // used.joined)
    last = question.periods_after
    span = Span(window, last if last is None else last // used.joined)
    ranks_only = choice.adopters < RANKS_ONLY_UNDER
    # With one or two adopters the spread between them says nothing: no interval is given.
    df = 0.0 if ranks_only else float(min(choice.adopters, choice.held_back) - 1)
    setting = Setting(
        used.outcome, np.minimum(used.start, used.shape[1]), weights, used.group, span,
        df, question.level, scale.per,
    )  # fmt: skip
    live = after(setting.start, setting.periods, span)[None]
    value, covariance, left, _ = setting.estimates(live)
    if not np.isfinite(value[0]):
        raise ValueError(
            "No effect can be estimated: no site has a reading since its start in a period "
            "where another site is still without the innovation."
        )
    first = t_interval(float(value[0]), float(np.sqrt(covariance[0, 0])), df, question.level)
    fine = _fine(choice, question, setting, weights)
    permuted = permute_dates(
        setting.y, setting.start, weights, used.group, span, question.draws, question.seed
    )
    dip = None if ranks_only else dip_test(fine)
    dip_version = None if dip is None else fine.headline(drop=DIP_PERIODS)
    switched = dip is not None and dip.flagged
    headline = dip_version if switched and dip_version is not None else first
    drift = None
    if not ranks_only and choice.held_back:
        drift = setting.headline(drift=True, level=DRIFT_LEVEL)
    study, trend = (None, None) if ranks_only else event_study(
        setting, question.seed, used.joined
    )  # fmt: skip
    placebo = None if ranks_only else placebo_date(setting)
    carried = None if ranks_only else influence(left[:, 0], first, used.group_names)
    denominators = None if ranks_only else _denominators(used, setting)
    check = _check(used, setting, question, first)
    if question.design == "callaway-santanna" and check is not None:
        headline = check.event_mean
    sites, pooled = site_effects(used, setting)
    if ranks_only:
        # The same caution for each site as for all: with one or two there is nothing to say how
        # far their natural change reaches.
        sites = tuple(replace(site, se=None, lower=None, upper=None) for site in sites)
    gate = check_gate(used, compared=True, after_window=window)
    before = int(np.median(choice.unjoined.start[choice.unjoined.ever]))
    evidence = Evidence(
        gate=gate, headline=headline, compared=True, adopters=choice.adopters,
        comparators=choice.comparators, before=before,
        permutation_p=permuted.p, dip_flagged=switched, dip_version=dip_version,
        drift_adjusted=drift, estimators_agree=None if check is None else check.agrees,
        one_site_turns_it=carried is not None and carried.flagged,
        other_flags=_flags(trend is not None and trend.flagged,
                           placebo is not None and placebo.flagged,
                           denominators is not None and denominators.excludes_zero),
        randomised=question.randomised,
        selected_for_high_value=question.selected_for_high_value,
        also_live=question.also_live, smallest_worthwhile=question.smallest_worthwhile,
        few_events=_few_events(used),
    )  # fmt: skip
    return EffectResult(
        question=question, scale=scale,
        design="callaway-santanna" if question.design == "callaway-santanna" else "imputation",
        design_words=choice.design_words, why_chosen=choice.why,
        weighting=_weighting(used, question), clusters=question.group_words,
        headline=headline,
        site_weighted=replace(setting, w=np.ones_like(weights)).headline(),
        unswitched=first if switched else None,
        dip_version=dip_version, drift_adjusted=drift, check=check,
        permutation_p=None if ranks_only else permuted.p,
        permutation_draws=len(permuted.draws),
        placebo_rank=permuted.rank if ranks_only else None,
        event_study=study, sites=sites, pooled=pooled, pre_trend=trend, dip=dip,
        placebo_date=placebo, influence=carried, denominators=denominators,
        # None: the exact conditional bounds of Rambachan and Roth are not computed.
        breakdown=None,
        always_valid=always_valid(headline, _plausible(question, scale, baseline)),
        segmented=None, gate=gate, grade=grade(evidence),
        adopters=choice.adopters, comparators=choice.comparators, not_yet_only=choice.not_yet_only,
        always_treated=choice.always_treated, periods=used.shape[1],
        first_period=used.label(0), last_period=used.label(used.shape[1] - 1),
        periods_joined=used.joined, baseline_mean=baseline * scale.per,
        missing_share=float(1 - used.seen.mean()), notes=choice.notes,
        fingerprint=fingerprint(panel), engine_version=__version__, numpy_version=np.__version__,
    )  # fmt: skip


def _fine(choice: Choice, question: EffectQuestion, setting: Setting, w: Floats) -> Setting:
    """The setting at the grain of the readings: a bad spell is looked for in months."""
    if choice.panel.joined == 1:
        return setting
    fine = choice.unjoined
    return replace(
        setting, y=fine.outcome, start=np.minimum(fine.start, fine.shape[1]),
        w=base_weights(fine, question.weights), group=fine.group,
        span=Span(question.window, question.periods_after),
    )  # fmt: skip


def _check(
    panel: Panel, setting: Setting, question: EffectQuestion, first: Estimate
) -> CheckEstimate | None:
    """Callaway and Sant'Anna, same cells and event-time mean; gaps on straight lines."""
    if setting.ever.all():
        return None
    effects = callaway.cohort_effects(
        fill_gaps(setting.y), setting.start, setting.w, compare=question.compare
    )
    event = np.arange(setting.periods) - effects.cohorts[:, None]
    last = setting.periods if setting.span.periods_after is None else setting.span.periods_after
    same = (event >= setting.span.window) & (event <= last) & ~np.isnan(effects.att)
    if not same.any():
        return None
    times = np.unique(event[same])
    cells = np.concatenate([same[None], callaway.event_cells(effects, times) & same])
    found = callaway.summarise(effects, cells, panel.group)
    mix = np.zeros((2, len(cells)))
    mix[0, 0] = 1
    mix[1, 1:] = 1 / len(times)
    both = callaway.combine(found, mix)
    per = setting.per
    level = question.level
    same_cells = t_interval(both.estimates[0] * per, both.se[0] * per, None, level)
    mean = t_interval(both.estimates[1] * per, both.se[1] * per, None, level)
    apart = None
    if first.se is not None and same_cells.se is not None:
        # Both rest on the same readings; the sum of variances is too wide a yardstick for their
        # difference, the difference of variances can be negative: the larger of the two errors.
        yardstick = max(first.se, same_cells.se)
        if yardstick > 0:
            apart = abs(same_cells.estimate - first.estimate) / yardstick
    agrees = apart is None or apart <= APART_AT
    return CheckEstimate(same_cells, mean, question.compare, apart, agrees)


def _denominators(panel: Panel, setting: Setting) -> Estimate | None:
    """Denominators as an outcome, in per cent: the innovation should not change who is counted."""
    if panel.denominator is None or not (np.nan_to_num(panel.denominator, nan=1.0) > 0).all():
        return None
    return replace(setting, y=np.log(panel.denominator), per=100.0).headline()


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
    if per is None:
        per = next((unit for unit in (100, 1000) if baseline * unit >= 1), 100_000)
    return Scale("proportion", per, f"in {per:,}")


def _plausible(question: EffectQuestion, scale: Scale, baseline: float) -> float:
    if question.smallest_worthwhile is not None:
        return question.smallest_worthwhile
    return abs(baseline) * scale.per * PLAUSIBLE_SHARE


def _weighting(panel: Panel, question: EffectQuestion) -> str:
    if question.weights == "sites":
        return "each site counts once"
    if panel.weight is not None:
        return "sites count by the weight given"
    if panel.denominator is None:
        return "each site counts once"
    return "sites count by their people before the start"


def _few_events(panel: Panel) -> bool:
    if panel.denominator is None:
        return False
    return bool(np.nanmedian(panel.outcome * panel.denominator) < FEWEST_EVENTS)


def _flags(trend: bool, placebo: bool, denominators: bool) -> tuple[str, ...]:
    found = []
    if trend:
        found.append("These sites and the others already moved apart before the start.")
    if placebo:
        found.append("A false start, before the real one, also seems to show a change.")
    if denominators:
        found.append("The number of people counted changed with the start.")
    return tuple(found)
