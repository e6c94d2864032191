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
from .effects import estimate_effect, open_protocol, rerun
from .models import Claim, Effect
from .protocols import register_protocol
from .stored import result_of

__all__ = [
    "answer_question",
    "ask_source",
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
    "rerun",
    "supersede_claim",
    "withdraw_claim",
]

FILLABLE = (
    "sentence", "numerator", "denominator", "period", "place", "comparator", "method", "grade",
    "owner", "source", "stated_on",
)  # fmt: skip


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
    _check_parts(parts)
    claim = Claim.objects.create(
        sentence=sentence.strip(),
        innovation=innovation,
        mission=mission,
        external=external,
        source=source.strip(),
        origin=origin,
        # An external claim's grade stays blank: nobody here assessed it.
        **{"owner": None if external else by, **parts},
    )
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
def fill_claim(*, by: Person, claim: Claim, parts: Mapping[str, Any]) -> Claim:
    """Fill in what a claim lacked; a sentence that is public is superseded, not edited."""
    permissions.check_keep_claim(viewer_of(by), claim)
    _check_parts(parts)
    if claim.public and "sentence" in parts and parts["sentence"] != claim.sentence:
        raise Invalid("This sentence is public: supersede the claim by a new one.", "sentence")
    changed = [name for name, value in parts.items() if getattr(claim, name) != value]
    for name in changed:
        setattr(claim, name, parts[name])
    if claim.denominator is not None and claim.denominator <= 0:
        raise Invalid("A denominator is above 0.", field="denominator")
    claim.save(update_fields=changed or ["sentence"])
    said = ", ".join(name.replace("_", " ") for name in changed) or "nothing"
    record(by=by, verb="claims.filled", thing=claim, summary=f"{by} filled in: {said}")
    return claim


@action
def ask_source(*, by: Person, claim: Claim, on: date | None = None) -> Claim:
    """Note that the source of an external claim was invited to reply."""
    permissions.check_keep_claim(viewer_of(by), claim)
    if not claim.external:
        raise Invalid("Only an external claim has a source to ask.")
    claim.source_asked_on = on or timezone.localdate()
    claim.save(update_fields=["source_asked_on"])
    record(by=by, verb="claims.source_asked", thing=claim, summary=f"{by} asked its source")
    return claim


@action
def record_reply(*, by: Person, claim: Claim, reply: str) -> Claim:
    """Put the source's reply beside the claim."""
    permissions.check_keep_claim(viewer_of(by), claim)
    if not reply.strip():
        raise Invalid("Write what the source replied.", field="reply")
    claim.reply = reply.strip()
    claim.save(update_fields=["reply"])
    record(by=by, verb="claims.reply_recorded", thing=claim, summary=f"{by} added the reply")
    return claim


@action
def publish_claim(*, by: Person, claim: Claim) -> Claim:
    """Show a claim beyond the team; what it lacks is shown with it."""
    permissions.check_keep_claim(viewer_of(by), claim)
    policies.check_publish(claim)
    if claim.state == "draft":
        policies.check_state(claim, "current")
        claim.state = "current"
    claim.public = True
    claim.save(update_fields=["public", "state"])
    record(by=by, verb="claims.published", thing=claim, summary=f"{by} published this claim")
    return claim


@action
def question_claim(*, by: Person, claim: Claim, why: str) -> Claim:
    """Question a claim; it stays visible, and says that it is questioned."""
    permissions.check_question_claim(viewer_of(by))
    policies.check_state(claim, "questioned")
    if not why.strip():
        raise Invalid("Say what makes you doubt it.", field="why")
    return _move(by, claim, "questioned", f"{by} questioned it: {why.strip()}")


@action
def answer_question(*, by: Person, claim: Claim, answer: str) -> Claim:
    """Answer the question put to a claim, so that it stands again."""
    permissions.check_keep_claim(viewer_of(by), claim)
    policies.check_state(claim, "current")
    if not answer.strip():
        raise Invalid("Give the answer.", field="answer")
    return _move(by, claim, "current", f"{by} answered: {answer.strip()}")


@action
def supersede_claim(*, by: Person, claim: Claim, newer: Claim) -> Claim:
    """End a claim because another one takes its place."""
    permissions.check_keep_claim(viewer_of(by), claim)
    policies.check_state(claim, "superseded")
    if newer.pk == claim.pk:
        raise Invalid("A claim cannot take its own place.", field="newer")
    return _move(by, claim, "superseded", f"{by} put claim {newer.pk} in its place")


@action
def withdraw_claim(*, by: Person, claim: Claim, why: str) -> Claim:
    """Withdraw a claim: nobody should repeat it."""
    permissions.check_keep_claim(viewer_of(by), claim)
    policies.check_state(claim, "withdrawn")
    if not why.strip():
        raise Invalid("Say why it is withdrawn.", field="why")
    return _move(by, claim, "withdrawn", f"{by} withdrew it: {why.strip()}")


@action
def mark_conflict(*, by: Person, claim: Claim, other: Claim) -> Claim:
    """Note that two claims cannot both be right; both are shown, side by side."""
    permissions.check_question_claim(viewer_of(by))
    if other.pk == claim.pk:
        raise Invalid("A claim cannot be in conflict with itself.", field="other")
    claim.conflicts_with.add(other)
    record(
        by=by, verb="claims.conflict", thing=claim, summary=f"{by} put it beside claim {other.pk}"
    )
    return claim


def _move(by: Person, claim: Claim, to: str, summary: str) -> Claim:
    claim.state = to
    claim.save(update_fields=["state"])
    record(by=by, verb=f"claims.{to}", thing=claim, summary=summary)
    return claim


def _check_parts(parts: Mapping[str, Any]) -> None:
    unknown = set(parts) - set(FILLABLE)
    if unknown:
        raise TypeError(f"A claim has no part {sorted(unknown)[0]}")
    top, bottom = parts.get("numerator"), parts.get("denominator")
    if top is not None and bottom is not None and bottom <= 0:
        raise Invalid("A denominator is above 0.", field="denominator")
