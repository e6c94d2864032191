"""Home: what needs me today, and where everything is."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from spreadwell.charts.frame import Look
from spreadwell.charts.loop import loop
from spreadwell.domain.missions.models import Mission

from ..middleware import PageRequest
from ..pages import render
from .needs import needs_of
from .steps import loop_steps
from .tour import tour_for


@login_not_required
def home(request: PageRequest) -> HttpResponse:
    """Show what needs the viewer and the loop; visitors are shown what the missions seek."""
    viewer = request.viewer
    if viewer.person is None:
        return redirect("public_home")
    today = timezone.localdate()
    needs, in_all = needs_of(viewer, today)
    steps = loop_steps(viewer, today)
    invented = settings.EXAMPLE
    context = {
        "needs": needs,
        "more": in_all - len(needs),
        "wide": loop(steps, Look(width=960, prefix="loop", invented=invented)),
        "narrow": loop(steps, Look(width=360, prefix="loop-narrow", invented=invented)),
        "tour": tour_for(viewer) if settings.EXAMPLE else [],
        "missions": Mission.objects.visible_to(viewer).exists(),
        "today": today,
    }
    return render(request, "home/home.jinja", context)
