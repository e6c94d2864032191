"""The places of a network: where its innovations run, and who belongs to it."""

from ..networks.models import Membership, Network
from ..people.viewer import Viewer
from .models import ImplementationSite


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
