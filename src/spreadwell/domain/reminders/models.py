"""How often each person wants to be reminded."""

from django.db import models
from django.db.models import Q

from ..foundation.scope import ScopedQuerySet, Seer
from ..people.models import Person


class Rhythm(models.TextChoices):
    """How often a digest may come; it comes only when something is due."""

    DAILY = "daily", "Every day on which something is due"
    WEEKLY = "weekly", "Once a week"
    MONTHLY = "monthly", "Once a month"
    OFF = "off", "Never"


class ReminderChoiceQuerySet(ScopedQuerySet["ReminderChoice"]):
    """Choices."""

    def own(self, viewer: Seer) -> Q:
        """A choice is one's own."""
        return Q(person_id=viewer.person_id)


class ReminderChoice(models.Model):
    """One person's choice, and when they were last written to; without one it is weekly."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="reminders")
    rhythm = models.CharField(max_length=8, choices=Rhythm, default=Rhythm.WEEKLY)
    last_sent_on = models.DateField(null=True, blank=True)

    objects = ReminderChoiceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.person}: {self.get_rhythm_display()}"
