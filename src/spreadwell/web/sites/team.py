"""Who works at a site, what nobody brings yet, and whose time is lent."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.networks.models import Organisation
from spreadwell.domain.sites.models import TeamMember
from spreadwell.domain.sites.permissions import check_lead, check_see_lent
from spreadwell.domain.sites.team import FULL_WEEK, lent_by, own_time
from spreadwell.domain.sites.team_actions import (
    add_team_member,
    change_team_member,
    end_team_member,
)

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find, guard, render
from .forms.team import MemberForm, TeamForm
from .here import crumbs_of, here, one_site


def team(request: PageRequest, pk: int) -> HttpResponse:
    """Add somebody to the team; a gap leads here with what is needed chosen."""
    site = one_site(request, pk)
    form = TeamForm(
        request.POST or None,
        viewer=request.viewer,
        site=site,
        initial={"needed": request.GET.get("needed")},
    )
    return ask(
        request,
        Question("Add somebody to the team", "Add", "Added.", crumbs_of(site)),
        form,
        add_team_member,
        here(site),
        reason=allowed(check_lead, request.viewer, site),
        site=site,
    )


def member(request: PageRequest, pk: int) -> HttpResponse:
    """Say what is agreed with somebody of the team, or that they left it."""
    found = find(TeamMember.objects.visible_to(request.viewer).select_related("person"), pk=pk)
    site = one_site(request, found.site_id)
    guard(check_lead, request.viewer, site)
    initial = {
        "needed": found.needed_id, "role": found.role, "hours_a_week": found.hours_a_week,
    }  # fmt: skip
    form = MemberForm(request.POST or None, viewer=request.viewer, site=site, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"member": found}
        if attempt(request, "Saved.", change_team_member, form, **given) is not None:
            return redirect(here(site))
    context = {
        "member": found,
        "site": site,
        "form": form,
        "crumbs": [{"text": text, "href": href} for text, href in crumbs_of(site)],
    }
    return render(request, "sites/member.jinja", context)


@require_POST
def leave_team(request: PageRequest, pk: int) -> HttpResponse:
    """Say that somebody left the team today."""
    member = find(TeamMember.objects.visible_to(request.viewer), pk=pk)
    attempt(request, "Saved.", end_team_member, member=member)
    return redirect("sites:detail", member.site_id)


def lent(request: PageRequest, code: str) -> HttpResponse:
    """Show whose time an organisation lends to which sites."""
    organisation = find(Organisation.objects.visible_to(request.viewer), code=code)
    guard(check_see_lent, request.viewer, organisation)
    viewer, today = request.viewer, timezone.localdate()
    rows = lent_by(viewer, organisation, today)
    context = {
        "title": f"Time lent by {organisation.name}",
        "lead": "Who of your people works in the team of which site, and for how many hours.",
        "crumbs": [
            {"text": "Networks", "href": reverse("networks:list")},
            {
                "text": organisation.name,
                "href": reverse("networks:organisation", args=[organisation.code]),
            },
        ],
        "rows": rows,
        "own_only": not (viewer.in_office or organisation.pk in viewer.organisation_ids),
        "full_week": FULL_WEEK,
        "today": today,
        "none": "Nobody of this organisation is in the team of a site today.",
    }
    return render(request, "sites/lent.jinja", context)


def own(request: PageRequest) -> HttpResponse:
    """Show somebody their own time across sites."""
    today = timezone.localdate()
    person = request.viewer.person
    assert person is not None
    context = {
        "title": "Your time at sites",
        "lead": "The teams you are in, and the hours agreed.",
        "crumbs": [{"text": "Sites", "href": reverse("sites:list")}],
        "rows": own_time(person, today),
        "own_only": False,
        "full_week": FULL_WEEK,
        "today": today,
        "none": "You are in no team of a site today. Who leads a site adds you to its team.",
    }
    return render(request, "sites/lent.jinja", context)
