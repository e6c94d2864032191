"""What waits for those who were heard."""

from collections.abc import Iterator
from datetime import date

from ..foundation.dues import Due
from ..people.viewer import Viewer
from .models import Notice


def notices(viewer: Viewer, today: date) -> Iterator[Due]:
    """Notices back that the viewer has not opened; steps on the way in one line."""
    waiting = Notice.objects.visible_to(viewer).filter(
        finding__contributor_id=viewer.person_id, seen_on=None
    )
    unread = list(waiting.select_related("finding"))
    moved = [notice for notice in unread if notice.moved]
    if moved:
        many = len({notice.text for notice in moved})
        yield Due(
            f"See how far your words have come: {many:,} {'step' if many == 1 else 'steps'}",
            "discovery:mine",
            (),
            min(notice.sent_on for notice in moved),
            any(notice.finding.invented for notice in moved),
        )
    for notice in unread:
        if notice.moved:
            continue
        yield Due(
            "Read what your words changed",
            "discovery:mine",
            (),
            notice.sent_on,
            notice.finding.invented,
        )
