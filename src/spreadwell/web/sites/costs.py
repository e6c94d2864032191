"""What implementing cost a site, a quarter at a time."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from spreadwell.domain.foundation.refusals import Refusal, allowed
from spreadwell.domain.sites.costs import (
    KINDS,
    check_quarter,
    costs_due,
    in_words,
    last_quarter,
    sum_costs,
    tell_cost,
    wanted_by,
)
from spreadwell.domain.sites.models import ImplementationSite, SiteCost
from spreadwell.domain.sites.permissions import check_work
from spreadwell.formats.periods import Period

from ..middleware import PageRequest
from ..pages import attempt, guard, render
from .forms.costs import CostForm
from .here import crumbs_of, one_site

QUARTERS_OFFERED = 4
"""How far back an untold quarter is offered: before that nobody remembers."""


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """A quarter of a site: its name, what was told, by kind, and whether it was told."""

    quarter: str
    label: str
    told: str
    kinds: tuple[str, ...]
    known: bool


def rows_of(request: PageRequest, site: ImplementationSite) -> list[QuarterRow]:
    """Return the last quarters and all that were told, the latest first."""
    told = {
        row.quarter: row for row in SiteCost.objects.visible_to(request.viewer).filter(site=site)
    }
    today = timezone.localdate()
    offered = [last_quarter(today).previous(n) for n in range(QUARTERS_OFFERED)]
    names = {str(one) for one in offered if _may_be_told(site, one)} | set(told)
    made = []
    for name in sorted(names, reverse=True):
        row = told.get(name)
        made.append(
            QuarterRow(
                name,
                Period.parse(name).label,
                in_words(row.cost, row.hours) if row else "Not told",
                _kinds(row) if row else (),
                row is not None,
            )
        )
    return made


def _may_be_told(site: ImplementationSite, quarter: Period) -> bool:
    return not allowed(check_quarter, site, str(quarter), timezone.localdate())


def _kinds(row: SiteCost) -> tuple[str, ...]:
    said = []
    for kind, parts in row.by_kind.items():
        words = [
            f"£{float(value):,.0f}" if part == "cost" else f"{float(value):,.0f} hours"
            for part, value in parts.items()
        ]
        said.append(f"{KINDS[kind][0]}: {' and '.join(words)}")
    return tuple(said)


def due_of(request: PageRequest, site: ImplementationSite) -> dict[str, Any]:
    """Return what the site's page prints of costs: the quarter asked for now, and the sum."""
    rows = list(SiteCost.objects.visible_to(request.viewer).filter(site=site))
    quarter = costs_due([site], timezone.localdate()).get(site.pk)
    may = not allowed(check_work, request.viewer, site)
    return {
        "cost_due": quarter if may else None,
        "cost_wanted_by": wanted_by(quarter) if quarter else None,
        "cost_sum": sum_costs([site], rows) if rows else None,
    }


def costs(request: PageRequest, pk: int) -> HttpResponse:
    """Show what a site told, quarter by quarter."""
    site = one_site(request, pk)
    if not SiteCost.objects.visible_to(request.viewer).filter(site=site).exists():
        guard(check_work, request.viewer, site)
    context = {
        "site": site,
        "rows": rows_of(request, site),
        "may": not allowed(check_work, request.viewer, site),
        "crumbs": [{"text": text, "href": href} for text, href in crumbs_of(site)],
    }
    return render(request, "sites/costs.jinja", context)


def cost(request: PageRequest, pk: int, quarter: str) -> HttpResponse:
    """Ask what one quarter cost, or correct it."""
    site = one_site(request, pk)
    guard(check_work, request.viewer, site)
    try:
        period = check_quarter(site, quarter, timezone.localdate())
    except Refusal as refusal:
        return render(
            request,
            "sites/no_quarter.jinja",
            {"site": site, "why": str(refusal), "crumbs": _crumbs(site)},
            status=404,
        )
    held = find_cost(request, site, period)
    form = CostForm(request.POST or None, held=held)
    if request.method == "POST" and form.is_valid():
        given = {"site": site, "quarter": str(period)} | form.given()
        done = "Corrected." if held else "Thank you; that is all for this quarter."
        if attempt(request, done, tell_cost, form, **given) is not None:
            return redirect("sites:detail", pk)
    fields = [form[f"{kind}_{part}"] for kind, (_, parts) in KINDS.items() for part in parts]
    context = {
        "site": site,
        "period": period,
        "held": held,
        "form": form,
        "kinds": fields,
        "open": any(bound.errors or bound.value() for bound in fields),
        "crumbs": _crumbs(site),
    }
    return render(request, "sites/cost.jinja", context)


def find_cost(request: PageRequest, site: ImplementationSite, period: Period) -> SiteCost | None:
    """Return what stands for a quarter, None where nothing was told."""
    rows = SiteCost.objects.visible_to(request.viewer)
    return rows.filter(site=site, quarter=str(period)).first()


def _crumbs(site: ImplementationSite) -> list[dict[str, str]]:
    return [{"text": text, "href": href} for text, href in crumbs_of(site)]
