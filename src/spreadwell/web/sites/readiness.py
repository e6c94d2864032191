"""Readiness: seven plain questions on one page."""

from django.http import HttpResponse
from django.shortcuts import redirect

from spreadwell.domain.sites.frameworks import readiness_domains
from spreadwell.domain.sites.models import ReadinessRating
from spreadwell.domain.sites.permissions import check_rate
from spreadwell.domain.sites.readiness import rate_readiness, readiness_rounds

from ..middleware import PageRequest
from ..pages import attempt, guard, render
from .forms.readiness import ReadinessForm
from .here import crumbs_of, one_site
from .presenters.conditions import readiness_picture


def readiness(request: PageRequest, pk: int) -> HttpResponse:
    """Rate readiness; what stood last time is filled in."""
    site = one_site(request, pk)
    guard(check_rate, request.viewer, site)
    rows = list(ReadinessRating.objects.visible_to(request.viewer).filter(site=site))
    rounds = readiness_rounds(rows)
    form = ReadinessForm(request.POST or None, held=rounds[-1].ratings if rounds else {})
    if request.method == "POST" and form.is_valid():
        given = {"site": site, "ratings": form.given(), "on": form.cleaned_data["on"]}
        if attempt(request, "Saved.", rate_readiness, form, **given) is not None:
            return redirect("sites:detail", pk)
    context = {
        "site": site,
        "form": form,
        "rows": [
            (one, form[f"rating_{one.number}"], form[f"note_{one.number}"])
            for one in readiness_domains()
        ],
        "last": rounds[-1].on if rounds else None,
        "drawn": readiness_picture(site, rows),
        "crumbs": [{"text": text, "href": href} for text, href in crumbs_of(site)],
    }
    return render(request, "sites/readiness.jinja", context)
