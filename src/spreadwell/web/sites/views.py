"""Sites: all of them, and one with what it has to send first."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone

from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.sites.models import ImplementationSite, ReadinessRating, SafetyConcern
from spreadwell.domain.sites.permissions import (
    check_guard,
    check_lead,
    check_rate,
    check_work,
)
from spreadwell.domain.sites.queries import due_for_site, due_for_sites, history_for
from spreadwell.domain.sites.states import ENDED, SITE

from ..middleware import PageRequest
from ..pages import render
from ..ways import way
from .conditions import summary as condition_summary
from .costs import due_of
from .here import crumbs_of, one_site
from .presenters.charts import charts_of
from .presenters.conditions import readiness_picture, readiness_rows
from .presenters.cycles import cycles_part
from .presenters.due import due_rows
from .presenters.lessons import lessons_alike
from .presenters.team import team_part

A_PAGE = 25


def _to_do(site: ImplementationSite, due: int) -> str:
    """Say in words what waits at a site; nothing when nothing does."""
    said = [f"{due} {'number' if due == 1 else 'numbers'} due"] if due else []
    return ", ".join(said + (["asks for help"] if site.needs_help else [])).capitalize()


def site_list(request: PageRequest) -> HttpResponse:
    """List the sites: one's own with what they owe, then all others, those asking for help first.

    Sites of closed missions are left out until asked for; a filter looks among all.
    """
    viewer, today = request.viewer, timezone.localdate()
    rows = ImplementationSite.objects.visible_to(viewer).select_related("version__innovation")
    state, slug = request.GET.get("state", ""), request.GET.get("innovation", "")
    words = request.GET.get("words", "").strip()
    filtered, with_closed = bool(state or slug or words), request.GET.get("closed") == "1"
    own = list(rows.filter(pk__in=viewer.site_ids))
    if state in SITE.states:
        rows = rows.filter(state=state)
    if slug:
        rows = rows.filter(version__innovation__slug=slug)
    if words:
        rows = rows.filter(name__icontains=words)
    closed = 0
    if not filtered:
        rows = rows.exclude(pk__in=viewer.site_ids)
        if not with_closed:
            open_rows = rows.exclude(version__innovation__mission__state="closed")
            closed = rows.count() - open_rows.count()
            rows = open_rows
    sites = list(rows)
    due = {pk: len(many) for pk, many in due_for_sites([*own, *sites], today).items()}
    sites.sort(key=lambda s: (not s.needs_help, not due.get(s.pk), s.name.casefold()))
    page = Paginator(sites, A_PAGE).get_page(request.GET.get("page"))
    kept = {"state": state, "innovation": slug, "words": words, "closed": "1" * with_closed}
    query = urlencode({key: value for key, value in kept.items() if value})
    context = {
        "mine": [(site, due.get(site.pk, 0)) for site in own],
        "sites": [(site, _to_do(site, due.get(site.pk, 0))) for site in page],
        "page": page.number,
        "pages": page.paginator.num_pages,
        "query": query and f"{query}&",
        "total": len(sites),
        "closed": closed,
        "states": [(key, SITE.label(key)) for key in SITE.states],
        "innovations": Innovation.objects.visible_to(viewer),
        "state": state,
        "slug": slug,
        "words": words,
        "filtered": filtered,
        "colours": {key: one.colour for key, one in SITE.states.items()},
    }
    return render(request, "sites/list.jinja", context)


def detail(request: PageRequest, pk: int) -> HttpResponse:
    """Show a site: numbers due, its charts, then everything it is made of."""
    viewer, today = request.viewer, timezone.localdate()
    site = one_site(request, pk)
    due = due_for_site(site, on=today)
    given = (viewer, site)
    ways = [
        way("Rate conditions", "sites:conditions", pk, check=check_rate, given=given),
        way("Rate readiness", "sites:readiness", pk, check=check_rate, given=given),
        way("Name the safety lead", "sites:safety_lead", pk, check=check_lead, given=given),
    ]
    if SITE.exits(site.state):
        ways.append(way("Change its state", "sites:move", pk, check=check_lead, given=given))
    if site.state in ("preparing", "live"):
        ways.append(way("Pause for safety", "sites:pause", pk, check=check_guard, given=given))
    if site.state in ENDED:
        ways = []
    readiness = list(ReadinessRating.objects.visible_to(viewer).filter(site=site))
    context = {
        "site": site,
        "ended": site.state in ENDED,
        "crumbs": [{"text": text, "href": href} for text, href in crumbs_of(site)[:-1]],
        "colour": SITE.states[site.state].colour,
        "due": due_rows(due, today),
        "send": way(
            "Send this month's numbers", "sites:month", pk, check=check_work, given=given,
            first=True,
        ),
        "tries": [
            way("Start a test of change", "sites:start_test", pk, check=check_work, given=given),
            way("Something changed here", "sites:adapt", pk, check=check_work, given=given),
        ] if site.state not in ENDED else [],
        "charts": charts_of(viewer, site),
        "ways": ways,
        **team_part(viewer, site, today),
        "readiness": readiness_rows(readiness),
        "readiness_drawn": readiness_picture(site, readiness),
        "sees_inside": viewer.in_office or site.pk in viewer.site_ids
        or site.version.innovation.network_id in viewer.network_ids,
        **condition_summary(request, site),
        **due_of(request, site),
        **cycles_part(viewer, site, today),
        "concerns": SafetyConcern.objects.visible_to(viewer)
        .filter(site=site)
        .exclude(state="resolved"),
        "lessons": lessons_alike(viewer, site),
        "spells": site.spells.order_by("entered", "pk"),
        "events": history_for(viewer, site),
        "today": today,
    }  # fmt: skip
    return render(request, "sites/detail.jinja", context)
