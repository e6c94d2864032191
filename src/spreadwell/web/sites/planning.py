"""A site is planned, moved from state to state, and gets its safety lead and set-up."""

from django.http import HttpResponse
from django.urls import reverse

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.innovations.queries import latest_version
from spreadwell.domain.sites.actions import (
    move_site,
    name_safety_lead,
    plan_site,
    settle_set_up_item,
)
from spreadwell.domain.sites.models import SetUpItem
from spreadwell.domain.sites.permissions import check_lead, check_plan, check_work
from spreadwell.domain.sites.policies import missing_before_start

from ..asking import Question, ask
from ..confirming import ask_to_move
from ..middleware import PageRequest
from ..pages import find, render
from .forms import planning as forms
from .here import crumbs_of, here, one_site


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
    return ask_to_move(
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
        thing=site,
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
