"""What waits for those who send readings."""

from collections.abc import Iterator
from datetime import date

from ..foundation.dues import Due
from ..people.viewer import Viewer
from .models import Submission


def submissions(viewer: Viewer, today: date) -> Iterator[Due]:
    """Files that the viewer sent and has not accepted or discarded."""
    waiting = Submission.objects.visible_to(viewer).filter(
        sent_by_id=viewer.person_id, state="checked"
    )
    for submission in waiting:
        yield Due(
            f"Accept or discard {submission}, which was checked",
            "measures:submission",
            (submission.pk,),
            submission.sent_at.date(),
        )
