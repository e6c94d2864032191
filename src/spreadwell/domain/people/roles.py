"""The roles, in the order in which the product speaks of them."""

from django.db import models


class Role(models.TextChoices):
    """What somebody is to the network; a person may hold several."""

    ADMINISTRATOR = "administrator", "Administrator"
    MISSION_LEAD = "mission_lead", "Mission lead"
    BOARD_MEMBER = "board_member", "Board member"
    ANALYST = "analyst", "Analyst"
    FACILITATOR = "facilitator", "Facilitator"
    SITE_LEAD = "site_lead", "Site lead"
    SITE_MEMBER = "site_member", "Site member"
    PARTNER = "partner", "Partner"
    CONTRIBUTOR = "contributor", "Contributor"
    PUBLIC = "public", "Public"


# Where a role is held: the field of RoleHeld that must be filled, if any.
HELD_AT: dict[Role, str | None] = {
    Role.ADMINISTRATOR: None,
    Role.MISSION_LEAD: "mission",
    Role.BOARD_MEMBER: None,
    Role.ANALYST: None,
    Role.FACILITATOR: "network",
    Role.SITE_LEAD: "site",
    Role.SITE_MEMBER: "site",
    Role.PARTNER: "network",
    Role.CONTRIBUTOR: None,
    Role.PUBLIC: None,
}

# Those who run the network and carry its evidence.
OFFICE = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.MISSION_LEAD,
        Role.BOARD_MEMBER,
        Role.ANALYST,
        Role.FACILITATOR,
    }
)
