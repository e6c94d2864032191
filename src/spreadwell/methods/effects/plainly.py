"""The answer for people who decide: size in one sentence, certainty with its reason in another.

Neither holds a p-value or a letter; what is not shown elsewhere is not shown here either.
"""

from typing import Final

from spreadwell.methods.effects import wording
from spreadwell.methods.effects.magnitudes import LARGEST
from spreadwell.methods.effects.results import EffectResult, Estimate
from spreadwell.methods.effects.selection import share_expected_to_fall

CAUSED: Final = {
    "A": "This was very likely caused by {what}",
    "B": "This was probably caused by {what}",
    "C": "This may have been caused by {what}",
    "D": "This changed at the same time as {what} began; whether it was the cause cannot be told",
    "E": "This cannot be told from natural change",
    "N": "Whatever {what} changed here is probably too small to matter",
}
LIKELY_RETEST: Final = (0.5, 0.9)
"""Where the sites' own correlation of test and retest is not known, most lie between these."""
USUALLY_PICKED: Final = 10.0
"""Picked from the highest so many of 100, where a protocol does not say."""


def size_sentence(result: EffectResult, *, places: str, measure: str, people: str) -> str:
    """How large, at which places: "At the 14 PCNs that started, about 2.5 more people in 100 …"."""
    found, scale = result.headline, result.scale
    at = f"At the {result.adopters} {places} that started"
    if result.adopters == 1:
        at = "At the one place that started"
    if result.grade.letter == "E":
        unit = f" {people} {scale.words}" if scale.kind != "value" else ""
        span = wording.between(found, scale)
        return f"{at}, “{measure}” fits anything from {span}{unit}: no change can be told."
    text = f"{at}, {measure.lower()} was about {wording.change(found.estimate, scale, people)}"
    if scale.kind != "value":
        change = wording.change(found.estimate, scale, people)
        text = f"{at}, about {change} were counted in “{measure}”"
    text += " than would have been without it"
    if found.lower is None or found.upper is None:
        return f"{text}; with so few places no range can be given."
    return f"{text} (likely between {_span(found, result)})."


def before_sentence(result: EffectResult, *, places: str, people: str) -> str:
    """Where these places stood before the start: "Before the start it was 54.1 of 100 people …"."""
    scale = result.scale
    at = "there" if result.adopters == 1 else f"at these {places}"
    level = wording.number(result.baseline_mean * scale.factor)
    if scale.kind == "value":
        return f"Before the start it was {level} {at}."
    return f"Before the start it was {level} {people} {scale.words} {at}."


def counts_sentence(result: EffectResult, *, measure: str) -> str:
    """The same as counts, for series with few events: how many times as many as expected."""
    counts = result.further.counts if result.further else None
    if counts is None or counts.average.lower is None or counts.average.upper is None:
        return ""
    low, high = wording.number(counts.average.lower, 2), wording.number(counts.average.upper, 2)
    times = wording.number(counts.average.estimate, 2)
    return (
        f"Counted as events, “{measure}” was {times} times what its own past led one to expect "
        f"(likely between {low} and {high} times)."
    )


def certainty_sentence(result: EffectResult, *, what: str) -> str:
    """How sure, and why: "This was probably caused by the reviews, because …; it would take …"."""
    said = CAUSED[result.grade.letter].format(what=what)
    because = _because(result)
    if because:
        said += f", because {because}"
    away = _explained_away(result)
    return f"{said}; {away}." if away else f"{said}."


def both_ranges(result: EffectResult) -> tuple[str, str] | None:
    """The range that allows for every look, and the one as if this were the only look."""
    valid, found = result.always_valid, result.headline
    if valid is None or found.lower is None:
        return None
    wide = Estimate(found.estimate, None, valid.lower, valid.upper, None, found.level)
    unit = f" {result.scale.words}" if result.scale.words else ""
    return (
        f"{wording.between(wide, result.scale)}{unit}",
        f"{wording.between(found, result.scale)}{unit}",
    )


def expected_anyway(picked_highest: float | None, correlation: float | None) -> str:
    """What share of people picked for a high value would have improved with no effect at all.

    `picked_highest` of 100 were picked (10 unless given); `correlation` is that of test and retest
    at the sites, None where it is not known.
    """
    top = picked_highest or USUALLY_PICKED
    percentile = 1 - top / 100
    whom = f"Of people picked because they were in the highest {wording.number(top, 0)} of 100"
    if correlation is not None:
        share = round(100 * share_expected_to_fall(percentile, correlation))
        return (
            f"{whom}, about {share} of 100 would probably have improved anyway "
            f"(at these sites a value and its retest correlate at {correlation:g})."
        )
    low, high = (
        round(100 * share_expected_to_fall(percentile, one)) for one in LIKELY_RETEST[::-1]
    )
    return (
        f"{whom}, between {low} and {high} of 100 would probably have improved anyway; which of "
        "the two depends on how steady the value is in one person, which is not known here."
    )


def difference_sentence(stratum: str, other: str, gap: Estimate, result: EffectResult) -> str:
    """How the effect in one stratum differs from that in another, with its range."""
    scale = result.scale
    unit = f" {scale.words}" if scale.words else ""
    change = wording.change(gap.estimate, scale).replace(" people", "")
    said = f"{stratum[:1].upper()}{stratum[1:]}: {change} than {other}"
    if gap.lower is None:
        return f"{said}."
    clear = "" if gap.excludes_zero else ", so a difference cannot be told"
    return f"{said} (likely between {wording.between(gap, scale)}{unit}){clear}."


def _span(found: Estimate, result: EffectResult) -> str:
    return wording.between(found, result.scale).replace(" to ", " and ", 1)


def _because(result: EffectResult) -> str:
    """For a high certainty what speaks for it, for a lower one what holds it down."""
    if result.grade.letter in "AB":
        return _and(_for(result))
    caps = [cap for cap in result.grade.caps if cap.rule != "moved"]
    if result.grade.letter == "N" or not caps:
        return ""
    reason = caps[0].reason.rstrip(".")
    return reason[:1].lower() + reason[1:]


def _for(result: EffectResult) -> list[str]:
    said = []
    if result.question.randomised:
        said.append("the order of starting was drawn by lot")
    if result.comparators:
        others = (
            "places that had not started yet"
            if result.not_yet_only
            else f"{result.comparators} places not using it"
        )
        said.append(f"{others} did not change like this")
    if result.permutation_p is not None:
        said.append("starting dates shuffled among the places seldom give so large a change")
    if result.drift_adjusted is not None and result.drift_adjusted.excludes_zero:
        said.append("the change stands when a slow drift is allowed for")
    return said


def _explained_away(result: EffectResult) -> str:
    if result.grade.letter in "DEN" or not result.headline.excludes_zero:
        return ""
    found = result.further.sensitivity if result.further else None
    if found is None:
        return ""
    most = found.relative_breakdown
    if most is None:
        return (
            "a drift apart like the largest step seen before the start would be enough to explain "
            "it away"
        )
    times = f"more than {LARGEST:.0f}" if most >= LARGEST else wording.number(most)
    said = (
        "to explain it away, these places and the others would have to drift apart in every period "
        f"since the start, always the same way, by {times} times the largest step seen before it"
    )
    if most < 1 and result.pre_trend is not None and not result.pre_trend.flagged:
        said += "; before it they did not drift apart"
    return said


def _and(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
