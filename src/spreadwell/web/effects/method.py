"""The method level of an effect: its numbers, and the command that gives them again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from spreadwell.domain.claims.families import Among
from spreadwell.domain.claims.frozen import GROUP, WEIGHT, FrozenInput
from spreadwell.domain.claims.models import Effect, Protocol
from spreadwell.methods.effects.question import EffectQuestion
from spreadwell.methods.effects.results import EffectResult


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure published elsewhere, beside ours."""

    name: str
    theirs: str
    source: str


def command_of(effect: Effect, frozen: FrozenInput) -> str:
    """The command that gives the same digits from the downloaded files."""
    question = frozen.question
    parts = ["spreadwell effect readings.csv starts.csv"]
    usual = EffectQuestion().to_dict()
    for name in ("design", "compare", "base", "window", "improvement", "level", "draws", "seed"):
        parts.append(f"--{name} {question.get(name, usual[name])}")
    parts.append(f"--per {effect.result['scale']['per']}")
    for name in ("donut", "periods_after", "smallest_worthwhile"):
        if question.get(name) is not None:
            parts.append(f"--{name.replace('_', '-')} {question[name]!r}")
    if WEIGHT in frozen.columns:
        parts.append(f"--weights {WEIGHT}")
    elif question.get("weights") == "sites":
        parts.append("--weights none")
    if GROUP in frozen.columns:
        parts.append(f"--cluster {GROUP}")
    if (strata := frozen.strata()) and effect.equity:
        parts.append(f"--equity {next(iter(effect.equity), strata[0])}")
    if question.get("randomised"):
        parts.append("--randomised")
    return " ".join([*parts, "--json"])


def method_rows(
    effect: Effect, result: EffectResult, among: Sequence[Among], *, sizes: bool
) -> list[tuple[str, str]]:
    """The method level: every number one needs to defend the answer; `sizes` shows estimates."""
    scale = result.scale
    unit = f" {scale.words}" if scale.words else ""

    def said(found: Any) -> str:
        if found is None or not sizes:
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
        ("Second way of estimating (Callaway and Sant'Anna)",
         said(result.check.same_cells) if result.check else ""),
        *_aggregate_rows(result, said),
        ("Baseline mean", f"{result.baseline_mean:.6g}{unit}"),
        ("Shuffled dates, p",
         "" if result.permutation_p is None or not sizes else f"{result.permutation_p:.4g} "
         f"({result.permutation_draws} draws)"),
        *((f"q among {one.of} {one.family}, by Benjamini and Hochberg",
           f"{one.q:.4g}, beside p {one.p:.4g}") for one in among if sizes),
        ("Fingerprint of the input", effect.fingerprint),
        ("Versions", ", ".join(f"{name} {value}" for name, value in effect.versions.items()
                               if value is not None)),
    ]  # fmt: skip
    return [(term, words) for term, words in rows if words]


def _aggregate_rows(result: EffectResult, said: Callable[[Any], str]) -> list[tuple[str, str]]:
    found = result.further.aggregates if result.further else None
    if found is None:
        return []
    four = ("simple", "dynamic", "group", "calendar")
    return [(f"Its {name} mean", said(getattr(found, name).result)) for name in four]


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
