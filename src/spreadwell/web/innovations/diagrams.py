"""The logic model and the driver diagram of an innovation: drawn, edited as an outline, kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from spreadwell.charts.driver_diagram import driver_diagram
from spreadwell.charts.frame import NARROW, WIDE, Look, Picture
from spreadwell.charts.logic_model import logic_model
from spreadwell.domain.audit.models import Event
from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.diagram_actions import draw_diagram
from spreadwell.domain.innovations.diagrams import (
    Which,
    branches_of,
    known_measures,
    named_in,
    standing_nowhere,
    text_of,
)
from spreadwell.domain.innovations.models import Innovation, InnovationMeasure, InnovationVersion
from spreadwell.domain.innovations.permissions import check_describe
from spreadwell.domain.innovations.policies import check_not_ended
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.missions.models import AimVersion
from spreadwell.domain.people.viewer import Viewer
from spreadwell.formats.logic_models import STAGES
from spreadwell.formats.outline import LONGEST, Branch, tidy

from ..downloads import picture_file
from ..formkit import LongText, PageForm
from ..middleware import PageRequest
from ..pages import attempt, find, render
from .here import one_innovation, trail

# Earlier wordings shown on the page; all are in the history.
WORDINGS = 10

HELP = {
    Which.LOGIC_MODEL: (
        "Each stage on a line of its own: inputs, activities, outputs, outcomes, impact. What "
        "belongs to it stands beneath, two spaces further in."
    ),
    Which.DRIVERS: (
        "The aim on the first line. Beneath it, two spaces further in, what drives it; beneath "
        "each driver what drives that, and the changes that would move it."
    ),
}
EXAMPLE = {
    Which.LOGIC_MODEL: "Inputs\n  A care coordinator\nActivities\n  Ring people within a week\n"
    "Outcomes\n  More people at target [measure: name of the measure]",
    Which.DRIVERS: "More people reach their target\n  People hear what their result means\n"
    "    Somebody rings within a week [measure: name of the measure]\n      Ring in the evening",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A diagram on a page: which, wide and narrow, and the names in it that no measure has."""

    which: Which
    wide: Picture
    narrow: Picture
    unknown: tuple[str, ...]


class DiagramForm(PageForm):
    """An outline."""

    text = LongText(label="The outline", rows=16, strip=False)


def drawn(version: InnovationVersion, which: Which) -> Drawn | None:
    """Draw a version's diagram, its measures leading to their pages; None where there is none."""
    branches = branches_of(version, which)
    if not branches:
        return None
    names = named_in(branches)
    known = known_measures(names)
    branches = _in_full(branches, known)
    urls = {one.name: reverse("measures:detail", args=[one.slug]) for one in known.values()}
    draw = logic_model if which is Which.LOGIC_MODEL else driver_diagram
    invented = version.innovation.invented
    try:
        wide, narrow = (
            draw(branches, Look(width, f"{which.value}{at}", invented), urls=urls)
            for width, at in ((WIDE, ""), (NARROW, "-narrow"))
        )
    except ValueError:
        # Written before the rules of the form were what they are: shown as text only.
        return None
    return Drawn(which, wide, narrow, tuple(name for name in names if name not in known))


def _in_full(branches: Iterable[Branch], known: Mapping[str, Measure]) -> tuple[Branch, ...]:
    """Return a diagram with its measures by their names, where somebody wrote their ids."""
    return tuple(
        Branch(
            one.text,
            _in_full(one.branches, known),
            tidy(known[one.measure].name) if one.measure in known else one.measure,
        )
        for one in branches
    )


def _version(request: PageRequest, innovation: Innovation) -> InnovationVersion | None:
    rows = InnovationVersion.objects.visible_to(request.viewer)
    found: InnovationVersion | None = (
        rows.filter(innovation=innovation).select_related("innovation").order_by("-number").first()
    )
    return found


def _which(name: str) -> Which:
    try:
        return Which(name)
    except ValueError:
        raise Http404("There is no such diagram.") from None


def diagram(request: PageRequest, slug: str, which: str) -> HttpResponse:
    """Show a diagram of the version in force, and change it."""
    innovation = one_innovation(request, slug)
    kind, version = _which(which), _version(request, innovation)
    reason = allowed(check_describe, request.viewer, innovation) or allowed(
        check_not_ended, innovation
    )
    if reason and request.method == "POST":
        raise PermissionDenied(reason)
    form = None
    if version is not None and not reason:
        initial = {"text": text_of(version, kind) or _begun(request.viewer, innovation, kind)}
        form = DiagramForm(request.POST or None, initial=initial)
        form.fields[
            "text"
        ].help_text = f"{HELP[kind]} [measure: name] at the end of a line ties a measure to it."
        if request.method == "POST" and form.is_valid():
            done = f"The {kind.label} is saved. What stood before is kept below."
            given = form.cleaned_data
            if attempt(request, done, draw_diagram, form, version=version, which=kind, **given):
                return redirect("innovations:diagram", slug, which)
    context = {
        "innovation": innovation,
        "crumbs": trail(innovation),
        "which": kind,
        "version": version,
        "drawn": drawn(version, kind) if version else None,
        "form": form,
        "reason": reason,
        "example": EXAMPLE[kind],
        "measures": [
            one.measure
            for one in InnovationMeasure.objects.visible_to(request.viewer)
            .filter(innovation=innovation)
            .select_related("measure")
        ],
        "nowhere": standing_nowhere(innovation, version) if version else [],
        "wordings": _wordings(innovation, kind),
    }
    return render(request, "innovations/diagram.jinja", context)


def _begun(viewer: Viewer, innovation: Innovation, which: Which) -> str:
    """Return what an empty outline begins with: the stages, or the mission's aim."""
    if which is Which.LOGIC_MODEL:
        return "".join(f"{stage.capitalize()}\n" for stage in STAGES)
    aims = AimVersion.objects.visible_to(viewer).filter(mission=innovation.mission)
    aim = aims.order_by("-number").first()
    return f"{tidy(aim.text)[:LONGEST]}\n" if aim is not None else ""


def _wordings(innovation: Innovation, which: Which) -> list[tuple[Event, str]]:
    """Return the earlier wordings of a diagram with the event that replaced each."""
    events = history_of(innovation).filter(verb="innovations.diagram_drawn")
    of_it = [one for one in events if one.detail.get("which") == which.value]
    return [(one, one.detail["before"]) for one in of_it if one.detail.get("before")][:WORDINGS]


def diagram_picture(request: PageRequest, slug: str, which: str, kind: str) -> HttpResponse:
    """Give a diagram as a file."""
    innovation = one_innovation(request, slug)
    rows = InnovationVersion.objects.visible_to(request.viewer).select_related("innovation")
    version = find(rows.order_by("-number"), innovation=innovation)
    made = drawn(version, _which(which))
    stem = f"{slug}-{which}"
    return picture_file(made.wide if made else None, stem, kind, invented=innovation.invented)
