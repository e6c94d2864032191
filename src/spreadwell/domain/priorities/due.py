"""What waits for panels and for those who decide a shortlist."""

from collections.abc import Iterator
from datetime import date

from ..foundation.dues import Due
from ..people.viewer import Viewer
from .models import Scorer, Shortlist


def scoring(viewer: Viewer, today: date) -> Iterator[Due]:
    """Shortlists on whose panel the viewer sits with scores to give."""
    seats = (
        Scorer.objects.visible_to(viewer)
        .filter(person=viewer.person, shortlist__state="scoring")
        .select_related("shortlist")
    )
    for seat in seats:
        asked = seat.shortlist.entries.count() - seat.interest_in.count()
        given = seat.scores.values("entry").distinct().count()
        if given < asked:
            yield Due(
                f"Score “{seat.shortlist}”: {given} of {asked} opportunities done",
                "priorities:detail",
                (seat.shortlist_id,),
                seat.shortlist.closes_on,
                seat.shortlist.invented,
            )


def shortlists(viewer: Viewer, today: date) -> Iterator[Due]:
    """Shortlists of the viewer's missions that wait for the decision."""
    waiting = Shortlist.objects.visible_to(viewer).filter(
        state="deciding", mission_id__in=viewer.mission_ids
    )
    for shortlist in waiting:
        yield Due(
            f"Decide the shortlist “{shortlist}”",
            "priorities:detail",
            (shortlist.pk,),
            shortlist.closes_on,
            shortlist.invented,
        )
