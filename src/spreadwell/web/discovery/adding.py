"""Adding findings, one or many."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from spreadwell.domain.discovery.actions import add_finding, add_findings
from spreadwell.domain.discovery.heard import SHORT_LIMIT, Heard
from spreadwell.domain.discovery.models import Finding
from spreadwell.domain.discovery.pasted import read_pasted
from spreadwell.domain.discovery.permissions import check_add_finding, check_add_many_somewhere
from spreadwell.domain.foundation.refusals import Invalid, allowed
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.people.models import Person

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, guard, render
from .forms import FindingForm, FindingsForm


def _asked(request: PageRequest) -> dict[str, Any]:
    """Return the mission, voice, role and place that the address names, to start the form with."""
    rows = Mission.objects.visible_to(request.viewer)
    found: dict[str, Any] = {"mission": rows.filter(slug=request.GET.get("mission", "")).first()}
    for name in ("voice", "role", "place"):
        if request.GET.get(name):
            found[name] = request.GET[name][:SHORT_LIMIT]
    return found


def _add(
    *,
    by: Person,
    mission: Mission,
    text: str,
    role: str,
    voice: str,
    heard_on: date,
    place: str,
    source_kind: str,
    source: str,
    strength: int,
    mine: bool,
) -> Finding:
    """Add what one form holds."""
    heard = Heard(
        text=text,
        role=role,
        voice=voice,
        heard_on=heard_on,
        place=place,
        source_kind=source_kind,
        source=source,
        strength=strength,
    )
    return add_finding(by=by, mission=mission, heard=heard, mine=mine)


def add_one(request: PageRequest) -> HttpResponse:
    """Add one finding."""
    crumbs = [("Discovery", reverse("discovery:list"))]
    question = Question(
        "Add a finding",
        "Add it",
        "Added. Thank you.",
        crumbs,
        "One thing that somebody said, or that data or research showed.",
    )
    form = FindingForm(request.POST or None, viewer=request.viewer, initial=_asked(request))
    reason = allowed(check_add_finding, request.viewer)

    def back(finding: Finding) -> str:
        if not request.viewer.in_office:
            return reverse("discovery:mine")
        return f"{reverse('discovery:list')}?mission={finding.mission.slug}"

    return ask(request, question, form, _add, back, reason=reason)


def _rows(form: FindingsForm) -> Sequence[Heard]:
    """Read what was pasted or uploaded; an error goes to the field it came from."""
    given = form.cleaned_data
    usual = Heard(
        text="",
        role=given["role"],
        voice=given["voice"],
        heard_on=given["heard_on"],
        place=given["place"],
        source=given["source"],
        source_kind=given["source_kind"],
    )
    file = given["file"]
    field = "file" if file is not None else "lines"
    try:
        text = file.read().decode("utf-8-sig") if file is not None else given["lines"]
        return read_pasted(text, usual)
    except UnicodeDecodeError:
        form.add_error("file", "This file is not text in UTF-8. Save it as CSV UTF-8.")
    except Invalid as refusal:
        form.add_error(field, str(refusal))
    return []


def add_many(request: PageRequest) -> HttpResponse:
    """Add many findings at once, all or none."""
    guard(check_add_many_somewhere, request.viewer)
    form = FindingsForm(
        request.POST or None,
        request.FILES or None,
        viewer=request.viewer,
        initial=_asked(request),
    )
    if request.method == "POST" and form.is_valid():
        rows = _rows(form)
        mission = form.cleaned_data["mission"]
        if rows:
            done = f"{len(rows):,} findings added. Next: sort them into themes."
            if attempt(request, done, add_findings, form, mission=mission, rows=rows) is not None:
                return redirect(f"{reverse('discovery:list')}?mission={mission.slug}&theme=none")
    return render(request, "discovery/add_many.jinja", {"form": form})
