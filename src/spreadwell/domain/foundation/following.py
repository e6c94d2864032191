"""What follows when a thing moves: the last step of the domain listens, earlier ones tell it.

A site that stops frees its place in a wave; the step of sites comes before that of waves and cannot
know it. So whoever moves a thing says so here, inside the same transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import models


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that moved: from what to what, by whom, when and why."""

    by: models.Model
    thing: models.Model
    was: str
    to: str
    on: date
    reason: str = ""


Follower = Callable[[Moved], None]

_follower: list[Follower] = []


def follow_with(follower: Follower) -> None:
    """Let one function follow every move; a second one replaces the first."""
    _follower[:] = [follower]


def follow(moved: Moved) -> None:
    """Do what follows a move; that nobody listens is a fault in the code, never passed over."""
    if not _follower:
        raise RuntimeError("Nobody follows moves: the step lifecycle was not loaded.")
    _follower[0](moved)
