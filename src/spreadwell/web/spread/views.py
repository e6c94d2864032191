"""Waves: the board of periods and sites, and one wave."""

from collections import defaultdict

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.innovations.queries import latest_version
from spreadwell.domain.sites.states import SITE
from spreadwell.domain.spread.actions import (
    add_site_to_wave,
    cancel_wave,
    close_wave,
    open_wave,
    plan_wave,
    take_site_from_wave,
)
from spreadwell.domain.spread.models import Wave, WaveSite
from spreadwell.domain.spread.permissions import check_open, check_plan
from spreadwell.domain.spread.states import WAVE

from ..asking import Crumb, Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find, render
from ..ways import way
from . import forms


def _one(request: PageRequest, pk: int) -> Wave:
    rows = Wave.objects.visible_to(request.viewer)
    rows = rows.select_related("version__innovation__mission", "network", "decision")
    return find(rows, pk=pk)


def _crumbs(innovation: Innovation, wave: Wave | None = None) -> list[Crumb]:
    made: list[Crumb] = [
        (innovation.name, reverse("innovations:detail", args=[innovation.slug])),
        ("Waves", reverse("spread:list")),
    ]
    return made if wave is None else [*made, (f"Wave {wave.number}", _here(wave))]


def _here(wave: Wave) -> str:
    return reverse("spread:detail", args=[wave.pk])


def board(request: PageRequest) -> HttpResponse:
    """Show the waves of each innovation in order, with the sites in each."""
    waves = (
        Wave.objects.visible_to(request.viewer)
        .exclude(state="cancelled")
        .select_related("version__innovation", "network")
        .order_by("version__innovation__name", "number")
    )
    slug = request.GET.get("innovation", "")
    if slug:
        waves = waves.filter(version__innovation__slug=slug)
    places = WaveSite.objects.visible_to(request.viewer).select_related("site__organisation")
    sites: dict[int, list[WaveSite]] = defaultdict(list)
    for place in places.order_by("site__name"):
        sites[place.wave_id].append(place)
    rows: dict[Innovation, list[tuple[Wave, list[WaveSite]]]] = {}
    for wave in waves:
        rows.setdefault(wave.version.innovation, []).append((wave, sites[wave.pk]))
    context = {
        "rows": list(rows.items()),
        "wave_colours": {key: one.colour for key, one in WAVE.states.items()},
        "site_colours": {key: one.colour for key, one in SITE.states.items()},
    }
    return render(request, "spread/board.jinja", context)


def detail(request: PageRequest, pk: int) -> HttpResponse:
    """Show a wave, its sites and what opens it."""
    wave = _one(request, pk)
    given = (request.viewer, wave.version.innovation)
    ways = []
    if wave.state == "planned":
        ways += [
            way("Add a site", "spread:add_site", pk, check=check_plan, given=given),
            way("Open this wave", "spread:open", pk, check=check_open, given=given, first=True),
        ]
    if WAVE.exits(wave.state):
        ways.append(way("Cancel it", "spread:cancel", pk, check=check_open, given=given))
    context = {
        "wave": wave,
        "crumbs": [{"text": text, "href": href} for text, href in _crumbs(wave.version.innovation)],
        "colour": WAVE.states[wave.state].colour,
        "places": WaveSite.objects.visible_to(request.viewer)
        .filter(wave=wave)
        .select_related("site__organisation")
        .order_by("site__name"),
        "colours": {key: one.colour for key, one in SITE.states.items()},
        "may_plan": wave.state == "planned" and not allowed(check_plan, *given),
        "close_reason": allowed(check_open, *given),
        "ways": ways,
        "events": history_of(wave),
    }
    return render(request, "spread/detail.jinja", context)


def plan(request: PageRequest, innovation: str) -> HttpResponse:
    """Plan the next wave of an innovation's version in force."""
    found = find(Innovation.objects.visible_to(request.viewer), slug=innovation)
    version = latest_version(found)
    if version is None:
        back = reverse("innovations:detail", args=[innovation])
        return render(
            request, "sites/no_version.jinja", {"innovation": found, "back": back}, status=409
        )
    return ask(
        request,
        Question(f"Plan a wave of {found.name}", "Plan", "Planned. Next: its sites.",
                 _crumbs(found)),
        forms.WaveForm(
            request.POST or None, viewer=request.viewer, initial={"network": found.network_id}
        ),
        plan_wave,
        _here,
        reason=allowed(check_plan, request.viewer, found),
        version=version,
    )  # fmt: skip


def add_site(request: PageRequest, pk: int) -> HttpResponse:
    """Add a site to a wave."""
    wave = _one(request, pk)
    innovation = wave.version.innovation
    return ask(
        request,
        Question(f"Add a site to wave {wave.number}", "Add", "Added.", _crumbs(innovation, wave)),
        forms.PlaceForm(request.POST or None, viewer=request.viewer, innovation=innovation),
        add_site_to_wave,
        _here(wave),
        reason=allowed(check_plan, request.viewer, innovation),
        wave=wave,
    )


@require_POST
def take_out(request: PageRequest, pk: int) -> HttpResponse:
    """Take a site out of a wave."""
    place = find(WaveSite.objects.visible_to(request.viewer), pk=pk)
    back = _here(place.wave)
    attempt(request, "Taken out.", take_site_from_wave, place=place)
    return redirect(back)


def open_one(request: PageRequest, pk: int) -> HttpResponse:
    """Open a wave."""
    wave = _one(request, pk)
    innovation = wave.version.innovation
    first = "The first wave opens without a decision; its planned sites start preparing."
    later = "A later wave opens on a decision to spread or to scale."
    return ask(
        request,
        Question(
            f"Open wave {wave.number}",
            "Open this wave",
            "Open. Its sites are preparing.",
            _crumbs(innovation, wave),
            first if wave.number == 1 else later,
        ),
        forms.OpenForm(request.POST or None, viewer=request.viewer, wave=wave),
        open_wave,
        _here(wave),
        reason=allowed(check_open, request.viewer, innovation),
        wave=wave,
    )


@require_POST
def done(request: PageRequest, pk: int) -> HttpResponse:
    """Say that a wave is done."""
    wave = _one(request, pk)
    attempt(request, "Saved.", close_wave, wave=wave)
    return redirect(_here(wave))


def cancel(request: PageRequest, pk: int) -> HttpResponse:
    """Cancel a wave."""
    wave = _one(request, pk)
    innovation = wave.version.innovation
    return ask(
        request,
        Question(f"Cancel wave {wave.number}", "Cancel this wave", "Cancelled.",
                 _crumbs(innovation, wave)),
        forms.CancelForm(request.POST or None),
        cancel_wave,
        _here(wave),
        reason=allowed(check_open, request.viewer, innovation),
        wave=wave,
    )  # fmt: skip
