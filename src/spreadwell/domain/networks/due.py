"""What waits for the members of networks."""

from collections.abc import Iterator
from datetime import date

from ..foundation.dues import Due
from ..people.viewer import Viewer
from .health import unanswered
from .models import NetworkAction


def actions(viewer: Viewer, today: date) -> Iterator[Due]:
    """What the viewer said they would do in a network."""
    mine = NetworkAction.objects.visible_to(viewer).filter(owner_id=viewer.person_id, done_on=None)
    for one in mine.select_related("network"):
        yield Due(one.what, "networks:detail", (one.network.slug,), one.due, one.network.invented)


def health_checks(viewer: Viewer, today: date) -> Iterator[Due]:
    """Networks that ask the viewer, as a member, how they go."""
    for one in unanswered(viewer, today):
        yield Due(
            f"Say how “{one.network}” goes: five questions, two minutes",
            "networks:answer",
            (one.pk,),
            one.closes,
            one.network.invented,
        )
