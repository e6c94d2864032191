"""Choosing how often to be reminded, and noting that somebody was."""

from datetime import date

from django.db.models import Q

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


def claim_day(choice: ReminderChoice, on: date) -> bool:
    """Take the day on which somebody is written to; False when it was taken already.

    One statement of the database, so that of several workers only one writes to anybody a day.
    """
    free = Q(last_sent_on=None) | Q(last_sent_on__lt=on)
    taken = ReminderChoice.objects.filter(free, pk=choice.pk).update(last_sent_on=on)
    return taken == 1


def give_day_back(choice: ReminderChoice, on: date) -> None:
    """Undo a claim whose mail could not be sent, so that the next run tries again."""
    ReminderChoice.objects.filter(pk=choice.pk, last_sent_on=on).update(
        last_sent_on=choice.last_sent_on
    )
