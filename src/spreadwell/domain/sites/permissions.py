"""Who may work at a site, rate it, and guard its safety."""

from ..foundation.refusals import NotAllowed
from ..innovations.models import Innovation
from ..missions.models import Mission
from ..networks.models import Organisation
from ..people.permissions import check_may
from ..people.roles import Role
from ..people.viewer import Viewer
from .models import ImplementationSite, SafetyConcern

LEAD = (Role.ADMINISTRATOR, Role.MISSION_LEAD, Role.FACILITATOR, Role.SITE_LEAD)
WORK = (*LEAD, Role.SITE_MEMBER)


def _check(viewer: Viewer, what: str, roles: tuple[Role, ...], site: ImplementationSite) -> None:
    innovation = site.version.innovation
    check_may(
        viewer,
        what,
        roles,
        mission_id=innovation.mission_id,
        network_id=innovation.network_id,
        site_id=site.pk,
    )


def check_plan(viewer: Viewer, innovation: Innovation) -> None:
    """Raise unless the viewer may plan a site of this innovation."""
    check_may(
        viewer,
        "plan a site of this innovation",
        (Role.ADMINISTRATOR, Role.MISSION_LEAD, Role.FACILITATOR),
        mission_id=innovation.mission_id,
        network_id=innovation.network_id,
    )


def check_lead(viewer: Viewer, site: ImplementationSite) -> None:
    """Raise unless the viewer may move the site on, build its team and settle its set-up."""
    _check(viewer, "change how this site stands", LEAD, site)


def check_work(viewer: Viewer, site: ImplementationSite) -> None:
    """Raise unless the viewer may write down what happens at the site."""
    _check(viewer, "write down what happens at this site", WORK, site)


def check_rate(viewer: Viewer, site: ImplementationSite) -> None:
    """Raise unless the viewer may rate conditions and readiness: the site and its evaluators."""
    roles = (
        Role.ADMINISTRATOR, Role.FACILITATOR, Role.ANALYST, Role.SITE_LEAD, Role.SITE_MEMBER,
    )  # fmt: skip
    _check(viewer, "rate this site", roles, site)


def check_share(viewer: Viewer, site: ImplementationSite) -> None:
    """Raise unless the viewer may share the site's ratings: it is the site's own word."""
    _check(viewer, "share this site's ratings", (Role.SITE_LEAD, Role.SITE_MEMBER), site)


def check_raise_concern(viewer: Viewer) -> None:
    """Raise unless somebody known is asking: anyone who is signed in may raise a concern."""
    if viewer.person is None:
        raise NotAllowed("Sign in to raise a safety concern.")


def check_guard(viewer: Viewer, site: ImplementationSite) -> None:
    """Raise unless the viewer guards the site's safety: its safety lead, or who stands in."""
    if viewer.person_id is not None and viewer.person_id == site.safety_lead_id:
        return
    try:
        _check(viewer, "", (Role.ADMINISTRATOR, Role.MISSION_LEAD), site)
    except NotAllowed:
        lead = site.safety_lead or "its mission lead"
        raise NotAllowed(
            f"You cannot settle safety at this site. It is for its safety lead, {lead}."
        ) from None


def check_guard_concern(viewer: Viewer, concern: SafetyConcern) -> None:
    """Raise unless the viewer may settle this concern."""
    check_guard(viewer, concern.site)


def check_see_lent(viewer: Viewer, organisation: Organisation) -> None:
    """Raise unless the viewer may see whose time the organisation lends to sites."""
    if viewer.in_office or organisation.pk in viewer.organisation_ids:
        return
    if viewer.person is not None and viewer.person.organisation_id == organisation.pk:
        return
    raise NotAllowed(
        f"You cannot see whose time {organisation} lends. It is for those who hold a role there."
    )


def is_of_team(viewer: Viewer, site: ImplementationSite) -> bool:
    """Tell whether the viewer works at the site or facilitates its network.

    What the record says about how the team works is told to them and to nobody above them.
    """
    network = site.version.innovation.network_id
    return site.pk in viewer.site_ids or network in viewer.facilitated_network_ids


def check_say_progress(viewer: Viewer, site: ImplementationSite) -> None:
    """Raise unless the viewer is of the team, whose own word the progress score is."""
    if not is_of_team(viewer, site):
        raise NotAllowed(
            "You cannot say how far this team has come. It is for the team and its facilitator."
        )


def check_choose_conditions(viewer: Viewer, mission: Mission) -> None:
    """Raise unless the viewer may choose the conditions that matter to a mission."""
    networks = mission.networks.filter(pk__in=viewer.facilitated_network_ids)
    check_may(
        viewer,
        "choose the conditions that matter to this mission",
        (Role.ADMINISTRATOR, Role.MISSION_LEAD, Role.FACILITATOR),
        mission_id=mission.pk,
        network_id=networks.values_list("pk", flat=True).first(),
    )
