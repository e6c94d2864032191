"""Certainty: each rule that caps the grade, with its reason; the lowest cap applies.

The rule for B was settled by simulation (45 sites, 14 adopting over 16 months): grades A or B on
truths with no effect, or with a drift or a bad month, in at most 5 in 100 runs. A drift that
begins shortly before the sites start looks most like an effect: with the steady line alone it
earned B in 17 of 100 runs, with the line that gathers pace too in 3, and a real +2.7 in 100 still
earns it in 75 to 84.
"""

from dataclasses import dataclass
from typing import Final

from spreadwell.methods.effects.results import Cap, Estimate, Gate, Grade

WORDS: Final = {
    "A": "very likely caused by the innovation",
    "B": "probably caused by it",
    "C": "may have been caused by it",
    "D": "changed at the same time",
    "E": "cannot be told from natural change",
    "N": "probably no important effect",
    "–": "cannot be evaluated yet",
}
ORDER: Final = "ABCDE"
ENOUGH_SITES: Final = 10
ENOUGH_BEFORE: Final = 12
FEWEST_COMPARATORS: Final = 5
PERMUTATION_DECIDES_UNDER: Final = 10
RANKS_ONLY_UNDER: Final = 3
ALPHA: Final = 0.05
DRIFT_LEVEL: Final = 0.90
"""The drift-adjusted interval: at 95 half the power on small effects goes, for little gain."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the grade rests on; `before` is the middle adopter's periods before, unjoined."""

    gate: Gate
    headline: Estimate
    compared: bool
    adopters: int
    comparators: int
    before: int
    permutation_p: float | None
    dip_flagged: bool
    dip_version: Estimate | None
    drift_adjusted: Estimate | None
    gathering_drift: Estimate | None
    estimators_agree: bool | None
    one_site_turns_it: bool
    other_flags: tuple[str, ...]
    randomised: bool
    selected_for_high_value: bool
    also_live: tuple[str, ...]
    smallest_worthwhile: float | None
    few_events: bool


def grade(evidence: Evidence) -> Grade:
    """The letter, its words and every cap that applies, lowest first."""
    caps = sorted(_caps(evidence), key=lambda cap: -ORDER.index(cap.grade))
    if evidence.selected_for_high_value:
        return Grade("E", WORDS["E"], tuple(caps), shows_size=False)
    if not evidence.gate.ok:
        return Grade("–", WORDS["–"], tuple(caps), shows_size=False)
    if _no_important_effect(evidence):
        return Grade("N", WORDS["N"], tuple(caps), shows_size=True)
    letter = caps[0].grade if caps else "A"
    return Grade(letter, WORDS[letter], tuple(caps), shows_size=True)


def _no_important_effect(e: Evidence) -> bool:
    limit = e.smallest_worthwhile
    if limit is None or e.headline.lower is None or e.headline.upper is None or not e.compared:
        return False
    return e.headline.lower > -limit and e.headline.upper < limit and not e.dip_flagged


