"""Who may change organisations and networks."""

from ..foundation.refusals import NotAllowed
from ..foundation.scope import Reach
from ..people.permissions import check_may
from ..people.roles import Role
from ..people.viewer import Viewer
from .models import Membership, Network, OrganisationLoad

RUN = (Role.ADMINISTRATOR, Role.MISSION_LEAD, Role.FACILITATOR)


def check_keep_organisations(viewer: Viewer) -> None:
    """Raise unless the viewer may add organisations and what joins them."""
    check_may(viewer, "add organisations", [Role.ADMINISTRATOR, Role.ANALYST])


def check_see_loads(viewer: Viewer) -> None:
    """Raise unless the viewer may see which files of organisations were loaded."""
    if Reach.ALL not in viewer.reaches(OrganisationLoad.__name__):
        raise NotAllowed("You cannot see loads of files. They are for those who run the network.")


def check_form(viewer: Viewer) -> None:
    """Raise unless the viewer may form a network: any mission lead may gather people."""
    mission = next(iter(viewer.mission_ids), None)
    check_may(viewer, "form a network", [Role.ADMINISTRATOR, Role.MISSION_LEAD], mission_id=mission)


def check_run(viewer: Viewer, network: Network) -> None:
    """Raise unless the viewer may run this network: its members, meetings and state."""
    check_may(
        viewer,
        "change this network",
        RUN,
        mission_id=_shared_mission(viewer, network),
        network_id=network.pk,
    )


def check_act(viewer: Viewer, network: Network) -> None:
    """Raise unless the viewer may write down actions and finish them: whoever works in it."""
    check_may(
        viewer,
        "write actions in this network",
        (*RUN, Role.PARTNER),
        mission_id=_shared_mission(viewer, network),
        network_id=network.pk,
    )


def check_declare(viewer: Viewer, member: Membership) -> None:
    """Raise unless the viewer may declare a member's interests: the member, or who runs it.

    For an organisation, that is whoever belongs to it or holds a role at it.
    """
    person = viewer.person
    if person is not None and member.person_id is not None and member.person_id == person.pk:
        return
    if person is not None and member.person_id is None:
        theirs = {person.organisation_id, *viewer.organisation_ids} - {None}
        if member.organisation_id in theirs:
            return
    check_run(viewer, member.network)


def _shared_mission(viewer: Viewer, network: Network) -> int | None:
    """Return a mission of the network that the viewer leads, if there is one."""
    found: int | None = (
        network.missions.filter(pk__in=viewer.mission_ids).values_list("pk", flat=True).first()
    )
    return found
