"""What is done with claims: drafted, asked about, published, questioned, answered, ended."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from spreadwell.methods.effects import wording

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.origins import Origin
from ..foundation.refusals import Invalid
from ..innovations.models import Innovation
from ..missions.models import Mission
from ..people.models import Person
from ..people.viewer import viewer_of
from . import permissions, policies
from .asking import answer_asked, answer_question, ask_owner, question_claim
from .conflicts import mark_conflict, settle_conflict
from .effects import estimate_effect, open_protocol, rerun
from .filling import check_parts, fill_claim
from .footing import confirm_claim
from .models import Claim, Effect
from .protocols import register_protocol
from .sources import ask_source, record_reply, reply_as_source
from .stored import result_of
from .superseding import supersede_claim, write_version

__all__ = [
    "answer_asked",
    "answer_question",
    "ask_owner",
    "ask_source",
    "confirm_claim",
    "draft_claim",
    "draft_claim_from_effect",
    "estimate_effect",
    "fill_claim",
    "mark_conflict",
    "open_protocol",
    "publish_claim",
    "question_claim",
    "record_reply",
    "register_protocol",
    "reply_as_source",
    "rerun",
    "settle_conflict",
    "supersede_claim",
    "withdraw_claim",
    "write_version",
]


@action
def draft_claim(
    *,
    by: Person,
    sentence: str,
    innovation: Innovation | None = None,
    mission: Mission | None = None,
    external: bool = False,
    source: str = "",
    origin: str = Origin.RECORDED,
    parts: Mapping[str, Any] | None = None,
) -> Claim:
    """Write a claim into the ledger; `parts` are what is known of it (see `FILLABLE`)."""
    about = mission or (innovation.mission if innovation else None)
    permissions.check_draft_claim(viewer_of(by), mission_id=about.pk if about else None)
    if about is None:
        raise Invalid("Say what the claim is about: an innovation or a mission.", "innovation")
    if not sentence.strip():
        raise Invalid("Write the sentence as it may be repeated.", field="sentence")
    if external and not source.strip():
        raise Invalid("An external claim names its source.", field="source")
    parts = parts or {}
    check_parts(parts)
    # An external claim's grade stays blank: nobody here assessed it.
    said = {
        "sentence": sentence.strip(),
        "source": source.strip(),
        "owner": None if external else by,
        **parts,
    }
    claim = Claim(innovation=innovation, mission=mission, external=external, origin=origin, **said)
    policies.check_figures(claim)
    policies.check_grade(claim)
    claim.save()
    record(by=by, verb="claims.drafted", thing=claim, summary=f"{by} wrote this claim")
    return claim


@action
def draft_claim_from_effect(*, by: Person, effect: Effect) -> Claim:
    """Write the claim that an effect supports, with its parts filled from it."""
    protocol = effect.protocol
    permissions.check_draft_claim(viewer_of(by), mission_id=protocol.innovation.mission_id)
    result = result_of(effect)
    if not result.gate.ok or not result.grade.shows_size:
        raise Invalid(f"There is no effect to claim. {wording.not_shown(result)}")
    counts = result.scale.kind == "proportion"
    claim = Claim.objects.create(
        innovation=protocol.innovation,
        measure=protocol.measure,
        sentence=f"{protocol.innovation}, {protocol.measure}: {wording.headline(result)}",
        numerator=round(result.estimate, 1) if counts else None,
        denominator=result.scale.per if counts else None,
        period=f"{result.first_period} to {result.last_period}",
        place=f"{result.adopters} sites",
        comparator=protocol.comparators,
        method=result.design_words[:1].upper() + result.design_words[1:],
        grade=effect.grade,
        owner=by,
        effect=effect,
        source=f"Effect {protocol.pk}, look {effect.look}, fingerprint {effect.fingerprint[:12]}",
        origin=protocol.innovation.origin,
        stated_on=timezone.localdate(effect.computed_at),
        state="current",
    )
    record(
        by=by,
        verb="claims.drafted",
        thing=claim,
        summary=f"{by} wrote this claim from look {effect.look}",
        detail={"effect": effect.pk, "fingerprint": effect.fingerprint},
    )
    return claim


@action
def publish_claim(*, by: Person, claim: Claim, on: date | None = None) -> Claim:
    """Show a claim beyond the team; what it lacks is shown with it."""
    permissions.check_keep_claim(viewer_of(by), claim)
    policies.check_publish(claim, on or timezone.localdate())
    if claim.state == "draft":
        policies.check_state(claim, "current")
        claim.state = "current"
    claim.public = True
    claim.save(update_fields=["public", "state"])
    record(by=by, verb="claims.published", thing=claim, summary=f"{by} published this claim")
    return claim


@action
def withdraw_claim(*, by: Person, claim: Claim, why: str) -> Claim:
    """Withdraw a claim: nobody should repeat it."""
    permissions.check_keep_claim(viewer_of(by), claim)
    policies.check_state(claim, "withdrawn")
    if not why.strip():
        raise Invalid("Say why it is withdrawn.", field="why")
    return _move(by, claim, "withdrawn", f"{by} withdrew it: {why.strip()}")


def _move(by: Person, claim: Claim, to: str, summary: str) -> Claim:
    claim.state = to
    claim.save(update_fields=["state"])
    record(by=by, verb=f"claims.{to}", thing=claim, summary=summary)
    return claim
