"""Who may define measures, and who may send readings for which organisations."""

from ..foundation.refusals import NotAllowed, NotNow
from ..networks.models import Membership, Organisation
from ..people.permissions import check_may
from ..people.roles import Role
from ..people.viewer import Viewer
from .models import LimitsChange, Measure, Submission

# Those whose files may hold every organisation: they carry the evidence of the whole network.
SEND_FOR_ALL = (Role.ADMINISTRATOR, Role.ANALYST, Role.MISSION_LEAD)
SEND = (*SEND_FOR_ALL, Role.FACILITATOR, Role.SITE_LEAD, Role.SITE_MEMBER)
KEEP = (Role.ADMINISTRATOR, Role.ANALYST)


def check_load_definitions(viewer: Viewer) -> None:
    """Raise unless the viewer may load definitions of measures."""
    check_may(viewer, "load definitions of measures", KEEP)


def check_send(viewer: Viewer) -> None:
    """Raise unless the viewer may send readings for somewhere."""
    if not viewer.holds(*SEND):
        raise NotAllowed(
            "You cannot send readings. It is for the people of a site, facilitators and analysts."
        )


def check_settle(viewer: Viewer, submission: Submission) -> None:
    """Raise unless the viewer may accept or discard this submission."""
    if submission.sent_by_id != viewer.person_id and not viewer.holds(*KEEP):
        raise NotAllowed("You cannot settle this submission. It is for who sent it.")
    check_send(viewer)


def check_withdraw(viewer: Viewer) -> None:
    """Raise unless the viewer may take accepted readings back."""
    check_may(viewer, "withdraw readings that were accepted", KEEP)


def check_define_here(viewer: Viewer, measure: Measure | None = None) -> None:
    """Raise unless the viewer may define a local measure, or change this one on a page."""
    check_may(viewer, "define a measure on a page", KEEP)
    if measure is not None and not measure.is_local:
        raise NotNow(
            "This measure comes from a file under review. Change the file, and load it again."
        )


def check_change_limits(
    viewer: Viewer, place: Organisation, kind: str, *, suggested: bool = False
) -> None:
    """Raise unless the viewer may decide on the limits of charts of a place.

    Analysts and administrators anywhere, facilitators where their networks work. The lead of a
    site begins a new level where the readings themselves suggest it: they know the cause. What
    would make results look steadier, a baseline or a point left out, is for somebody else.
    """
    if viewer.holds(*KEEP) or _facilitates(viewer, place):
        return
    if place.sites.filter(pk__in=viewer.led_site_ids).exists():
        if kind == "rebase" and suggested:
            return
        raise NotAllowed(
            "You cannot decide this for your own site. A site's lead may begin new limits where "
            "the readings suggest a new level; ask the network's facilitator or an analyst."
        )
    raise NotAllowed(
        "You cannot move the limits of this chart. It is for analysts and the facilitator of the "
        "network; the site's lead may where the readings suggest a new level."
    )


def check_withdraw_limits(viewer: Viewer, change: LimitsChange) -> None:
    """Raise unless the viewer made this decision, or may decide about the chart anyway."""
    if change.made_by_id == viewer.person_id:
        return
    check_change_limits(viewer, change.organisation, change.kind)


def _facilitates(viewer: Viewer, place: Organisation) -> bool:
    """Tell whether a place is a member of, or a site in, a network that the viewer facilitates."""
    networks = viewer.facilitated_network_ids
    if not networks:
        return False
    member = Membership.objects.filter(organisation=place, network__in=networks)
    runs = place.sites.filter(version__innovation__network__in=networks)
    return bool(member.exists() or runs.exists())


def sends_for_all(viewer: Viewer) -> bool:
    """Tell whether the viewer's files may hold any organisation."""
    return viewer.holds(*SEND_FOR_ALL)
