"""What waits for those who answer worries about somebody's safety."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from ..foundation.dues import Due
from ..people.viewer import Viewer
from .worries import waiting_for


def worries(viewer: Viewer, today: date) -> Iterator[Due]:
    """Worries that the viewer answers, in one line before all else; what was said is not told."""
    waiting = [one for one in waiting_for(viewer) if one.is_theirs(viewer)]
    if not waiting:
        return
    since = timezone.localdate(waiting[0].flag.raised_at)
    day = f"{since.day} {since:%B %Y}"
    if len(waiting) == 1:
        text = f"A worry about somebody's safety waits since {day}: read it now"
    else:
        text = f"{len(waiting):,} worries about safety wait, the oldest since {day}: read them now"
    yield Due(
        text,
        "discovery:worries",
        (),
        since,
        any(one.flag.finding.invented for one in waiting),
        first=True,
    )
