"""What a site's team must be able to do for a version to work."""

from decimal import Decimal

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid, NotNow
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import InnovationVersion, NeededCapability
from .permissions import check_describe


@action
def need_capability(
    *,
    by: Person,
    version: InnovationVersion,
    name: str,
    why: str = "",
    hours_a_week: Decimal | None = None,
) -> NeededCapability:
    """Say that every site of a version needs somebody who brings this; sites see it as a gap."""
    check_describe(viewer_of(by), version.innovation)
    name = filled(name, "name", "Say what the team must be able to do.")
    _check_new(version, name)
    made = NeededCapability.objects.create(
        version=version, name=name, why=why.strip(), hours_a_week=hours_a_week
    )
    record(
        by=by,
        verb="innovations.capability_needed",
        thing=version.innovation,
        summary=f"{version} needs: {name}",
    )
    return made


@action
def change_capability(
    *,
    by: Person,
    capability: NeededCapability,
    name: str,
    why: str = "",
    hours_a_week: Decimal | None = None,
) -> NeededCapability:
    """Word a needed capability anew; whoever fills it goes on filling it."""
    innovation = capability.version.innovation
    check_describe(viewer_of(by), innovation)
    before = capability.name
    name = filled(name, "name", "Say what the team must be able to do.")
    if name.casefold() != before.casefold():
        _check_new(capability.version, name)
    capability.name = name
    capability.why = why.strip()
    capability.hours_a_week = hours_a_week
    capability.save(update_fields=["name", "why", "hours_a_week"])
    record(
        by=by,
        verb="innovations.capability_changed",
        thing=innovation,
        summary=f"{capability.version} needs: {name}",
        detail={"before": before},
    )
    return capability


@action
def drop_capability(*, by: Person, capability: NeededCapability) -> InnovationVersion:
    """Take back that a version needs a capability, as long as nobody was ever named for it."""
    version = capability.version
    check_describe(viewer_of(by), version.innovation)
    if capability.filled_by.exists():
        raise NotNow(
            f"Somebody was named for “{capability}” at a site. Word it anew, or leave it out of "
            "the next version."
        )
    name = capability.name
    capability.delete()
    record(
        by=by,
        verb="innovations.capability_dropped",
        thing=version.innovation,
        summary=f"{version} no longer needs: {name}",
    )
    return version


def carry_over(earlier: InnovationVersion, later: InnovationVersion) -> None:
    """Let a new version need what the one before needed; what differs is changed there."""
    NeededCapability.objects.bulk_create(
        NeededCapability(version=later, name=one.name, why=one.why, hours_a_week=one.hours_a_week)
        for one in NeededCapability.objects.filter(version=earlier)
    )


def _check_new(version: InnovationVersion, name: str) -> None:
    if version.capabilities.filter(name__iexact=name).exists():
        raise Invalid(f"{version} needs “{name}” already.", field="name")
