"""What would have improved anyway, beside claims that count people picked for a high value."""

import re
from dataclasses import dataclass

from spreadwell.methods.effects.selection import share_expected_to_fall
from spreadwell.methods.effects.wording import number

from .models import Claim

# "86% of patients reduced their cholesterol": people counted for having got better.
_IMPROVED = re.compile(r"\b(improved|reduced|lowered|decreased|fell|better)\b", re.IGNORECASE)
_PEOPLE = re.compile(r"\b(patients?|people|of those|reviewed)\b", re.IGNORECASE)
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s?%|\b\d+ (?:of|in|out of) (?:every )?\d+", re.IGNORECASE)
# How people are commonly picked, and how alike two measurements of one person plausibly are.
PICKED_ABOVE = 0.9
AGREEMENT = (0.5, 0.7)
NO_SIZE = (
    "No size is shown: people were picked because a value was high and held against themselves."
)
NO_VERDICT = "This does not show that the reviews did not help."


@dataclass(frozen=True, slots=True)
class Expected:
    """The share of 100 that would have improved with no effect at all, and the words for it.

    `low` and `high` are the same where the site told how alike two measurements are.
    """

    sentence: str
    rests_on: str
    low: int
    high: int


def is_before_after(claim: Claim) -> bool:
    """Tell whether a claim counts selected people who got better, held against themselves.

    Whoever knows says so in `selected`; else the sentence is read.
    """
    if claim.selected is not None:
        return bool(claim.selected)
    if claim.effect_id is not None or claim.comparator:
        return False
    text = claim.sentence
    return bool(_IMPROVED.search(text) and _PEOPLE.search(text) and _SHARE.search(text))


def names_a_size(sentence: str) -> bool:
    """Tell whether a sentence gives a share of people."""
    return bool(_SHARE.search(sentence))


def expected_anyway(claim: Claim) -> Expected | None:
    """The share that would probably have improved anyway; None where the question is not that."""
    if not is_before_after(claim):
        return None
    top = number(100 * (1 - PICKED_ABOVE), 0)
    if claim.retest is not None:
        share = _share(claim.retest)
        said = f"about {share} of 100"
        rests = (
            f"It rests on how alike two measurements of one person are there: {claim.retest:g}, "
            "as the place told."
        )
        low = high = share
    else:
        low, high = sorted(_share(r) for r in AGREEMENT)
        said = f"between {low} and {high} of 100"
        rests = (
            "It rests on how alike two measurements of one person are. The place did not tell, so "
            f"the plausible range of {AGREEMENT[0]} to {AGREEMENT[1]} is used."
        )
    sentence = (
        f"Of people picked because they were in the highest {top} of 100, {said} would probably "
        "have improved anyway."
    )
    return Expected(sentence, rests, low, high)


def _share(correlation: float) -> int:
    return round(100 * share_expected_to_fall(PICKED_ABOVE, correlation))
