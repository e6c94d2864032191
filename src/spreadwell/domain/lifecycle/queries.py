"""What would happen, told before anybody confirms it; and which models the table must name."""

from datetime import date

from django.db import models

from ..innovations.models import Innovation, InnovationVersion
from ..sites.models import ImplementationSite
from .shapes import Moving, Row, event_of
from .site_moves import sites_moving
from .table import OF_INNOVATIONS, OF_SITES


def consequences(
    thing: Innovation | ImplementationSite, to: str, on: date, *, at_gate: bool = False
) -> list[str]:
    """Return, a sentence a kind of thing, what would follow if it moved to a state on a day.

    Empty where nothing hangs on it that would change. What happens to the sites of an innovation
    is counted over all that would move with it. `at_gate` leaves out the question that is being
    decided: an innovation has at most one.
    """
    event = event_of(thing.stage if isinstance(thing, Innovation) else thing.state, to)
    if event is None:
        return []
    if isinstance(thing, Innovation):
        moving = Moving(event, on, sites_moving(thing, event), thing)
        rows = tuple(r for r in OF_INNOVATIONS if not (at_gate and "Gate" in r.models)) + OF_SITES
    else:
        moving = Moving(event, on, (thing,))
        rows = OF_SITES
    return [said for row in rows if (said := _told(row, moving))]


def _told(row: Row, moving: Moving) -> str:
    fate = row.fate(moving.event)
    return fate.tell(moving) if fate is not None and fate.tell is not None else ""


def hanging_on(*things: type[models.Model]) -> set[str]:
    """Return the names of the models that hang on these: those with a key that points at one."""
    return {
        relation.related_model.__name__
        for thing in things
        for relation in thing._meta.related_objects
    }


def without_row() -> list[str]:
    """Return the models that hang on an innovation, its versions or a site and have no row."""
    missing = []
    for rows, things, name in (
        (OF_INNOVATIONS, (Innovation, InnovationVersion), "innovation"),
        (OF_SITES, (ImplementationSite,), "site"),
    ):
        told = {model for row in rows for model in row.models}
        missing += [f"{model} of {name}" for model in sorted(hanging_on(*things) - told)]
    return missing
