"""Public pages."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse

from spreadwell.domain.missions.models import Mission

from ..middleware import PageRequest
from ..pages import render


@login_not_required
def public_home(request: PageRequest) -> HttpResponse:
    """Say what the missions seek, in plain words."""
    missions = Mission.objects.visible_to(request.viewer)
    return render(request, "public/home.jinja", {"missions": missions})
