"""Facts → sentences, the same for page, paper and command line.

Size and certainty are said apart, frequencies with one denominator, and no p-values.
"""

from typing import Final

from spreadwell.methods.effects.magnitudes import LARGEST
from spreadwell.methods.effects.results import (
    DateTest,
    EffectResult,
    Estimate,
    Gate,
    Grade,
    Scale,
)
from spreadwell.methods.effects.selection import share_expected_to_fall

WORTH_SAYING: Final = 0.05
"""Weight of forbidden comparisons from which a plain regression is worth a sentence."""


def number(value: float, digits: int | None = None) -> str:
    """A number as people say it: one decimal under 100, none above, never "-0"."""
    size = abs(value)
    if digits is None:
        digits = 0 if size >= 100 else 1 if size >= 0.095 or size == 0 else 2
    text = f"{value:,.{digits}f}"
    return text.lstrip("-") if float(text.replace(",", "")) == 0 else text.replace("-", "−")


def change(value: float, scale: Scale, people: str = "people") -> str:
    """A change in words: "2.5 more people in 100", "0.4 lower"."""
    size = number(abs(value) * scale.factor)
    if scale.kind == "value":
        return f"{size} {'higher' if value >= 0 else 'lower'}"
    return f"{size} {'more' if value >= 0 else 'fewer'} {people} {scale.words}"


def between(found: Estimate, scale: Scale) -> str:
    """An interval in words: "1.2 to 3.8 more", "0.4 fewer to 2.1 more"."""
    if found.lower is None or found.upper is None:
        return "no range can be given"
    more, fewer = ("higher", "lower") if scale.kind == "value" else ("more", "fewer")
    low, high = (number(abs(end) * scale.factor) for end in (found.lower, found.upper))
    if found.lower >= 0:
        return f"{low} to {high} {more}"
    if found.upper <= 0:
        return f"{high} to {low} {fewer}"
    return f"{low} {fewer} to {high} {more}"


def certainty(grade: Grade) -> str:
    """How sure one can be, in words, with a capital."""
    return grade.words[:1].upper() + grade.words[1:]


def size(result: EffectResult, people: str = "people") -> str:
    """How large the change is, with its range; or why none is shown."""
    if not result.grade.shows_size:
        return not_shown(result)
    found, scale = result.headline, result.scale
    unit = f" {scale.words}" if scale.words else ""
    if result.grade.letter == "E":
        return f"The readings fit anything from {between(found, scale)}{unit}."
    text = f"About {change(found.estimate, scale, people)}"
    if found.lower is None:
        return f"{text}; with so few sites no range can be given."
    return f"{text} (likely between {_span(found, scale)}{unit})."


def headline(result: EffectResult, people: str = "people") -> str:
    """The sentence to lead with: certainty, then size."""
    if not result.grade.shows_size:
        return not_shown(result)
    if result.grade.letter == "E":
        return f"No effect can be told. {size(result, people)}"
    if result.grade.letter == "N":
        return f"Probably no important effect. {size(result, people)}"
    return f"{certainty(result.grade)}. {size(result, people)}"


def not_shown(result: EffectResult) -> str:
    """Why no effect size is shown."""
    if result.question.selected_for_high_value:
        return (
            "People were picked because a value was high, so most would probably have improved "
            "anyway; this does not show whether it helped."
        )
    return not_yet(result.gate)


def not_yet(gate: Gate) -> str:
    """What keeps an effect from being evaluated; empty when nothing does."""
    if gate.ok:
        return ""
    reasons = " ".join(item.sentence for item in gate.missing)
    return f"Cannot be evaluated yet: {reasons[:1].lower()}{reasons[1:]}"


def direction(result: EffectResult) -> str:
    """Whether the change is the wanted one, in words."""
    wanted = result.question.improvement
    if wanted == "neither" or result.estimate == 0:
        return "Neither direction is better for this measure."
    better = (result.estimate > 0) == (wanted == "up")
    return "That is an improvement." if better else "That is the wrong direction."


def why_this_design(result: EffectResult) -> str:
    """The design and why it was chosen."""
    words = result.design_words
    notes = "".join(f" {note}" for note in result.notes)
    return f"{words[:1].upper()}{words[1:]}. {result.why_chosen}{notes}"


def what_would_change_it(result: EffectResult) -> tuple[str, ...]:
    """What would raise the certainty: the caps that hold it down, and what would lift each."""
    if not result.gate.ok:
        return tuple(item.sentence for item in result.gate.missing)
    sentences = []
    for cap in result.grade.caps:
        would = ""
        if cap.lifted_by:
            would = f" What would change it: {cap.lifted_by[:1].lower()}{cap.lifted_by[1:]}"
        sentences.append(f"{cap.reason}{would}")
    return tuple(sentences)


