"""Naming who hears at once of worries about somebody's safety."""

from django.http import HttpResponse
from django.urls import reverse

from spreadwell.domain.discovery.permissions import check_name_safeguarding_owner
from spreadwell.domain.discovery.safeguarding import name_safeguarding_owner
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.missions.models import Mission

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import find
from .forms import SafeguardingForm


def safeguarding(request: PageRequest, slug: str) -> HttpResponse:
    """Name the owner of worries that are said to this mission."""
    mission = find(Mission.objects.visible_to(request.viewer), slug=slug)
    question = Question(
        "Who hears of worries about safety",
        "Name this person",
        "Saved. Worries go to them from now on.",
        [
            ("Missions", reverse("missions:list")),
            (mission.title, reverse("missions:detail", args=[slug])),
        ],
        "When somebody says that they are worried about a person, or words may tell of harm, this "
        "person gets an e-mail at once and finds it first thing on Home. Worries that wait today "
        "become theirs.",
    )
    initial = {"owner": mission.safeguarding_owner_id}
    form = SafeguardingForm(request.POST or None, viewer=request.viewer, initial=initial)
    reason = allowed(check_name_safeguarding_owner, request.viewer, mission)
    back = reverse("missions:detail", args=[slug])
    return ask(
        request, question, form, name_safeguarding_owner, back, reason=reason, mission=mission
    )
