"""What an effect's page prints: the answer, why, and the method, each at its depth."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spreadwell.charts.event_study import EventPoint, event_study
from spreadwell.charts.forest import ForestMean, ForestRow, forest
from spreadwell.charts.frame import Look, Picture
from spreadwell.domain.claims.frozen import GROUP, WEIGHT, FrozenInput
from spreadwell.domain.claims.models import Effect, Protocol
from spreadwell.methods.effects import wording
from spreadwell.methods.effects.results import EffectResult

STEPS = {"week": "week", "month": "month", "quarter": "quarter", "year": "year", "day": "day"}
MOST_SITES = 60


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The first level: certainty and size apart, and whether a size may be shown at all."""

    shown: bool
    certainty: str
    size: str
    direction: str
    not_shown: str
    missing: tuple[str, ...]
    sites: int
    comparators: int
    span: str


@dataclass(frozen=True, slots=True)
class Check:
    """One check, in words, and whether it came out well."""

    name: str
    sentence: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure published elsewhere, beside ours."""

    name: str
    theirs: str
    source: str


def answer_of(result: EffectResult) -> Answer:
    """The answer of a look."""
    shown = result.gate.ok and result.grade.shows_size
    return Answer(
        shown,
        wording.certainty(result.grade) if shown else "",
        wording.size(result) if shown else "",
        wording.direction(result) if shown and result.headline.excludes_zero else "",
        "" if shown else wording.not_shown(result),
        tuple(item.sentence for item in result.gate.missing),
        result.adopters,
        result.comparators,
        f"{result.first_period} to {result.last_period}",
    )


def checks_of(result: EffectResult, names: Mapping[str, str]) -> list[Check]:
    """Every check of a look, with the names of places in place of their codes."""
    made = []
    for name, sentence, passed in wording.checks(result):
        if result.influence is not None:
            code = result.influence.site
            sentence = sentence.replace(f"; {code} matters", f"; {names.get(code, code)} matters")
        made.append(Check(name, sentence, passed))
    return made


def event_picture(protocol: Protocol, result: EffectResult, look: Look) -> Picture | None:
    """The event study; None where too few sites allow one."""
    found = result.event_study
    if found is None:
        return None
    step = (
        "quarter" if found.periods_per_step == 3 else STEPS.get(protocol.measure.cadence, "period")
    )
    columns = (found.event_times, found.estimates, found.lower, found.upper, found.sites)
    points = [EventPoint(*row) for row in zip(*columns, strict=True)]
    return event_study(points, look, unit=result.scale.words, step=step, reference=found.reference)


def forest_picture(result: EffectResult, names: Mapping[str, str], look: Look) -> Picture | None:
    """The forest of sites, shrunken towards each other; None with none or too many to read."""
    if not result.sites or len(result.sites) > MOST_SITES:
        return None
    rows = []
    for one in result.sites:
        shrunk = one.shrunken is not None
        rows.append(
            ForestRow(
                names.get(one.site, one.site),
                one.shrunken if one.shrunken is not None else one.estimate,
                one.shrunken_lower if shrunk else one.lower,
                one.shrunken_upper if shrunk else one.upper,
                one.weight,
            )
        )
    mean = None
    pooled = result.pooled
    if pooled is not None:
        mean = ForestMean(
            pooled.estimate,
            pooled.lower,
            pooled.upper,
            pooled.prediction_lower,
            pooled.prediction_upper,
        )
    return forest(rows, mean, look, unit=result.scale.words, better=result.question.improvement)


def command_of(effect: Effect, frozen: FrozenInput) -> str:
    """The command that gives the same digits from the downloaded files."""
    question = frozen.question
    parts = ["spreadwell effect readings.csv starts.csv"]
    plain = {"design": "auto", "compare": "notyet", "base": "varying", "window": 0,
             "improvement": "up", "level": 0.95, "draws": 999, "seed": 20240401}  # fmt: skip
    for name, usual in plain.items():
        if question.get(name, usual) != usual:
            parts.append(f"--{name} {question[name]}")
    parts.append(f"--per {effect.result['scale']['per']}")
    for name in ("donut", "periods_after", "smallest_worthwhile"):
        if question.get(name) is not None:
            number = question[name]
            said = f"{number:g}" if isinstance(number, float) else str(number)
            parts.append(f"--{name.replace('_', '-')} {said}")
    if WEIGHT in frozen.columns:
        parts.append(f"--weights {WEIGHT}")
    elif question.get("weights") == "sites":
        parts.append("--weights none")
    if GROUP in frozen.columns:
        parts.append(f"--cluster {GROUP}")
    if question.get("randomised"):
        parts.append("--randomised")
    return " ".join([*parts, "--json"])


def method_rows(effect: Effect, result: EffectResult) -> list[tuple[str, str]]:
    """The method level: every number one needs to defend the answer."""
    scale = result.scale
    unit = f" {scale.words}" if scale.words else ""

    def said(found: Any) -> str:
        if found is None:
            return ""
        if found.lower is None:
            return f"{found.estimate:.6g}{unit}"
        return f"{found.estimate:.6g}{unit} ({found.lower:.6g} to {found.upper:.6g})"

    rows = [
        ("Grade", effect.grade or "none: cannot be evaluated yet"),
        ("Estimate", said(result.headline)),
        ("Each site counting once", said(result.site_weighted)),
        ("Without the last periods before the start", said(result.dip_version)),
        ("Allowing for a steady drift", said(result.drift_adjusted)),
        ("Allowing for a drift that gathers pace", said(result.gathering_drift)),
        ("Design", result.design),
        ("Weighting", result.weighting),
        ("Sites, comparators, periods",
         f"{result.adopters}, {result.comparators}, {result.periods}"),
        ("Readings missing", f"{100 * result.missing_share:.1f} in 100"),
        ("Baseline mean", f"{result.baseline_mean:.6g}{unit}"),
        ("Shuffled dates, p",
         "" if result.permutation_p is None else f"{result.permutation_p:.4g} "
         f"({result.permutation_draws} draws)"),
        ("Fingerprint of the input", effect.fingerprint),
        ("Versions", ", ".join(f"{name} {value}" for name, value in effect.versions.items()
                               if value is not None)),
    ]  # fmt: skip
    return [(term, words) for term, words in rows if words]


def published_of(protocol: Protocol) -> list[Beside]:
    """Figures published elsewhere: {name, estimate, lower, upper, se, unit, source}."""
    made = []
    for one in protocol.published_figures:
        text = f"{one['estimate']:g}" if isinstance(one.get("estimate"), int | float) else "–"
        if one.get("lower") is not None and one.get("upper") is not None:
            text += f" ({one['lower']:g} to {one['upper']:g})"
        elif one.get("se") is not None:
            text += f" (standard error {one['se']:g})"
        if one.get("unit"):
            text += f" {one['unit']}"
        made.append(Beside(str(one.get("name", "Published")), text, str(one.get("source", ""))))
    return made
