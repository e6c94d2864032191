"""What is written at a site, one question a page."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.innovations.queries import latest_version
from spreadwell.domain.sites.actions import (
    add_team_member,
    end_team_member,
    move_site,
    name_safety_lead,
    plan_site,
    rate_readiness,
    settle_set_up_item,
)
from spreadwell.domain.sites.cycle_actions import (
    finish_test_of_change,
    rate_condition,
    record_adaptation,
    share_conditions,
    start_test_of_change,
)
from spreadwell.domain.sites.models import ImplementationSite, SetUpItem, TeamMember, TestOfChange
from spreadwell.domain.sites.permissions import check_lead, check_plan, check_rate, check_work
from spreadwell.domain.sites.policies import missing_before_start

from ..asking import Crumb, Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find, render
from . import forms


def one_site(request: PageRequest, pk: int) -> ImplementationSite:
    """Find a site that the viewer may see."""
    rows = ImplementationSite.objects.visible_to(request.viewer)
    return find(
        rows.select_related("version__innovation__mission", "organisation", "safety_lead"), pk=pk
    )


def crumbs_of(site: ImplementationSite) -> list[Crumb]:
    """Return the way to a site through the loop."""
    innovation = site.version.innovation
    return [
        (innovation.mission.title, reverse("missions:detail", args=[innovation.mission.slug])),
        (innovation.name, reverse("innovations:detail", args=[innovation.slug])),
        (site.name, reverse("sites:detail", args=[site.pk])),
    ]


def here(site: ImplementationSite) -> str:
    """Return the address of a site."""
    return reverse("sites:detail", args=[site.pk])


def plan(request: PageRequest, innovation: str) -> HttpResponse:
    """Plan a site of the version in force."""
    found = find(Innovation.objects.visible_to(request.viewer), slug=innovation)
    version = latest_version(found)
    back = reverse("innovations:detail", args=[found.slug])
    if version is None:
        return render(
            request, "sites/no_version.jinja", {"innovation": found, "back": back}, status=409
        )
    return ask(
        request,
        Question(
            f"Plan a site for {found.name}",
            "Plan this site",
            "Planned. Next: its team and what must be settled before it starts.",
            [(found.name, back)],
        ),
        forms.PlanForm(request.POST or None, viewer=request.viewer),
        plan_site,
        here,
        reason=allowed(check_plan, request.viewer, found),
        version=version,
    )


def move(request: PageRequest, pk: int) -> HttpResponse:
    """Move a site to another state."""
    site = one_site(request, pk)
    missing = missing_before_start(site) if site.state == "preparing" else []
    warning = f"Still missing before it starts: {'; '.join(missing)}." if missing else ""
    return ask(
        request,
        Question(
            f"{site} is {site.get_state_display().lower()}",
            "Save",
            "Saved.",
            crumbs_of(site),
            warning=warning,
        ),
        forms.MoveForm(request.POST or None, site=site),
        move_site,
        here,
        reason=allowed(check_lead, request.viewer, site),
        site=site,
    )


def safety_lead(request: PageRequest, pk: int) -> HttpResponse:
    """Name the safety lead."""
    site = one_site(request, pk)
    lead = "Every safety concern at this site alerts them, and they can pause it."
    return ask(
        request,
        Question("Name the safety lead", "Save", "Saved.", crumbs_of(site), lead),
        forms.PersonForm(request.POST or None, viewer=request.viewer),
        name_safety_lead,
        here,
        reason=allowed(check_lead, request.viewer, site),
        site=site,
    )


def team(request: PageRequest, pk: int) -> HttpResponse:
    """Add somebody to the team."""
    site = one_site(request, pk)
    return ask(
        request,
        Question("Add somebody to the team", "Add", "Added.", crumbs_of(site)),
        forms.TeamForm(request.POST or None, viewer=request.viewer),
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


def set_up(request: PageRequest, pk: int) -> HttpResponse:
    """Settle something before the start."""
    item = find(SetUpItem.objects.visible_to(request.viewer), pk=pk)
    site = one_site(request, item.site_id)
    initial = {"owner": item.owner_id, "due": item.due, "done_on": item.done_on}
    return ask(
        request,
        Question(item.get_what_display(), "Save", "Saved.", crumbs_of(site)),
        forms.SetUpForm(request.POST or None, viewer=request.viewer, initial=initial),
        settle_set_up_item,
        here(site),
        reason=allowed(check_work, request.viewer, site),
        item=item,
    )


def readiness(request: PageRequest, pk: int) -> HttpResponse:
    """Rate readiness."""
    site = one_site(request, pk)
    lead = "Simple is known and predictable, complicated has many parts, complex keeps changing."
    return ask(
        request,
        Question("How ready is this site?", "Save this rating", "Saved.", crumbs_of(site), lead),
        forms.ReadinessForm(request.POST or None),
        rate_readiness,
        here(site),
        reason=allowed(check_rate, request.viewer, site),
        site=site,
    )


def start_test(request: PageRequest, pk: int) -> HttpResponse:
    """Start a test of change."""
    site = one_site(request, pk)
    return ask(
        request,
        Question("Start a test of change", "Start", "Started.", crumbs_of(site)),
        forms.TestForm(request.POST or None, viewer=request.viewer, site=site),
        start_test_of_change,
        here(site),
        reason=allowed(check_work, request.viewer, site),
        site=site,
    )


def finish_test(request: PageRequest, pk: int) -> HttpResponse:
    """End a test of change."""
    test = find(TestOfChange.objects.visible_to(request.viewer), pk=pk)
    site = one_site(request, test.site_id)
    return ask(
        request,
        Question(
            test.question,
            "Save what was learnt",
            "Saved, with what was learnt.",
            crumbs_of(site),
            f"You expected: {test.prediction}",
        ),
        forms.FinishTestForm(request.POST or None),
        finish_test_of_change,
        here(site),
        reason=allowed(check_work, request.viewer, site),
        test=test,
    )


def adapt(request: PageRequest, pk: int) -> HttpResponse:
    """Record an adaptation."""
    site = one_site(request, pk)
    return ask(
        request,
        Question(
            "Something changed", "Save", "Saved. It is marked on the charts.", crumbs_of(site)
        ),
        forms.AdaptationForm(request.POST or None, version=site.version, viewer=request.viewer),
        record_adaptation,
        here(site),
        reason=allowed(check_work, request.viewer, site),
        site=site,
    )


def condition(request: PageRequest, pk: int) -> HttpResponse:
    """Rate a condition."""
    site = one_site(request, pk)
    lead = "Ratings stay between the site and its evaluators until the site shares them."
    return ask(
        request,
        Question("Rate a condition", "Save this rating", "Saved.", crumbs_of(site), lead),
        forms.ConditionForm(request.POST or None),
        rate_condition,
        here(site),
        reason=allowed(check_rate, request.viewer, site),
        site=site,
    )


@require_POST
def share(request: PageRequest, pk: int) -> HttpResponse:
    """Share the site's ratings, or take that back."""
    site = one_site(request, pk)
    shared = request.POST.get("shared") != "no"
    attempt(request, "Saved.", share_conditions, site=site, shared=shared)
    return redirect("sites:detail", pk)
