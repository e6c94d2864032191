"""Sites: all of them, and one with what it has to send first."""

from django.http import HttpResponse
from django.utils import timezone

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.sites.models import (
    Adaptation,
    ImplementationSite,
    ReadinessRating,
    SafetyConcern,
    SetUpItem,
    TestOfChange,
)
from spreadwell.domain.sites.permissions import (
    check_guard,
    check_lead,
    check_rate,
    check_share,
    check_work,
)
from spreadwell.domain.sites.queries import due_for_site, due_for_sites, latest_conditions, team_on
from spreadwell.domain.sites.states import SITE

from ..middleware import PageRequest
from ..pages import render
from ..ways import way
from . import presenters
from .doing import crumbs_of, one_site

A_PAGE = 100


def site_list(request: PageRequest) -> HttpResponse:
    """List the sites by what needs doing: numbers due first, then those asking for help."""
    viewer, today = request.viewer, timezone.localdate()
    rows = ImplementationSite.objects.visible_to(viewer).select_related(
        "version__innovation", "organisation"
    )
    state, slug = request.GET.get("state", ""), request.GET.get("innovation", "")
    words = request.GET.get("words", "").strip()
    if state in SITE.states:
        rows = rows.filter(state=state)
    if slug:
        rows = rows.filter(version__innovation__slug=slug)
    if words:
        rows = rows.filter(name__icontains=words)
    sites = list(rows)
    due = due_for_sites(sites, today)
    mine = viewer.site_ids
    sites.sort(
        key=lambda s: (s.pk not in mine, not s.needs_help, not due.get(s.pk), s.name.casefold())
    )
    context = {
        "sites": [(site, len(due.get(site.pk, []))) for site in sites[:A_PAGE]],
        "more": max(len(sites) - A_PAGE, 0),
        "total": len(sites),
        "states": [(key, SITE.label(key)) for key in SITE.states],
        "innovations": Innovation.objects.visible_to(viewer),
        "state": state,
        "slug": slug,
        "words": words,
        "filtered": bool(state or slug or words),
        "colours": {key: one.colour for key, one in SITE.states.items()},
        "today": today,
    }
    return render(request, "sites/list.jinja", context)


def detail(request: PageRequest, pk: int) -> HttpResponse:
    """Show a site: numbers due, its charts, then everything it is made of."""
    viewer, today = request.viewer, timezone.localdate()
    site = one_site(request, pk)
    due = due_for_site(site, on=today)
    given = (viewer, site)
    ways = [
        way("Start a test of change", "sites:start_test", pk, check=check_work, given=given),
        way("Something changed here", "sites:adapt", pk, check=check_work, given=given),
        way("Rate a condition", "sites:condition", pk, check=check_rate, given=given),
        way("Rate readiness", "sites:readiness", pk, check=check_rate, given=given),
        way("Add to the team", "sites:team", pk, check=check_lead, given=given),
        way("Name the safety lead", "sites:safety_lead", pk, check=check_lead, given=given),
    ]
    if SITE.exits(site.state):
        ways.append(way("Change its state", "sites:move", pk, check=check_lead, given=given))
    if site.state in ("preparing", "live"):
        ways.append(way("Pause for safety", "sites:pause", pk, check=check_guard, given=given))
    if site.state == "stopped":
        ways = []
    tests = TestOfChange.objects.visible_to(viewer).filter(site=site).select_related("measure")
    context = {
        "site": site,
        "crumbs": [{"text": text, "href": href} for text, href in crumbs_of(site)[:-1]],
        "colour": SITE.states[site.state].colour,
        "due": presenters.due_rows(due, today),
        "send": way(
            "Send this month's numbers", "sites:month", pk, check=check_work, given=given,
            first=True,
        ),
        "charts": presenters.charts_of(viewer, site),
        "ways": ways,
        "team": team_on(viewer, site, today),
        "may_lead": not allowed(check_lead, *given),
        "set_up": SetUpItem.objects.visible_to(viewer).filter(site=site).select_related("owner"),
        "readiness": presenters.readiness_rows(
            list(ReadinessRating.objects.visible_to(viewer).filter(site=site))
        ),
        "sees_inside": viewer.in_office or site.pk in viewer.site_ids
        or site.version.innovation.network_id in viewer.network_ids,
        "conditions": presenters.condition_rows(latest_conditions(viewer, site)),
        "may_share": not allowed(check_share, *given),
        "tests": tests.order_by("-started"),
        "adaptations": Adaptation.objects.visible_to(viewer)
        .filter(site=site)
        .select_related("component", "adopted_in")
        .order_by("-on"),
        "concerns": SafetyConcern.objects.visible_to(viewer).filter(site=site),
        "lessons": presenters.lessons_alike(viewer, site),
        "spells": site.spells.order_by("entered", "pk"),
        "events": history_of(site),
        "today": today,
    }  # fmt: skip
    return render(request, "sites/detail.jinja", context)
