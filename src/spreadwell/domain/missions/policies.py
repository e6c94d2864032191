"""When a mission may be changed."""

from ..foundation.refusals import NotNow
from .models import Mission
from .states import MISSION


def check_not_closed(mission: Mission) -> None:
    """Raise when the mission is closed: what it was stays as it was."""
    if mission.state == "closed":
        raise NotNow("This mission is closed. What it was stays as it was.")


def check_activate(mission: Mission) -> None:
    """Raise unless the mission can become active: it needs an aim that people can read."""
    MISSION.check_move(mission.state, "active")
    if not mission.aims.exists():
        raise NotNow("Word the aim first: an active mission is shown to the public with its aim.")


def check_close(mission: Mission) -> None:
    """Raise unless the mission can be closed."""
    MISSION.check_move(mission.state, "closed")
