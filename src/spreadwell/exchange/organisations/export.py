"""Organisations out: practices, PCNs and memberships, as of a day or with all of their dates."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from spreadwell.domain.networks.models import (
    EdgeKind,
    Organisation,
    OrganisationEdge,
    OrganisationKind,
)
from spreadwell.exchange.organisations.known import FACTS
from spreadwell.exchange.organisations.selecting import icb_of_commissioners

DORMANT_OR_PROPOSED = frozenset({"D", "P"})
"""States of the ODS that are neither open for patients nor closed."""


@dataclass(frozen=True, slots=True)
class Exported:
    """Rows of JSON-ready values; every end date is the last day, as in the files of the ODS."""

    practices: tuple[dict[str, Any], ...]
    pcns: tuple[dict[str, Any], ...]
    memberships: tuple[dict[str, Any], ...]


def export_organisations(*, today: date, on: date | None = None, icb: str = "") -> Exported:
    """Return the practices and PCNs open on a day, today unless given, and the memberships.

    Without `on` the memberships of these PCNs are all that are known, running and ended; with it
    those that ran on that day. With `icb` only its organisations.
    """
    day = on or today
    wanted = icb.upper()
    organisations = list(
        Organisation.objects.filter(
            kind__in=[OrganisationKind.PRACTICE, OrganisationKind.PCN]
        ).order_by("code")
    )
    places = icb_of_commissioners([facts_of(one) for one in organisations])
    icbs = {one.pk: icb_of(one, places) for one in organisations}
    shown = [
        one
        for one in organisations
        if _open(one, day)
        and facts_of(one).get("status") not in DORMANT_OR_PROPOSED
        and (not wanted or icbs[one.pk] == wanted)
    ]
    pcns = {one.pk for one in shown if one.kind == OrganisationKind.PCN}
    edges = OrganisationEdge.objects.filter(
        kind=EdgeKind.MEMBER_OF, source__kind=OrganisationKind.PRACTICE, target__kind="pcn"
    )
    if on is not None:
        edges = edges.filter(Q(starts=None) | Q(starts__lte=on), Q(ends=None) | Q(ends__gt=on))
    spells = [
        spell
        for spell in edges.order_by("source__code", "starts", "pk").values_list(
            "source_id", "source__code", "target_id", "target__code", "starts", "ends"
        )
        if spell[2] in pcns
    ]
    now = {
        source: code
        for source, _, _, code, starts, ends in spells
        if (starts is None or starts <= day) and (ends is None or day < ends)
    }
    return Exported(
        tuple(
            _row(one, icbs[one.pk], pcn=now.get(one.pk))
            for one in shown
            if one.kind == OrganisationKind.PRACTICE
        ),
        tuple(_row(one, icbs[one.pk]) for one in shown if one.kind == OrganisationKind.PCN),
        tuple(
            {
                "practice": practice,
                "pcn": pcn,
                "starts": iso(starts),
                "ends": last_day(ends),
                "icb": icbs[target],
            }
            for _, practice, target, pcn, starts, ends in spells
        ),
    )


def facts_of(one: Organisation) -> dict[str, Any]:
    """Return what the ODS says of an organisation beyond its own fields."""
    return (one.facts or {}).get(FACTS) or {}


def icb_of(one: Organisation, places: dict[str, str]) -> str | None:
    """Return the ICB of an organisation, its sub-ICB location's where it has none of its own."""
    facts = facts_of(one)
    return facts.get("icb") or places.get(facts.get("commissioner", ""))


def _open(one: Organisation, day: date) -> bool:
    return (one.opened is None or one.opened <= day) and (one.closed is None or day < one.closed)


def _row(one: Organisation, icb: str | None, **more: Any) -> dict[str, Any]:
    facts = facts_of(one)
    return {
        "code": one.code,
        "name": one.name,
        "icb": icb,
        "sub_icb": facts.get("commissioner"),
        "opened": iso(one.opened),
        "closed": last_day(one.closed),
        "invented": one.invented,
        **more,
    }


def iso(day: date | None) -> str | None:
    """Return a day as text."""
    return day.isoformat() if day else None


def last_day(ends: date | None) -> str | None:
    """The last day of something whose first day without is stored."""
    return (ends - timedelta(days=1)).isoformat() if ends else None
