"""The result of ``spreadwell effect``: its JSON, its sentences and its picture."""

from typing import Any

from pydantic import BaseModel

from spreadwell.charts.event_study import EventPoint, event_study
from spreadwell.charts.forest import ForestRow, forest
from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.telling import known
from spreadwell.cli.sources import InputFile
from spreadwell.methods.effects import wording
from spreadwell.methods.effects.plain import to_plain
from spreadwell.methods.effects.results import Aggregate, EffectResult, Estimate
from spreadwell.methods.effects.strata import Equity


class Gate(BaseModel):
    """Whether a page may show the effect; ``reasons`` say what is missing."""

    ok: bool
    reasons: list[str]


class Sites(BaseModel):
    """How many sites started, are compared with, and were live from the first period.

    Where adoption was decided for groups, the counts of ``groups_…`` set the grade.
    """

    started: int
    compared: int
    always: int
    groups_started: int | None = None
    groups_compared: int | None = None


class Interval(BaseModel):
    """An estimate in the unit of ``per``; null is what cannot be told."""

    estimate: float | None
    se: float | None
    low: float | None
    high: float | None


class Headline(Interval):
    """The headline, with the degrees of freedom of its interval (null is normal)."""

    df: float | None
    p_permutation: float | None


class Check(Interval):
    """The second way of estimating, over the same cells."""

    estimator: str
    agrees: bool | None


class EventPointOut(Interval):
    """The effect at a time since the start; the band holds for all times at once."""

    time: int
    band_low: float | None
    band_high: float | None
    sites: int


class PartOut(Interval):
    """A part of a summary: by time since the start, by the group that started then, by period."""

    time: int | None = None
    group: str | None = None
    period: str | None = None
    weight: float | None = None


class AggregateOut(Interval):
    """A summary of the effects by group and period."""

    parts: list[PartOut]


class AggregatesOut(BaseModel):
    """The four summaries of Callaway and Sant'Anna."""

    simple: AggregateOut
    dynamic: AggregateOut
    group: AggregateOut
    calendar: AggregateOut


class Sequential(BaseModel):
    """The interval that holds at every look at once."""

    low: float
    high: float


class Provenance(BaseModel):
    """What the numbers rest on, so that they can be made again."""

    spreadwell_version: str
    numpy_version: str
    inputs: list[InputFile]
    fingerprint: str
    measure: str
    first_period: str
    last_period: str
    periods_joined: int
    command: str


class EffectOutput(BaseModel):
    """An effect: the question, who was compared, the answer, and everything that was checked."""

    question: dict[str, Any]
    gate: Gate
    design: str
    why: str
    sites: Sites
    effect: Headline
    check: Check | None
    event_study: list[EventPointOut]
    check_event_study: list[EventPointOut]
    aggregates: AggregatesOut | None
    diagnostics: dict[str, Any]
    sensitivity: dict[str, Any] | None
    sequential: Sequential | None
    grade: str
    grade_reasons: list[str]
    sentence: str
    sentences: list[str]
    notes: list[str]
    provenance: Provenance


def output_of(
    result: EffectResult,
    *,
    question: dict[str, Any],
    sites: Sites,
    notes: list[str],
    provenance: Provenance,
    by_stratum: Equity | None = None,
) -> EffectOutput:
    """A result in the shape that ``--json`` writes."""
    found, check, further = result.headline, result.check, result.further
    aggregates = further.aggregates if further else None
    valid = result.always_valid
    return EffectOutput(
        question=question,
        gate=Gate(ok=result.gate.ok, reasons=[item.sentence for item in result.gate.missing]),
        design=result.design,
        why=wording.why_this_design(result),
        sites=sites,
        effect=Headline(
            **_interval(found), df=known(found.df) or None, p_permutation=result.permutation_p
        ),
        check=None
        if check is None
        else Check(
            estimator="callaway-santanna",
            **_interval(check.same_cells),
            agrees=None if check.apart is None else check.agrees,
        ),
        event_study=_event_study(result),
        check_event_study=[]
        if aggregates is None
        else [
            EventPointOut(
                **_interval(part.result), time=part.time or 0, band_low=known(part.band_low),
                band_high=known(part.band_high), sites=part.sites or 0,
            )
            for part in aggregates.dynamic.parts
        ],
        aggregates=None
        if aggregates is None
        else AggregatesOut(
            simple=_aggregate(aggregates.simple), dynamic=_aggregate(aggregates.dynamic),
            group=_aggregate(aggregates.group), calendar=_aggregate(aggregates.calendar),
        ),
        diagnostics=diagnostics(result) | {"equity": _plain(by_stratum)},
        sensitivity=None
        if further is None or further.sensitivity is None
        else _plain(further.sensitivity),
        sequential=None if valid is None else Sequential(low=valid.lower, high=valid.upper),
        grade=result.grade.letter,
        grade_reasons=[cap.reason for cap in result.grade.caps],
        sentence=wording.headline(result),
        sentences=sentences(result),
        notes=notes,
        provenance=provenance,
    )  # fmt: skip


