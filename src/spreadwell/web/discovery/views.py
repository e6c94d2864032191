"""Discovery: who has been heard, what they said, and what their words changed."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from spreadwell.domain.discovery.hearing import places_of
from spreadwell.domain.discovery.models import Finding, Theme
from spreadwell.domain.discovery.permissions import check_add_many, check_sort
from spreadwell.domain.discovery.queries import (
    filtered_findings,
    themes_by_spread,
    who_was_heard,
)
from spreadwell.domain.discovery.worries import waiting_for
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.learning.actions import see_notice
from spreadwell.domain.learning.models import Notice
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.search.queries import holding

from ..middleware import PageRequest
from ..pages import attempt, render
from .forms import SearchForm
from .picturing import heard_drawn

PER_PAGE = 20


def address_without_page(request: HttpRequest) -> str:
    """Return the query of this address without its page, to lead to other pages of the list."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def heard(request: PageRequest) -> HttpResponse:
    """Show who has been heard, the themes, and the findings with search and filters."""
    viewer = request.viewer
    missions = list(Mission.objects.visible_to(viewer).exclude(state="closed"))
    asked = request.GET.get("mission", "")
    mission = next((one for one in missions if one.slug == asked), None)
    if mission is None and len(missions) == 1:
        mission = missions[0]
    rows = Finding.objects.visible_to(viewer).select_related("theme", "mission")
    themes = Theme.objects.visible_to(viewer)
    if mission is not None:
        rows, themes = rows.filter(mission=mission), themes.filter(mission=mission)
    counted = who_was_heard(rows, places_of(viewer, mission))
    said_at = sorted({p for p in rows.order_by().values_list("place", flat=True).distinct() if p})
    open_themes = list(themes_by_spread(themes).select_related("mission"))
    form = SearchForm(request.GET, places=said_at, themes=open_themes)
    filters = form.filters()
    found = filtered_findings(holding(rows, filters.pop("words")), **filters)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    invented = rows.filter(origin="invented").exists()
    context: dict[str, Any] = {
        "mission": mission,
        "missions": missions,
        "drawn": heard_drawn(counted, mission.slug if mission else "", invented=invented)
        if viewer.in_office
        else None,
        "themes": open_themes,
        "search": form,
        "page": page,
        "query": address_without_page(request),
        "worries": [
            one
            for one in waiting_for(viewer)
            if mission is None or one.flag.finding.mission_id == mission.pk
        ],
        "last": rows.order_by("-heard_on").values_list("heard_on", flat=True).first(),
        "may_sort": mission is not None and not allowed(check_sort, viewer, mission),
        "may_add_many": mission is not None and not allowed(check_add_many, viewer, mission),
    }
    return render(request, "discovery/list.jinja", context)


def mine(request: PageRequest) -> HttpResponse:
    """Show a contributor what they said and what it changed."""
    viewer = request.viewer
    findings = (
        Finding.objects.visible_to(viewer)
        .filter(contributor=viewer.person)
        .select_related("mission", "theme")
    )
    notices = (
        Notice.objects.visible_to(viewer)
        .filter(finding__contributor=viewer.person)
        .select_related("innovation", "finding")
    )
    told: dict[int, list[Notice]] = {}
    for notice in notices:
        told.setdefault(notice.finding_id, []).append(notice)
    new = {notice.pk for notice in notices if notice.seen_on is None}
    for notice in notices:
        if notice.pk in new:
            attempt(request, "", see_notice, notice=notice)
    rows = [(finding, told.get(finding.pk, [])) for finding in findings]
    return render(request, "discovery/mine.jinja", {"rows": rows, "new": new})
