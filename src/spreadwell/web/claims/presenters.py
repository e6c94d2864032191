"""What the ledger prints of a claim: certainty in words, its parts, its questions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from spreadwell.domain.claims.models import Claim, Effect
from spreadwell.domain.claims.questions import Gap, what_is_missing
from spreadwell.domain.claims.states import CLAIM
from spreadwell.domain.claims.stored import result_of
from spreadwell.domain.people.viewer import Viewer
from spreadwell.methods.effects import wording
from spreadwell.methods.effects.selection import share_expected_to_fall
from spreadwell.methods.effects.wording import expected_with_no_effect, number

CERTAINTY = {
    "A": "Very likely caused by the innovation",
    "B": "Probably caused by it",
    "C": "May have been caused by it",
    "D": "Changed at the same time",
    "E": "Cannot be told from natural change",
    "N": "Probably no important effect",
}
NOT_ASSESSED = "Not assessed"
# "86% of patients reduced their cholesterol": people counted for having got better.
_IMPROVED = re.compile(r"\b(improved|reduced|lowered|decreased|fell|better)\b", re.IGNORECASE)
_PEOPLE = re.compile(r"\b(patients?|people|of those|reviewed)\b", re.IGNORECASE)
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s?%|\b\d+ of (?:every )?\d+", re.IGNORECASE)
# How well two measurements of one person agree, and how they were picked: both plausible ranges.
PICKED_ABOVE = 0.9
AGREEMENT = (0.5, 0.7)


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim as the ledger shows it."""

    claim: Claim
    certainty: str
    missing: tuple[Gap, ...]
    colour: str

    @property
    def invented(self) -> bool:
        """Whether it stands on invented data."""
        return self.claim.invented


@dataclass(frozen=True, slots=True)
class Expected:
    """What would be expected with no effect at all, beside "n of reviewed patients improved"."""

    sentence: str
    low: int
    high: int


def shown_of(claims: Iterable[Claim]) -> list[Shown]:
    """Prepare claims for the ledger."""
    return [
        Shown(
            one,
            CERTAINTY.get(one.grade, NOT_ASSESSED),
            what_is_missing(one),
            CLAIM.states[one.state].colour,
        )
        for one in claims
    ]


def parts_of(claim: Claim) -> list[tuple[str, str]]:
    """Every part of a claim; what is missing says so."""

    def said(text: object) -> str:
        return str(text) if text not in (None, "") else "Not said"

    return [
        ("Counted as helped", "Not said" if claim.numerator is None else number(claim.numerator)),
        ("Out of", "Not said" if claim.denominator is None else number(claim.denominator, 0)),
        ("Time", said(claim.period)),
        ("Place", said(claim.place)),
        ("Compared with", said(claim.comparator)),
        ("Worked out by", said(claim.method)),
        ("Certainty", CERTAINTY.get(claim.grade, NOT_ASSESSED)),
        ("Owner", said(claim.owner)),
        ("Source", said(claim.source)),
    ]


def expected_with_none(claim: Claim) -> Expected | None:
    """The share that would improve anyway, for claims that count people who got better."""
    text = claim.sentence
    counts = _IMPROVED.search(text) and _PEOPLE.search(text) and _SHARE.search(text)
    if not counts or claim.effect_id is not None or claim.comparator:
        return None
    ends = sorted(round(100 * share_expected_to_fall(PICKED_ABOVE, r)) for r in AGREEMENT)
    return Expected(expected_with_no_effect(PICKED_ABOVE, AGREEMENT[0]), ends[0], ends[1])


def later_look(viewer: Viewer, claim: Claim) -> str:
    """What a later look at the same protocol says, where it is not what the claim rests on."""
    if claim.effect is None or claim.effect.is_latest:
        return ""
    latest = (
        Effect.objects.visible_to(viewer)
        .filter(protocol_id=claim.effect.protocol_id, is_latest=True)
        .first()
    )
    if latest is None:
        return ""
    return wording.headline(result_of(latest))
