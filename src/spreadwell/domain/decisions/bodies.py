"""The bodies that decide, known by name."""

from ..foundation.answers import filled
from .models import DecidingBody


def known_body(name: str) -> DecidingBody:
    """Return the body of this name, made known if it is new; part of the action that calls it."""
    name = filled(name, "body", "Say which body decides.")
    body = DecidingBody.objects.filter(name__iexact=name).first()
    return body if body is not None else DecidingBody.objects.create(name=name)
