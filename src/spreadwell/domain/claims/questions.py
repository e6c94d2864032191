"""What a claim lacks, as questions to its owner."""

from dataclasses import dataclass

from .models import Claim


@dataclass(frozen=True, slots=True)
class Gap:
    """One part that a claim lacks, and the question to its owner."""

    part: str
    question: str


def what_is_missing(claim: Claim) -> tuple[Gap, ...]:
    """What the claim does not say, as questions; nothing missing is an empty answer."""
    # What an effect estimated says its numbers itself, with their range.
    counted = claim.effect_id is not None
    lacks = [
        (
            claim.numerator is None and not counted,
            "numerator",
            "How many people does it count as helped?",
        ),
        (
            claim.denominator is None and not counted,
            "denominator",
            "Counted whom: out of how many people?",
        ),
        (not claim.period, "period", "Over what time?"),
        (not claim.place, "place", "Where?"),
        (not claim.comparator, "comparator", "Compared with whom?"),
        (not claim.method, "method", "How was it worked out?"),
        (not claim.grade, "grade", "How sure can one be that the innovation caused it?"),
        (claim.owner_id is None, "owner", "Who answers for this sentence?"),
        (not (claim.source or claim.effect_id), "source", "Where can it be read?"),
    ]
    return tuple(Gap(part, question) for lacking, part, question in lacks if lacking)
