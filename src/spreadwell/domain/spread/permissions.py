"""Who may plan waves and open them."""

from ..innovations.models import Innovation
from ..people.permissions import check_may
from ..people.roles import Role
from ..people.viewer import Viewer


def check_plan(viewer: Viewer, innovation: Innovation) -> None:
    """Raise unless the viewer may plan waves of this innovation."""
    check_may(
        viewer,
        "plan waves of this innovation",
        [Role.ADMINISTRATOR, Role.MISSION_LEAD, Role.FACILITATOR],
        mission_id=innovation.mission_id,
        network_id=innovation.network_id,
    )


def check_open(viewer: Viewer, innovation: Innovation) -> None:
    """Raise unless the viewer may open, close or cancel waves of this innovation."""
    check_may(
        viewer,
        "open or close waves of this innovation",
        [Role.ADMINISTRATOR, Role.MISSION_LEAD],
        mission_id=innovation.mission_id,
    )
