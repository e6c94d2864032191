"""The day on which somebody was last written to: the worker takes it, so it is no action."""

from datetime import date

from django.db.models import Q

from .models import ReminderChoice


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
