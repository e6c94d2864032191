"""What a site's team needs for a version to work: sites see what nobody brings as a gap."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.capabilities import (
    change_capability,
    drop_capability,
    need_capability,
)
from spreadwell.domain.innovations.models import (
    Innovation,
    InnovationVersion,
    NeededCapability,
)
from spreadwell.domain.innovations.permissions import check_describe
from spreadwell.domain.people.viewer import Viewer

from ..asking import Choose, Question, ask, offer
from ..formkit import LongText, PageForm
from ..middleware import PageRequest
from ..pages import attempt, find, render
from .here import crumbs_of, one_innovation, trail


class CapabilityForm(PageForm):
    """Something a team must be able to do."""

    name = forms.CharField(
        label="What must somebody in the team be able to do?", max_length=120,
        help_text="For example: rings patients in the evening, runs the searches.",
    )  # fmt: skip
    why = LongText(label="Why is it needed?", rows=2, required=False)
    hours_a_week = forms.DecimalField(
        label="About how many hours a week?", required=False, min_value=0, max_value=80,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "nhsuk-input--width-5"}),
    )  # fmt: skip


class NeedForm(CapabilityForm):
    """A capability of a version."""

    version = Choose(label="For which version?", empty_label=None)

    def __init__(self, *args: Any, viewer: Viewer, innovation: Innovation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = InnovationVersion.objects.visible_to(viewer).filter(innovation=innovation)
        offer(self, "version", rows.order_by("-number"))


def _page(slug: str) -> str:
    return reverse("innovations:team", args=[slug])


def team(request: PageRequest, slug: str) -> HttpResponse:
    """Show what each version needs of a site's team."""
    innovation = one_innovation(request, slug)
    viewer = request.viewer
    versions = InnovationVersion.objects.visible_to(viewer).filter(innovation=innovation)
    needed = NeededCapability.objects.visible_to(viewer).filter(version__innovation=innovation)
    context = {
        "innovation": innovation,
        "versions": [
            (one, [row for row in needed if row.version_id == one.pk])
            for one in versions.order_by("-number")
        ],
        "may_describe": not allowed(check_describe, viewer, innovation),
        "crumbs": trail(innovation),
    }
    return render(request, "innovations/team.jinja", context)


def need(request: PageRequest, slug: str) -> HttpResponse:
    """Say that a version needs something."""
    innovation = one_innovation(request, slug)
    form = NeedForm(request.POST or None, viewer=request.viewer, innovation=innovation)
    lead = "Every site that runs this version sees it as a gap until somebody brings it."
    return ask(
        request,
        Question("What a site's team needs", "Add", "Added.", crumbs_of(innovation), lead),
        form,
        need_capability,
        _page(slug),
        reason=allowed(check_describe, request.viewer, innovation),
    )


def _one(request: PageRequest, pk: int) -> NeededCapability:
    rows = NeededCapability.objects.visible_to(request.viewer)
    return find(rows.select_related("version__innovation__mission"), pk=pk)


def capability(request: PageRequest, pk: int) -> HttpResponse:
    """Word a needed capability anew."""
    found = _one(request, pk)
    innovation = found.version.innovation
    initial = {"name": found.name, "why": found.why, "hours_a_week": found.hours_a_week}
    return ask(
        request,
        Question(f"Needed by {found.version}", "Save", "Saved.", crumbs_of(innovation)),
        CapabilityForm(request.POST or None, initial=initial),
        change_capability,
        _page(innovation.slug),
        reason=allowed(check_describe, request.viewer, innovation),
        capability=found,
    )


@require_POST
def drop(request: PageRequest, pk: int) -> HttpResponse:
    """Take back that it is needed."""
    found = _one(request, pk)
    slug = found.version.innovation.slug
    attempt(request, "It is no longer needed.", drop_capability, capability=found)
    return redirect(_page(slug))
