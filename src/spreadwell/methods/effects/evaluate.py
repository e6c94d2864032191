"""The whole procedure: readings and a question in, the effect with all its checks out."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from spreadwell import __version__
from spreadwell.methods.effects import callaway
from spreadwell.methods.effects.cells import Span, after
from spreadwell.methods.effects.checks import (
    DIP_PERIODS,
    Setting,
    dip_test,
    event_study,
    influence,
    placebo_date,
)
from spreadwell.methods.effects.comparators import choose
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
from spreadwell.methods.effects.prepared import Case, prepare
from spreadwell.methods.effects.results import (
    CheckEstimate,
    DateTest,
    EffectQuestion,
    EffectResult,
    Estimate,
    EventStudy,
    Further,
    Gate,
    Influence,
    PreTrend,
    Requirement,
    Scale,
    Synthetic,
)
from spreadwell.methods.effects.series import series_effect
from spreadwell.methods.effects.siteeffects import site_effects
from spreadwell.methods.effects.synthetic import synthetic

FEWEST_EVENTS: Final = 5
PLAUSIBLE_SHARE: Final = 0.10
"""Where no smallest worthwhile change is set, a tenth of the baseline tunes monthly looks."""
APART_AT: Final = 2.0
FEWEST_FOR_DRIFT: Final = 2


def evaluate(
    panel: Panel, question: EffectQuestion, *, control: Panel | None = None
) -> EffectResult:
    """The effect of an innovation on the sites that adopted it.

    `control` is a measure that the innovation should not touch, at the same sites: a change in it
    lowers the grade.
    Pure: the same panel and question (which holds the seed) give the same digits. A panel in
    which nothing can be estimated is a ValueError that says why in one sentence; one that is
    merely too thin returns with `gate.ok` False. The shape of the readings decides the design and
    what the grade may be at most, never the result:

    1. Sites live from the first period are left out, comparators are chosen (`choose`).
    2. Nobody to compare with: an interrupted series of the sites' own past (`series_effect`).
    3. Under five sites: comparators weighed to move as they did, placebos decide (`synthetic`).
    4. Else imputation, with its interval and shuffled dates; months joined where sites are few.
    5. Every check, the gate, and the lowest cap on the grade (`grade`).
    """
    case = prepare(panel, question)
    if not case.choice.compared:
        return series_effect(panel, case.choice, question, case.scale, case.baseline)
    try:
        return _compared(panel, case, control)
    except np.linalg.LinAlgError:
        raise ValueError(
            "No effect can be told from these readings: too few sites are without the innovation "
            "at the same time as others have it."
        ) from None


def readiness(panel: Panel, question: EffectQuestion) -> Gate:
    """The gate alone: what an evaluation still needs, without estimating anything."""
    try:
        choice = choose(panel, question)
    except ValueError as reason:
        missing = Requirement("readings", False, "sites that have started", "none", str(reason))
        return Gate(False, (missing,))
    window = -(-question.window // choice.panel.joined)
    return check_gate(choice.panel, compared=choice.compared, after_window=window)


def _compared(panel: Panel, case: Case, control: Panel | None) -> EffectResult:
    """Compared with other sites: the headline, what shuffled dates say, and every check."""
    choice, question, setting, used = case.choice, case.question, case.setting, case.used
    live = after(setting.start, setting.periods, setting.span)[None]
    value, covariance, left, _ = setting.estimates(live)
    if not np.isfinite(value[0]):
        raise ValueError(
            "No effect can be estimated: no site has a reading since its start in a period "
            "where another site is still without the innovation."
        )
    se = float(np.sqrt(covariance[0, 0]))
    first = t_interval(float(value[0]), se, setting.df, question.level)
    permuted = permute_dates(
        setting.y, setting.start, setting.w, used.group, setting.span, question.draws,
        question.seed,
    )  # fmt: skip
    mixed = _synthetic(case)
    ranks_only = choice.adopters < RANKS_ONLY_UNDER
    # With one or two adopters nothing says how far their natural change reaches: ranks alone.
    checks = _Checks() if ranks_only else _checks(case, first, left[:, 0], control)
    dipped = checks.dip is not None and checks.dip.flagged
    # Periods before the start are left out where that was asked for, or where they dip and it
    # was not forbidden.
    switched = dipped if question.donut is None else question.donut > 0
    switched &= checks.dip_version is not None and mixed is None
    headline = checks.dip_version if switched and checks.dip_version else first
    check = _check(used, setting, question, first)
    if question.design == "callaway-santanna" and check is not None:
        headline = check.event_mean
    p, rank, draws = permuted.p, permuted.rank, len(permuted.draws)
    if mixed is not None:
        headline = mixed.result
        if ranks_only:
            headline = replace(headline, lower=None, upper=None)
        if mixed.rank is not None and mixed.among is not None:
            p, rank, draws = mixed.rank / mixed.among, mixed.rank, mixed.among - 1
    sites, pooled = site_effects(used, setting, headline.se or 0.0)
    if ranks_only:
        # The same caution for each site as for all.
        sites = tuple(replace(site, se=None, lower=None, upper=None) for site in sites)
    gate = check_gate(used, compared=True, after_window=setting.span.window)
    evidence = Evidence(
        gate=gate, headline=headline, compared=True, adopters=choice.adopters,
        comparators=choice.comparators,
        before=int(np.median(choice.unjoined.start[choice.unjoined.ever])),
        permutation_p=p, dip_flagged=dipped, dip_version=checks.dip_version,
        drift_adjusted=checks.drift,
        gathering_drift=checks.gathering, estimators_agree=None if check is None else check.agrees,
        one_site_turns_it=checks.influence is not None and checks.influence.flagged,
        other_flags=_flags(checks), randomised=question.randomised,
        selected_for_high_value=question.selected_for_high_value,
        also_live=question.also_live, smallest_worthwhile=question.smallest_worthwhile,
        few_events=_few_events(used),
    )  # fmt: skip
    return EffectResult(
        question=question, scale=case.scale, design=choice.design,
        design_words=choice.design_words, why_chosen=choice.why,
        weighting=_weighting(used, question), clusters=question.group_words,
        headline=headline,
        site_weighted=replace(setting, w=np.ones_like(setting.w)).headline(),
        unswitched=first if switched else None,
        dip_version=checks.dip_version, drift_adjusted=checks.drift,
        gathering_drift=checks.gathering, check=check,
        permutation_p=None if ranks_only else p,
        permutation_draws=draws, placebo_rank=rank if ranks_only else None,
        event_study=checks.study, sites=sites, pooled=pooled, pre_trend=checks.trend,
        dip=checks.dip, placebo_date=checks.placebo, influence=checks.influence,
        denominators=checks.denominators, breakdown=None,
        always_valid=None if ranks_only else always_valid(
            headline, _plausible(question, case.scale, case.baseline)
        ),
        segmented=None, gate=gate, grade=grade(evidence),
        adopters=choice.adopters, comparators=choice.comparators, not_yet_only=choice.not_yet_only,
        always_treated=choice.always_treated, periods=used.shape[1],
        first_period=used.label(0), last_period=used.label(used.shape[1] - 1),
        periods_joined=used.joined, baseline_mean=case.baseline * case.scale.per,
        missing_share=float(1 - used.seen.mean()), notes=choice.notes,
        fingerprint=fingerprint(panel), engine_version=__version__, numpy_version=np.__version__,
        further=None if mixed is None else Further(synthetic=mixed),
        negative_control=checks.control,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Checks:
    """The checks beside a headline; None where a design has no such check."""

    dip: DateTest | None = None
    dip_version: Estimate | None = None
    drift: Estimate | None = None
    gathering: Estimate | None = None
    study: EventStudy | None = None
    trend: PreTrend | None = None
    placebo: DateTest | None = None
    influence: Influence | None = None
    denominators: Estimate | None = None
    control: Estimate | None = None


def _checks(case: Case, first: Estimate, left: Floats, control: Panel | None) -> _Checks:
    """Before the start, around it, allowing for a drift, without each site, and who is counted."""
    setting, question = case.setting, case.question
    fine = _fine(case)
    dip = dip_test(fine)
    donut = question.donut or DIP_PERIODS
    wanted = dip is not None or bool(question.donut)
    drop = fine.headline(drop=donut) if wanted else None
    study, trend = event_study(setting, question.seed, case.used.joined)
    return _Checks(
        dip=dip,
        dip_version=drop if drop is not None and np.isfinite(drop.estimate) else None,
        drift=_drift(case, 1),
        gathering=_drift(case, 2),
        study=study,
        trend=trend,
        placebo=placebo_date(setting),
        influence=influence(left, first, case.used.group_names),
        denominators=_denominators(case.used, setting),
        control=None if control is None else _control(control, question),
    )


def _control(panel: Panel, question: EffectQuestion) -> Estimate | None:
    """The same estimate of a measure that should not change; None where it cannot be told."""
    try:
        return prepare(panel, replace(question, design="imputation")).setting.headline()
    except ValueError:
        return None


def _drift(case: Case, pace: int) -> Estimate | None:
    """The estimate that allows for a drift of that pace; a lone comparator cannot be left out."""
    if case.choice.held_back < FEWEST_FOR_DRIFT:
        return None
    return case.setting.headline(drift=pace, level=DRIFT_LEVEL)


def _synthetic(case: Case) -> Synthetic | None:
    """Synthetic comparators, where the design asks for them."""
    if not case.choice.design.startswith("synthetic"):
        return None
    return synthetic(
        case.used, case.setting.w, case.choice.design, case.setting.span, case.question.seed,
        case.scale.per, case.question.level,
    )  # fmt: skip


def _fine(case: Case) -> Setting:
    """The setting at the grain of the readings: a bad spell is looked for in months."""
    if case.used.joined == 1:
        return case.setting
    fine = case.choice.unjoined
    return replace(
        case.setting, y=fine.outcome, start=np.minimum(fine.start, fine.shape[1]),
        w=base_weights(fine, case.question.weights), group=fine.group,
        span=Span(case.question.window, case.question.periods_after),
    )  # fmt: skip


def _check(
    panel: Panel, setting: Setting, question: EffectQuestion, first: Estimate
) -> CheckEstimate | None:
    """Callaway and Sant'Anna, same cells and event-time mean; gaps on straight lines."""
    if setting.ever.all():
        return None
    effects = callaway.cohort_effects(
        fill_gaps(setting.y),
        setting.start,
        setting.w,
        compare=question.compare,
        base=question.base,
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


def _flags(checks: _Checks) -> tuple[str, ...]:
    found = []
    if checks.trend is not None and checks.trend.flagged:
        found.append("These sites and the others already moved apart before the start.")
    if checks.placebo is not None and checks.placebo.flagged:
        found.append("A false start, before the real one, also seems to show a change.")
    if checks.denominators is not None and checks.denominators.excludes_zero:
        found.append("The number of people counted changed with the start.")
    if checks.control is not None and checks.control.excludes_zero:
        found.append("A measure that it should not touch changed too.")
    return tuple(found)
