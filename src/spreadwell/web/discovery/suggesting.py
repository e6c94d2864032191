"""Themes suggested by the machine, named and taken by people."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.discovery.beside import ThemeSuggestion
from spreadwell.domain.discovery.models import Finding, Theme
from spreadwell.domain.discovery.permissions import check_sort
from spreadwell.domain.discovery.suggesting import ask_for_themes, take_suggested
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.missions.models import Mission
from spreadwell.jobs.themes import suggest_themes

from ..asking import Question, ask, offer
from ..middleware import PageRequest
from ..pages import attempt, find, guard, render
from .forms import TakeForm

# The most typical findings of a group, and near-duplicates, that a page shows.
SHOWN, SAME_SHOWN = 3, 20


@dataclass(frozen=True, slots=True)
class Group:
    """A suggested group as it is printed."""

    number: int
    name: str
    words: str
    many: int
    waiting: int
    findings: list[Finding]


def _mission(request: PageRequest, slug: str) -> Mission:
    mission = find(Mission.objects.visible_to(request.viewer), slug=slug)
    guard(check_sort, request.viewer, mission)
    return mission


def suggestions(request: PageRequest, slug: str) -> HttpResponse:
    """Show the last suggestion: how far it is, its groups, and what is said nearly alike."""
    mission = _mission(request, slug)
    rows = ThemeSuggestion.objects.visible_to(request.viewer).filter(mission=mission)
    one = rows.first()
    said = Finding.objects.visible_to(request.viewer).filter(mission=mission)
    result = one.result if one else {}
    groups, same = result.get("groups", []), result.get("same", [])[:SAME_SHOWN]
    keys = {key for group in groups for key in group["findings"][:SHOWN]}
    shown = said.in_bulk(list(keys | {key for group in same for key in group}))
    unsorted = set(said.filter(theme=None).values_list("pk", flat=True))
    context = {
        "mission": mission,
        "one": one,
        "result": result,
        "groups": [
            Group(
                number,
                group["name"],
                ", ".join(group["words"]),
                len(group["findings"]),
                len(group["findings"])
                if one and one.everything
                else len(unsorted.intersection(group["findings"])),
                [shown[key] for key in group["findings"][:SHOWN] if key in shown],
            )
            for number, group in enumerate(groups)
        ],
        "same": [[shown[key] for key in group if key in shown] for group in same],
        "more_same": max(0, len(result.get("same", [])) - SAME_SHOWN),
        "unsorted": len(unsorted),
        "total": said.count(),
        "invented": said.filter(origin="invented").exists(),
    }
    return render(request, "discovery/suggestions.jinja", context)


@require_POST
def ask_for(request: PageRequest, slug: str) -> HttpResponse:
    """Let themes be looked for behind the page."""
    mission = _mission(request, slug)
    everything = request.POST.get("everything") == "1"
    made = attempt(
        request,
        "Themes are being looked for. This page says how far it is.",
        ask_for_themes,
        mission=mission,
        everything=everything,
    )
    if made is not None:
        suggest_themes.enqueue(made.pk)
    return redirect(reverse("discovery:suggestions", args=[slug]))


def take(request: PageRequest, pk: int, number: int) -> HttpResponse:
    """Name a suggested group, or sort it into a theme that there is."""
    rows = ThemeSuggestion.objects.visible_to(request.viewer).select_related("mission")
    one = find(rows, pk=pk)
    groups = one.result.get("groups", [])
    group = groups[number] if number < len(groups) else {"name": "", "findings": []}
    address = reverse("discovery:suggestions", args=[one.mission.slug])
    question = Question(
        "Take a suggested theme",
        "Take it",
        "Taken. Look through it, and split off what does not belong.",
        [("Discovery", reverse("discovery:list")), ("Suggested themes", address)],
        f"{len(group['findings']):,} findings. The words are the machine's; the name is yours.",
    )
    form = TakeForm(request.POST or None, initial={"name": group["name"]})
    themes = Theme.objects.visible_to(request.viewer).filter(mission=one.mission, state="open")
    offer(form, "into", themes)
    reason = allowed(check_sort, request.viewer, one.mission)

    def back(theme: Theme) -> str:
        return reverse("discovery:theme", args=[theme.pk])

    return ask(
        request, question, form, take_suggested, back, reason=reason, suggestion=one, number=number
    )
