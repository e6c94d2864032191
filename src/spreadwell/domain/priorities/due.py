"""What waits for panels and for those who decide a shortlist."""

from collections.abc import Iterator
from datetime import date

from ..foundation.dues import Due
from ..people.viewer import Viewer
from .models import Scorer, Shortlist
from .queries import to_score, to_screen
from .states import OPEN_ROUNDS

# What a mission lead does in each state that waits for them.
LEADS_TURN = {"sifting": "Cut", "talking": "Talk over", "deciding": "Decide"}


def scoring(viewer: Viewer, today: date) -> Iterator[Due]:
    """Shortlists on whose panel the viewer sits with answers or scores to give."""
    seats = (
        Scorer.objects.visible_to(viewer)
        .filter(person=viewer.person, shortlist__state__in=["screen", *OPEN_ROUNDS])
        .select_related("shortlist")
    )
    for seat in seats:
        said = _owed(seat)
        if said:
            yield Due(
                said,
                "priorities:detail",
                (seat.shortlist_id,),
                seat.shortlist.closes_on,
                seat.shortlist.invented,
            )


def _owed(seat: Scorer) -> str:
    """Word what one seat still owes; nothing when it is done."""
    if seat.shortlist.state == "screen":
        left = len(to_screen(seat))
        return f"Answer two questions on “{seat.shortlist}”: {left} left" if left else ""
    held = [how for _, how in to_score(seat) if how != "aside"]
    done = sum(how == "done" for how in held)
    if done == len(held):
        return ""
    again = "Look again at" if seat.shortlist.state == "again" else "Score"
    return f"{again} “{seat.shortlist}”: {done} of {len(held)} opportunities done"


def shortlists(viewer: Viewer, today: date) -> Iterator[Due]:
    """Shortlists of the viewer's missions that wait for the decision."""
    waiting = Shortlist.objects.visible_to(viewer).filter(
        state__in=list(LEADS_TURN), mission_id__in=viewer.mission_ids
    )
    for shortlist in waiting:
        yield Due(
            f"{LEADS_TURN[shortlist.state]} the shortlist “{shortlist}”",
            "priorities:detail",
            (shortlist.pk,),
            shortlist.closes_on,
            shortlist.invented,
        )
