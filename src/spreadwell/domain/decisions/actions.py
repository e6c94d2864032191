"""Recording what a body decided, and publishing it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.origins import Origin
from ..foundation.refusals import Invalid, NotNow
from ..people.models import Person
from ..people.permissions import check_may
from ..people.roles import Role
from ..people.viewer import viewer_of
from .models import Choice, DecidingBody, Decision, DeclaredInterest

Interest = tuple[Person, str, bool]


def check_decision(
    *, choice: str, reasons: str, until: date | None, unless: str, decided_on: date
) -> None:
    """Raise unless what is to be recorded holds together."""
    if choice not in Choice.values:
        raise Invalid("Choose what was decided.", field="choice")
    if not reasons.strip():
        raise Invalid("Give the reasons: a decision is read long after the meeting.", "reasons")
    if choice == Choice.CONTINUE:
        if until is None:
            raise Invalid("Say until which day it continues.", field="until")
        if until <= decided_on:
            raise Invalid("The day must lie after the decision.", field="until")
        if not unless.strip():
            raise Invalid("Say what must be seen by then, or it stops.", field="unless")


def add_decision(
    *,
    by: Person,
    body: DecidingBody,
    question: str,
    choice: str,
    reasons: str,
    evidence: Mapping[str, Any],
    dissent: str = "",
    interests: Sequence[Interest] = (),
    until: date | None = None,
    unless: str = "",
    decided_on: date | None = None,
    supersedes: Decision | None = None,
    origin: str = Origin.RECORDED,
) -> Decision:
    """Write one decision with the evidence it saw, frozen; part of the action that calls it.

    `interests` are (person, what, took part). Who may decide, the caller has checked.
    """
    day = decided_on or timezone.localdate()
    check_decision(choice=choice, reasons=reasons, until=until, unless=unless, decided_on=day)
    decision = Decision.objects.create(
        body=body,
        question=question,
        choice=choice,
        reasons=reasons.strip(),
        dissent=dissent.strip(),
        decided_on=day,
        until=until,
        unless=unless.strip(),
        evidence=dict(evidence),
        recorded_by=by,
        supersedes=supersedes,
        origin=origin,
    )
    DeclaredInterest.objects.bulk_create(
        DeclaredInterest(decision=decision, person=person, what=what, took_part=took_part)
        for person, what, took_part in interests
    )
    record(
        by=by,
        verb="decisions.decided",
        thing=decision,
        summary=f"{body} decided: {decision.get_choice_display().lower()}",
        detail={"fingerprint": decision.fingerprint},
    )
    return decision


@action
def publish_decision(*, by: Person, decision: Decision) -> Decision:
    """Show a decision beyond the team."""
    check_may(viewer_of(by), "publish a decision", [Role.ADMINISTRATOR, Role.BOARD_MEMBER])
    if decision.published:
        raise NotNow("This decision is public already.")
    decision.published = True
    decision.save(update_fields=["published"])
    record(
        by=by,
        verb="decisions.published",
        thing=decision,
        summary=f"{by} published this decision",
    )
    return decision
