"""Worries about somebody's safety: what waits, since when, and what was done."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.discovery.evidence import SafeguardingFlag
from spreadwell.domain.discovery.permissions import check_name_safeguarding_owner, check_safeguard
from spreadwell.domain.discovery.safeguarding import find_no_worry, raise_anyway, settle_worry
from spreadwell.domain.discovery.states import SAFEGUARDING
from spreadwell.domain.discovery.worries import answered_for, hears_without_owner, waiting_for
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.missions.models import Mission

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find, render
from .forms import NoWorryForm, WorryForm

POLICY = "Follow your organisation's safeguarding policy first, then say here what was done."


def worries(request: PageRequest) -> HttpResponse:
    """Show the worries that the viewer may answer, the oldest first, then those answered."""
    viewer = request.viewer
    missions = Mission.objects.visible_to(viewer).select_related("lead", "safeguarding_owner")
    context = {
        "waiting": waiting_for(viewer),
        "answered": answered_for(viewer),
        "states": SAFEGUARDING.states,
        "ownerless": [
            one
            for one in missions
            if hears_without_owner(one) and not allowed(check_name_safeguarding_owner, viewer, one)
        ],
    }
    return render(request, "discovery/worries.jinja", context)


def _flag(request: PageRequest, pk: int) -> SafeguardingFlag:
    """Return the worry in a finding, for whoever may answer it; for others there is none."""
    rows = SafeguardingFlag.objects.visible_to(request.viewer)
    return find(rows.select_related("finding__mission"), finding=pk)


def _asked(flag: SafeguardingFlag, heading: str, submit: str, lead: str) -> Question:
    said = flag.finding
    who = ", ".join(part for part in (said.contributor_label, said.place) if part)
    return Question(
        heading,
        submit,
        "Thank you. It stands in the history of this finding.",
        [("Worries about safety", reverse("discovery:worries"))],
        f"“{said.text}”{f' – {who}' if who else ''}",
        lead,
    )


def worry(request: PageRequest, pk: int) -> HttpResponse:
    """Say what was done about a worry about somebody's safety."""
    flag = _flag(request, pk)
    question = _asked(flag, "What was done about this worry", "Mark as acted on", POLICY)
    reason = allowed(check_safeguard, request.viewer, flag)
    form, back = WorryForm(request.POST or None), reverse("discovery:worries")
    return ask(request, question, form, settle_worry, back, reason=reason, flag=flag)


def no_worry(request: PageRequest, pk: int) -> HttpResponse:
    """Say that words which suggested a worry tell of none, and why."""
    flag = _flag(request, pk)
    lead = f"These words suggested it: {flag.words}." if flag.words else ""
    question = _asked(flag, "There is no worry", "Mark as no worry", lead)
    reason = allowed(check_safeguard, request.viewer, flag)
    form, back = NoWorryForm(request.POST or None), reverse("discovery:worries")
    return ask(request, question, form, find_no_worry, back, reason=reason, flag=flag)


@require_POST
def after_all(request: PageRequest, pk: int) -> HttpResponse:
    """Take words read as no worry for one after all."""
    done = "It is a worry again, and its owner was told."
    attempt(request, done, raise_anyway, flag=_flag(request, pk))
    return redirect("discovery:worries")
