"""Who may open missions and who runs them."""

from ..people.permissions import check_may
from ..people.roles import Role
from ..people.viewer import Viewer
from .models import Mission

RUN = (Role.ADMINISTRATOR, Role.MISSION_LEAD)


def check_open_mission(viewer: Viewer) -> None:
    """Raise unless the viewer may open a mission."""
    check_may(viewer, "open a mission", [Role.ADMINISTRATOR])


def check_close_mission(viewer: Viewer) -> None:
    """Raise unless the viewer may close a mission."""
    check_may(viewer, "close a mission", [Role.ADMINISTRATOR])


def check_run_mission(viewer: Viewer, mission: Mission) -> None:
    """Raise unless the viewer may activate the mission, word its aim or name its strands."""
    check_may(viewer, "change this mission", RUN, mission_id=mission.pk)


def check_name_owner(viewer: Viewer) -> None:
    """Raise unless the viewer may name who owns and who leads a mission."""
    check_may(viewer, "name who owns and leads a mission", [Role.ADMINISTRATOR])
