"""Who may start innovations and change them."""

from ..missions.models import Mission
from ..people.permissions import check_may
from ..people.roles import Role
from ..people.viewer import Viewer
from .models import Innovation


def check_start(viewer: Viewer, mission: Mission) -> None:
    """Raise unless the viewer may start an innovation in this mission."""
    check_may(
        viewer,
        "start an innovation in this mission",
        [Role.ADMINISTRATOR, Role.MISSION_LEAD],
        mission_id=mission.pk,
    )


def check_lead(viewer: Viewer, innovation: Innovation) -> None:
    """Raise unless the viewer may move the innovation on."""
    check_may(
        viewer,
        "move this innovation on",
        [Role.ADMINISTRATOR, Role.MISSION_LEAD],
        mission_id=innovation.mission_id,
    )


def check_describe(viewer: Viewer, innovation: Innovation) -> None:
    """Raise unless the viewer may describe the innovation: versions, components, assurance."""
    check_may(
        viewer,
        "describe this innovation",
        [Role.ADMINISTRATOR, Role.MISSION_LEAD, Role.FACILITATOR],
        mission_id=innovation.mission_id,
        network_id=innovation.network_id,
    )


def check_measure(viewer: Viewer, innovation: Innovation) -> None:
    """Raise unless the viewer may say which measures the innovation is judged on."""
    check_may(
        viewer,
        "choose the measures of this innovation",
        [Role.ADMINISTRATOR, Role.MISSION_LEAD, Role.ANALYST],
        mission_id=innovation.mission_id,
    )
