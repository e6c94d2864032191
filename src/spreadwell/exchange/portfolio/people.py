"""Invented people: one who signs in for each role, and those around them."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from spreadwell.domain.models import Person, RoleHeld
from spreadwell.domain.people.roles import Role

from .content import told
from .loading import Loading, keep_all

SINCE = date(2023, 6, 1)
DOMAIN = "example.org"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody of the example who can sign in."""

    role: str
    email: str
    name: str


def sign_ins() -> tuple[SignIn, ...]:
    """Return everybody who can sign in, one for each role."""
    return tuple(
        SignIn(one["key"].replace(".", " ").capitalize(), _address(one["key"]), one["name"])
        for one in told("people")["sign_ins"]
    )


def password() -> str:
    """Return the one password of all sign-ins of the example."""
    return str(told("people")["password"])


def _address(key: str) -> str:
    return f"{key}@{DOMAIN}"


def load(loading: Loading) -> None:
    """Load everybody; only the sign-ins have a password, hashed once for all of them."""
    content = told("people")
    secret = make_password(content["password"])
    made = []
    keys = []
    for one in content["sign_ins"]:
        made.append(_person(one["key"], one["name"], one["title"], secret))
        keys.append(one["key"])
    for one in content["others"]:
        made.append(_person(one["key"], one["name"], one["title"]))
        keys.append(one["key"])
    helpers: list[Person] = []
    for i, plant in enumerate(content["plants"]):
        for step in (0, 7, 13):
            place = content["places"][(i + step) % len(content["places"])]
            title = content["capabilities"][(i + step) % len(content["capabilities"])]
            helpers.append(_person(f"team.{len(helpers) + 1}", f"{plant} {place}", title))
    kept = keep_all(Person, made + helpers)
    loading.people |= dict(zip(keys, kept, strict=False))
    loading.helpers = kept[len(keys) :]


def _person(key: str, name: str, title: str, secret: str = "") -> Person:
    return Person(
        email=_address(key), name=name, title=title, invented=True,
        password=secret or make_password(None),
    )  # fmt: skip


def give_roles(loading: Loading) -> None:
    """Give each sign-in its role at the place of the story."""
    lipid = loading.networks["lipid-network"]
    third = loading.sites["lipid-reviews", 3]
    roles: list[tuple[str, Role, dict[str, object]]] = [
        ("administrator", Role.ADMINISTRATOR, {}),
        ("mission.lead", Role.MISSION_LEAD, {"mission": loading.missions["long-term-conditions"]}),
        ("lead.home", Role.MISSION_LEAD, {"mission": loading.missions["days-at-home"]}),
        ("lead.young", Role.MISSION_LEAD, {"mission": loading.missions["young-minds"]}),
        ("board.member", Role.BOARD_MEMBER, {}),
        ("board.two", Role.BOARD_MEMBER, {}),
        ("board.three", Role.BOARD_MEMBER, {}),
        ("analyst", Role.ANALYST, {}),
        ("analyst.two", Role.ANALYST, {}),
        ("facilitator", Role.FACILITATOR, {"network": lipid}),
        ("facilitator", Role.FACILITATOR, {"network": loading.networks["pressure-network"]}),
        ("facilitator.home", Role.FACILITATOR, {"network": loading.networks["home-network"]}),
        ("facilitator.young", Role.FACILITATOR,
         {"network": loading.networks["young-minds-network"]}),
        ("site.lead", Role.SITE_LEAD, {"site": third}),
        ("site.member", Role.SITE_MEMBER, {"site": third}),
        ("partner", Role.PARTNER,
         {"network": lipid, "organisation": loading.organisations["XW-C01"]}),
        ("contributor", Role.CONTRIBUTOR, {}),
    ]  # fmt: skip
    panel = told("panel")["scorers"]
    held = {key for key, _, _ in roles}
    roles += [(one["who"], Role.CONTRIBUTOR, {}) for one in panel if one["who"] not in held]
    keep_all(
        RoleHeld,
        [RoleHeld(person=loading.person(k), role=r, starts=SINCE, **at) for k, r, at in roles],
    )
    partner = loading.person("partner")
    partner.organisation = loading.organisations["XW-C01"]
    lead = loading.person("site.lead")
    lead.organisation = third.organisation
    member = loading.person("site.member")
    member.organisation = third.organisation
    Person.objects.bulk_update([partner, lead, member], ["organisation"])
