"""Conditions and readiness, rated at a site."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.sites.conditions import Given, rate_round, share_conditions
from spreadwell.domain.sites.permissions import check_rate
from spreadwell.domain.sites.readiness import rate_readiness as rate_domains

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt
from .forms.conditions import ConditionForm, ReadinessForm
from .here import crumbs_of, here, one_site


def rate_readiness(*, by, site, domain, rating, note):
    """Rate one domain."""
    return rate_domains(by=by, site=site, ratings={domain: (rating, note)})


def rate_condition(*, by, site, construct, rating, evidence):
    """Rate one condition."""
    given = [Given(construct, rating, evidence)]
    return rate_round(by=by, site=site, moment="start", ratings=given)


def readiness(request: PageRequest, pk: int) -> HttpResponse:
    """Rate readiness."""
    site = one_site(request, pk)
    lead = "Simple is known and predictable, complicated has many parts, complex keeps changing."
    return ask(
        request,
        Question("How ready is this site?", "Save this rating", "Saved.", crumbs_of(site), lead),
        ReadinessForm(request.POST or None),
        rate_readiness,
        here(site),
        reason=allowed(check_rate, request.viewer, site),
        site=site,
    )


def condition(request: PageRequest, pk: int) -> HttpResponse:
    """Rate a condition."""
    site = one_site(request, pk)
    lead = "Ratings stay between the site and its evaluators until the site shares them."
    return ask(
        request,
        Question("Rate a condition", "Save this rating", "Saved.", crumbs_of(site), lead),
        ConditionForm(request.POST or None),
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