def _caps(e: Evidence) -> list[Cap]:
    caps: list[Cap] = []

    def cap(rule: str, letter: str, reason: str, lifted_by: str | None = None) -> None:
        caps.append(Cap(rule, letter, reason, lifted_by))

    if e.selected_for_high_value:
        cap(
            "selection", "E",
            "People were picked because a value was high, so most would probably have improved "
            "anyway.",
            "Readings of everyone eligible at the site, set beside sites not using it yet.",
        )  # fmt: skip
    if not e.compared:
        cap(
            "no-comparator", "D", "There are no comparable sites without the innovation.",
            "Readings from sites not using it yet.",
        )  # fmt: skip
    _cap_by_size(e, cap)
    if not _excludes_zero(e):
        cap(
            "zero", "E", "The readings also fit no change at all.",
            "More sites or a longer time, if there is an effect to be seen.",
        )  # fmt: skip
    if e.compared and not e.randomised:
        cap(
            "voluntary", "B", "Sites were not drawn by lot, so they may differ in other ways.",
            "Drawing the order of the next sites by lot.",
        )  # fmt: skip
        _cap_by_rule_for_b(e, cap)
    if e.dip_flagged:
        cap(
            "dip", "C", "Sites started just after unusual periods, which can look like an effect.",
            "Later sites that start at planned dates.",
        )  # fmt: skip
    if e.estimators_agree is False:
        cap(
            "estimators", "C", "Two ways of estimating the effect disagree.",
            "Finding out why: often a few sites or one early group.",
        )  # fmt: skip
    if e.one_site_turns_it:
        cap("influence", "C", "Without one site the answer would turn round.", "More sites.")
    for flag in e.other_flags:
        cap("flag", "B", flag, None)
    if e.also_live:
        cap(
            "also-live", "C",
            f"Also live at the same sites, touching the same measure: {', '.join(e.also_live)}.",
            "Sites where only this innovation is live.",
        )  # fmt: skip
    if e.few_events:
        cap(
            "few-events", "C", "Few events are counted at each site in a period.",
            "Longer periods, or larger sites.",
        )  # fmt: skip
    return caps


def _cap_by_size(e: Evidence, cap) -> None:  # type: ignore[no-untyped-def]
    if e.adopters < RANKS_ONLY_UNDER:
        cap("adopters", "D", "Only one or two sites have started.", "Three or more sites.")
    elif e.adopters < ENOUGH_SITES:
        cap("adopters", "C", f"Only {e.adopters} sites have started.", "Ten or more sites.")
    if not e.compared:
        return
    if e.comparators < FEWEST_COMPARATORS:
        cap(
            "comparators", "D", f"Only {e.comparators} sites not using it can be compared with.",
            "Ten or more sites not using it yet.",
        )  # fmt: skip
    elif e.comparators < ENOUGH_SITES:
        cap(
            "comparators", "C", f"Only {e.comparators} sites not using it can be compared with.",
            "Ten or more sites not using it yet.",
        )  # fmt: skip
    if e.before < ENOUGH_BEFORE:
        cap(
            "before", "C", f"Most sites have only {e.before} periods before their start.",
            "Twelve or more periods before the start.",
        )  # fmt: skip


def _cap_by_rule_for_b(e: Evidence, cap) -> None:  # type: ignore[no-untyped-def]
    if e.dip_version is not None and not _same_and_clear(e.headline, e.dip_version):
        cap(
            "dip-version", "C",
            "Leaving out the last periods before the start, no change can be told.",
            "A longer time before the start, or more sites.",
        )  # fmt: skip
    if e.drift_adjusted is None:
        cap("drift", "C", "Whether these sites were already drifting cannot be checked.",
            "Sites that never start, beside these.")  # fmt: skip
    elif not _same_and_clear(e.headline, e.drift_adjusted):
        cap(
            "drift", "C",
            "A slow drift of these sites that began before the start could explain the change.",
            "A longer time before the start, which would tell a drift from an effect.",
        )  # fmt: skip
    elif e.gathering_drift is not None and not _same_and_clear(e.headline, e.gathering_drift):
        cap(
            "gathering-drift", "C",
            "A drift of these sites that gathered pace before the start could explain the change.",
            "A longer time before the start, or starting dates further apart.",
        )  # fmt: skip


def _same_and_clear(headline: Estimate, other: Estimate) -> bool:
    return other.excludes_zero and (other.estimate > 0) == (headline.estimate > 0)


def _excludes_zero(e: Evidence) -> bool:
    if not e.compared:
        return e.headline.excludes_zero
    permuted = e.permutation_p is not None and e.permutation_p < ALPHA
    if e.adopters < RANKS_ONLY_UNDER:
        # Ranks alone: with under 20 comparators no rank can be this rare, and none is claimed.
        return True
    if e.adopters < PERMUTATION_DECIDES_UNDER:
        return permuted
    return permuted and e.headline.excludes_zero
