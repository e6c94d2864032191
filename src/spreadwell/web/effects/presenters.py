"""What an effect's page prints: the answer, why, and the method, each at its depth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spreadwell.charts.frame import Picture
from spreadwell.domain.claims.looks import looking_of
from spreadwell.domain.claims.models import Effect, ProtocolChange
from spreadwell.domain.claims.stored import equity_of, shows_size
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.networks.models import Organisation
from spreadwell.domain.people.viewer import Viewer
from spreadwell.formats.strata import STRATA
from spreadwell.methods.effects import plainly, wording
from spreadwell.methods.effects.results import EffectResult

from ..measures.presenters import wide_and_narrow
from .pictures import equity_picture, may_see_strata


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The first level: size and certainty apart, and whether a size may be shown at all.

    `wide` and `narrow` are the ranges for every look and for this one alone; `wide_leads`
    says which comes first. `anyway` is what would have been seen with no effect at all, of people
    who were picked.
    """

    shown: bool
    before: str
    size: str
    certainty: str
    direction: str
    counts: str
    wide: str
    narrow: str
    wide_leads: bool
    looking: str
    not_shown: str
    anyway: str
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


def counted(measure: Measure) -> str:
    """What a measure counts: patients, bed days; people where its unit is no word."""
    return measure.unit if measure.unit.replace(" ", "").isalpha() else "people"


def answer_of(effect: Effect, result: EffectResult, looks: Sequence[Effect], places: str) -> Answer:
    """The answer of a look, in words that need no statistics."""
    protocol = effect.protocol
    shown = shows_size(result)
    measure = protocol.measure
    ranges = plainly.both_ranges(result) if shown else None
    looking = looking_of(protocol, looks, effect)
    picked = result.question.selected_for_high_value
    people = counted(measure)
    return Answer(
        shown,
        plainly.before_sentence(result, places=places, people=people) if shown else "",
        plainly.size_sentence(result, places=places, measure=measure.name, people=people)
        if shown
        else "",
        plainly.certainty_sentence(result, what=protocol.innovation.name) if shown else "",
        wording.direction(result) if shown and result.headline.excludes_zero else "",
        plainly.counts_sentence(result, measure=measure.name) if shown else "",
        ranges[0] if ranges else "",
        ranges[1] if ranges else "",
        bool(ranges) and not looking.alone,
        looking.sentence if ranges else "",
        "" if shown else wording.not_shown(result),
        plainly.expected_anyway(protocol.picked_highest, protocol.retest_correlation)
        if picked
        else "",
        tuple(item.sentence for item in result.gate.missing),
        result.adopters,
        result.comparators,
        f"{result.first_period} to {result.last_period}",
    )


@dataclass(frozen=True, slots=True, eq=False)
class ForWhom:
    """The effect by group of people: its picture in both widths, and the gaps in sentences."""

    name: str
    key: str
    wide: Picture | None
    narrow: Picture | None
    gaps: tuple[str, ...]


def for_whom(
    viewer: Viewer, effect: Effect, result: EffectResult, *, invented: bool
) -> list[ForWhom]:
    """The effect by stratum, as far as the viewer may see groups of people at all."""
    made = []
    for key, found in equity_of(effect).items():
        if not may_see_strata(viewer, effect.protocol, key):
            continue
        known = STRATA[key]
        order = {
            name: place
            for place, name in enumerate(known.ordered([s.stratum for s in found.strata]))
        }
        gaps = [
            plainly.difference_sentence(
                known.words(one.stratum), known.words(found.reference), one.difference, result
            )
            for one in sorted(found.strata, key=lambda one: order[one.stratum])
            if one.difference is not None
        ]
        looks = wide_and_narrow(f"equity-{key}", invented)
        wide, narrow = (equity_picture(key, found, result, look) for look in looks)
        made.append(ForWhom(known.name, key, wide, narrow, tuple(gaps)))
    return made


PART_WORDS = {
    "comparators": "compared with",
    "comparator_codes": "the places it names",
    "randomised": "order of starts drawn at random",
    "looks_planned": "looks planned",
    "stop_rules": "when to stop early",
    "picked_highest": "picked from the highest of 100",
    "retest_correlation": "correlation with a retest",
    "smallest_worthwhile": "smallest change that would matter",
    "window": "periods at the start left out",
    "periods_after": "periods counted after the start",
}


def changes_of(rows: Iterable[ProtocolChange]) -> list[tuple[ProtocolChange, str]]:
    """Each change with what it was and is, in words."""
    made = []
    for one in rows:
        parts = [
            f"{PART_WORDS[name]}: was {_said(one.before[name])}, is {_said(one.after[name])}"
            for name in one.after
        ]
        made.append((one, "; ".join(parts)))
    return made


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return f"{len(value)} places"
    if value in (None, ""):
        return "not set"
    return (
        f"{value:g}"
        if isinstance(value, float)
        else f"“{value}”"
        if isinstance(value, str)
        else str(value)
    )


def names_of(viewer: Viewer, result: EffectResult) -> dict[str, str]:
    """The names of its sites by their codes, of those the viewer may see."""
    codes = [one.site for one in result.sites]
    rows = Organisation.objects.visible_to(viewer).filter(code__in=codes)
    return dict(rows.values_list("code", "name"))


def checks_of(result: EffectResult, names: Mapping[str, str], people: str) -> list[Check]:
    """Every check of a look, with the names of places in place of their codes."""
    made = []
    for name, sentence, passed in wording.checks(result, people):
        if result.influence is not None:
            code = result.influence.site
            sentence = sentence.replace(f"; {code} matters", f"; {names.get(code, code)} matters")
        made.append(Check(name, sentence, passed))
    return made
