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
from spreadwell.domain.claims.grades import move_grade, moves_open_to
from spreadwell.domain.claims.inputs import alike_without
from spreadwell.domain.claims.models import Effect, Protocol
from spreadwell.domain.claims.permissions import check_open, check_register
from spreadwell.domain.claims.policies import check_look_again
from spreadwell.domain.claims.protocols import change_protocol
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.measures.models import Reading
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.roles import Role
from spreadwell.jobs.effects import is_waiting
from spreadwell.jobs.effects import look_again as behind

from ..asking import Question, ask
from ..middleware import PageRequest
from ..pages import attempt, find
from .forms import ChangeForm, GradeForm, RegisterForm

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
        warning="The time of registering is kept. Whoever changes the protocol later says why, and "
        "a change after the results were opened stands on the page. The design follows from the "
        "data.",
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
    looks_planned: int | None,
    stop_rules: str,
    picked_highest: float | None,
    retest_correlation: float | None,
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
        looks_planned=looks_planned or 1,
        stop_rules=stop_rules,
        picked_highest=picked_highest,
        retest_correlation=retest_correlation,
    )
    return reverse("effects:detail", args=[protocol.pk])


def _protocol(request: PageRequest, pk: int) -> Protocol:
    return find(Protocol.objects.visible_to(request.viewer), pk=pk)


def change(request: PageRequest, pk: int) -> HttpResponse:
    """Change a registered protocol, with a reason."""
    protocol = _protocol(request, pk)
    asked = protocol.question
    initial = {
        "comparators": protocol.comparators,
        "smallest_worthwhile": asked.get("smallest_worthwhile"),
        "window": asked.get("window", 0),
        "looks_planned": protocol.looks_planned,
        "stop_rules": protocol.stop_rules,
    }
    opened = protocol.state == "opened"
    question = Question(
        heading="Change how the effect will be estimated",
        submit="Change it",
        done="Changed. What it said before stays on the page, with your name and your reason.",
        crumbs=_crumbs(protocol),
        lead="Looks made before stay as they are; the next one follows the change.",
        warning="The results were opened already. That this was changed afterwards will stand on "
        "the page, before the pictures."
        if opened
        else "",
    )
    reason = allowed(check_register, request.viewer, protocol.innovation)
    form = ChangeForm(request.POST or None, initial=initial)
    back = reverse("effects:detail", args=[pk])
    return ask(request, question, form, _change, back, reason=reason, protocol=protocol)


def _change(*, by: Person, protocol: Protocol, why: str, **parts: Any) -> Protocol:
    parts["window"] = parts["window"] or 0
    parts["looks_planned"] = parts["looks_planned"] or 1
    return change_protocol(by=by, protocol=protocol, why=why, parts=parts)


def grade(request: PageRequest, pk: int) -> HttpResponse:
    """Move the grade of the latest look by one."""
    protocol = _protocol(request, pk)
    effect = find(Effect.objects.visible_to(request.viewer), protocol=protocol, is_latest=True)
    question = Question(
        heading="Move the certainty by one",
        submit="Move it",
        done="Moved. Your name and your reason stand on the page.",
        crumbs=_crumbs(protocol),
        lead="For what the readings cannot know. The next look starts from its own computed grade.",
    )
    reason = allowed(check_open, request.viewer)
    form = GradeForm(request.POST or None, choices=moves_open_to(effect))
    back = reverse("effects:detail", args=[pk])
    return ask(request, question, form, move_grade, back, reason=reason, effect=effect)


def _crumbs(protocol: Protocol) -> list[tuple[str, str]]:
    return [
        ("Effects", reverse("effects:list")),
        (str(protocol), reverse("effects:detail", args=[protocol.pk])),
    ]


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
