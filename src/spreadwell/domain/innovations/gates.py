"""Gates: what is asked of a body, by when, and what has to be met."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.utils import timezone

from ..audit.actions import record
from ..decisions.bodies import known_body
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import Gate, Innovation
from .permissions import check_lead
from .policies import check_open_gate
from .states import GATE


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a gate needs: its name, what is needed, and whether it is met (None: not known)."""

    name: str
    needed: str
    met: bool | None


@action
def open_gate(
    *,
    by: Person,
    innovation: Innovation,
    body: str,
    question: str,
    due: date,
    recommendation: str = "",
    criteria: Sequence[Criterion] = (),
    on: date | None = None,
) -> Gate:
    """Ask a body to decide about an innovation by a day; the body is named, and known from then on.

    The recommendation is what those who bring it propose; the body may decide otherwise.
    """
    check_lead(viewer_of(by), innovation)
    check_open_gate(innovation)
    question = filled(question, "question", "Say what is to be decided.")
    on = on or timezone.localdate()
    if due < on:
        raise Invalid("The day of the decision lies before today.", field="due")
    names = [filled(one.name, "criteria", "Name every criterion.") for one in criteria]
    if len(set(names)) != len(names):
        raise Invalid("Two criteria have the same name.", field="criteria")
    gate = Gate.objects.create(
        innovation=innovation,
        body=known_body(body),
        question=question,
        recommendation=recommendation.strip(),
        criteria=[asdict(one) for one in criteria],
        opened_on=on,
        due=due,
    )
    record(
        by=by,
        verb="innovations.gate_opened",
        thing=gate,
        summary=f"{by} asks {gate.body} by {due}: {question}",
    )
    return gate


@action
def withdraw_gate(*, by: Person, gate: Gate, reason: str) -> Gate:
    """Take a question back before the body decided it, with the reason."""
    check_lead(viewer_of(by), gate.innovation)
    GATE.check_move(gate.state, "withdrawn")
    reason = filled(reason, "reason", "Say why it is no longer asked.")
    gate.state = "withdrawn"
    gate.save(update_fields=["state"])
    record(
        by=by,
        verb="innovations.gate_withdrawn",
        thing=gate,
        summary=f"{by} took the question back: {reason}",
    )
    return gate
