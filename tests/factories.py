"""Small builders of stored things, with plain defaults; a test names only what it is about."""

from datetime import date
from itertools import count
from typing import Any

from spreadwell.domain.models import (
    Finding,
    ImplementationSite,
    Innovation,
    InnovationVersion,
    Measure,
    Mission,
    Network,
    Opportunity,
    Organisation,
    Person,
    RoleHeld,
)
from spreadwell.domain.people.roles import Role

_next = count(1)
LONG_AGO = date(2020, 1, 1)


def make_person(role: Role | None = None, *, name: str = "", **place: Any) -> Person:
    """Make somebody, holding `role` at `place` (mission=, network=, site=, organisation=)."""
    number = next(_next)
    person = Person.objects.create_user(
        email=f"person{number}@example.org", password="a long password", name=name or f"P{number}"
    )
    if role is not None:
        RoleHeld.objects.create(person=person, role=role, starts=LONG_AGO, **place)
    return person


def make_mission(**fields: Any) -> Mission:
    """Make an active mission."""
    number = next(_next)
    given = {"slug": f"mission-{number}", "title": f"Mission {number}", "state": "active"}
    return Mission.objects.create(**given | fields)


def make_organisation(**fields: Any) -> Organisation:
    """Make a PCN."""
    number = next(_next)
    given = {"code": f"XP{number:04}", "name": f"Organisation {number}", "kind": "pcn"}
    return Organisation.objects.create(**given | fields)


def make_network(**fields: Any) -> Network:
    """Make an active network."""
    number = next(_next)
    given = {"slug": f"network-{number}", "name": f"Network {number}", "state": "active"}
    return Network.objects.create(**given | fields)


def make_innovation(**fields: Any) -> Innovation:
    """Make an innovation with its first version, in a network of its mission."""
    number = next(_next)
    given = {"slug": f"innovation-{number}", "name": f"Innovation {number}", "stage": "testing"}
    given |= fields
    if "mission" not in given:
        given["mission"] = make_mission()
    if "network" not in given:
        given["network"] = make_network()
        given["mission"].networks.add(given["network"])
    made = Innovation.objects.create(**given)
    InnovationVersion.objects.create(innovation=made, number=1)
    made.spells.create(stage=made.stage, entered=LONG_AGO)
    return made


def make_site(innovation: Innovation | None = None, **fields: Any) -> ImplementationSite:
    """Make a live site of an innovation's first version."""
    innovation = innovation or make_innovation()
    given = {"state": "live", "started": date(2024, 1, 1)} | fields
    if "organisation" not in given:
        given["organisation"] = make_organisation()
    given.setdefault("name", given["organisation"].name)
    made = ImplementationSite.objects.create(version=innovation.versions.get(number=1), **given)
    made.spells.create(state=made.state, entered=given["started"] or LONG_AGO)
    return made


def make_measure(**fields: Any) -> Measure:
    """Make a proportion of which more is better, shown per 100, supplied by sites each month."""
    number = next(_next)
    given = {
        "slug": f"measure-{number}",
        "name": f"Measure {number}",
        "unit": "patients",
        "statistic": "proportion",
        "per": 100,
        "direction": "up",
        "kind": "outcome",
        "cadence": "month",
        "supplied_by": "site",
    }
    return Measure.objects.create(**given | fields)


def make_opportunity(mission: Mission | None = None, **fields: Any) -> Opportunity:
    """Make an opportunity that was just raised."""
    number = next(_next)
    given = {
        "mission": mission or make_mission(),
        "slug": f"opportunity-{number}",
        "title": f"Opportunity {number}",
        "need": "People wait.",
        "change": "Ring them.",
        "raised_on": LONG_AGO,
    }
    return Opportunity.objects.create(**given | fields)


def make_finding(mission: Mission | None = None, **fields: Any) -> Finding:
    """Make a patient's finding."""
    number = next(_next)
    given = {
        "mission": mission or make_mission(),
        "text": f"Nobody rang me, {number}",
        "role": "patient",
        "voice": "people",
        "source_kind": "engagement",
        "heard_on": LONG_AGO,
    }
    return Finding.objects.create(**given | fields)
