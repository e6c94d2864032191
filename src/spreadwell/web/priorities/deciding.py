"""Deciding a shortlist, and what is expected of each entry."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.people.models import Person
from spreadwell.domain.priorities.deciding import (
    Expectation,
    decide_shortlist,
    expect,
    name_body,
)
from spreadwell.domain.priorities.models import Shortlist, ShortlistEntry
from spreadwell.domain.priorities.permissions import check_decide_shortlist, check_run_shortlist
from spreadwell.domain.priorities.policies import check_decide
from spreadwell.domain.priorities.queries import panel_view

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find, guard, render
from .forms import DecideForm, ExpectForm
from .presenters import rows_of
from .views import one_shortlist


@transaction.atomic
def _decide(
    *,
    by: Person,
    shortlist: Shortlist,
    body: str,
    choices: dict[int, str],
    reasons: str,
    dissent: str,
) -> Shortlist:
    """Name the body and record its decision, together or not at all."""
    named = name_body(by=by, shortlist=shortlist, name=body)
    return decide_shortlist(
        by=by, shortlist=shortlist, body=named, choices=choices, reasons=reasons, dissent=dissent
    )


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
    )
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {
            name: form.cleaned_data[name] for name in ("body", "reasons", "dissent")
        }
        done = "Decided. The evidence is kept as the body saw it."
        if attempt(
            request, done, _decide, form, shortlist=shortlist, choices=form.choices(), **given
        ):
            return redirect("priorities:detail", pk)
    return render(request, "priorities/decide.jinja", {"shortlist": shortlist, "form": form})


def _expect(*, by: Person, entry: ShortlistEntry, **given: Any) -> ShortlistEntry:
    """Write down what one form holds."""
    return expect(by=by, entry=entry, expectation=Expectation(**given))


def expected(request: PageRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Write down what is expected of one entry, to be held against what the sites show."""
    shortlist = one_shortlist(request, pk)
    entry = find(
        ShortlistEntry.objects.visible_to(request.viewer).filter(shortlist=shortlist), pk=entry_pk
    )
    back = reverse("priorities:detail", args=[pk])
    question = Question(
        "What is expected",
        "Write it down",
        "Written down. It will be held against what the sites show.",
        [("Shortlists", reverse("priorities:list")), (shortlist.title, back)],
        f"{entry.opportunity}: how many more people in 100 would be better off, and by when?",
    )
    initial = {
        "low": entry.expected_low,
        "middle": entry.expected,
        "high": entry.expected_high,
        "reach": entry.expected_reach,
        "by_day": entry.expected_by,
    }
    form = ExpectForm(request.POST or None, initial=initial)
    reason = allowed(check_run_shortlist, request.viewer, shortlist)
    return ask(request, question, form, _expect, back, reason=reason, entry=entry)
