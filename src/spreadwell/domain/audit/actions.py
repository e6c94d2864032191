"""Writing the trail."""

from typing import Any

from django.db import models

from ..foundation.actions import note_event
from .models import Event
from .noting import take_noted
from .telling import recorded


def record(
    *,
    by: models.Model | None,
    verb: str,
    thing: models.Model,
    summary: str,
    detail: dict[str, Any] | None = None,
) -> Event:
    """Write one audit event for a deed done to `thing`; `by` is None for the system itself."""
    event = Event.objects.create(
        by_id=by.pk if by is not None else None,
        verb=verb,
        thing=type(thing).__name__,
        thing_id=thing.pk,
        summary=summary,
        detail=(detail or {}) | take_noted(),
    )
    note_event(event.pk)
    recorded.send(sender=Event, event=event, thing=thing)
    return event
