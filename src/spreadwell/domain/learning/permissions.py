"""Who may add lessons, make and publish packs, and send notices back."""

from ..innovations.models import Innovation
from ..missions.models import Mission
from ..people.permissions import check_may
from ..people.roles import Role
from ..people.viewer import Viewer
from ..sites.models import ImplementationSite
from ..sites.permissions import check_work


def check_teach(viewer: Viewer, innovation: Innovation, site: ImplementationSite | None) -> None:
    """Raise unless the viewer may add a lesson: the site's people to their site, others to all."""
    if site is not None:
        check_work(viewer, site)
        return
    check_may(
        viewer,
        "add lessons to this innovation",
        [Role.ADMINISTRATOR, Role.MISSION_LEAD, Role.FACILITATOR, Role.ANALYST],
        mission_id=innovation.mission_id,
        network_id=innovation.network_id,
    )


def check_pack(viewer: Viewer, innovation: Innovation) -> None:
    """Raise unless the viewer may make a pack of this innovation."""
    check_may(
        viewer,
        "make a pack of this innovation",
        [Role.ADMINISTRATOR, Role.MISSION_LEAD, Role.FACILITATOR, Role.ANALYST],
        mission_id=innovation.mission_id,
        network_id=innovation.network_id,
    )


def check_load(viewer: Viewer, mission: Mission) -> None:
    """Raise unless the viewer may load a pack into this mission."""
    check_may(
        viewer,
        "load a pack into this mission",
        [Role.ADMINISTRATOR, Role.MISSION_LEAD],
        mission_id=mission.pk,
    )


def check_notice(viewer: Viewer, mission: Mission) -> None:
    """Raise unless the viewer may answer those who spoke in this mission."""
    check_may(
        viewer,
        "send a notice back in this mission",
        [Role.ADMINISTRATOR, Role.MISSION_LEAD],
        mission_id=mission.pk,
    )
