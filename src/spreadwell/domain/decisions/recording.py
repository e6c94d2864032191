"""Writing a decision down, as part of the action that takes it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from ..audit.actions import record
from ..foundation.origins import Origin
from ..people.models import Person
from .models import DecidingBody, Decision, DeclaredInterest
from .policies import check_decision

Interest = tuple[Person, str, bool]


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
