"""What waits for owners of claims and for analysts."""

from collections.abc import Iterator
from datetime import date

from ..foundation.dues import Due
from ..people.roles import Role
from ..people.viewer import Viewer
from .effects import readiness_of
from .models import Claim, Protocol


def claims(viewer: Viewer, today: date) -> Iterator[Due]:
    """Claims of the viewer that were questioned."""
    mine = Claim.objects.visible_to(viewer).filter(owner_id=viewer.person_id, state="questioned")
    for claim in mine:
        yield Due(
            f"Answer the question on your claim “{claim}”",
            "claims:detail",
            (claim.pk,),
            claim.stated_on,
            claim.invented,
        )


def protocols(viewer: Viewer, today: date) -> Iterator[Due]:
    """Effects that are registered and have the readings to be opened by the analyst."""
    if not viewer.holds(Role.ANALYST):
        return
    registered = Protocol.objects.visible_to(viewer).filter(state="registered")
    for protocol in registered.select_related("innovation", "measure"):
        gate = readiness_of(protocol)
        if gate is None or not gate.ok:
            continue
        yield Due(
            f"Open the results of {protocol.innovation}: its protocol is registered",
            "effects:detail",
            (protocol.pk,),
            protocol.registered_on,
            protocol.innovation.invented,
        )
