"""Choosing how often to be reminded."""

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid
from ..people.models import Person
from .models import ReminderChoice, Rhythm


@action
def choose_rhythm(*, by: Person, rhythm: str) -> ReminderChoice:
    """Choose how often a digest may come; the choice is one's own."""
    if rhythm not in Rhythm.values:
        raise Invalid("Choose how often you want to be reminded.", field="rhythm")
    choice, _ = ReminderChoice.objects.update_or_create(person=by, defaults={"rhythm": rhythm})
    told = choice.get_rhythm_display().lower()
    record(by=by, verb="reminders.chosen", thing=by, summary=f"{by} is reminded: {told}")
    return choice
