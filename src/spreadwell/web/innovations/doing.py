"""What is written about an innovation, one question a page."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.discovery.models import Opportunity
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.actions import (
    attach_measure,
    move_stage,
    show_publicly,
    start_innovation,
)
from spreadwell.domain.innovations.gates import open_gate
from spreadwell.domain.innovations.models import Gate
from spreadwell.domain.innovations.permissions import (
    check_lead,
    check_measure,
    check_start,
)
from spreadwell.domain.innovations.policies import check_open_gate
from spreadwell.domain.missions.models import Mission

from ..asking import Question, ask
from ..confirming import ask_to_move
from ..middleware import PageRequest
from ..pages import attempt, find
from . import forms
from .here import crumbs_of, here, one_innovation


def start(request: PageRequest, mission: str) -> HttpResponse:
    """Start an innovation at its true stage."""
    found = find(Mission.objects.visible_to(request.viewer), slug=mission)
    return ask(
        request,
        Question(
            "Bring in an innovation that already runs",
            "Start",
            "Started. Next: describe its first version.",
            [(found.title, reverse("missions:detail", args=[found.slug]))],
            "A new one starts from an opportunity on the shortlist. This page is for those that "
            "ran before the mission found them.",
        ),
        forms.StartForm(request.POST or None, viewer=request.viewer),
        start_innovation,
        here,
        reason=allowed(check_start, request.viewer, found),
        mission=found,
    )


def start_from(request: PageRequest, mission: str, opportunity: str) -> HttpResponse:
    """Start an innovation from an opportunity on the shortlist."""
    found = find(Mission.objects.visible_to(request.viewer), slug=mission)
    need = find(Opportunity.objects.visible_to(request.viewer), slug=opportunity)
    initial = {"name": need.title, "sentence": need.change}
    return ask(
        request,
        Question(
            f"Start from “{need.title}”",
            "Start this innovation",
            "Started. Next: describe its first version.",
            [(found.title, reverse("missions:detail", args=[found.slug]))],
            need.need,
        ),
        forms.FromShortlistForm(request.POST or None, viewer=request.viewer, initial=initial),
        start_innovation,
        here,
        reason=allowed(check_start, request.viewer, found),
        mission=found,
        opportunity=need,
    )


def stage(request: PageRequest, slug: str) -> HttpResponse:
    """Move it to another stage."""
    innovation = one_innovation(request, slug)
    now = innovation.get_stage_display().lower()
    return ask_to_move(
        request,
        Question(f"{innovation.name} is {now}", "Save", "Saved.", crumbs_of(innovation)),
        forms.StageForm(request.POST or None, innovation=innovation),
        move_stage,
        here,
        thing=innovation,
        reason=allowed(check_lead, request.viewer, innovation),
        innovation=innovation,
    )


def measure(request: PageRequest, slug: str) -> HttpResponse:
    """Attach a measure."""
    innovation = one_innovation(request, slug)
    return ask(
        request,
        Question("Add a measure", "Add", "Added.", crumbs_of(innovation)),
        forms.MeasureForm(request.POST or None, viewer=request.viewer, innovation=innovation),
        attach_measure,
        here(innovation),
        reason=allowed(check_measure, request.viewer, innovation),
        innovation=innovation,
    )


def gate(request: PageRequest, slug: str) -> HttpResponse:
    """Ask a body to decide about it."""
    innovation = one_innovation(request, slug)
    return ask(
        request,
        Question(
            "Bring it to a gate",
            "Open the gate",
            "Open. The body sees the evidence as it stands, until it decides.",
            crumbs_of(innovation),
            "A body decides whether it is tested further, adapted, spread, scaled or stopped. "
            "What has to be met is said before, so that nobody moves it afterwards.",
        ),
        forms.GateForm(request.POST or None, viewer=request.viewer),
        open_gate,
        _at_gate,
        reason=allowed(check_lead, request.viewer, innovation)
        or allowed(check_open_gate, innovation),
        innovation=innovation,
    )


def _at_gate(made: Gate) -> str:
    return reverse("decisions:gate", args=[made.pk])


@require_POST
def public(request: PageRequest, slug: str) -> HttpResponse:
    """Show it on the public pages, or take it off them."""
    innovation = one_innovation(request, slug)
    attempt(request, "Saved.", show_publicly, innovation=innovation, public=not innovation.public)
    return redirect(here(innovation))
