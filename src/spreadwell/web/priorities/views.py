"""Shortlists: the list, one round with what its panel says, and running it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.learning.trail import trail_of
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.outcomes.settling import known_in_words, running
from spreadwell.domain.priorities.actions import add_scorer, open_shortlist
from spreadwell.domain.priorities.meeting import in_force, lay_out
from spreadwell.domain.priorities.models import Scorer, Shortlist
from spreadwell.domain.priorities.permissions import (
    check_decide_shortlist,
    check_open_shortlist,
    check_run_shortlist,
)
from spreadwell.domain.priorities.policies import (
    check_close_scoring,
    check_close_screen,
    check_decide,
    check_score_again,
    check_scoring,
    check_talk,
)
from spreadwell.domain.priorities.queries import before_panel, changes, panel_view
from spreadwell.domain.priorities.robust import deprived_sentence
from spreadwell.domain.priorities.rounds import close_scoring, score_again
from spreadwell.domain.priorities.states import SHORTLIST

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find, render
from .forms import OpenShortlistForm, SeatForm
from .presenters import moved_by_equity, panel_drawn, rows_of, talks_of
from .progress import progress_of, standing_of


def one_shortlist(request: PageRequest, pk: int) -> Shortlist:
    """Return the shortlist of this address."""
    rows = Shortlist.objects.visible_to(request.viewer)
    return find(rows.select_related("mission", "decision__body"), pk=pk)


def shortlist_list(request: PageRequest) -> HttpResponse:
    """List the rounds of choosing, open ones first."""
    viewer = request.viewer
    rows = list(Shortlist.objects.visible_to(viewer).select_related("mission"))
    order = SHORTLIST.keys()
    rows.sort(key=lambda one: (order.index(one.state), -one.opened_on.toordinal()))
    mine = set(
        Scorer.objects.visible_to(viewer)
        .filter(person=viewer.person, shortlist__state__in=["screen", "scoring", "again"])
        .values_list("shortlist_id", flat=True)
    )
    context = {
        "rows": [(one, SHORTLIST.states[one.state], one.pk in mine) for one in rows],
        "missions": [
            mission
            for mission in Mission.objects.visible_to(viewer).filter(state="active")
            if not allowed(check_open_shortlist, viewer, mission)
        ],
    }
    return render(request, "priorities/list.jinja", context)


def open_one(request: PageRequest) -> HttpResponse:
    """Open a round in the mission that the address names."""
    viewer = request.viewer
    missions = Mission.objects.visible_to(viewer).filter(state="active")
    slug = request.GET.get("mission", "")
    mission = missions.filter(slug=slug).first() if slug else None
    if mission is None:
        return redirect("priorities:list")
    question = Question(
        "Open a shortlist",
        "Open it",
        "The round is open. Next: name the panel.",
        [(mission.title, reverse("missions:detail", args=[mission.slug]))],
        "Two questions cut a long list to twelve. A panel scores those on the mission's criteria, "
        "powerful and possible kept apart, each scorer alone and in two rounds.",
    )
    form = OpenShortlistForm(request.POST or None, viewer=viewer, mission=mission)
    reason = allowed(check_open_shortlist, viewer, mission)
    if not form.known and not reason:
        text = "Nothing is before the panel yet: screen and propose opportunities first."
        messages.info(request, text)
        return redirect(f"{reverse('discovery:opportunities')}?mission={mission.slug}")

    def back(made: Shortlist) -> str:
        return reverse("priorities:detail", args=[made.pk])

    return ask(request, question, form, open_shortlist, back, reason=reason, mission=mission)


def detail(request: PageRequest, pk: int) -> HttpResponse:
    """Show one round: where each opportunity lies, and what could change the answer."""
    viewer = request.viewer
    shortlist = one_shortlist(request, pk)
    scorer = (
        Scorer.objects.visible_to(viewer)
        .filter(shortlist=shortlist, person=viewer.person)
        .select_related("shortlist")
        .first()
    )
    view = panel_view(shortlist)
    rows = rows_of(view, changes(shortlist)) if view and view.scored else []
    table = lay_out([shortlist]) if rows else None
    may_run = not allowed(check_run_shortlist, viewer, shortlist)
    context: dict[str, Any] = {
        "shortlist": shortlist,
        "state": SHORTLIST.states[shortlist.state],
        "scorer": scorer,
        "mine": standing_of(scorer) if scorer else None,
        "rows": rows,
        "drawn": panel_drawn(view, pk, invented=shortlist.invented) if view and rows else None,
        "view": view,
        "running": _running(request, shortlist),
        "talk": talks_of(table, rows),
        "equity": moved_by_equity(rows),
        "deprived": deprived_sentence(table, in_force(table)) if table else "",
        "groups": _groups(view.scorers) if view else [],
        "interests": [s for s in view.scorers if s.interest] if view else [],
        "may_run": may_run,
        "may_decide": not allowed(check_decide_shortlist, viewer, shortlist),
        "scoring": not allowed(check_scoring, shortlist),
        "cannot_close_screen": allowed(check_close_screen, shortlist),
        "cannot_close": allowed(check_close_scoring, shortlist),
        "can_again": not allowed(check_score_again, shortlist),
        "can_talk": may_run and not allowed(check_talk, shortlist),
        "can_decide": not allowed(check_decide, shortlist),
        "progress": progress_of(shortlist) if may_run else [],
        "cut": shortlist.entries.filter(cut=True).select_related("opportunity"),
        "entries": before_panel(shortlist),
        "today": timezone.localdate(),
        "trail": trail_of(request.viewer, shortlist),
        "events": history_of(shortlist),
    }
    return render(request, "priorities/detail.jinja", context)


def _running(request: PageRequest, shortlist: Shortlist) -> list[tuple[Any, str]]:
    """Return what runs today with what is known of it, where the viewer may see it."""
    held = running(shortlist)
    seen = Innovation.objects.visible_to(request.viewer).filter(
        pk__in=[o.pk for o in held.values()]
    )
    told = request.viewer.in_office
    return [(one, known_in_words(one) if told else "") for one in seen.order_by("name")]


def _groups(scorers: tuple[Scorer, ...]) -> list[tuple[str, int]]:
    """Return the groups of the panel with how many sit for each."""
    names = [scorer.group for scorer in scorers]
    return [(name, names.count(name)) for name in sorted(set(names))]


def seat(request: PageRequest, pk: int) -> HttpResponse:
    """Seat somebody on the panel."""
    shortlist = one_shortlist(request, pk)
    back = reverse("priorities:detail", args=[pk])
    question = Question(
        "Somebody for the panel",
        "Seat them",
        "Seated. They find the shortlist on their first page.",
        [("Shortlists", reverse("priorities:list")), (shortlist.title, back)],
    )
    entries = list(shortlist.entries.select_related("opportunity"))
    form = SeatForm(request.POST or None, viewer=request.viewer, entries=entries)
    reason = allowed(check_run_shortlist, request.viewer, shortlist)
    return ask(request, question, form, add_scorer, back, reason=reason, shortlist=shortlist)


@require_POST
def close(request: PageRequest, pk: int) -> HttpResponse:
    """Close the round."""
    attempt(request, "The round is closed.", close_scoring, shortlist=one_shortlist(request, pk))
    return redirect("priorities:detail", pk)


@require_POST
def again(request: PageRequest, pk: int) -> HttpResponse:
    """Open the second round."""
    done = "The panel can score again. What it said first stays as it was."
    attempt(request, done, score_again, shortlist=one_shortlist(request, pk))
    return redirect("priorities:detail", pk)
