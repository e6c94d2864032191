"""What an aim was distilled from: shown with its trail, and set by whoever leads the mission."""

from typing import Any

from django import forms
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from spreadwell.domain.discovery.distilling import distil_aim
from spreadwell.domain.discovery.models import Finding, Theme
from spreadwell.domain.discovery.queries import places_heard
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.learning.trail import trail_of
from spreadwell.domain.missions.models import AimVersion, Mission
from spreadwell.domain.missions.permissions import check_run_mission
from spreadwell.domain.missions.policies import check_not_closed
from spreadwell.domain.search.queries import holding

from ..asking import Question
from ..discovery.presenters import behind_drawn
from ..formkit import PageForm, PickMany
from ..middleware import PageRequest
from ..pages import attempt, find, guard, render

# More are found by words or theme; a longer list is not read.
OFFERED = 60


class DistilForm(PageForm):
    """The findings that an aim rests on."""

    findings = PickMany(label="It was distilled from", required=False)

    def __init__(self, *args: Any, rows: list[Finding], **given: Any) -> None:
        super().__init__(*args, **given)
        self.known = {str(one.pk): one for one in rows}
        chosen = self.fields["findings"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [
            (key, f"{one.text} ({one.speaker or one.get_source_kind_display()})")
            for key, one in self.known.items()
        ]

    def clean_findings(self) -> list[Finding]:
        """Return the findings themselves."""
        return [self.known[key] for key in self.cleaned_data["findings"]]


def _one(request: PageRequest, slug: str, number: int) -> tuple[Mission, AimVersion]:
    mission = find(Mission.objects.visible_to(request.viewer), slug=slug)
    rows = AimVersion.objects.visible_to(request.viewer).select_related("mission")
    return mission, find(rows, mission=mission, number=number)


def aim_page(request: PageRequest, slug: str, number: int) -> HttpResponse:
    """Show one version of the aim, what it was distilled from, and what it led to."""
    viewer = request.viewer
    mission, aim = _one(request, slug, number)
    findings = Finding.objects.visible_to(viewer).filter(aims=aim).select_related("theme")
    places = places_heard(findings)
    invented = findings.filter(origin="invented").exists()
    themes = Theme.objects.visible_to(viewer).filter(findings__aims=aim)
    context = {
        "mission": mission,
        "aim": aim,
        "latest": not mission.aims.filter(number__gt=aim.number).exists(),
        "drawn": behind_drawn(findings, places, invented=invented) if viewer.in_office else None,
        "invented": invented,
        "many": aim.findings.count(),
        "findings": findings.order_by("-strength", "-heard_on"),
        "themes": themes.annotate(said=Count("findings", distinct=True)).order_by("-said", "name"),
        "may_set": not allowed(check_run_mission, viewer, mission)
        and not allowed(check_not_closed, mission),
        "trail": trail_of(viewer, aim),
    }
    return render(request, "missions/aim.jinja", context)


def distil(request: PageRequest, slug: str, number: int) -> HttpResponse:
    """Ask from which findings the aim was distilled: those it rests on first, then others."""
    mission, aim = _one(request, slug, number)
    guard(check_run_mission, request.viewer, mission)
    said = Finding.objects.visible_to(request.viewer).filter(mission=mission)
    now = list(said.filter(aims=aim).order_by("-strength", "-heard_on"))
    words, theme = request.GET.get("q", "").strip()[:400], request.GET.get("theme", "")
    others = holding(said.exclude(aims=aim), words)
    if theme.isdecimal():
        others = others.filter(theme=int(theme))
    offered = now + list(others.order_by("-strength", "-heard_on")[:OFFERED])
    form = DistilForm(
        request.POST or None, rows=offered, initial={"findings": [str(one.pk) for one in now]}
    )
    if request.method == "POST" and form.is_valid():
        done = "Saved. Those newly named are told."
        chosen = form.cleaned_data["findings"]
        if attempt(request, done, distil_aim, form, aim=aim, findings=chosen, among=offered):
            return redirect("missions:aim_page", slug, number)
    way = [
        ("Missions", reverse("missions:list")),
        (mission.title, reverse("missions:detail", args=[slug])),
        (f"Aim, version {number}", reverse("missions:aim_page", args=[slug, number])),
    ]
    context = {
        "question": Question("What the aim was distilled from", "Save", "", way, aim.text),
        "crumbs": [{"text": text, "href": href} for text, href in way],
        "form": form,
        "words": words,
        "theme": theme,
        "themes": Theme.objects.visible_to(request.viewer).filter(mission=mission, state="open"),
        "address": reverse("missions:distil", args=[slug, number]),
    }
    return render(request, "missions/distil.jinja", context)
