"""Showing the places of one network or one mission alone."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from spreadwell.domain.missions.models import Mission
from spreadwell.domain.networks.models import Membership, Network
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite

from ..middleware import PageRequest


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a page is narrowed to; `places` are keys of organisations, None for all."""

    networks: tuple[Network, ...]
    missions: tuple[Mission, ...]
    network: Network | None
    mission: Mission | None
    places: frozenset[int] | None

    @property
    def query(self) -> str:
        """The same as the query of an address."""
        parts = [
            f"network={self.network.slug}" if self.network else "",
            f"mission={self.mission.slug}" if self.mission else "",
        ]
        return "&".join(part for part in parts if part)

    @property
    def name(self) -> str:
        """What it is narrowed to, blank for everywhere."""
        return " and ".join(str(one) for one in (self.network, self.mission) if one)


def narrowed(request: PageRequest, *, usual: bool = False) -> Narrowed:
    """Read what a page is narrowed to; with `usual`, the viewer's own network unless they say."""
    viewer = request.viewer
    networks = tuple(Network.objects.visible_to(viewer).order_by("name"))
    missions = tuple(Mission.objects.visible_to(viewer).order_by("title"))
    asked = request.GET.get("network")
    network = next((one for one in networks if one.slug == asked), None)
    mission = next((one for one in missions if one.slug == request.GET.get("mission")), None)
    if usual and asked is None and mission is None and networks:
        mine = [one for one in networks if one.pk in viewer.network_ids]
        network = (mine or networks)[0]
    return Narrowed(networks, missions, network, mission, _places(viewer, network, mission))


def _places(
    viewer: Viewer, network: Network | None, mission: Mission | None
) -> frozenset[int] | None:
    """Members of the network and the places where its or the mission's innovations run."""
    if network is None and mission is None:
        return None
    sites: QuerySet[ImplementationSite] = ImplementationSite.objects.visible_to(viewer)
    if mission is not None:
        sites = sites.filter(version__innovation__mission=mission)
    if network is None:
        return frozenset(sites.order_by().values_list("organisation_id", flat=True))
    its = frozenset(
        sites.filter(version__innovation__network=network)
        .order_by()
        .values_list("organisation_id", flat=True)
    )
    if mission is not None:
        return its
    members = Membership.objects.visible_to(viewer).filter(Q(network=network))
    rows = members.exclude(organisation=None).order_by()
    return its | frozenset(one for one in rows.values_list("organisation_id", flat=True) if one)
