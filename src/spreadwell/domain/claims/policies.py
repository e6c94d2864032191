"""When results may be opened, claims published, and gates decided."""

from datetime import date

from ..foundation.refusals import NotNow
from ..innovations.models import Gate, Innovation
from ..innovations.states import GATE
from ..measures.models import Measure
from .models import Claim, Protocol
from .states import CLAIM, PROTOCOL


def check_register(innovation: Innovation, measure: Measure) -> None:
    """Raise when results for this innovation and measure were opened already."""
    opened = Protocol.objects.filter(innovation=innovation, measure=measure, state="opened")
    if opened.exists():
        raise NotNow(
            "The results for this innovation and measure were opened already, so a protocol can "
            "no longer be registered before them. Look again at the one that stands."
        )


def check_open(protocol: Protocol, on: date) -> None:
    """Raise unless the protocol was registered, and not after the day it is opened."""
    if protocol.state == "draft":
        raise NotNow("Register the protocol first: results are opened only after that.")
    PROTOCOL.check_move(protocol.state, "opened")
    if protocol.registered_on is not None and protocol.registered_on > on:
        raise NotNow("A protocol is registered before its results are opened.")


def check_look_again(protocol: Protocol) -> None:
    """Raise unless results were opened."""
    if protocol.state != "opened":
        raise NotNow("Open the results first; then each look is counted.")


def check_publish(claim: Claim) -> None:
    """Raise unless the claim may be shown beyond the team."""
    if claim.public:
        raise NotNow("This claim is public already.")
    if claim.external and claim.source_asked_on is None:
        raise NotNow(
            "Ask its source first: an external claim is shown beyond the team only after its "
            "source was invited to reply."
        )
    if claim.state not in ("draft", "current", "questioned"):
        CLAIM.check_move(claim.state, "current")


def check_state(claim: Claim, to: str) -> None:
    """Raise unless the claim may move to this state."""
    CLAIM.check_move(claim.state, to)


def check_decide(gate: Gate) -> None:
    """Raise unless the gate is open."""
    GATE.check_move(gate.state, "decided")
