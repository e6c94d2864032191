"""Showing the places of one network or one mission alone."""

from dataclasses import dataclass

from spreadwell.domain.missions.models import Mission
from spreadwell.domain.networks.models import Network
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.domain.sites.places import places_of_network

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
    """Of a network its places; of a mission where its innovations run, in the network if given."""
    if mission is None:
        return None if network is None else places_of_network(viewer, network)
    # Who belongs to the network is no place of a mission before an innovation of it runs there.
    sites = ImplementationSite.objects.visible_to(viewer).filter(
        version__innovation__mission=mission
    )
    if network is not None:
        sites = sites.filter(version__innovation__network=network)
    return frozenset(sites.order_by().values_list("organisation_id", flat=True))
