"""Doing what the table says when a thing has moved; every way of moving comes through here."""

from typing import cast

from ..foundation.following import Moved, follow_with
from ..innovations.models import Innovation
from ..people.models import Person
from ..sites.models import ImplementationSite
from .shapes import Moving, Row, event_of
from .site_moves import sites_moving
from .table import OF_INNOVATIONS, OF_SITES


def follow(moved: Moved) -> None:
    """Do what the table says of the thing that moved; part of the transaction that moved it."""
    event = event_of(moved.was, moved.to)
    if event is None:
        return
    by = cast(Person, moved.by)
    rows: tuple[Row, ...]
    if isinstance(moved.thing, Innovation):
        sites = sites_moving(moved.thing, event)
        moving = Moving(event, moved.on, sites, moved.thing, moved.reason, by)
        rows = OF_INNOVATIONS
    else:
        assert isinstance(moved.thing, ImplementationSite)
        moving = Moving(event, moved.on, (moved.thing,), None, moved.reason, by)
        rows = OF_SITES
    for row in rows:
        fate = row.fate(event)
        if fate is not None and fate.act is not None:
            fate.act(moving)


def register() -> None:
    """Listen to every move."""
    follow_with(follow)
