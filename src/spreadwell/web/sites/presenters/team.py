"""The team by what is needed and what else it brings; a gap is shown as one."""

from datetime import date
from typing import Any

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite, SetUpItem
from spreadwell.domain.sites.permissions import check_lead, check_see_lent
from spreadwell.domain.sites.queries import team_on
from spreadwell.domain.sites.team import needed_at


def team_part(viewer: Viewer, site: ImplementationSite, today: date) -> dict[str, Any]:
    """Return what the site's page prints of its team and of what is settled before it starts."""
    team = list(team_on(viewer, site, today).select_related("needed", "person__organisation"))
    needed = needed_at(viewer, site, team)
    filling = {one.pk for row in needed for one in row.filled_by}
    items = SetUpItem.objects.visible_to(viewer).filter(site=site).select_related("owner")
    lenders = {one.person.organisation for one in team if one.person.organisation}
    return {
        "needed": needed,
        "gaps": [row for row in needed if row.is_gap],
        "others": [one for one in team if one.pk not in filling],
        "people": len({one.person_id for one in team}),
        "may_lead": not allowed(check_lead, viewer, site),
        "lenders": sorted(
            (one for one in lenders if not allowed(check_see_lent, viewer, one)),
            key=lambda one: one.name,
        ),
        "set_up": items,
        "set_up_open": [one for one in items if one.done_on is None],
    }
