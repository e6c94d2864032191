"""Audit events: only ever added."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..foundation.scope import ScopedQuerySet, Seer


class EventQuerySet(ScopedQuerySet["Event"]):
    """Events; nobody edits or deletes them."""

    def own(self, viewer: Seer) -> Q:
        """A person sees what they did themselves."""
        return Q(by_id=viewer.person_id)

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: the trail is only ever added to."""
        raise TypeError("Audit events cannot be changed.")

    def delete(self) -> NoReturn:
        """Refuse: the trail is only ever added to."""
        raise TypeError("Audit events cannot be deleted.")


class Event(models.Model):
    """One deed: a verb, on a thing, by somebody (blank for the system itself)."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verb = models.CharField(max_length=60)
    thing = models.CharField(max_length=40, help_text="The kind of thing, by its model's name.")
    thing_id = models.BigIntegerField()
    summary = models.TextField(help_text="One sentence, as it is shown on the thing's history.")
    detail = models.JSONField(default=dict, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["thing", "thing_id"], name="event_by_thing")]

    def __str__(self) -> str:
        return self.summary

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the event; refuse to change one."""
        if self.pk is not None:
            raise TypeError("Audit events cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: the trail is only ever added to."""
        raise TypeError("Audit events cannot be deleted.")
