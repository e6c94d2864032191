"""What waits for those who decide about innovations."""

from collections.abc import Iterator
from datetime import date

from ..foundation.dues import Due
from ..people.roles import Role
from ..people.viewer import Viewer
from .models import Gate


def gates(viewer: Viewer, today: date) -> Iterator[Due]:
    """Gates that wait for a decision."""
    if not viewer.holds(Role.BOARD_MEMBER, Role.MISSION_LEAD, Role.ADMINISTRATOR):
        return
    waiting = Gate.objects.visible_to(viewer).filter(state="open").select_related("innovation")
    if not viewer.holds(Role.BOARD_MEMBER, Role.ADMINISTRATOR):
        waiting = waiting.filter(innovation__mission_id__in=viewer.mission_ids)
    for gate in waiting:
        yield Due(
            f"Decide: {gate.question}",
            "decisions:gate",
            (gate.pk,),
            gate.due,
            gate.innovation.invented,
        )
