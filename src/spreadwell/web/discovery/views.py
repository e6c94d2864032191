"""Discovery: who has been heard, what they said, and what their words changed."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from spreadwell.domain.discovery.models import Finding, Theme
from spreadwell.domain.discovery.permissions import check_add_many, check_safeguard, check_sort
from spreadwell.domain.discovery.queries import (
    filtered_findings,
    open_worries,
    themes_by_spread,
    who_was_heard,
)
from spreadwell.domain.discovery.safeguarding import settle_worry
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.learning.actions import see_notice
from spreadwell.domain.learning.models import Notice
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.networks.models import Organisation
from spreadwell.domain.search.queries import holding

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find, render
from .forms import SearchForm, WorryForm
from .presenters import heard_drawn

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
    boroughs = (
        Organisation.objects.visible_to(viewer).exclude(borough="").exclude(origin="invented")
    )
    places = sorted(set(boroughs.values_list("borough", flat=True)))
    counted = who_was_heard(rows, places)
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
        "gaps": counted.gaps() if counted.total else [],
        "themes": open_themes,
        "search": form,
        "page": page,
        "query": address_without_page(request),
        "worries": [
            one for one in open_worries(rows) if not allowed(check_safeguard, viewer, one.worry)
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


def worry(request: PageRequest, pk: int) -> HttpResponse:
    """Say what was done about a worry about somebody's safety."""
    finding = find(Finding.objects.visible_to(request.viewer).filter(worry__isnull=False), pk=pk)
    back = reverse("discovery:list") + f"?mission={finding.mission.slug}"
    question = Question(
        "A worry about somebody's safety",
        "Mark as acted on",
        "Thank you. It stands in the history of this finding.",
        [("Discovery", back)],
        f"“{finding.text}” – {finding.contributor_label}, {finding.place or 'place not said'}",
        "Follow your organisation's safeguarding policy first, then say here what was done.",
    )
    form = WorryForm(request.POST or None)
    reason = allowed(check_safeguard, request.viewer, finding.worry)
    return ask(request, question, form, settle_worry, back, reason=reason, flag=finding.worry)
