"""Who may say what was heard, sort it, and bring it before a panel."""

from ..missions.models import Mission
from ..people.permissions import check_may
from ..people.roles import Role
from ..people.viewer import Viewer
from .evidence import SafeguardingFlag

# Whoever holds a role may say what they heard or lived; the public has a form of its own.
SAY = tuple(role for role in Role if role != Role.PUBLIC)
SORT = (Role.ADMINISTRATOR, Role.MISSION_LEAD, Role.ANALYST)
CHOOSE = (Role.ADMINISTRATOR, Role.MISSION_LEAD)


def _anywhere(viewer: Viewer) -> bool:
    """Tell whether the viewer holds any role at all."""
    return viewer.holds(*SAY)


def check_add_finding(viewer: Viewer) -> None:
    """Raise unless the viewer may add what was heard."""
    if not _anywhere(viewer):
        check_may(viewer, "add findings", [Role.CONTRIBUTOR])


def check_add_many(viewer: Viewer, mission: Mission) -> None:
    """Raise unless the viewer may add findings of others, many at once."""
    if not viewer.holds(Role.FACILITATOR):
        check_may(viewer, "add many findings at once", SORT, mission_id=mission.pk)


def check_add_many_somewhere(viewer: Viewer) -> None:
    """Raise unless there is a mission to which the viewer may add findings of others."""
    if not viewer.holds(Role.FACILITATOR):
        mission_id = next(iter(viewer.mission_ids), None)
        check_may(viewer, "add many findings at once", SORT, mission_id=mission_id)


def check_sort(viewer: Viewer, mission: Mission) -> None:
    """Raise unless the viewer may sort findings into themes and merge themes."""
    check_may(viewer, "sort findings into themes", SORT, mission_id=mission.pk)


def check_safeguard(viewer: Viewer, flag: SafeguardingFlag) -> None:
    """Raise unless the viewer answers worries about safety: their owner, or who leads."""
    if flag.owner_id is None or viewer.person_id != flag.owner_id:
        check_may(viewer, "answer worries about safety", CHOOSE, mission_id=flag.finding.mission_id)


def check_name_safeguarding_owner(viewer: Viewer, mission: Mission) -> None:
    """Raise unless the viewer may name who hears of worries about safety."""
    check_may(viewer, "name who hears of worries about safety", CHOOSE, mission_id=mission.pk)


def check_raise_opportunity(viewer: Viewer) -> None:
    """Raise unless the viewer may raise an opportunity: anyone with a role."""
    if not _anywhere(viewer):
        check_may(viewer, "raise an opportunity", [Role.CONTRIBUTOR])


def check_choose(viewer: Viewer, mission: Mission) -> None:
    """Raise unless the viewer may screen opportunities and bring them before a panel."""
    check_may(viewer, "screen opportunities", CHOOSE, mission_id=mission.pk)
