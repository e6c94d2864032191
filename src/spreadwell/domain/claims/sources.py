"""The source of an external claim: invited to reply before it is shown beyond the team."""

from datetime import date, timedelta

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid
from ..people.models import Person
from ..people.viewer import viewer_of
from . import permissions, policies
from .models import Claim, SourceInvitation

# What a source writes is kept to what somebody reads.
REPLY_LIMIT = 2_000


@action
def ask_source(*, by: Person, claim: Claim, to: str = "", on: date | None = None) -> Claim:
    """Invite the source of an external claim to reply, and note until when is waited."""
    permissions.check_keep_claim(viewer_of(by), claim)
    policies.check_invite(claim)
    day = on or timezone.localdate()
    until = day + policies.SOURCE_HAS
    SourceInvitation.objects.create(
        claim=claim, invited_by=by, invited_on=day, waits_until=until,
        to=to.strip() or "Its source",
    )  # fmt: skip
    claim.source_asked_on = day
    claim.save(update_fields=["source_asked_on"])
    record(
        by=by,
        verb="claims.source_asked",
        thing=claim,
        summary=f"{by} invited its source to reply by {until.day} {until:%B %Y}",
    )
    return claim


@action
def record_reply(*, by: Person, claim: Claim, reply: str, on: date | None = None) -> Claim:
    """Put the source's reply beside the claim, as somebody here was told it."""
    permissions.check_keep_claim(viewer_of(by), claim)
    return _beside(by, claim, reply, on, f"{by} added the reply of its source")


@action
def reply_as_source(*, by: Person | None, claim: Claim, reply: str) -> Claim:
    """Take the reply of whoever holds the private address that the source was given."""
    policies.check_source_may_reply(claim)
    return _beside(by, claim, reply, None, "Its source replied at its private address")


def _beside(by: Person | None, claim: Claim, reply: str, on: date | None, said: str) -> Claim:
    if not claim.external:
        raise Invalid("Only an external claim has a source that replies.")
    reply = filled(reply, "reply", "Write what the source replied.")
    if len(reply) > REPLY_LIMIT:
        raise Invalid(f"Say it in {REPLY_LIMIT:,} characters or fewer.", field="reply")
    before = claim.reply
    claim.reply, claim.replied_on = reply, on or timezone.localdate()
    claim.save(update_fields=["reply", "replied_on"])
    record(
        by=by, verb="claims.reply_recorded", thing=claim, summary=said,
        detail={"before": before} if before else None,
    )  # fmt: skip
    return claim


def invited(key: int) -> Claim | None:
    """The claim whose source was given a private address; None where it is no longer kept."""
    rows = Claim.objects.select_related("innovation", "mission", "effect")
    found: Claim | None = rows.filter(pk=key, external=True).first()
    return found


def answer_until(claim: Claim) -> date | None:
    """The day until which the source's reply is waited for; None where it was not asked."""
    asked = claim.source_asked_on
    wait: timedelta = policies.SOURCE_HAS
    return asked + wait if asked is not None else None
