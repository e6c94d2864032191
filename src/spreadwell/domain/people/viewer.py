"""Who is looking: the roles somebody holds today and where, gathered once a request."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from ..foundation.scope import Reach
from .models import Person, RoleHeld
from .roles import OFFICE, Role
from .visibility import VISIBILITY

NOWHERE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person (None for the public) with the roles held today and the places they are held at."""

    person: Person | None
    roles: frozenset[Role]
    mission_ids: frozenset[int] = NOWHERE
    network_ids: frozenset[int] = NOWHERE
    organisation_ids: frozenset[int] = NOWHERE
    site_ids: frozenset[int] = NOWHERE
    led_site_ids: frozenset[int] = NOWHERE
    facilitated_network_ids: frozenset[int] = NOWHERE
    names: tuple[str, ...] = field(default=())

    @property
    def person_id(self) -> int | None:
        """The person's key, None for the public."""
        return self.person.pk if self.person else None

    @property
    def in_office(self) -> bool:
        """Tell whether the viewer is one of those who run the network."""
        return bool(self.roles & OFFICE)

    def holds(self, *roles: Role) -> bool:
        """Tell whether any of these roles is held."""
        return bool(self.roles & set(roles))

    def reaches(self, thing: str) -> frozenset[Reach]:
        """Return how far these roles see one kind of thing, by the one table."""
        row = VISIBILITY[thing]
        return frozenset().union(*(row[role] for role in self.roles))


PUBLIC_VIEWER = Viewer(person=None, roles=frozenset({Role.PUBLIC}))


def _ids(held: Iterable[RoleHeld], attribute: str, *roles: Role) -> frozenset[int]:
    """Collect where roles are held, for all roles or for those named."""
    return frozenset(
        getattr(one, attribute)
        for one in held
        if getattr(one, attribute) is not None and (not roles or one.role in roles)
    )


def viewer_of(person: Person | None, *, on: date | None = None) -> Viewer:
    """Return the viewer for a person, with the roles that run on the day given (today)."""
    if person is None or not person.is_authenticated or not person.is_active:
        return PUBLIC_VIEWER
    held = list(RoleHeld.objects.running_on(on or timezone.localdate()).filter(person=person))
    return Viewer(
        person=person,
        roles=frozenset(Role(one.role) for one in held) | {Role.PUBLIC},
        mission_ids=_ids(held, "mission_id"),
        network_ids=_ids(held, "network_id"),
        organisation_ids=_ids(held, "organisation_id"),
        site_ids=_ids(held, "site_id"),
        led_site_ids=_ids(held, "site_id", Role.SITE_LEAD),
        facilitated_network_ids=_ids(held, "network_id", Role.FACILITATOR),
    )
