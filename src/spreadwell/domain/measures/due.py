"""What waits for those who send readings, and for those who approve them."""

from collections.abc import Iterator
from datetime import date

from ..foundation.dues import Due
from ..people.viewer import Viewer
from .models import Submission
from .permissions import KEEP
from .sign_offs import to_approve
from .states import WAITING


def submissions(viewer: Viewer, today: date) -> Iterator[Due]:
    """Files that the viewer sent and has not put right, accepted or discarded."""
    waiting = Submission.objects.visible_to(viewer).filter(
        sent_by_id=viewer.person_id, state__in=WAITING
    )
    for submission in waiting.defer("content"):
        yield Due(
            f"Accept or discard {submission}, which was checked"
            if submission.state == "checked"
            else f"Put {submission} right, or discard it",
            "measures:submission",
            (submission.pk,),
            submission.sent_at.date(),
        )


def periods(viewer: Viewer, today: date) -> Iterator[Due]:
    """Periods that an analyst is asked to approve, the latest of each measure."""
    if not viewer.holds(*KEEP):
        return
    for measure, one in to_approve(viewer, today):
        yield Due(
            f"Approve {one.period.label} of {measure}: {one.there} of {one.expected} have sent",
            "measures:sign_offs",
            (measure.slug,),
            one.period.end,
            measure.invented,
        )
