"""Who may do what: each step lists its grants, and one check reads them all.

A grant names a role and, where the role is held somewhere, that the thing must lie there.
"""

from collections.abc import Iterable

from ..foundation.refusals import NotAllowed
from .roles import Role
from .viewer import Viewer


def check_may(
    viewer: Viewer,
    what: str,
    roles: Iterable[Role],
    *,
    mission_id: int | None = None,
    network_id: int | None = None,
    site_id: int | None = None,
) -> None:
    """Raise NotAllowed unless the viewer holds one of the roles at the place of the thing.

    Administrators, analysts and board members hold their roles everywhere; a mission lead acts in
    their missions, a facilitator or partner in their networks, site people at their sites.
    `what` completes the sentence "You cannot …".
    """
    roles = tuple(roles)
    for role in roles:
        if role not in viewer.roles:
            continue
        if role == Role.MISSION_LEAD and mission_id not in viewer.mission_ids:
            continue
        if role == Role.FACILITATOR and network_id not in viewer.facilitated_network_ids:
            continue
        if role == Role.PARTNER and network_id not in viewer.network_ids:
            continue
        if role == Role.SITE_LEAD and site_id not in viewer.led_site_ids:
            continue
        if role == Role.SITE_MEMBER and site_id not in viewer.site_ids:
            continue
        return
    names = [Role(role).label.lower() for role in roles]
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    raise NotAllowed(f"You cannot {what}. It is for the {who} here.")
