"""What a decision must say before it is recorded."""

from datetime import date

from ..foundation.refusals import Invalid
from .models import Choice


def check_decision(
    *, choice: str, reasons: str, until: date | None, unless: str, decided_on: date
) -> None:
    """Raise unless what is to be recorded holds together."""
    if choice not in Choice.values:
        raise Invalid("Choose what was decided.", field="choice")
    if not reasons.strip():
        raise Invalid("Give the reasons: a decision is read long after the meeting.", "reasons")
    if choice == Choice.CONTINUE:
        if until is None:
            raise Invalid("Say until which day it continues.", field="until")
        if until <= decided_on:
            raise Invalid("The day must lie after the decision.", field="until")
        if not unless.strip():
            raise Invalid("Say what must be seen by then, or it stops.", field="unless")
