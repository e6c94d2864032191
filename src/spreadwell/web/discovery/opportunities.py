"""Opportunities: a need with a candidate change, until a panel sees it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.discovery.beside import DemandSignal
from spreadwell.domain.discovery.evidence import EvidenceRecord
from spreadwell.domain.discovery.models import Finding, Opportunity, Theme
from spreadwell.domain.discovery.opportunities import (
    propose_opportunity,
    raise_again,
    raise_opportunity,
    screen_opportunity,
)
from spreadwell.domain.discovery.permissions import check_choose, check_raise_opportunity
from spreadwell.domain.discovery.policies import check_propose, check_screen
from spreadwell.domain.discovery.queries import by_telling, passed_screen
from spreadwell.domain.discovery.states import OPPORTUNITY
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.permissions import check_start
from spreadwell.domain.learning.nearby import RunsWell, candidates_for, runs_well
from spreadwell.domain.learning.trail import trail_of
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.priorities.models import ShortlistEntry

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find, render
from .burden import lead_of
from .forms import OpportunityForm, ScreenForm

# Studies that the page lists; more are found in the themes.
RECORDS = 12
# The strongest of what was said; the rest stands in the themes.
SAID = 6


def _one(request: PageRequest, slug: str) -> Opportunity:
    """Return the opportunity of this address."""
    rows = Opportunity.objects.visible_to(request.viewer).select_related("mission", "raised_by")
    return find(rows, slug=slug)


def _address(opportunity: Opportunity) -> str:
    return reverse("discovery:opportunity", args=[opportunity.slug])


def opportunity_list(request: PageRequest) -> HttpResponse:
    """List opportunities by where they stand, those that wait for somebody first."""
    viewer = request.viewer
    missions = list(Mission.objects.visible_to(viewer).exclude(state="closed"))
    mission = next((m for m in missions if m.slug == request.GET.get("mission")), None)
    rows = Opportunity.objects.visible_to(viewer).select_related("mission")
    if mission is not None:
        rows = rows.filter(mission=mission)
    screened = passed_screen([one.pk for one in rows if one.state == "raised"])
    groups = [
        (state, [one for one in rows if one.state == key])
        for key, state in OPPORTUNITY.states.items()
    ]
    context = {
        "groups": [(state, held) for state, held in groups if held],
        "screened": screened,
        "mission": mission,
        "missions": missions,
        "may_raise": not allowed(check_raise_opportunity, viewer),
    }
    return render(request, "discovery/opportunities.jinja", context)


def raise_one(request: PageRequest) -> HttpResponse:
    """Raise an opportunity."""
    question = Question(
        "Raise an opportunity",
        "Raise it",
        "Raised. The mission lead screens it and tells you what comes of it.",
        [("Opportunities", reverse("discovery:opportunities"))],
        "A need that people have, and something that could change it.",
    )
    rows = Mission.objects.visible_to(request.viewer)
    asked = rows.filter(slug=request.GET.get("mission", "")).first()
    theme = _theme(request)
    start = {"mission": asked, "themes": [str(theme.pk)] if theme else []}
    form = OpportunityForm(request.POST or None, viewer=request.viewer, initial=start)
    reason = allowed(check_raise_opportunity, request.viewer)
    if theme is not None and not reason and request.method == "GET":
        near = runs_well(request.viewer, f"{theme.name} {theme.need}")
        context = {"question": question, "form": form, "theme": theme, "near": near}
        return render(request, "discovery/raise.jinja", context)

    def back(opportunity: Opportunity) -> str:
        seen = Opportunity.objects.visible_to(request.viewer).filter(pk=opportunity.pk).exists()
        return _address(opportunity) if seen else reverse("discovery:opportunities")

    near = _near(request, form)
    if near and not request.POST.get("why_new", "").strip() and "looked" not in request.POST:
        context = {"question": question, "form": form, "near": near, "reason": reason}
        return render(request, "discovery/raise_near.jinja", context)
    return ask(request, question, form, raise_opportunity, back, reason=reason)


def _theme(request: PageRequest) -> Theme | None:
    """Return the open theme that the address names, whose need is to be answered."""
    key = request.GET.get("theme", "")
    rows = Theme.objects.visible_to(request.viewer).filter(
        state="open", mission__state__in=["proposed", "active"]
    )
    return rows.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 18 else None


def _near(request: PageRequest, form: OpportunityForm) -> list[RunsWell]:
    """Return what runs well near the need that somebody wrote; nothing before the form holds."""
    if request.method != "POST" or not form.is_valid():
        return []
    given = form.cleaned_data
    return runs_well(request.viewer, f"{given['title']} {given['need']} {given['change']}")


def detail(request: PageRequest, slug: str) -> HttpResponse:
    """Show one opportunity: the need, who bears it, what it rests on."""
    viewer = request.viewer
    one = _one(request, slug)
    findings = Finding.objects.visible_to(viewer).filter(theme__opportunities=one)
    cannot_choose = allowed(check_choose, viewer, one.mission)
    measures = list(Measure.objects.visible_to(viewer).filter(opportunities=one))
    records = EvidenceRecord.objects.visible_to(viewer).filter(finding__theme__opportunities=one)
    context = {
        "one": one,
        "lead": lead_of(viewer, one, measures, findings),
        "state": OPPORTUNITY.states[one.state],
        "themes": one.themes.all(),
        "findings": findings.exclude(voice="")
        .select_related("theme")
        .order_by("-strength", "-heard_on")[:SAID],
        "many": findings.count(),
        "said_by": findings.exclude(voice="").count(),
        "voices": findings.exclude(voice="").order_by().values("voice").distinct().count(),
        "entries": ShortlistEntry.objects.visible_to(viewer)
        .filter(opportunity=one)
        .select_related("shortlist"),
        "candidates": candidates_for(viewer, one),
        "measures": measures,
        "near": runs_well(viewer, f"{one.title} {one.need} {one.change}"),
        "records": by_telling(records)[:RECORDS],
        "studies": records.count(),
        "demand": DemandSignal.objects.visible_to(viewer).filter(opportunity=one).first(),
        "may_choose": not cannot_choose,
        "can_screen": not cannot_choose and not allowed(check_screen, one),
        "cannot_propose": allowed(check_propose, one),
        "passed": one.pk in passed_screen([one.pk]),
        "can_raise_again": not cannot_choose and "raised" in OPPORTUNITY.exits(one.state),
        "can_start": one.state == "shortlisted" and not allowed(check_start, viewer, one.mission),
        "trail": trail_of(request.viewer, one),
        "events": history_of(one),
    }
    return render(request, "discovery/opportunity.jinja", context)


def screen(request: PageRequest, slug: str) -> HttpResponse:
    """Ask the two questions of the screen."""
    one = _one(request, slug)
    question = Question(
        "Two questions",
        "Save the answers",
        "Answered.",
        [("Opportunities", reverse("discovery:opportunities")), (one.title, _address(one))],
        one.need,
    )
    form = ScreenForm(request.POST or None)
    reason = allowed(check_choose, request.viewer, one.mission)
    return ask(
        request, question, form, screen_opportunity, _address(one), reason=reason, opportunity=one
    )


@require_POST
def propose(request: PageRequest, slug: str) -> HttpResponse:
    """Bring it before the panel."""
    one = _one(request, slug)
    attempt(request, "It is before the panel.", propose_opportunity, opportunity=one)
    return redirect(_address(one))


@require_POST
def again(request: PageRequest, slug: str) -> HttpResponse:
    """Bring back one that was not in an earlier round."""
    one = _one(request, slug)
    attempt(request, "It is open to be looked at again.", raise_again, opportunity=one)
    return redirect(_address(one))