def _interval(found: Estimate) -> dict[str, float | None]:
    return {
        "estimate": known(found.estimate),
        "se": known(found.se),
        "low": known(found.lower),
        "high": known(found.upper),
    }


def _event_study(result: EffectResult) -> list[EventPointOut]:
    """Every time since the start; those that too few sites reach have an estimate alone."""
    study = result.event_study
    if study is None:
        return []
    points = [
        EventPointOut(
            time=time, estimate=study.estimates[k], se=known(study.se[k]) if study.se else None,
            low=known(study.pointwise_lower[k]), high=known(study.pointwise_upper[k]),
            band_low=known(study.lower[k]), band_high=known(study.upper[k]), sites=study.sites[k],
        )
        for k, time in enumerate(study.event_times)
    ]  # fmt: skip
    points += [
        EventPointOut(time=one.time, estimate=one.estimate, se=None, low=None, high=None,
                      band_low=None, band_high=None, sites=one.sites)
        for one in study.thin
    ]  # fmt: skip
    return sorted(points, key=lambda point: point.time)


def _aggregate(found: Aggregate) -> AggregateOut:
    parts = [
        PartOut(
            **_interval(part.result), time=part.time, group=part.group, period=part.period,
            weight=part.weight,
        )
        for part in found.parts
    ]  # fmt: skip
    return AggregateOut(**_interval(found.result), parts=parts)


CHECKS = (
    "site_weighted", "unswitched", "dip_version", "drift_adjusted", "gathering_drift", "pre_trend",
    "dip", "placebo_date", "influence", "denominators", "negative_control", "segmented", "pooled",
    "sites",
)  # fmt: skip


def diagnostics(result: EffectResult) -> dict[str, Any]:
    """Everything that was checked, each under its name; null where a design has no such check."""
    made: dict[str, Any] = {"gate": _plain(result.gate.requirements)}
    made |= {name: _plain(getattr(result, name)) for name in CHECKS}
    made["permutation"] = {
        "p": result.permutation_p,
        "draws": result.permutation_draws,
        "rank": result.placebo_rank,
    }
    made["baseline_mean"] = known(result.baseline_mean)
    made["missing_share"] = result.missing_share
    further = result.further
    if further is not None:
        made["check_pre_test"] = _plain(further.aggregates.pre_test) if further.aggregates else None
        for name in ("plain_regression", "others", "synthetic", "counts", "newey_west", "series"):
            made[name] = _plain(getattr(further, name))
    return made


def _plain(thing: Any) -> Any:
    """Plain data in which bounds are called low and high, as everywhere in the JSON."""
    return _renamed(to_plain(thing))


NAMES = {"lower": "low", "upper": "high", "lambda_": "lambda"}


def _renamed(data: Any) -> Any:
    if isinstance(data, dict):
        flat = data.pop("result", None) if isinstance(data.get("result"), dict) else None
        joined = {**(flat or {}), **data}
        return {NAMES.get(key, key): _renamed(value) for key, value in joined.items()}
    if isinstance(data, (list, tuple)):
        return [_renamed(item) for item in data]
    return None if isinstance(data, float) and data != data else data


def sentences(result: EffectResult) -> list[str]:
    """What a person reads: the answer, how it was reached, each check, what would change it.

    Where the effect cannot be evaluated yet the estimate still stands here, for analysts, after
    the sentence that says why no page shows it.
    """
    said = [wording.headline(result)]
    if not result.gate.ok or not result.grade.shows_size:
        unit = f" {result.scale.words}" if result.scale.words else ""
        said.append(
            f"For analysts only: {wording.number(result.estimate * result.scale.factor)}{unit} "
            f"({wording.between(result.headline, result.scale)})."
        )
    elif result.headline.excludes_zero:
        said.append(wording.direction(result))
    said.append(wording.why_this_design(result))
    said += [f"{name}: {sentence}" for name, sentence, _ in wording.checks(result)]
    said += wording.explained_away(result)
    said += wording.what_would_change_it(result)
    return said


def event_picture(result: EffectResult, title: str) -> Picture:
    """The picture by time since the start; site by site where too few sites allow one."""
    look = Look(heading=True)
    found = result.event_study
    factor = result.scale.factor
    if found is None:
        rows = [
            ForestRow(
                one.site,
                one.estimate * factor,
                _times(factor, one.lower),
                _times(factor, one.upper),
                one.weight,
            )
            for one in result.sites
        ]
        return forest(
            rows, look=look, unit=result.scale.words, better=result.question.improvement,
            title=title,
        )  # fmt: skip
    points = [
        EventPoint(time, estimate * factor, low * factor, high * factor, sites)
        for time, estimate, low, high, sites in zip(
            found.event_times, found.estimates, found.lower, found.upper, found.sites, strict=True
        )
    ]
    step = "quarter" if found.periods_per_step == 3 else "period"
    return event_study(
        points, look, unit=result.scale.words, step=step, reference=found.reference, title=title
    )


def _times(factor: float, end: float | None) -> float | None:
    return None if end is None else end * factor
