"""Safety concerns: raised from every page of a site, settled by its safety lead."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.sites.models import SafetyConcern
from spreadwell.domain.sites.permissions import check_guard
from spreadwell.domain.sites.safety_actions import (
    pause_for_safety,
    raise_concern,
    resolve_concern,
    see_concern,
)

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find, render
from .forms.safety import ConcernForm, OutcomeForm, PauseForm
from .here import crumbs_of, here, one_site


def _concern(request: PageRequest, pk: int) -> SafetyConcern:
    rows = SafetyConcern.objects.visible_to(request.viewer)
    return find(rows.select_related("site__safety_lead", "raised_by"), pk=pk)


def raise_one(request: PageRequest, pk: int) -> HttpResponse:
    """Raise a concern."""
    site = one_site(request, pk)
    who = site.safety_lead
    lead = (
        f"{who} is told at once."
        if who
        else "This site has no safety lead yet; its mission lead sees it."
    )
    warning = "If somebody is in danger now, act first: call 999, or follow your site's own rules."
    return ask(
        request,
        Question(
            "Raise a safety concern",
            "Raise this concern",
            f"Raised. {lead}",
            crumbs_of(site),
            lead,
            warning,
        ),
        ConcernForm(request.POST or None),
        raise_concern,
        here(site),
        site=site,
    )


def concern(request: PageRequest, pk: int) -> HttpResponse:
    """Show a concern; its safety lead resolves it here."""
    found = _concern(request, pk)
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"concern": found}
        if attempt(request, "Resolved.", resolve_concern, form, **given) is not None:
            return redirect("sites:detail", found.site_id)
    site = one_site(request, found.site_id)
    context = {
        "concern": found,
        "site": site,
        "form": form,
        "crumbs": [{"text": text, "href": href} for text, href in crumbs_of(site)],
        "refused": allowed(check_guard, request.viewer, site),
        "can_pause": site.state in ("preparing", "live"),
        "pause_href": reverse("sites:concern_pause", args=[pk]),
        "events": history_of(found),
    }
    return render(request, "sites/concern.jinja", context)


@require_POST
def seen(request: PageRequest, pk: int) -> HttpResponse:
    """Say that the concern is being looked into."""
    attempt(request, "Saved.", see_concern, concern=_concern(request, pk))
    return redirect("sites:concern", pk)


def pause_for(request: PageRequest, pk: int) -> HttpResponse:
    """Pause the site for a concern."""
    found = _concern(request, pk)
    return _pause(request, found.site_id, found)


def pause(request: PageRequest, pk: int) -> HttpResponse:
    """Pause the site for safety."""
    return _pause(request, pk, None)


def _pause(request: PageRequest, pk: int, found: SafetyConcern | None) -> HttpResponse:
    site = one_site(request, pk)
    return ask(
        request,
        Question(f"Pause {site}", "Pause the site", "The site is paused.", crumbs_of(site)),
        PauseForm(request.POST or None),
        pause_for_safety,
        here(site),
        reason=allowed(check_guard, request.viewer, site),
        site=site,
        concern=found,
    )
