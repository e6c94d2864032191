"""What is done about missions."""

from datetime import date

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled, free_slug
from ..foundation.refusals import Invalid
from ..people.models import Person, RoleHeld
from ..people.roles import Role
from ..people.viewer import viewer_of
from .models import AimVersion, Mission, Strand
from .permissions import (
    check_close_mission,
    check_name_owner,
    check_open_mission,
    check_run_mission,
)
from .policies import check_activate, check_close, check_not_closed


@action
def open_mission(
    *,
    by: Person,
    title: str,
    summary: str,
    aim: str = "",
    live_limit: int = 5,
    committed_until: date | None = None,
) -> Mission:
    """Open a mission as proposed, with the first wording of its aim if there is one."""
    check_open_mission(viewer_of(by))
    title = filled(title, "title", "Give the mission a title.")
    summary = filled(summary, "summary", "Say in plain words what the mission seeks.")
    if live_limit < 1:
        raise Invalid("At least one innovation must be able to be live.", field="live_limit")
    mission = Mission.objects.create(
        slug=free_slug(Mission, title),
        title=title,
        summary=summary,
        live_limit=live_limit,
        committed_until=committed_until,
        opened_on=timezone.localdate(),
    )
    record(by=by, verb="mission.opened", thing=mission, summary=f"{by} opened {mission}")
    if aim.strip():
        adopt_aim(by=by, mission=mission, text=aim)
    return mission


@action
def activate_mission(*, by: Person, mission: Mission) -> Mission:
    """Make a proposed mission active, and so public."""
    check_run_mission(viewer_of(by), mission)
    check_activate(mission)
    mission.state = "active"
    mission.save(update_fields=["state"])
    record(by=by, verb="mission.activated", thing=mission, summary=f"{by} made {mission} active")
    return mission


@action
def close_mission(*, by: Person, mission: Mission, why: str) -> Mission:
    """Close a mission; everything it did stays readable to those who sign in."""
    check_close_mission(viewer_of(by))
    check_close(mission)
    why = filled(why, "why", "Say why the mission closes.")
    mission.state = "closed"
    mission.save(update_fields=["state"])
    record(by=by, verb="mission.closed", thing=mission, summary=f"{by} closed {mission}: {why}")
    return mission


@action
def add_strand(*, by: Person, mission: Mission, name: str) -> Strand:
    """Add a strand at the end of the mission's strands."""
    check_run_mission(viewer_of(by), mission)
    check_not_closed(mission)
    name = filled(name, "name", "Give the strand a name.")
    if mission.strands.filter(name__iexact=name).exists():
        raise Invalid("This mission has a strand of this name already.", field="name")
    last = mission.strands.order_by("-order").values_list("order", flat=True).first()
    strand = mission.strands.create(name=name, order=0 if last is None else last + 1)
    record(by=by, verb="mission.strand_added", thing=mission, summary=f"{by} added strand {strand}")
    return strand


@action
def adopt_aim(
    *,
    by: Person,
    mission: Mission,
    text: str,
    why: str = "",
    source: str = "",
    adopted_on: date | None = None,
) -> AimVersion:
    """Adopt a wording of the aim as the next numbered version; a change says why."""
    check_run_mission(viewer_of(by), mission)
    check_not_closed(mission)
    text = filled(text, "text", "Word the aim.")
    before = mission.aims.order_by("-number").first()
    if before is not None and not why.strip():
        raise Invalid("Say why this aim replaces the one before.", field="why")
    aim = mission.aims.create(
        number=before.number + 1 if before else 1,
        text=text,
        why=why.strip(),
        source=source.strip(),
        adopted_on=adopted_on or timezone.localdate(),
    )
    record(
        by=by,
        verb="mission.aim_adopted",
        thing=mission,
        summary=f"{by} adopted version {aim.number} of the aim",
        detail={"aim": aim.number},
    )
    return aim


@action
def set_sro(*, by: Person, mission: Mission, person: Person | None) -> Mission:
    """Name the senior responsible owner."""
    check_name_owner(viewer_of(by))
    check_not_closed(mission)
    mission.sro = person
    mission.save(update_fields=["sro"])
    record(
        by=by,
        verb="mission.sro_set",
        thing=mission,
        summary=f"{by} named {person or 'nobody'} senior responsible owner of {mission}",
    )
    return mission


@action
def set_lead(*, by: Person, mission: Mission, person: Person) -> Mission:
    """Name the mission lead, who gets that role; the role of the lead before ends today."""
    check_name_owner(viewer_of(by))
    check_not_closed(mission)
    today = timezone.localdate()
    held = RoleHeld.objects.running_on(today).filter(role=Role.MISSION_LEAD, mission=mission)
    if mission.lead_id is not None and mission.lead_id != person.pk:
        held.filter(person_id=mission.lead_id, starts__lt=today).update(ends=today)
        held.filter(person_id=mission.lead_id, starts=today).delete()
    if not held.filter(person=person).exists():
        RoleHeld.objects.create(
            person=person, role=Role.MISSION_LEAD, mission=mission, starts=today
        )
    mission.lead = person
    mission.save(update_fields=["lead"])
    record(
        by=by,
        verb="mission.lead_set",
        thing=mission,
        summary=f"{by} named {person} lead of {mission}",
    )
    return mission
