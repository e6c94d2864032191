"""What a claim says, part by part, in the same words on pages, pictures and in files."""

from datetime import date

from spreadwell.methods.effects.wording import number

from .models import Claim
from .sources import answer_until

CERTAINTY = {
    "A": "Very likely caused by the innovation",
    "B": "Probably caused by it",
    "C": "May have been caused by it",
    "D": "Changed at the same time",
    "E": "Cannot be told from natural change",
    "N": "Probably no important effect",
}
NOT_ASSESSED = "Not assessed"


def certainty_of(claim: Claim) -> str:
    """How sure one can be, in words; never the letter."""
    return CERTAINTY.get(claim.grade, NOT_ASSESSED)


def said_by_source(claim: Claim) -> str:
    """What the source of an external claim replied, or since when it has been waited for."""
    if not claim.external:
        return ""
    if claim.reply:
        when = f" on {day_in_words(claim.replied_on)}" if claim.replied_on else ""
        return f"Its source replied{when}: {claim.reply}"
    if claim.source_asked_on is None:
        return "Its source was not asked yet."
    until = answer_until(claim)
    had = f", with time until {day_in_words(until)}" if until else ""
    asked = day_in_words(claim.source_asked_on)
    return f"Its source was invited to reply on {asked}{had}; no reply yet."


def parts_of(claim: Claim, *, people: bool = True) -> list[tuple[str, str]]:
    """Every part of a claim; what is missing says so. Beyond the team nobody here is named."""

    def said(text: object) -> str:
        return str(text) if text not in (None, "") else "Not said"

    parts = [
        ("What is counted", said(claim.counted or claim.measure)),
        ("How many", "Not said" if claim.numerator is None else number(claim.numerator)),
        ("Out of", "Not said" if claim.denominator is None else number(claim.denominator, 0)),
        ("Time", said(claim.period)),
        ("Place", said(claim.place)),
        ("Compared with", said(claim.comparator)),
        ("Worked out by", said(claim.method)),
        ("Certainty", certainty_of(claim)),
        ("Owner", said(claim.owner)),
        (
            "Source",
            said(claim.source or (claim.effect and f"Our effect, look {claim.effect.look}")),
        ),
    ]
    if not people:
        parts = [pair for pair in parts if pair[0] != "Owner"]
    if claim.effect_id is not None and claim.numerator is None:
        # An effect says its size in its sentence, with a range; it counts nobody as helped.
        parts = [pair for pair in parts if pair[0] not in ("How many", "Out of")]
    return parts


def last_true(claim: Claim, *, people: bool = True) -> str:
    """When a claim was last true, as far as is known: its data, and who looked since."""
    until = ""
    if claim.effect is not None:
        until = str(claim.effect.result.get("last_period", ""))
    said = f"Its data end with {until}. " if until else ""
    if claim.stated_on is not None:
        said += f"Said on {day_in_words(claim.stated_on)}. "
    if claim.checked_on is not None:
        by = f", by {claim.checked_by}" if claim.checked_by and people else ""
        return f"{said}Last found to be still true on {day_in_words(claim.checked_on)}{by}."
    return f"{said}Nobody has checked it since."


def day_in_words(day: date) -> str:
    """A day as people write it: 3 March 2026."""
    return f"{day.day} {day:%B %Y}"
