"""What a facilitator has to rate, on one list."""

from django.http import HttpResponse
from django.utils import timezone

from spreadwell.domain.foundation.refusals import NotAllowed
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.moments import moments_of, sites_to_rate
from spreadwell.domain.sites.rounds import MOMENTS

from ..middleware import PageRequest
from ..pages import guard, render


def check_rates_many(viewer: Viewer) -> None:
    """Raise unless the viewer facilitates a network: who rates one site finds it on its page."""
    if not viewer.holds(Role.FACILITATOR):
        raise NotAllowed(
            "You cannot open the list of ratings to do. It is for the facilitator of a network; "
            "each site's page has its own."
        )


def ratings(request: PageRequest) -> HttpResponse:
    """List the sites of one's networks with their three moments, those with work first."""
    guard(check_rates_many, request.viewer)
    today = timezone.localdate()
    rows = moments_of(request.viewer, sites_to_rate(request.viewer), today)
    rows.sort(
        key=lambda row: (
            not row.lacking,
            min((one.due or today for one in row.lacking), default=today),
            row.site.name.casefold(),
        )
    )
    context = {
        "rows": rows,
        "lacking": sum(1 for row in rows if row.lacking),
        "labels": list(MOMENTS.values()),
        "today": today,
    }
    return render(request, "sites/ratings.jinja", context)
