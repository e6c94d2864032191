"""What is done about people and their roles."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid, NotNow
from .models import Person, RoleHeld
from .permissions import check_may
from .roles import HELD_AT, Role
from .viewer import viewer_of


def _check_new(email: str, name: str) -> None:
    """Raise unless the address and name can stand for a new person."""
    if not name.strip():
        raise Invalid("Enter a name.", field="name")
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(
            "Enter an e-mail address in the form name@example.org.", field="email"
        ) from error
    if Person.objects.filter(email=email.lower()).exists():
        raise Invalid("Somebody with this e-mail address is here already.", field="email")


@action
def create_first_administrator(
    *, by: Person | None, name: str, email: str, password: str
) -> Person:
    """Make the first person of an empty store, who becomes its administrator."""
    if Person.objects.exists():
        raise NotNow("This store has people already; ask one of its administrators.")
    _check_new(email, name)
    try:
        validate_password(password)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password") from error
    person = Person.objects.create_user(email=email, password=password, name=name.strip())
    RoleHeld.objects.create(person=person, role=Role.ADMINISTRATOR, starts=timezone.localdate())
    record(
        by=person,
        verb="people.first_administrator",
        thing=person,
        summary=f"{person} opened this store as its first administrator",
    )
    return person


@action
def add_person(
    *, by: Person, name: str, email: str, title: str = "", password: str | None = None
) -> Person:
    """Add somebody; they choose a password through the reset link unless one is given."""
    check_may(viewer_of(by), "add people", [Role.ADMINISTRATOR])
    _check_new(email, name)
    person = Person.objects.create_user(
        email=email, password=password, name=name.strip(), title=title.strip()
    )
    record(by=by, verb="people.added", thing=person, summary=f"{by} added {person}")
    return person


def _mission_of(network: Any, site: Any) -> int | None:
    """Return the mission in which a network or a site lies, for the check of who may give."""
    if site is not None:
        found: int | None = site.version.innovation.mission_id
        return found
    return None if network is None else network.missions.values_list("pk", flat=True).first()


def _network_of(site: Any) -> int | None:
    """Return the network of a site's innovation."""
    return None if site is None else site.version.innovation.network_id


@action
def give_role(
    *,
    by: Person,
    person: Person,
    role: Role,
    starts: date | None = None,
    mission: Any = None,
    network: Any = None,
    organisation: Any = None,
    site: Any = None,
) -> RoleHeld:
    """Give somebody a role, where it is held and from when (today)."""
    # A mission lead builds the teams of their own mission without an administrator at hand.
    givers = [Role.ADMINISTRATOR]
    if role in {Role.FACILITATOR, Role.SITE_LEAD, Role.SITE_MEMBER, Role.PARTNER}:
        givers += [Role.MISSION_LEAD, Role.FACILITATOR]
    check_may(
        viewer_of(by),
        f"give the role of {role.label.lower()}",
        givers,
        mission_id=mission.pk if mission else _mission_of(network, site),
        network_id=network.pk if network else _network_of(site),
    )
    place = HELD_AT[role]
    given = {"mission": mission, "network": network, "site": site}
    if place is not None and given[place] is None:
        raise Invalid(f"Say at which {place} the role of {role.label.lower()} is held.", place)
    held = RoleHeld.objects.create(
        person=person,
        role=role,
        starts=starts or timezone.localdate(),
        mission=mission,
        network=network,
        organisation=organisation,
        site=site,
    )
    record(
        by=by,
        verb="people.role_given",
        thing=person,
        summary=f"{by} made {person} {role.label.lower()}",
        detail={"role": role.value},
    )
    return held


@action
def end_role(*, by: Person, held: RoleHeld) -> RoleHeld:
    """End a role today; what was done under it stays."""
    check_may(viewer_of(by), "end a role", [Role.ADMINISTRATOR])
    if held.ends is not None:
        raise NotNow("This role has ended already.")
    today = timezone.localdate()
    # `ends` is the first day without the role, so one given and ended today starts yesterday.
    held.starts = min(held.starts, today - timedelta(days=1))
    held.ends = today
    held.save(update_fields=["starts", "ends"])
    record(
        by=by,
        verb="people.role_ended",
        thing=held.person,
        summary=f"{by} ended the role of {held.get_role_display().lower()} of {held.person}",
    )
    return held