def checks(result: EffectResult, people: str = "people") -> tuple[tuple[str, str, bool], ...]:
    """Each check as (name, sentence, passed); `people` is what the measure counts."""
    scale = result.scale
    made: list[tuple[str, str, bool]] = []
    if result.permutation_p is not None:
        tries = round(100 * result.permutation_p)
        how = f"{tries} of 100" if tries else "fewer than 1 of 100"
        made.append(
            (
                "Shuffled dates",
                f"With the starting dates shuffled, {how} tries gave a change as large.",
                result.permutation_p < 0.05,
            )
        )
    if result.placebo_rank is not None:
        among = result.permutation_draws + 1
        made.append(
            (
                "Rank",
                f"Its change ranks {result.placebo_rank} of {among} by size, when the dates are "
                "given to other sites in turn.",
                result.placebo_rank == 1,
            )
        )
    if result.check is not None:
        said = "agrees" if result.check.agrees else "disagrees"
        found = change(result.check.same_cells.estimate, scale, people)
        made.append(
            (
                "A second way of estimating",
                f"Holding each site against its last period before the start {said}: {found}.",
                result.check.agrees,
            )
        )
    if result.pre_trend is not None:
        made.append(_pre_trend(result))
    if result.dip is not None:
        made.append(_dip(result, result.dip, people))
    if result.placebo_date is not None:
        test = result.placebo_date
        text = (
            f"Pretending a start {test.periods} periods earlier "
            f"{'also shows a change' if test.flagged else 'shows nothing, as it should'}."
        )
        made.append(("A false start", text, not test.flagged))
    drifts = (
        ("Slow drift", "a steady drift of these sites", result.drift_adjusted),
        ("A drift gathering pace", "a drift that gathers pace", result.gathering_drift),
    )
    for name, allowed, adjusted in drifts:
        if adjusted is None:
            continue
        stands = adjusted.excludes_zero and (adjusted.estimate > 0) == (result.estimate > 0)
        end = "the change stands" if stands else "the change can no longer be told from one"
        allowing = change(adjusted.estimate, scale, people)
        made.append((name, f"Allowing for {allowed} ({allowing}), {end}.", stands))
    if result.influence is not None:
        carried = result.influence
        lowest, highest = carried.lowest * scale.factor, carried.highest * scale.factor
        text = (
            f"Leaving out any one, the estimate lies between {number(lowest)} and "
            f"{number(highest)}; {carried.site} matters most."
        )
        made.append(("One site at a time", text, not carried.flagged))
    if result.denominators is not None:
        shift = result.denominators
        moved = shift.excludes_zero
        text = (
            f"The number of people counted {'changed' if moved else 'did not clearly change'} "
            f"with the start ({number(shift.estimate)} in 100)."
        )
        made.append(("Who is counted", text, not moved))
    if result.negative_control is not None:
        moved = result.negative_control.excludes_zero
        text = (
            "A measure that it should not touch "
            f"{'changed too' if moved else 'did not clearly change, as it should not'} "
            f"({between(result.negative_control, scale)})."
        )
        made.append(("A measure it should not touch", text, not moved))
    if result.always_valid is not None and result.headline.lower is not None:
        made.append(_looks(result))
    return tuple(made)


def explained_away(result: EffectResult, people: str = "people") -> tuple[str, ...]:
    """What it would take to explain the change away, and what a plain regression compares."""
    further = result.further
    if further is None:
        return ()
    said = []
    found, scale = further.sensitivity, result.scale
    if found is not None and result.headline.excludes_zero:
        said.append(_relative(found.relative_breakdown))
        if found.smoothness_breakdown is not None:
            unit = f" {scale.words}" if scale.words else ""
            bend = number(found.smoothness_breakdown * scale.factor)
            said.append(
                "A drift that was there before would have to bend by more than "
                f"{bend}{unit} a period, anew in every period, to explain it."
            )
    plain = further.plain_regression
    if plain is not None and plain.forbidden >= WORTH_SAYING:
        share = round(100 * plain.forbidden)
        said.append(
            f"A plain regression would say {change(plain.result.estimate, scale, people)}, but "
            f"rests for {share} in 100 of it on comparing sites with others already live."
        )
    return tuple(said)


def _relative(breakdown: float | None) -> str:
    if breakdown is None:
        return (
            "A change in trend like those seen before the start could explain it; so large a one "
            "is rarely told apart at this size."
        )
    if breakdown >= LARGEST:
        return (
            "These sites and the others would have to drift apart in every period since the start, "
            f"always the same way, by more than {LARGEST:.0f} times the largest step seen before "
            "it."
        )
    return (
        "These sites and the others would have to drift apart in every period since the start, "
        f"always the same way, by {number(breakdown)} times the largest step seen before it."
    )


def _pre_trend(result: EffectResult) -> tuple[str, str, bool]:
    trend = result.pre_trend
    assert trend is not None
    said = (
        "These sites and the others already moved apart before the start"
        if trend.flagged
        else "Before the start these sites moved like the others"
    )
    reach = number(trend.detectable_slope * result.scale.factor)
    unit = f" {result.scale.words}" if result.scale.words else ""
    return (
        "Before the start",
        f"{said}; a drift of {reach}{unit} a period would have been noticed in 80 of 100 tries.",
        not trend.flagged,
    )


def _dip(result: EffectResult, test: DateTest, people: str) -> tuple[str, str, bool]:
    if not test.flagged:
        text = f"The last {test.periods} periods before the start were like those before them."
        return "Bad spell before the start", text, True
    text = f"The last {test.periods} periods before the start were unusual, so they are left out"
    if result.unswitched is not None:
        with_them = change(result.unswitched.estimate, result.scale, people)
        text += f"; with them it would read {with_them}"
    return "Bad spell before the start", f"{text}.", False


def _looks(result: EffectResult) -> tuple[str, str, bool]:
    valid = result.always_valid
    assert valid is not None
    wide = Estimate(result.estimate, None, valid.lower, valid.upper, None, result.headline.level)
    return (
        "Looking every month",
        f"If this were the only look: {between(result.headline, result.scale)}. "
        f"Allowing for monthly looks: {between(wide, result.scale)}.",
        wide.excludes_zero or not result.headline.excludes_zero,
    )


def _span(found: Estimate, scale: Scale) -> str:
    return between(found, scale).replace(" to ", " and ", 1)


def expected_with_no_effect(percentile: float, correlation: float) -> str:
    """The sentence beside "n of reviewed patients improved"."""
    share = round(100 * share_expected_to_fall(percentile, correlation))
    top = number(100 * (1 - percentile), 0)
    return (
        f"Of people picked because they were in the highest {top} of 100, about {share} of 100 "
        "would probably have improved anyway."
    )
