"""What makes a function an action: one verb, by somebody, atomic, with its audit event inside."""

import functools
import inspect
from collections.abc import Callable
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")

# How many audit events the running action has written; None outside of any action.
_events: ContextVar[list[int] | None] = ContextVar("events_written", default=None)

ACTIONS: dict[str, Callable[..., object]] = {}


class NoEvent(RuntimeError):
    """An action finished without writing its audit event: a fault in the code, never the user's."""


def note_event(event_id: int) -> None:
    """Tell the running action that an event was written for it."""
    written = _events.get()
    if written is not None:
        written.append(event_id)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Run the function in one transaction and insist that it wrote its audit event.

    A process killed at any point leaves all of it or none. Arguments are keyword-only and
    include `by`, which is checked when the module loads.
    """
    parameters = inspect.signature(function).parameters
    wrong = [p.name for p in parameters.values() if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    if wrong or "by" not in parameters:
        raise TypeError(f"Action {function.__name__} takes keyword-only arguments, one being `by`")

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        outer = _events.get()
        written: list[int] = []
        token = _events.set(written)
        try:
            with transaction.atomic():
                result = function(*args, **kwargs)
                if not written:
                    raise NoEvent(f"{function.__name__} wrote no audit event")
        finally:
            _events.reset(token)
        if outer is not None:
            outer.extend(written)
        return result

    ACTIONS[f"{function.__module__}.{function.__name__}"] = run
    return run
