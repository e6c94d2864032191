"""Claims that cannot both be true: marked with a reason, and settled by those who may."""

from datetime import date

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid, NotNow
from ..people.models import Person
from ..people.viewer import Viewer, viewer_of
from . import permissions
from .models import Claim, ClaimConflict
from .superseding import supersede_claim


@action
def mark_conflict(
    *, by: Person, claim: Claim, other: Claim, why: str, on: date | None = None
) -> ClaimConflict:
    """Note that two claims cannot both be true, and why; both are shown side by side."""
    permissions.check_question_claim(viewer_of(by))
    one, two = _ordered(claim, other)
    why = filled(why, "why", "Say why they cannot both be true.")
    if ClaimConflict.objects.filter(one=one, other=two).exists():
        raise NotNow("These two stand side by side already.")
    made = ClaimConflict.objects.create(
        one=one, other=two, why=why, marked_by=by, marked_on=on or timezone.localdate()
    )
    _tell(by, made, "claims.conflict", f"{by} said that they cannot both be true: {why}")
    return made


@action
def settle_conflict(
    *, by: Person, conflict: ClaimConflict, settled: str, settlement: str
) -> ClaimConflict:
    """Settle which stands: both, or one that takes the other's place."""
    permissions.check_settle_conflict(viewer_of(by), conflict)
    if conflict.settled_on is not None:
        raise NotNow("This conflict was settled already.")
    if settled not in ClaimConflict.Settled.values:
        raise Invalid("Say which of the two stands, or both.", field="settled")
    reason = filled(settlement, "settlement", "Say why.")
    if settled == ClaimConflict.Settled.ONE:
        supersede_claim(by=by, claim=conflict.other, newer=conflict.one)
    if settled == ClaimConflict.Settled.OTHER:
        supersede_claim(by=by, claim=conflict.one, newer=conflict.other)
    conflict.settled, conflict.settlement = settled, reason
    conflict.settled_by, conflict.settled_on = by, timezone.localdate()
    conflict.save(update_fields=["settled", "settlement", "settled_by", "settled_on"])
    words = conflict.get_settled_display()
    _tell(by, conflict, "claims.conflict_settled", f"{by} settled it: {words}. {reason}")
    return conflict


def conflict_between(viewer: Viewer, claim: Claim, other: Claim) -> ClaimConflict | None:
    """Return what was marked of two claims, in whichever order they are named."""
    one, two = sorted((claim.pk, other.pk))
    rows = ClaimConflict.objects.visible_to(viewer).filter(one_id=one, other_id=two)
    found: ClaimConflict | None = rows.select_related("one", "other", "marked_by").first()
    return found


def conflicts_of(viewer: Viewer, claim: Claim) -> list[ClaimConflict]:
    """Return the conflicts that a claim is part of and that nobody settled, newest first."""
    rows = ClaimConflict.objects.visible_to(viewer).open()
    return list(rows.of(claim).select_related("one", "other"))


def who_may_settle(conflict: ClaimConflict) -> str:
    """Say in words who may settle a conflict."""
    leads = []
    for claim in (conflict.one, conflict.other):
        mission = claim.mission or (claim.innovation.mission if claim.innovation else None)
        if mission is not None and mission.lead is not None:
            leads.append(f"{mission.lead}, who leads “{mission}”")
    owners = {claim.owner_id for claim in (conflict.one, conflict.other)}
    if len(owners) == 1 and conflict.one.owner is not None:
        leads.append(f"{conflict.one.owner}, who answers for both")
    return ", or ".join(["An analyst or an administrator", *dict.fromkeys(leads)]) + "."


def _ordered(claim: Claim, other: Claim) -> tuple[Claim, Claim]:
    if other.pk == claim.pk:
        raise Invalid("A claim cannot be in conflict with itself.", field="other")
    return (claim, other) if claim.pk < other.pk else (other, claim)


def _tell(by: Person, conflict: ClaimConflict, verb: str, summary: str) -> None:
    """Write it into the history of both claims."""
    for claim in (conflict.one, conflict.other):
        record(by=by, verb=verb, thing=claim, summary=f"{summary} ({conflict.beside(claim)})")
