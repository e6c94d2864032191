"""Deciding at a gate: the evidence frozen, the reasons kept, the innovation moved."""

from collections.abc import Sequence
from datetime import date

from ..audit.actions import record
from ..decisions.models import Choice, Decision
from ..decisions.recording import Interest, add_decision
from ..foundation.actions import action
from ..innovations.actions import move_as_decided
from ..innovations.models import Gate
from ..innovations.states import STAGE
from ..people.models import Person
from ..people.viewer import viewer_of
from . import permissions, policies
from .evidence import evidence

# Where each choice takes an innovation; a choice that is not here leaves its stage as it is.
MOVES = {
    Choice.TEST.value: "testing",
    Choice.ADAPT.value: "adapting",
    Choice.SPREAD.value: "spreading",
    Choice.SCALE.value: "scaled",
    Choice.PAUSE.value: "paused",
    Choice.STOP.value: "stopped",
}


def choices_at(gate: Gate) -> list[tuple[str, str]]:
    """What may be decided at this gate: moves the stage has an exit for, and staying."""
    stage = gate.innovation.stage
    return [
        (choice, label)
        for choice, label in Choice.choices
        if choice == Choice.CONTINUE
        or (choice in MOVES and (MOVES[choice] == stage or MOVES[choice] in STAGE.exits(stage)))
    ]


@action
def decide_gate(
    *,
    by: Person,
    gate: Gate,
    choice: str,
    reasons: str,
    dissent: str = "",
    interests: Sequence[Interest] = (),
    until: date | None = None,
    unless: str = "",
    decided_on: date | None = None,
    learnt: str = "",
) -> Decision:
    """Record what the body decided at a gate, and move the innovation accordingly.

    The evidence is gathered now and frozen with the decision; stopping asks what was learnt.
    """
    gate = Gate.objects.select_for_update(of=("self",)).get(pk=gate.pk)
    permissions.check_decide(viewer_of(by), gate)
    policies.check_decide(gate)
    to = MOVES.get(choice)
    if to is not None and to != gate.innovation.stage:
        STAGE.check_move(gate.innovation.stage, to)
    decision = add_decision(
        by=by,
        body=gate.body,
        question=gate.question,
        choice=choice,
        reasons=reasons,
        dissent=dissent,
        interests=interests,
        until=until,
        unless=unless,
        decided_on=decided_on,
        evidence=evidence(gate),
        origin=gate.innovation.origin,
    )
    gate.state = "decided"
    gate.decision = decision
    gate.save(update_fields=["state", "decision"])
    record(
        by=by,
        verb="claims.gate_decided",
        thing=gate,
        summary=f"{gate.body} decided: {decision.get_choice_display().lower()}",
        detail={"decision": decision.pk},
    )
    if to is not None and to != gate.innovation.stage:
        move_as_decided(
            by=by,
            innovation=gate.innovation,
            to=to,
            reason=reasons,
            learnt=learnt,
            on=decision.decided_on,
            override=reasons,
        )
    return decision
