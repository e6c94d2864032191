"""Files of findings: sent, looked at, their columns explained, taken but for what is wrong."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from spreadwell.domain.discovery.coming_in import CameIn, came_in
from spreadwell.domain.discovery.evidence import FindingsLoad
from spreadwell.domain.discovery.loads import check_own_load, check_size, discard_load
from spreadwell.domain.discovery.permissions import check_add_many_somewhere, check_sort
from spreadwell.domain.discovery.voices import Voice
from spreadwell.domain.foundation.refusals import Refusal, allowed
from spreadwell.domain.measures.models import RememberedName
from spreadwell.domain.measures.names import forget
from spreadwell.domain.missions.models import Mission
from spreadwell.exchange.discovery.columns import WHAT
from spreadwell.exchange.discovery.loading import (
    Preview,
    hold,
    left_out,
    look_at_load,
    take_load,
    tell_columns,
)
from spreadwell.formats.problems import capped

from ..downloads import file_of
from ..measures.intake_forms import NamesForm
from ..middleware import PageRequest
from ..pages import attempt, find, guard, render
from .file_forms import FindingsFileForm, TakeFileForm

SHOWN = 5
"""Rows of a file shown as they will stand, so that a wrong column is seen."""


def files(request: PageRequest) -> HttpResponse:
    """Take a file to look at; list the files sent before."""
    guard(check_add_many_somewhere, request.viewer)
    mission = Mission.objects.visible_to(request.viewer).filter(slug=request.GET.get("mission", ""))
    form = FindingsFileForm(
        request.POST or None,
        request.FILES or None,
        viewer=request.viewer,
        initial={"mission": mission.first()},
    )
    if request.method == "POST" and form.is_valid():
        load = _hold(request, form)
        if load is not None:
            return redirect("discovery:load", load.pk)
    sent = FindingsLoad.objects.visible_to(request.viewer).filter(by_id=request.viewer.person_id)
    context = {"form": form, "sent": sent.defer("content")[:10]}
    return render(request, "discovery/files.jinja", context)


def _hold(request: PageRequest, form: FindingsFileForm) -> FindingsLoad | None:
    given = dict(form.cleaned_data)
    upload, mission = given.pop("file"), given.pop("mission")
    try:
        # Told by its size alone, so that a huge file is never read into memory.
        check_size(upload.size or 0)
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return None
    usual = given | {"heard_on": given["heard_on"].isoformat()}
    return attempt(
        request, "", hold, form, mission=mission, name=upload.name, content=upload.read(),
        usual=usual,
    )  # fmt: skip


def load(request: PageRequest, pk: int) -> HttpResponse:
    """Ask what the columns are, show what a file would bring, or tell what became of it."""
    one = find(FindingsLoad.objects.visible_to(request.viewer).select_related("mission"), pk=pk)
    if one.settled_at is not None:
        return _settled(request, one)
    guard(check_own_load, request.viewer, one)
    try:
        found = look_at_load(one, request.viewer)
    except Refusal as refusal:
        # What was remembered of other files can spoil this one: both ways out stay open.
        context = {"load": one, "why": str(refusal), "told": _told(request)}
        return render(request, "discovery/unreadable.jinja", context)
    if found.look.unknown:
        return _columns(request, one, found)
    given = request.POST if request.method == "POST" else None
    form = TakeFileForm(given, asked=len(found.look.asked), near=len(found.near))
    if request.method == "POST" and form.is_valid():
        done = attempt(request, "", take_load, form, load=one, **form.cleaned_data)
        if done is not None:
            return redirect("discovery:load", pk)
    context = {
        "load": one,
        "form": form,
        "found": found,
        "sample": [row for rows in found.new.values() for row in rows][:SHOWN],
        "problems": capped([problem.sentence for problem in found.problems], 20),
        "repeats": capped([f"Row {row.line}: {row.why}." for row in found.repeats], 10),
        "near": capped([f"Row {row.line}: {row.why}." for row in found.near], 10),
        "asked": capped([row.sentence for row in found.look.asked], 10),
        "told": _told(request),
        "voices": dict(Voice.choices),
    }
    return render(request, "discovery/load.jinja", context)


def _columns(request: PageRequest, one: FindingsLoad, found: Preview) -> HttpResponse:
    form = NamesForm(request.POST or None, unknown=found.look.unknown)
    if request.method == "POST" and form.is_valid():
        given = {"load": one, "meanings": form.meanings()}
        if attempt(request, "", tell_columns, form, **given) is not None:
            return redirect("discovery:load", one.pk)
    context = {"load": one, "form": form, "notes": found.look.notes}
    return render(request, "discovery/columns.jinja", context)


def _told(request: PageRequest) -> Any:
    """The columns that this person explained before."""
    mine = RememberedName.objects.visible_to(request.viewer).filter(what=WHAT)
    return mine.filter(person=request.viewer.person)


def _settled(request: PageRequest, one: FindingsLoad) -> HttpResponse:
    counts = one.counts
    missions = Mission.objects.visible_to(request.viewer).filter(pk__in=counts.get("missions", []))
    mission = missions.first()
    # The voices of a file stand beside one mission's; of several, nothing could be said.
    brought: CameIn | None = None
    if mission is not None and len(counts["missions"]) == 1:
        brought = came_in(mission, counts["voices"])
    context = {
        "load": one,
        "counts": counts,
        "brought": brought,
        "mission": mission,
        "problems": capped(counts.get("problems", []), 20),
        "left": one.content is not None,
        "may_sort": mission is not None and not allowed(check_sort, request.viewer, mission),
    }
    return render(request, "discovery/loaded.jinja", context)


def left(request: PageRequest, pk: int) -> HttpResponse:
    """Give the rows that do not come in as a file, each with what is wrong."""
    one = find(FindingsLoad.objects.visible_to(request.viewer), pk=pk)
    content = one.content
    if one.settled_at is None:
        guard(check_own_load, request.viewer, one)
        try:
            problems = look_at_load(one, request.viewer).problems
        except Refusal:
            problems = ()
        content = left_out(one, problems) if problems else None
    if content is None:
        raise Http404("Nothing was left out, or it is no longer kept.")
    return file_of(bytes(content), f"left-out-{pk}.csv", "text/csv; charset=utf-8")


@require_POST
def discard(request: PageRequest, pk: int) -> HttpResponse:
    """Throw a file away of which nothing was taken."""
    one = find(FindingsLoad.objects.visible_to(request.viewer), pk=pk)
    done = "Thrown away. Nothing of it was stored."
    if attempt(request, done, discard_load, load=one) is None:
        return redirect("discovery:load", pk)
    return redirect("discovery:files")


@require_POST
def ask_again(request: PageRequest, pk: int) -> HttpResponse:
    """Forget what one's columns are, so that this file asks anew."""
    one = find(FindingsLoad.objects.visible_to(request.viewer), pk=pk)
    guard(check_own_load, request.viewer, one)
    for name in _told(request):
        attempt(request, "", forget, name=name)
    return redirect("discovery:load", pk)
