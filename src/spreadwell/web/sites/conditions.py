"""Conditions of a site: what was rated, a whole round on one page, and what two agree."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.sites.conditions import (
    agree_round,
    check_agree,
    rate_round,
    share_conditions,
)
from spreadwell.domain.sites.models import ConditionRating, ConditionSet, ImplementationSite
from spreadwell.domain.sites.moments import moments_of
from spreadwell.domain.sites.permissions import check_choose_conditions, check_rate, check_share
from spreadwell.domain.sites.rounds import MOMENTS, Round, round_of

from ..middleware import PageRequest
from ..pages import attempt, guard, render
from .forms.conditions import AgreeForm, RoundForm
from .here import crumbs_of, one_site
from .presenters.conditions import asked_rows, condition_table, differing_rows, groups_of


def asked_of(request: PageRequest, site: ImplementationSite) -> list[str]:
    """Return the conditions that the site's mission chose."""
    mission = site.version.innovation.mission_id
    chosen = ConditionSet.objects.visible_to(request.viewer).filter(mission=mission).first()
    return list(chosen.constructs) if chosen else []


def summary(request: PageRequest, site: ImplementationSite) -> dict[str, Any]:
    """Return what the pages of a site print of its conditions, as far as the viewer may see."""
    viewer = request.viewer
    rows = list(ConditionRating.objects.visible_to(viewer).filter(site=site, framework="cfir"))
    may_rate = not allowed(check_rate, viewer, site)
    [row] = moments_of(viewer, [site], timezone.localdate())
    return {
        "ratings": condition_table(rows, asked_of(request, site)),
        "may_rate": may_rate,
        "may_share": not allowed(check_share, viewer, site),
        "not_shared": sum(1 for one in rows if not one.shared),
        "shared": sum(1 for one in rows if one.shared),
        "moments": row.moments if may_rate else (),
    }


def overview(request: PageRequest, pk: int) -> HttpResponse:
    """Show everything rated at a site that the viewer may see, and what is to be rated."""
    site = one_site(request, pk)
    mission = site.version.innovation.mission
    context = summary(request, site) | {
        "site": site,
        "mission": mission,
        "asked": asked_of(request, site),
        "may_choose": not allowed(check_choose_conditions, request.viewer, mission),
        "crumbs": [{"text": text, "href": href} for text, href in crumbs_of(site)],
        "today": timezone.localdate(),
    }
    return render(request, "sites/conditions.jinja", context)


def _round(site: ImplementationSite, moment: str) -> Round:
    if moment not in MOMENTS:
        raise Http404("There are three moments: the start, the mid-point and the end.")
    return round_of(site, moment)


def rate(request: PageRequest, pk: int, moment: str) -> HttpResponse:
    """Rate a whole round: what the mission chose first, all else behind it."""
    site = one_site(request, pk)
    guard(check_rate, request.viewer, site)
    now = _round(site, moment)
    by = request.viewer.person
    assert by is not None
    if now.both:
        return redirect("sites:agree", pk, moment)
    rater = now.rater_for(by)
    form = RoundForm(request.POST or None, held=now.answers(rater))
    if request.method == "POST" and form.is_valid():
        given = {"site": site, "moment": moment, "ratings": form.given()}
        if attempt(request, "Saved.", rate_round, form, **given) is not None:
            return redirect("sites:conditions", pk)
    asked = list(now.asked)
    context = {
        "site": site,
        "now": now,
        "form": form,
        "second": rater == "second",
        "asked": asked_rows(form, asked),
        "groups": groups_of(form, asked),
        "crumbs": [
            *({"text": text, "href": href} for text, href in crumbs_of(site)),
            {"text": "Conditions", "href": reverse("sites:conditions", args=[pk])},
        ],
    }
    return render(request, "sites/rate.jinja", context)


def agree(request: PageRequest, pk: int, moment: str) -> HttpResponse:
    """List where two raters differ, and keep what they agree."""
    site = one_site(request, pk)
    guard(check_rate, request.viewer, site)
    now = _round(site, moment)
    if not now.both:
        return redirect("sites:rate", pk, moment)
    form = AgreeForm(request.POST or None, now=now)
    if request.method == "POST" and form.is_valid():
        given = {"site": site, "moment": moment, "agreed": form.given()}
        if attempt(request, "Saved.", agree_round, form, **given) is not None:
            return redirect("sites:conditions", pk)
    same, both = now.agreement
    context = {
        "site": site,
        "now": now,
        "form": form,
        "rows": differing_rows(form, now),
        "same": same,
        "both": both,
        "refused": allowed(check_agree, now, request.viewer.person),
        "crumbs": [
            *({"text": text, "href": href} for text, href in crumbs_of(site)),
            {"text": "Conditions", "href": reverse("sites:conditions", args=[pk])},
        ],
    }
    return render(request, "sites/agree.jinja", context)


@require_POST
def share(request: PageRequest, pk: int) -> HttpResponse:
    """Share the site's ratings, or take that back."""
    site = one_site(request, pk)
    shared = request.POST.get("shared") != "no"
    attempt(request, "Saved.", share_conditions, site=site, shared=shared)
    return redirect("sites:conditions", pk)
