"""What waits for those who decide about innovations."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from ..foundation.dues import Due
from ..people.roles import Role
from ..people.viewer import Viewer
from .assurance import DUE, expiry
from .models import AssuranceItem, Gate


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


def assurance(viewer: Viewer, today: date) -> Iterator[Due]:
    """Assurances that expired or soon will, for those who lead or facilitate the innovation."""
    items = AssuranceItem.objects.visible_to(viewer).filter(
        Q(innovation__mission_id__in=viewer.mission_ids)
        | Q(innovation__network_id__in=viewer.facilitated_network_ids),
        status="held",
        expires_on__lte=today + DUE,
    )
    for item in items.exclude(innovation__stage="stopped").select_related("innovation"):
        assert item.expires_on is not None
        yield Due(
            f"Renew {item.get_framework_display()} of {item.innovation}: "
            f"{expiry(item.expires_on, today).lower()}",
            "innovations:assurance",
            (item.innovation.slug,),
            item.expires_on,
            item.innovation.invented,
        )
