"""Who has been heard and who has not, and asking those who were not."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from spreadwell.domain.discovery.gaps import NOBODY, Gap, equal_share, gaps_of, shares_of
from spreadwell.domain.discovery.hearing import (
    ask_to_be_heard,
    asked_for,
    places_of,
    who_could_ask,
)
from spreadwell.domain.discovery.models import Finding
from spreadwell.domain.discovery.permissions import check_add_many
from spreadwell.domain.discovery.queries import NOT_SAID, Heard, who_was_heard
from spreadwell.domain.discovery.voices import Voice
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.people.permissions import check_may
from spreadwell.domain.people.roles import OFFICE, Role
from spreadwell.domain.people.viewer import Viewer

from ..middleware import PageRequest
from ..pages import attempt, find, guard, render
from .forms import AskVoiceForm
from .picturing import behind, heard_drawn, missions_drawn

# A list that a meeting gets through; the rest stands behind one line.
SHOWN = 12
FIRST = 3
# In which role somebody of a voice speaks most often, to start the public form with.
ROLE = {"people": "patient", "school": "partner", "charity": "partner", "industry": "partner",
        "academia": "partner"}  # fmt: skip
LETTER = """Dear colleagues,

for “{mission}” we have heard from many people, but not yet from {whom}.
What happens to you, or what you see at work, decides what we try.

It takes five minutes and needs no account. You need not say who you are:

{link}

Thank you. Please pass it on to others whom we should hear."""


def _may_see(viewer: Viewer) -> None:
    """Raise unless the viewer sees all findings, and so who is missing among them."""
    if not viewer.in_office:
        check_may(viewer, "see who has been heard", [role for role in Role if role in OFFICE])


def _heard(viewer: Viewer, mission: Mission) -> Heard:
    """Count what was said to a mission by voice, with every place in which it should hear."""
    rows = Finding.objects.visible_to(viewer).filter(mission=mission)
    return who_was_heard(rows, places_of(viewer, mission))


def link_for(mission: Mission, voice: str, place: str) -> str:
    """Return the public form with mission, voice and place filled in."""
    given = {"mission": mission.slug, "voice": voice, "place": place}
    given["role"] = ROLE.get(voice, "staff")
    asked = urlencode({key: value for key, value in given.items() if value})
    return f"{reverse('public:say')}?{asked}"


def _row(mission: Mission, gap: Gap, may_ask: bool) -> dict[str, Any]:
    """Return a gap with the ways in which it can be closed."""
    given = {"voice": gap.voice, "place": gap.place}
    asked = urlencode({key: value for key, value in given.items() if value})
    role = ROLE.get(gap.voice, "staff")
    return {
        "gap": gap,
        "mission": mission,
        "ask": f"{reverse('discovery:ask', args=[mission.slug])}?{asked}" if may_ask else "",
        "add": f"{reverse('discovery:add')}?mission={mission.slug}&role={role}&{asked}",
        "link": link_for(mission, gap.voice, gap.place),
    }


def who(request: PageRequest) -> HttpResponse:
    """Show who has been heard, by voice and place, and what to do about who has not."""
    viewer = request.viewer
    guard(_may_see, viewer)
    missions = list(Mission.objects.visible_to(viewer).filter(state="active"))
    asked = request.GET.get("mission", "")
    mission = next((one for one in missions if one.slug == asked), None)
    if mission is None and len(missions) == 1:
        mission = missions[0]
    shown = [mission] if mission is not None else missions
    heard = [(one, _heard(viewer, one)) for one in shown]
    may = {one.pk: not allowed(check_add_many, viewer, one) for one in shown}
    # Of several missions the first gaps of each; its own page holds them all.
    most = None if mission is not None else FIRST
    gaps = [
        _row(one, gap, may[one.pk])
        for one, held in heard
        for gap in gaps_of(held, asked_for(one))[:most]
    ]
    rows = Finding.objects.visible_to(viewer).filter(mission__in=shown)
    invented = rows.filter(origin="invented").exists()
    context: dict[str, Any] = {"mission": mission, "missions": missions}
    if mission is not None:
        held = heard[0][1]
        shares = shares_of(held)
        context |= {
            "drawn": heard_drawn(held, mission.slug, invented=invented, asks=may[mission.pk]),
            "shares": [(one, behind(mission.slug, one.voice)) for one in shares],
            "equal": equal_share(shares),
            "most": max((one.of_100 for one in shares), default=0),
            "places": len([name for name in held.places if name != NOT_SAID]),
            "may_ask": may[mission.pk],
        }
    else:
        context |= {
            "drawn": missions_drawn(heard, invented=invented),
            "by_mission": [(one, len(gaps_of(held)), held.total) for one, held in heard],
        }
    context |= {
        "gaps": gaps[:SHOWN],
        "more": gaps[SHOWN:],
        "last": rows.order_by("-heard_on").values_list("heard_on", flat=True).first(),
    }
    return render(request, "discovery/who.jinja", context)


def ask(request: PageRequest, slug: str) -> HttpResponse:
    """Ask for a voice that was not heard: a link, a letter, and who could pass it on."""
    viewer = request.viewer
    mission = find(Mission.objects.visible_to(viewer).filter(state="active"), slug=slug)
    guard(check_add_many, viewer, mission)
    voice = request.GET.get("voice", "")
    voice = voice if voice in NOBODY else next(iter(NOBODY))
    place = request.GET.get("place", "")[:80]
    whom = f"{str(Voice(voice).label).lower()}{f' in {place}' if place else ''}"
    link = request.build_absolute_uri(link_for(mission, voice, place))
    letter = LETTER.format(mission=mission.title, whom=whom, link=link)
    form = AskVoiceForm(request.POST or None, initial={"letter": letter})
    back = f"{reverse('discovery:who')}?mission={mission.slug}"
    if request.method == "POST" and form.is_valid():
        many = len(form.cleaned_data["addresses"])
        told = f"{many} letters are on their way." if many > 1 else "The letter is on its way."
        given = {"mission": mission, "voice": voice, "place": place} | form.cleaned_data
        done = told if many else "Noted that they were asked."
        if attempt(request, done, ask_to_be_heard, form, **given) is not None:
            return redirect(back)
    context = {
        "heading": f"Ask {whom}",
        "sentence": Gap(voice, place).sentence,
        "mission": mission,
        "form": form,
        "back": back,
        "link": link,
        "could": who_could_ask(viewer, mission, place),
        "asked": asked_for(mission).get((voice, place)),
    }
    return render(request, "discovery/ask_voice.jinja", context)
