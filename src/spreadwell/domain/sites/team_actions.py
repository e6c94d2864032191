"""Who joins a site's team and who leaves it."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid, NotNow
from ..innovations.models import NeededCapability
from ..people.models import Person
from ..people.viewer import viewer_of
from .models import ImplementationSite, TeamMember
from .permissions import check_lead
from .policies import check_not_stopped

MOST_HOURS = 80
"""More hours than this in a week are a slip of the pen."""


@action
def add_team_member(
    *,
    by: Person,
    site: ImplementationSite,
    person: Person,
    capability: str = "",
    role: str = "",
    needed: NeededCapability | None = None,
    hours_a_week: Decimal | None = None,
    starts: date | None = None,
) -> TeamMember:
    """Add somebody to the site's team by what they bring; it may fill what the version needs.

    One person may bring several capabilities, each once at a time.
    """
    check_lead(viewer_of(by), site)
    check_not_stopped(site)
    if needed is not None and needed.version_id != site.version_id:
        raise Invalid("This is needed by another version than the site runs.", field="needed")
    capability = filled(
        capability or (needed.name if needed else ""), "capability", "Say what this person brings."
    )
    _check_hours(hours_a_week)
    starts = starts or timezone.localdate()
    same = TeamMember.objects.filter(site=site, person=person, capability__iexact=capability)
    if same.filter(ends=None).exists():
        raise Invalid(f"{person} brings “{capability}” to this team already.", field="person")
    member = TeamMember.objects.create(
        site=site,
        person=person,
        capability=capability,
        role=role.strip(),
        needed=needed,
        hours_a_week=hours_a_week,
        starts=starts,
    )
    record(by=by, verb="sites.team_joined", thing=site, summary=f"{member} joined {site}")
    return member


@action
def change_team_member(
    *,
    by: Person,
    member: TeamMember,
    role: str = "",
    needed: NeededCapability | None = None,
    hours_a_week: Decimal | None = None,
) -> TeamMember:
    """Say anew in which post somebody is, what they fill, and the hours agreed a week."""
    check_lead(viewer_of(by), member.site)
    check_not_stopped(member.site)
    if member.ends is not None:
        raise NotNow(f"{member.person} has left this team.")
    if needed is not None and needed.version_id != member.site.version_id:
        raise Invalid("This is needed by another version than the site runs.", field="needed")
    _check_hours(hours_a_week)
    before = member.hours_a_week
    member.role = role.strip()
    member.needed = needed
    member.hours_a_week = hours_a_week
    member.save(update_fields=["role", "needed", "hours_a_week"])
    record(
        by=by,
        verb="sites.team_changed",
        thing=member.site,
        summary=f"{member} at {member.site}: {_hours(hours_a_week)}",
        detail={"hours_before": None if before is None else str(before)},
    )
    return member


@action
def end_team_member(*, by: Person, member: TeamMember, on: date | None = None) -> TeamMember:
    """Say that somebody left the team; `on` is the first day without them."""
    check_lead(viewer_of(by), member.site)
    on = on or timezone.localdate()
    if on <= member.starts:
        raise Invalid("The end must be after the start.", field="on")
    member.ends = on
    member.save(update_fields=["ends"])
    record(by=by, verb="sites.team_left", thing=member.site, summary=f"{member} left {member.site}")
    return member


def _check_hours(hours: Decimal | None) -> None:
    if hours is not None and not 0 <= hours <= MOST_HOURS:
        raise Invalid(f"Hours a week are between 0 and {MOST_HOURS}.", field="hours_a_week")


def _hours(hours: Decimal | None) -> str:
    return "no hours agreed" if hours is None else f"{hours.normalize():f} hours a week"
