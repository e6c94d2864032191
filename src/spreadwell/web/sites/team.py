"""Who works at a site."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.sites.models import TeamMember
from spreadwell.domain.sites.permissions import check_lead
from spreadwell.domain.sites.team_actions import add_team_member, end_team_member

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find
from .forms.team import TeamForm
from .here import crumbs_of, here, one_site


def team(request: PageRequest, pk: int) -> HttpResponse:
    """Add somebody to the team."""
    site = one_site(request, pk)
    return ask(
        request,
        Question("Add somebody to the team", "Add", "Added.", crumbs_of(site)),
        TeamForm(request.POST or None, viewer=request.viewer),
        add_team_member,
        here(site),
        reason=allowed(check_lead, request.viewer, site),
        site=site,
    )


@require_POST
def leave_team(request: PageRequest, pk: int) -> HttpResponse:
    """Say that somebody left the team today."""
    member = find(TeamMember.objects.visible_to(request.viewer), pk=pk)
    attempt(request, "Saved.", end_team_member, member=member)
    return redirect("sites:detail", member.site_id)
