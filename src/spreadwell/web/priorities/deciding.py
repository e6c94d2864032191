"""Deciding a shortlist, beside what runs and the limit on it."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect

from spreadwell.domain.innovations.policies import live_in
from spreadwell.domain.outcomes.settling import known_in_words, running, settle_shortlist
from spreadwell.domain.people.models import Person
from spreadwell.domain.priorities.deciding import name_body
from spreadwell.domain.priorities.frozen import portfolio_of
from spreadwell.domain.priorities.meeting import in_force, lay_out
from spreadwell.domain.priorities.models import Shortlist
from spreadwell.domain.priorities.permissions import check_decide_shortlist
from spreadwell.domain.priorities.policies import check_decide
from spreadwell.domain.priorities.queries import panel_view

from ..middleware import PageRequest
from ..pages import attempt, guard, render
from .deciding_forms import DecideForm
from .presenters import panel_drawn, rows_of
from .views import one_shortlist


@transaction.atomic
def _settle(*, by: Person, shortlist: Shortlist, body: str, **given: Any) -> Shortlist:
    """Name the body and record its decision, together or not at all."""
    named = name_body(by=by, shortlist=shortlist, name=body)
    return settle_shortlist(by=by, shortlist=shortlist, body=named, **given)


def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Record what the body decided of each entry, with its reasons."""
    shortlist = one_shortlist(request, pk)
    guard(check_decide_shortlist, request.viewer, shortlist)
    guard(check_decide, shortlist)
    view = panel_view(shortlist)
    rows = rows_of(view) if view and view.scored else []
    form = DecideForm(
        request.POST or None,
        viewer=request.viewer,
        entries=[row.entry for row in rows],
        proposed=[f"{row.verdict}, {row.in_top} of 100" for row in rows],
        known={key: known_in_words(one) for key, one in running(shortlist).items()},
    )
    if request.method == "POST" and form.is_valid():
        names = ("body", "reasons", "dissent", "above")
        given: dict[str, Any] = {name: form.cleaned_data[name] for name in names}
        given |= {"choices": form.choices(), "stop_why": form.stop_why()}
        done = "Decided. The evidence is kept as the body saw it, and a forecast for each chosen."
        if attempt(request, done, _settle, form, shortlist=shortlist, **given):
            return redirect("priorities:detail", pk)
    table = lay_out([shortlist])
    live, limit = live_in(shortlist.mission), shortlist.mission.live_limit
    context = {
        "shortlist": shortlist,
        "form": form,
        "live": live,
        "limit": limit,
        "room": max(0, limit - live),
        "proposed": portfolio_of(table, in_force(table))["proposed"] if table else [],
        "drawn": panel_drawn(view, pk, invented=shortlist.invented) if view and rows else None,
        "interests": [one for one in view.scorers if one.interest] if view else [],
    }
    return render(request, "priorities/decide.jinja", context)
