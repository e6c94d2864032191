"""What needs the viewer, as Home shows it; what may wait is told by each step's `due.py`."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.reminders.queries import due_for

# More than this on one page and nothing stands out.
MOST = 7


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do: what, where, by when, and whether that day has passed."""

    text: str
    url: str
    due: date | None
    late: bool
    invented: bool = False


def needs_of(viewer: Viewer, today: date) -> tuple[list[Need], int]:
    """Return what needs the viewer, the oldest first, at most seven, and how many there are."""
    found = due_for(viewer, today)
    shown = [
        Need(one.text, reverse(one.page, args=one.args), one.due, one.is_late(today), one.invented)
        for one in found[:MOST]
    ]
    return shown, len(found)
