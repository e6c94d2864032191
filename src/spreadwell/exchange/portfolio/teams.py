"""What the thread's versions need of a team, who brings it, for how many hours; its progress."""

from decimal import Decimal
from typing import Any

from spreadwell.domain.models import (
    ImplementationSite,
    NeededCapability,
    Person,
    ProgressScore,
    SetUpItem,
    TeamMember,
)

from .content import innovations
from .loading import Loading, keep_all

# The title of the site lead who signs in stands for the capability of a clinical lead.
STANDS_FOR = {"Pharmacist and site lead": "Clinical lead"}
THE_PLACE = 3
# One person of the thread's site helps at two further ones, and the hours come to more than a week.
ALSO_AT, HOURS_THERE, HOURS_HERE = (6, 9), Decimal("15"), Decimal("10")


def load(loading: Loading) -> None:
    """Load needs, teams and progress of every innovation that tells them."""
    for one in innovations():
        if "needs" in one:
            _fill(loading, one, _needs(loading, one))
            _progress(loading, one)


def _needs(loading: Loading, one: dict[str, Any]) -> dict[tuple[int, str], NeededCapability]:
    """Keep what each version needs; returns it by version and title."""
    made = keep_all(
        NeededCapability,
        [
            NeededCapability(
                version=loading.versions[one["slug"], version["number"]],
                name=each["name"], why=each["why"], hours_a_week=Decimal(each["hours"]),
            )
            for version in one["versions"]
            for each in one["needs"]
        ],
    )  # fmt: skip
    titles = [each["title"] for _ in one["versions"] for each in one["needs"]]
    return {(row.version_id, title): row for row, title in zip(made, titles, strict=True)}


def _fill(
    loading: Loading, one: dict[str, Any], needed: dict[tuple[int, str], NeededCapability]
) -> None:
    """Say which member brings what; what nobody of a team of three brings stays a gap."""
    sites = {s.pk: s for (slug, _), s in loading.sites.items() if slug == one["slug"]}
    members = list(TeamMember.objects.filter(site__in=sites).select_related("person"))
    taken: set[tuple[int, int]] = set()
    for member in members:
        title = member.person.title
        need = needed.get((sites[member.site_id].version_id, STANDS_FOR.get(title, title)))
        member.role = title
        if need is not None and (member.site_id, need.pk) not in taken:
            taken.add((member.site_id, need.pk))
            member.needed, member.capability = need, need.name
            member.hours_a_week = need.hours_a_week
    TeamMember.objects.bulk_update(members, ["role", "needed", "capability", "hours_a_week"])
    _lent(loading, one, members)
    # One thing is late to settle at a site that prepares, and the facilitator settles it.
    late = SetUpItem.objects.filter(site__in=sites, site__state="preparing", done_on=None)
    for item in late.order_by("due", "pk")[:1]:
        item.owner = loading.person("facilitator")
        item.save(update_fields=["owner"])


def _lent(loading: Loading, one: dict[str, Any], members: list[TeamMember]) -> None:
    """Let somebody of the thread's organisation help at further sites."""
    site = loading.sites[one["slug"], THE_PLACE]
    people = [loading.person("site.lead"), loading.person("site.member")]
    here = [m for m in members if m.site_id == site.pk and m.person not in people]
    for member in here:
        member.person.organisation = site.organisation
        member.hours_a_week = HOURS_HERE
    Person.objects.bulk_update([m.person for m in here], ["organisation"])
    TeamMember.objects.bulk_update(here, ["hours_a_week"])
    also: list[ImplementationSite] = [loading.sites[one["slug"], place] for place in ALSO_AT]
    keep_all(
        TeamMember,
        [
            TeamMember(
                site=other, person=member.person, capability="Lends a hand while somebody is away",
                role=member.role, hours_a_week=HOURS_THERE, starts=other.started or loading.today,
            )
            for other in also for member in here[:1]
        ],
    )  # fmt: skip


def _progress(loading: Loading, one: dict[str, Any]) -> None:
    keep_all(
        ProgressScore,
        [
            ProgressScore(
                site=loading.sites[one["slug"], each["place"]], score=Decimal(str(each["score"])),
                why=each["why"], said_on=each["day"], said_by=loading.person(each["who"]),
            )
            for each in one["progress"]
        ],
    )  # fmt: skip
