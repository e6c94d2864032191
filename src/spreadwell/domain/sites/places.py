"""The places of a network: where its innovations run, and who belongs to it."""

from ..networks.models import Membership, Network
from ..people.viewer import Viewer
from .models import ImplementationSite


def places_of_networks(viewer: Viewer) -> list[frozenset[int]]:
    """The same for each network that a viewer may see."""
    found: dict[int, set[int]] = {}
    sites = ImplementationSite.objects.visible_to(viewer)
    members = Membership.objects.visible_to(viewer).filter(organisation__isnull=False)
    for network, place in (
        *sites.values_list("version__innovation__network", "organisation_id"),
        *members.values_list("network", "organisation_id"),
    ):
        found.setdefault(network, set()).add(place)
    seen = Network.objects.visible_to(viewer).values_list("pk", flat=True)
    return [frozenset(found[one]) for one in seen if one in found]


def places_of_network(viewer: Viewer, network: Network) -> frozenset[int]:
    """Keys of the organisations of a network that a viewer may know of, members and sites."""
    sites = ImplementationSite.objects.visible_to(viewer).filter(
        version__innovation__network=network
    )
    members = Membership.objects.visible_to(viewer).filter(
        network=network, organisation__isnull=False
    )
    return frozenset(
        [
            *sites.values_list("organisation_id", flat=True),
            *members.values_list("organisation_id", flat=True),
        ]
    )
