"""Reading the trail."""

from django.db import models

from .models import Event, EventQuerySet


def history_of(thing: models.Model) -> EventQuerySet:
    """Return the events of one thing, newest first (whoever sees the thing sees its history)."""
    events: EventQuerySet = Event.objects.filter(thing=type(thing).__name__, thing_id=thing.pk)
    return events
