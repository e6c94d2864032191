"""What a claim lacks, as questions to its owner."""

from dataclasses import dataclass

from .models import Claim

# Until these are answered nobody can say how sure one can be of a claim.
BEFORE_GRADING = ("denominator", "period", "comparator")
# What an ungraded claim asks instead of a grade.
NOT_ASSESSED = "Not assessed: counted whom, over what time, compared with whom?"
ASKED = {
    "numerator": "How many people does it count as helped?",
    "denominator": "Counted whom: out of how many people?",
    "period": "Over what time?",
    "place": "Where?",
    "comparator": "Compared with whom?",
    "method": "How was it worked out?",
    "grade": "How sure can one be that the innovation caused it?",
    "owner": "Who answers for this sentence?",
    "source": "Where can it be read?",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One part that a claim lacks, and the question to its owner."""

    part: str
    question: str


def what_is_missing(claim: Claim) -> tuple[Gap, ...]:
    """What the claim does not say, as questions; nothing missing is an empty answer."""
    # What an effect estimated says its numbers itself, with their range.
    counted = claim.effect_id is not None
    lacks = {
        "numerator": claim.numerator is None and not counted,
        "denominator": claim.denominator is None and not counted,
        "period": not claim.period,
        "place": not claim.place,
        "comparator": not claim.comparator,
        "method": not claim.method,
        "grade": not claim.grade,
        "owner": claim.owner_id is None,
        "source": not (claim.source or claim.effect_id),
    }
    return tuple(Gap(part, ASKED[part]) for part, lacking in lacks.items() if lacking)


def keeps_from_grading(claim: Claim) -> tuple[Gap, ...]:
    """The questions that must be answered before anybody may say how sure one can be."""
    return tuple(gap for gap in what_is_missing(claim) if gap.part in BEFORE_GRADING)


def to_ask(claim: Claim) -> tuple[Gap, ...]:
    """What its owner can be asked today: what is missing and was not asked already.

    How sure one can be is asked only when it can be answered.
    """
    waiting = set(
        claim.questions.filter(answered_on=None).exclude(part="").values_list("part", flat=True)
    )
    early = {"grade"} if keeps_from_grading(claim) else set()
    return tuple(gap for gap in what_is_missing(claim) if gap.part not in waiting | early)
