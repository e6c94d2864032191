"""A claim is never edited: a new version stands in its place, and both say so."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid
from ..people.models import Person
from ..people.viewer import viewer_of
from . import permissions, policies
from .filling import FILLABLE, check_parts
from .models import Claim

# A chain of versions longer than this is a loop, which no action can make.
LONGEST = 1_000


@action
def supersede_claim(*, by: Person, claim: Claim, newer: Claim) -> Claim:
    """End a claim because another one takes its place."""
    permissions.check_keep_claim(viewer_of(by), claim)
    policies.check_state(claim, "superseded")
    if newer.pk == claim.pk:
        raise Invalid("A claim cannot take its own place.", field="newer")
    if newer.state in ("superseded", "withdrawn"):
        raise Invalid("That claim ended itself, so it can take no place.", field="newer")
    return _end(by, claim, newer)


@action
def write_version(
    *, by: Person, claim: Claim, sentence: str, why: str, parts: Mapping[str, Any] | None = None
) -> Claim:
    """Write a claim anew; the old one says that it was superseded, and by what.

    What somebody else said is asked of its source again, before it is shown beyond the team.
    """
    permissions.check_keep_claim(viewer_of(by), claim)
    policies.check_state(claim, "superseded")
    why = filled(why, "why", "Say why it is written anew.")
    parts = parts or {}
    check_parts(parts)
    kept = {name: getattr(claim, name) for name in FILLABLE} | {
        "sentence": filled(sentence, "sentence", "Write the sentence as it may be repeated."),
        "stated_on": timezone.localdate(),
        **parts,
    }
    newer = Claim(
        **kept,
        innovation=claim.innovation,
        mission=claim.mission,
        external=claim.external,
        effect=claim.effect,
        origin=claim.origin,
        state="current",
        public=claim.public and not claim.external,
        version=claim.version + 1,
    )
    policies.check_figures(newer)
    policies.check_grade(newer)
    newer.save()
    record(
        by=by,
        verb="claims.drafted",
        thing=newer,
        summary=f"{by} wrote version {newer.version} of claim {claim.pk}: {why}",
    )
    _end(by, claim, newer, why)
    return newer


def versions_of(claim: Claim) -> list[Claim]:
    """Return the claim with all that it took the place of, newest first, as they were said."""
    found, look = [claim], [claim]
    while look and len(found) < LONGEST:
        look = list(Claim.objects.filter(superseded_by__in=look).order_by("-superseded_on", "-pk"))
        found += look
    return found


def _end(by: Person, claim: Claim, newer: Claim, why: str = "") -> Claim:
    claim.state, claim.superseded_by = "superseded", newer
    claim.superseded_on = timezone.localdate()
    claim.save(update_fields=["state", "superseded_by", "superseded_on"])
    reason = f": {why}" if why else ""
    record(
        by=by,
        verb="claims.superseded",
        thing=claim,
        summary=f"{by} put claim {newer.pk} in its place{reason}",
    )
    return claim
