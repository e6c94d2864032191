"""The things of the example that pages are asked about, named from the sign-ins' point of view.

“own” is what the sign-ins of a site, a network or a mission hold themselves, “other” what
somebody else holds.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from spreadwell.domain.people.models import Person, RoleHeld
from spreadwell.domain.people.roles import Role


def first(rows: QuerySet[Any], by: str = "pk") -> list[Any]:
    """Return the first row's key as the arguments of an address; a missing row is a fault."""
    found = rows.order_by("pk").values_list(by, flat=True).first()
    if found is None:
        raise LookupError(f"The example has no such {rows.model.__name__}: {rows.query}")
    return [found]


def own_site_ids() -> set[int]:
    """Return the sites of the site people who can sign in."""
    held = RoleHeld.objects.filter(role__in=[Role.SITE_LEAD, Role.SITE_MEMBER])
    return set(held.filter(person__in=sign_ins()).values_list("site_id", flat=True))


def own_network_ids() -> set[int]:
    """Return the networks of the facilitator and the partner who can sign in."""
    held = RoleHeld.objects.filter(role__in=[Role.FACILITATOR, Role.PARTNER])
    return set(held.filter(person__in=sign_ins()).values_list("network_id", flat=True))


def sign_ins() -> QuerySet[Person]:
    """Return those who can sign in."""
    from spreadwell.exchange import portfolio

    return Person.objects.filter(email__in=[one.email for one in portfolio.SIGN_INS])


THINGS: dict[str, Callable[[], list[Any]]] = {
    "-": list,
    "person": lambda: first(sign_ins()),
    "role": lambda: first(RoleHeld.objects.filter(ends=None)),
    "confirm_key": lambda: ["no-such-key"],
    "reset_key": lambda: ["1", "no-such-key"],
}
