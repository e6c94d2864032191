"""Who may define measures, and who may send readings for which organisations."""

from ..foundation.refusals import NotAllowed
from ..people.permissions import check_may
from ..people.roles import Role
from ..people.viewer import Viewer
from .models import Submission

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


def sends_for_all(viewer: Viewer) -> bool:
    """Tell whether the viewer's files may hold any organisation."""
    return viewer.holds(*SEND_FOR_ALL)
