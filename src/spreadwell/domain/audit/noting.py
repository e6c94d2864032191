"""What a page adds to the audit event of the deed that it runs next."""

from contextvars import ContextVar
from typing import Any

_noted: ContextVar[dict[str, Any] | None] = ContextVar("noted_beside_the_deed", default=None)


def note_beside(detail: dict[str, Any]) -> None:
    """Keep a detail for the next audit event of this request."""
    _noted.set({**(_noted.get() or {}), **detail})


def take_noted() -> dict[str, Any]:
    """Return what was noted, once."""
    noted = _noted.get() or {}
    _noted.set(None)
    return noted


def forget_noted() -> None:
    """Begin a request with nothing noted, since a thread serves one after another."""
    _noted.set(None)
