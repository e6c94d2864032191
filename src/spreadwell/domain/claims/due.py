"""What waits for owners of claims and for analysts."""

from collections.abc import Iterator
from datetime import date

from ..foundation.dues import Due
from ..people.roles import Role
from ..people.viewer import Viewer
from .effects import readiness_of
from .footing import lost_among
from .models import Claim, ClaimQuestion, Protocol
from .sources import answer_until


def questions(viewer: Viewer, today: date) -> Iterator[Due]:
    """Questions put to the viewer: what a claim lacks, and doubts about it."""
    asked = ClaimQuestion.objects.visible_to(viewer).filter(asked_of_id=viewer.person_id)
    for one in asked.waiting().select_related("claim"):
        told = "A doubt about" if one.part == "" else "A question about"
        yield Due(
            f"{told} “{one.claim}”: {one.text}",
            "claims:asked",
            (one.pk,),
            one.answer_by,
            one.claim.invented,
        )


def footing(viewer: Viewer, today: date) -> Iterator[Due]:
    """Claims of the viewer that a later look at their effect no longer supports."""
    for claim, lost in lost_among(viewer):
        # What nobody answers for is the analysts' to look at.
        mine = claim.owner_id == viewer.person_id
        if mine or (claim.owner_id is None and viewer.holds(Role.ANALYST)):
            yield Due(
                f"“{claim}” lost its footing: {lost.why[0]}",
                "claims:detail",
                (claim.pk,),
                lost.since,
                claim.invented,
            )


def sources(viewer: Viewer, today: date) -> Iterator[Due]:
    """Claims that the viewer invited a source to, and that can be published or left by now."""
    mine = Claim.objects.visible_to(viewer).filter(
        external=True, public=False, state__in=("draft", "current", "questioned"),
        invitations__invited_by_id=viewer.person_id,
    )  # fmt: skip
    for claim in mine.distinct():
        until = answer_until(claim)
        if until is None or not (claim.reply or until <= today):
            continue
        came = "its source replied" if claim.reply else "its source had its time"
        yield Due(
            f"Publish “{claim}”, or withdraw it: {came}",
            "claims:detail",
            (claim.pk,),
            claim.replied_on or until,
            claim.invented,
        )


def protocols(viewer: Viewer, today: date) -> Iterator[Due]:
    """Effects that are registered and have the readings to be opened by the analyst."""
    if not viewer.holds(Role.ANALYST):
        return
    registered = Protocol.objects.visible_to(viewer).filter(state="registered")
    for protocol in registered.select_related("innovation", "measure"):
        gate = readiness_of(protocol)
        if gate is None or not gate.ok:
            continue
        yield Due(
            f"Open the results of {protocol.innovation}: its protocol is registered",
            "effects:detail",
            (protocol.pk,),
            protocol.registered_on,
            protocol.innovation.invented,
        )
