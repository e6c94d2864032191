"""What is done with assurances: told, proven, and a proof taken away again."""

from datetime import date

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.kept_files import plain_name
from ..people.models import Person
from ..people.viewer import viewer_of
from .assurance import check_item, check_proof
from .models import AssuranceItem, AssuranceProof, Innovation
from .permissions import check_describe


@action
def record_assurance(
    *,
    by: Person,
    innovation: Innovation,
    framework: str,
    status: str,
    section: str = "",
    tier: str = "",
    detail: str = "",
    expires_on: date | None = None,
) -> AssuranceItem:
    """Keep what is known of one assurance; a later word replaces the earlier one.

    DTAC is told section by section, or as a whole with a blank section; the NICE evidence
    standards with their tier.
    """
    check_describe(viewer_of(by), innovation)
    check_item(framework, status, section, tier)
    item, _ = AssuranceItem.objects.update_or_create(
        innovation=innovation,
        framework=framework,
        section=section,
        defaults={
            "status": status,
            "tier": tier,
            "detail": detail.strip(),
            "expires_on": expires_on,
        },
    )
    record(
        by=by,
        verb="innovations.assurance_told",
        thing=innovation,
        summary=f"{_named(item)}: {item.get_status_display().lower()}",
        detail={
            "framework": framework,
            "section": section,
            "tier": tier,
            "status": status,
            "detail": detail.strip(),
            "expires_on": expires_on.isoformat() if expires_on else None,
        },
    )
    return item


def _named(item: AssuranceItem) -> str:
    """Say which assurance, with its section or tier."""
    part = item.get_section_display() if item.section else item.get_tier_display()
    return f"{item.get_framework_display()}{', ' + part.lower() if part else ''}"


@action
def add_proof(
    *,
    by: Person,
    item: AssuranceItem,
    reference: str = "",
    file_name: str = "",
    content: bytes = b"",
    on: date | None = None,
) -> AssuranceProof:
    """Say where an assurance can be checked: a reference or link, a file, or both."""
    check_describe(viewer_of(by), item.innovation)
    reference, file_name = reference.strip(), plain_name(file_name)
    check_proof(reference, file_name, content)
    proof = AssuranceProof.objects.create(
        item=item,
        reference=reference,
        file_name=file_name,
        content=content,
        added_on=on or timezone.localdate(),
        added_by=by,
    )
    record(
        by=by,
        verb="innovations.proof_added",
        thing=item.innovation,
        summary=f"{by} added a proof to {_named(item)}",
    )
    return proof


@action
def remove_proof(*, by: Person, proof: AssuranceProof, reason: str) -> AssuranceItem:
    """Take a proof away, such as a file that should not be here, with the reason."""
    item = proof.item
    check_describe(viewer_of(by), item.innovation)
    reason = filled(reason, "reason", "Say why it is taken away.")
    record(
        by=by,
        verb="innovations.proof_removed",
        thing=item.innovation,
        summary=f"{by} took a proof of {_named(item)} away: {reason}",
    )
    proof.delete()
    return item
