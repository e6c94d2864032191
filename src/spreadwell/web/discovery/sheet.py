"""The sheet of a workshop: many things said, written down on one screen while the meeting runs."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from spreadwell.domain.audit.models import Event
from spreadwell.domain.discovery.actions import add_findings
from spreadwell.domain.discovery.coming_in import added_at_once
from spreadwell.domain.discovery.models import Finding
from spreadwell.domain.discovery.permissions import check_add_many_somewhere, check_sort
from spreadwell.domain.discovery.queries import who_was_heard
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.missions.models import Mission

from ..middleware import PageRequest
from ..pages import attempt, find, guard, render
from .picturing import heard_drawn
from .sheet_forms import MORE, ROWS, SheetForm

ONCE = ("place", "heard_on", "source")


def sheet(request: PageRequest) -> HttpResponse:
    """Show the sheet; more rows are added with everything kept; a wrong row stores nothing."""
    guard(check_add_many_somewhere, request.viewer)
    many = _many(request)
    if request.method == "POST" and "more" in request.POST:
        # Not checked yet: what was typed so far is put back as it is, under more rows.
        form = SheetForm(viewer=request.viewer, many=many + MORE, initial=_typed(request))
        return _shown(request, form)
    form = SheetForm(
        request.POST or None, viewer=request.viewer, many=many, initial=_asked(request)
    )
    if request.method == "POST" and form.is_valid():
        event = _save(request, form)
        if event is not None:
            return redirect("discovery:came_in", event)
    return _shown(request, form)


def _shown(request: PageRequest, form: SheetForm) -> HttpResponse:
    context = {
        "form": form,
        "rows": form.shown(),
        "themes": bool(form.themes),
        "full": form.many >= form.fields["rows"].max_value,  # type: ignore[attr-defined]
    }
    return render(request, "discovery/sheet.jinja", context)


def _many(request: HttpRequest) -> int:
    given = request.POST.get("rows", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else ROWS


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {name: request.POST.get(name, "") for name in request.POST}


def _asked(request: PageRequest) -> dict[str, Any]:
    """What the address says to begin with: the mission, and the meeting of the last sheet."""
    rows = Mission.objects.visible_to(request.viewer)
    given = {name: request.GET[name] for name in ONCE if request.GET.get(name)}
    return {"mission": rows.filter(slug=request.GET.get("mission", "")).first(), **given}


def _save(request: PageRequest, form: SheetForm) -> int | None:
    said, sheet = list(form.said()), form.cleaned_data["sheet"]
    mine = Event.objects.visible_to(request.viewer).filter(by=request.viewer.person)
    mine = mine.filter(verb="finding.added_many")
    saved = mine.filter(detail__sheet=sheet).values_list("pk", flat=True).first() if sheet else None
    if saved is not None:
        return saved
    many = f"{len(said):,} {'finding' if len(said) == 1 else 'findings'} added."
    made = attempt(
        request, many, add_findings, form, mission=form.cleaned_data["mission"],
        rows=[heard for heard, _ in said], themes=[theme for _, theme in said], sheet=sheet,
    )  # fmt: skip
    if made is None:
        return None
    return int(mine.values_list("pk", flat=True)[0])


def came_in(request: PageRequest, pk: int) -> HttpResponse:
    """Show what one sheet brought, by voice, and the voices that are still missing."""
    viewer = request.viewer
    event = find(Event.objects.visible_to(viewer), pk=pk)
    found = added_at_once(event)
    if found is None:
        raise Http404("This page does not exist, or is not yours to see.")
    rows = Finding.objects.visible_to(viewer)
    made = rows.filter(pk__in=event.detail.get("findings", [])).select_related("theme", "mission")
    made = made.order_by("pk")
    first = made.first()
    drawn = None
    if viewer.in_office:
        here = rows.filter(mission=found.mission)
        invented = here.filter(origin="invented").exists()
        drawn = heard_drawn(who_was_heard(here), found.mission.slug, invented=invented)
    again = {"mission": found.mission.slug}
    if first is not None:
        day = first.heard_on.isoformat()
        again |= {"place": first.place, "heard_on": day, "source": first.source}
    context = {
        "found": found,
        "event": event,
        "many": sum(one.now for one in found.voices),
        "made": made,
        "drawn": drawn,
        "again": f"{reverse('discovery:sheet')}?{urlencode(again)}",
        "may_sort": not allowed(check_sort, viewer, found.mission),
    }
    return render(request, "discovery/came_in.jinja", context)
