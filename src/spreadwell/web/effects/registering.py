"""Registering a protocol, opening its results, looking again, and claiming what was found."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from spreadwell.domain.claims.actions import (
    draft_claim_from_effect,
    estimate_effect,
    open_protocol,
    register_protocol,
)
from spreadwell.domain.claims.inputs import alike_without
from spreadwell.domain.claims.models import Effect, Protocol
from spreadwell.domain.claims.permissions import check_open
from spreadwell.domain.claims.policies import check_look_again
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.measures.models import Reading
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.roles import Role
from spreadwell.jobs.effects import is_waiting
from spreadwell.jobs.effects import look_again as behind

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find
from .forms import RegisterForm

# With this many readings or more a look is estimated behind the page, which says so.
BEHIND_FROM = 20_000
REGISTRARS = (Role.ADMINISTRATOR, Role.ANALYST, Role.MISSION_LEAD)


def register(request: PageRequest) -> HttpResponse:
    """Register how an effect will be estimated."""
    if not request.viewer.holds(*REGISTRARS):
        raise PermissionDenied("You cannot register a protocol. It is for analysts.")
    initial = {name: request.GET[name] for name in ("innovation", "measure") if name in request.GET}
    form = RegisterForm(request.POST or None, viewer=request.viewer, initial=initial)
    question = Question(
        heading="Register how an effect will be estimated",
        submit="Register",
        done="Registered. The results stay closed until an analyst opens them.",
        crumbs=[("Effects", reverse("effects:list"))],
        lead="Decide now, before anybody has seen a result: that is what makes the result count.",
        warning="A registered protocol is not edited. It names the measure, the comparison and "
        "the smallest change that would matter; the design follows from the data.",
    )
    return ask(request, question, form, _register, lambda made: made)


def _register(
    *,
    by: Person,
    innovation: Any,
    measure: Any,
    compared: str,
    comparators: str,
    smallest_worthwhile: float | None,
    window: int | None,
    randomised: bool,
) -> str:
    given: dict[str, Any] = {}
    if smallest_worthwhile is not None:
        given["smallest_worthwhile"] = smallest_worthwhile
    if window is not None:
        given["window"] = window
    codes = alike_without(innovation, measure) if compared == "same_kind" else []
    protocol = register_protocol(
        by=by,
        innovation=innovation,
        measure=measure,
        comparators=comparators,
        comparator_codes=codes,
        question=given,
        randomised=randomised,
    )
    return reverse("effects:detail", args=[protocol.pk])


def _protocol(request: PageRequest, pk: int) -> Protocol:
    return find(Protocol.objects.visible_to(request.viewer), pk=pk)


@require_POST
def open_results(request: PageRequest, pk: int) -> HttpResponse:
    """Open the results: the first look."""
    protocol = _protocol(request, pk)
    attempt(request, "Opened. This is the first look.", open_protocol, protocol=protocol)
    return redirect("effects:detail", pk)


@require_POST
def look_again(request: PageRequest, pk: int) -> HttpResponse:
    """Estimate again on the readings of today."""
    protocol = _protocol(request, pk)
    refused = allowed(check_open, request.viewer) or allowed(check_look_again, protocol)
    readings = Reading.objects.visible_to(request.viewer).filter(measure=protocol.measure_id)
    if refused or readings.count() < BEHIND_FROM:
        done = "Estimated again; every look is counted."
        attempt(request, done, estimate_effect, protocol=protocol)
    elif (person := request.viewer.person) and not is_waiting(protocol):
        behind.enqueue(protocol.pk, person.pk)
    return redirect("effects:detail", pk)


@require_POST
def claim(request: PageRequest, pk: int) -> HttpResponse:
    """Write the claim that the latest look supports."""
    protocol = _protocol(request, pk)
    effect = find(Effect.objects.visible_to(request.viewer), protocol=protocol, is_latest=True)
    made = attempt(request, "Written into the ledger.", draft_claim_from_effect, effect=effect)
    if made is None:
        return redirect("effects:detail", pk)
    return redirect("claims:detail", made.pk)
