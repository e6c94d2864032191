"""Missions: the list, one mission, and what is done about it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.claims.gap import gap_of
from spreadwell.domain.claims.models import Claim
from spreadwell.domain.decisions.models import Decision
from spreadwell.domain.discovery.models import Finding, Opportunity, Theme
from spreadwell.domain.discovery.permissions import check_name_safeguarding_owner
from spreadwell.domain.discovery.voices import Voice
from spreadwell.domain.discovery.worries import hears_without_owner
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.models import Innovation, StageSpell
from spreadwell.domain.innovations.states import LIVE_STAGES
from spreadwell.domain.measures.aims import TargetGiven, adopt_measured_aim
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.missions.actions import (
    activate_mission,
    add_strand,
    close_mission,
    open_mission,
    set_lead,
    set_sro,
)
from spreadwell.domain.missions.models import AimVersion, Mission
from spreadwell.domain.missions.permissions import (
    check_close_mission,
    check_name_owner,
    check_open_mission,
    check_run_mission,
)
from spreadwell.domain.missions.policies import check_activate, check_close
from spreadwell.domain.missions.queries import current_aim
from spreadwell.domain.missions.states import MISSION
from spreadwell.domain.people.models import Person
from spreadwell.domain.priorities.models import Shortlist
from spreadwell.domain.sites.models import ConditionSet
from spreadwell.domain.sites.permissions import check_choose_conditions

from ..asking import Crumb, Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find, guard, render
from .forms import AimForm, CloseForm, OpenMissionForm, OwnersForm, StrandForm
from .presenters import by_stage, gap_drawn, times_drawn


def _one(request: PageRequest, slug: str) -> Mission:
    """Return the mission of this address."""
    return find(Mission.objects.visible_to(request.viewer), slug=slug)


def mission_list(request: PageRequest) -> HttpResponse:
    """List the missions with their aims and what stands under each."""
    viewer = request.viewer
    live = Q(innovations__stage__in=LIVE_STAGES)
    missions = (
        Mission.objects.visible_to(viewer)
        .select_related("lead", "sro")
        .annotate(
            live=Count("innovations", filter=live, distinct=True),
            in_all=Count("innovations", distinct=True),
        )
    )
    rows = [
        {"mission": mission, "aim": current_aim(mission), "state": MISSION.states[mission.state]}
        for mission in missions
    ]
    context = {"rows": rows, "cannot_open": allowed(check_open_mission, viewer)}
    return render(request, "missions/list.jinja", context)


def open_one(request: PageRequest) -> HttpResponse:
    """Open a mission."""
    guard(check_open_mission, request.viewer)
    form = OpenMissionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = "The mission is open. Next: name who leads it, and what its aim means in numbers."
        mission = attempt(request, done, open_mission, form, **form.cleaned_data)
        if mission is not None:
            return redirect("missions:detail", mission.slug)
    first = not Mission.objects.visible_to(request.viewer).exists()
    return render(request, "missions/open.jinja", {"form": form, "first": first})


def detail(request: PageRequest, slug: str) -> HttpResponse:
    """Show one mission: its aim and the gap to it, then what is under way."""
    viewer = request.viewer
    mission = _one(request, slug)
    today = timezone.localdate()
    gap = gap_of(mission)
    innovations = list(
        Innovation.objects.visible_to(viewer).filter(mission=mission).select_related("network")
    )
    findings = Finding.objects.visible_to(viewer).filter(mission=mission)
    heard = dict(findings.order_by().values_list("voice").annotate(n=Count("pk")))
    spells = list(StageSpell.objects.visible_to(viewer).filter(innovation__mission=mission))
    decided = Q(gate__innovation__mission=mission) | Q(shortlist__mission=mission)
    live = sum(1 for one in innovations if one.stage in LIVE_STAGES)
    context: dict[str, Any] = {
        "mission": mission,
        "state": MISSION.states[mission.state],
        "aim": current_aim(mission),
        "aims": mission.aims.annotate(came_of=Count("findings")),
        "gap": gap,
        "picture_of_gap": gap_drawn(gap) if gap else None,
        "stages": by_stage(innovations),
        "live": live,
        "decisions": Decision.objects.visible_to(viewer)
        .filter(decided)
        .select_related("body", "gate", "shortlist")[:6],
        "claims": Claim.objects.visible_to(viewer).filter(
            Q(mission=mission) | Q(innovation__mission=mission), state="current"
        )[:5],
        "heard": [(label, heard.get(key, 0)) for key, label in Voice.choices],
        "heard_in_all": sum(heard.values()),
        "themes": Theme.objects.visible_to(viewer).filter(mission=mission, state="open").count(),
        "opportunities": Opportunity.objects.visible_to(viewer).filter(mission=mission).count(),
        "shortlists": Shortlist.objects.visible_to(viewer).filter(mission=mission),
        "networks": mission.networks.all(),
        "times": times_drawn(spells, today, invented=any(i.invented for i in innovations)),
        "today": today,
        "events": history_of(mission),
        "strand_form": StrandForm(),
        "may_run": not allowed(check_run_mission, viewer, mission),
        "chosen": ConditionSet.objects.visible_to(viewer).filter(mission=mission).first(),
        "may_choose": not allowed(check_choose_conditions, viewer, mission),
        "may_safeguard": not allowed(check_name_safeguarding_owner, viewer, mission),
        "hears_without_owner": hears_without_owner(mission),
        "may_name": not allowed(check_name_owner, viewer),
        "may_close": not allowed(check_close_mission, viewer) and not allowed(check_close, mission),
        "cannot_activate": allowed(check_activate, mission),
    }
    return render(request, "missions/detail.jinja", context)


def _way(mission: Mission) -> list[Crumb]:
    """Return the way to a page below a mission."""
    return [
        ("Missions", reverse("missions:list")),
        (mission.title, reverse("missions:detail", args=[mission.slug])),
    ]


def _adopt(
    *,
    by: Person,
    mission: Mission,
    measure: Measure | None,
    target: float | None,
    by_day: date | None,
    baseline: float | None,
    text: str,
    why: str,
    source: str,
) -> AimVersion:
    """Adopt a wording, with its numbers where the form has them."""
    numbers = None
    if measure is not None and target is not None and by_day is not None:
        numbers = TargetGiven(measure, target, by_day, baseline)
    return adopt_measured_aim(
        by=by, mission=mission, text=text, why=why, source=source, given=numbers
    )


def aim(request: PageRequest, slug: str) -> HttpResponse:
    """Adopt the next version of the aim."""
    mission = _one(request, slug)
    now = current_aim(mission)
    lead = "An aim people can hold the mission to: how much of what, for whom, by when."
    if now is not None:
        lead = f"Today, version {now.number}: “{now.text}” It stays readable; yours follows it."
    question = Question(
        "Word the aim", "Adopt this aim", "This is the aim from today on.", _way(mission), lead
    )
    form = AimForm(request.POST or None, viewer=request.viewer)
    reason = allowed(check_run_mission, request.viewer, mission)
    back = reverse("missions:detail", args=[slug])
    return ask(request, question, form, _adopt, back, reason=reason, mission=mission)


@transaction.atomic
def _name(*, by: Person, mission: Mission, sro: Person | None, lead: Person | None) -> Mission:
    """Name owner and lead where they changed."""
    if sro != mission.sro:
        set_sro(by=by, mission=mission, person=sro)
    if lead is not None and lead != mission.lead:
        set_lead(by=by, mission=mission, person=lead)
    return mission


def people(request: PageRequest, slug: str) -> HttpResponse:
    """Name who owns and who leads the mission."""
    mission = _one(request, slug)
    question = Question("Who owns and leads it", "Save", "Saved.", _way(mission))
    initial = {"sro": mission.sro_id, "lead": mission.lead_id}
    form = OwnersForm(request.POST or None, viewer=request.viewer, initial=initial)
    reason = allowed(check_name_owner, request.viewer)
    back = reverse("missions:detail", args=[slug])
    return ask(request, question, form, _name, back, reason=reason, mission=mission)


@require_POST
def strand(request: PageRequest, slug: str) -> HttpResponse:
    """Add a strand."""
    mission = _one(request, slug)
    question = Question("Add a strand", "Add this strand", "Added.", _way(mission))
    back = reverse("missions:detail", args=[slug])
    reason = allowed(check_run_mission, request.viewer, mission)
    form = StrandForm(request.POST)
    return ask(request, question, form, add_strand, back, reason=reason, mission=mission)


@require_POST
def activate(request: PageRequest, slug: str) -> HttpResponse:
    """Make a mission active."""
    done = "The mission is active, and the public can read what it seeks."
    attempt(request, done, activate_mission, mission=_one(request, slug))
    return redirect("missions:detail", slug)


def close(request: PageRequest, slug: str) -> HttpResponse:
    """Close a mission, with why."""
    mission = _one(request, slug)
    question = Question(
        "Close this mission",
        "Close the mission",
        "The mission is closed. What it was stays readable.",
        _way(mission),
        "Nothing is lost: its findings, decisions and results stay readable.",
    )
    reason = allowed(check_close_mission, request.viewer)
    form, back = CloseForm(request.POST or None), reverse("missions:detail", args=[slug])
    return ask(request, question, form, close_mission, back, reason=reason, mission=mission)
