"""What waits for those who were heard."""

from collections.abc import Iterator
from datetime import date

from ..foundation.dues import Due
from ..people.viewer import Viewer
from .models import Notice


def notices(viewer: Viewer, today: date) -> Iterator[Due]:
    """Notices back that the viewer has not opened."""
    waiting = Notice.objects.visible_to(viewer).filter(
        finding__contributor_id=viewer.person_id, seen_on=None
    )
    for notice in waiting.select_related("finding"):
        yield Due(
            "Read what your words changed",
            "discovery:mine",
            (),
            notice.sent_on,
            notice.finding.invented,
        )
