"""When results may be opened, claims published, and gates decided."""

from datetime import date, timedelta

from django.utils import timezone

from ..foundation.refusals import Invalid, NotNow
from ..innovations.models import Gate, Innovation
from ..innovations.states import GATE
from ..measures.models import Measure
from .anyway import names_a_size
from .models import Claim, Protocol
from .questions import keeps_from_grading
from .states import CLAIM, PROTOCOL

# Two weeks for a source to reply before what it said is shown beyond the team.
SOURCE_HAS = timedelta(days=14)
ENDED = ("superseded", "withdrawn")


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


def check_publish(claim: Claim, on: date | None = None) -> None:
    """Raise unless the claim may be shown beyond the team."""
    if claim.public:
        raise NotNow("This claim is public already.")
    if claim.external:
        _check_source_was_heard(claim, on or timezone.localdate())
    if claim.state not in ("draft", "current", "questioned"):
        CLAIM.check_move(claim.state, "current")


def _check_source_was_heard(claim: Claim, on: date) -> None:
    """Raise unless the source replied, or was asked and had its time."""
    if claim.source_asked_on is None:
        raise NotNow(
            "Ask its source first: an external claim is shown beyond the team only after its "
            "source was invited to reply."
        )
    until = claim.source_asked_on + SOURCE_HAS
    if not claim.reply and on < until:
        raise NotNow(
            f"Its source has until {until.day} {until:%B %Y} to reply. It can be published after "
            "that, or as soon as the reply is here."
        )


def check_invite(claim: Claim) -> None:
    """Raise unless the claim has a source that can be invited to reply."""
    if not claim.external:
        raise Invalid("Only an external claim has a source to ask.")
    if claim.state in ENDED:
        raise NotNow("This claim ended; its source is not asked any more.")


def check_source_may_reply(claim: Claim) -> None:
    """Raise unless the source was invited and the claim still stands."""
    if claim.source_asked_on is None or claim.state in ENDED:
        raise NotNow("No reply is waited for here any more.")


def check_ask_owner(claim: Claim) -> None:
    """Raise where the claim ended: nobody owes an answer for it."""
    if claim.state in ENDED:
        raise NotNow("This claim ended; nobody is asked about it any more.")


def check_stands(claim: Claim) -> None:
    """Raise unless the claim stands, so that it can be found to be still true."""
    if claim.state not in ("current", "questioned"):
        raise NotNow("Only a claim that stands can be found to be still true.")


def check_figures(claim: Claim) -> None:
    """Raise where the figures of a claim cannot be, or others say it and nobody knows where."""
    if claim.external and not claim.source.strip():
        raise Invalid("An external claim names its source.", field="source")
    if claim.denominator is not None and claim.denominator <= 0:
        raise Invalid("A denominator is above 0.", field="denominator")
    if claim.numerator is not None and claim.numerator < 0:
        raise Invalid("A count is 0 or more.", field="numerator")
    if claim.retest is not None and not -1 < claim.retest <= 1:
        raise Invalid("A correlation lies between -1 and 1.", field="retest")
    if claim.selected and not claim.external and names_a_size(claim.sentence):
        raise Invalid(
            "People were picked for a high value and held against themselves, so no size is "
            "claimed. Say in words what was done, without a share.",
            field="sentence",
        )


def check_grade(claim: Claim) -> None:
    """Raise where a claim says how sure one can be, and cannot know."""
    if not claim.grade or claim.effect_id is not None:
        return
    gaps = keeps_from_grading(claim)
    if gaps:
        asked = " ".join(gap.question for gap in gaps)
        raise Invalid(f"Nobody can say how sure one can be before this is known: {asked}", "grade")
    if claim.selected and claim.grade != "E":
        raise Invalid(
            "People were picked for a high value and held against themselves: that cannot be told "
            "from natural change, whoever says it.",
            field="grade",
        )


def check_state(claim: Claim, to: str) -> None:
    """Raise unless the claim may move to this state."""
    CLAIM.check_move(claim.state, to)


def check_decide(gate: Gate) -> None:
    """Raise unless the gate is open."""
    GATE.check_move(gate.state, "decided")
