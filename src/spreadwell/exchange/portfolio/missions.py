"""Missions with their published aims, the measures, and networks with who is in them."""

from datetime import date, timedelta
from typing import Any

from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.measures.definitions import load_definitions
from spreadwell.domain.models import (
    AimTarget,
    AimVersion,
    Measure,
    Meeting,
    Membership,
    Mission,
    Network,
    NetworkAction,
    Strand,
)
from spreadwell.formats import measures as files

from .content import MEASURES, told
from .loading import Loading, keep_all

# Measures whose readings are published figures.
OPEN = ("could_be_home", "ae_over_four_hours", "adult_mortality")
AIMS = ("heart_attacks_and_strokes_prevented", "more_days_at_home", "fewer_young_people_in_crisis")
FORMED = date(2023, 6, 1)


def is_published(slug: str) -> bool:
    """Tell whether a measure of the example stands for published figures or aims."""
    return slug in OPEN or slug in AIMS or slug.startswith("recorded_")


def load_measures(loading: Loading) -> None:
    """Load every definition, published ones apart from invented ones."""
    found = files.load_definitions(MEASURES)
    real = [one for slug, one in found.items() if is_published(slug)]
    opened = [one.id for one in real if one.id not in AIMS]
    load_definitions(by=None, definitions=real, origin=Origin.PUBLISHED, open_data=opened)
    invented = [one for slug, one in found.items() if not is_published(slug)]
    load_definitions(by=None, definitions=invented, origin=Origin.INVENTED)
    loading.measures = {one.slug: one for one in Measure.objects.all()}


def load(loading: Loading) -> None:
    """Load missions, strands, aims and what the aims mean in numbers."""
    for one in told("missions")["missions"]:
        mission = Mission.objects.create(
            slug=one["slug"], title=one["title"], summary=one["summary"].strip(),
            state=one.get("state", "active"),
            sro=loading.people.get(one["sro"]) if one["sro"] else None,
            lead=loading.person(one["lead"]), live_limit=one["live_limit"],
            opened_on=one["opened"], committed_until=one.get("committed_until"),
            origin=Origin.PUBLISHED, source=one["source"],
        )  # fmt: skip
        loading.missions[mission.slug] = mission
        keep_all(
            Strand,
            [Strand(mission=mission, name=n, order=i) for i, n in enumerate(one["strands"])],
        )
        for number, aim in enumerate(one["aims"], start=1):
            _aim(loading, mission, number, aim)


def _aim(loading: Loading, mission: Mission, number: int, told_aim: dict[str, Any]) -> None:
    aim = AimVersion.objects.create(
        mission=mission, number=number, text=told_aim["text"].strip(),
        why=told_aim.get("why", "").strip(), source=told_aim["source"],
    )  # fmt: skip
    target = told_aim.get("target")
    if target:
        AimTarget.objects.create(
            aim=aim, measure=loading.measures[target["measure"]], baseline=target["baseline"],
            target=target["target"], by=target["by"], population=target.get("population"),
            note=target.get("note", ""),
        )  # fmt: skip


def load_networks(loading: Loading) -> None:
    """Load networks, members, meetings and actions."""
    memberships: list[Membership] = []
    for one in told("networks")["networks"]:
        published = one.get("published", "")
        network = Network.objects.create(
            slug=one["slug"], name=one["name"], purpose=one["purpose"], basis=one["basis"],
            formed_on=one["formed"], state="active", source=published,
            origin=Origin.PUBLISHED if published else Origin.INVENTED,
        )  # fmt: skip
        loading.networks[network.slug] = network
        for slug in one["missions"]:
            loading.missions[slug].networks.add(network)
        starts = one["formed"] or FORMED
        for member in one["members"]:
            memberships += _members(loading, network, member, starts)
        _meetings(loading, network, one)
    keep_all(Membership, memberships)


def _members(
    loading: Loading, network: Network, member: dict[str, Any], starts: date
) -> list[Membership]:
    common = {
        "network": network, "role": member["role"], "starts": starts,
        "interests": member.get("interests", ""),
    }  # fmt: skip
    if "pcns" in member:
        first, last = (int(part) for part in member["pcns"].split("-"))
        codes = [f"XW-P{i:02}" for i in range(first, last + 1)]
        return [Membership(organisation=loading.organisations[c], **common) for c in codes]
    if "person" in member:
        return [Membership(person=loading.person(member["person"]), **common)]
    return [Membership(organisation=loading.organisations[member["organisation"]], **common)]


def _meetings(loading: Loading, network: Network, one: dict[str, Any]) -> None:
    last = None
    for meeting in one.get("meetings", []):
        last = Meeting.objects.create(
            network=network, on=meeting["day"], purpose=meeting["purpose"], notes=meeting["notes"]
        )
    if last is not None:
        # The next meeting always lies ahead of whoever looks.
        Meeting.objects.create(
            network=network, on=loading.today + timedelta(days=16), purpose="What needs us next"
        )
    keep_all(
        NetworkAction,
        [
            NetworkAction(
                network=network, meeting=last, what=action["what"],
                owner=loading.person(action["owner"]),
                due=loading.when(action, "due"), done_on=action.get("done"),
            )
            for action in one.get("actions", [])
        ],
    )  # fmt: skip
