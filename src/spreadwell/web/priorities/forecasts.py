"""What was promised beside what was seen."""

from django.http import HttpResponse

from spreadwell.domain.outcomes.forecasts import held_against, scored

from ..middleware import PageRequest
from ..pages import render


def forecasts(request: PageRequest) -> HttpResponse:
    """Show each forecast with what was seen, and how well panels and criteria foresaw it."""
    held = held_against(request.viewer)
    known = [one for one in held if one.outcome]
    waiting = [one for one in held if not one.outcome]
    context = {"known": known, "waiting": waiting, "score": scored(known)}
    return render(request, "priorities/forecasts.jinja", context)
