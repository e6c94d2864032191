"""Organisations, their edges, networks and who is in them."""

from .health import Feature, HealthAnswer, HealthCheck
from .networks import (
    Basis,
    Meeting,
    Membership,
    Network,
    NetworkAction,
    OfNetworkQuerySet,
)
from .organisations import (
    EdgeKind,
    MapLayer,
    Organisation,
    OrganisationEdge,
    OrganisationKind,
    OrganisationLoad,
    OrganisationName,
)

__all__ = [
    "Basis",
    "EdgeKind",
    "Feature",
    "HealthAnswer",
    "HealthCheck",
    "MapLayer",
    "Meeting",
    "Membership",
    "Network",
    "NetworkAction",
    "OfNetworkQuerySet",
    "Organisation",
    "OrganisationEdge",
    "OrganisationKind",
    "OrganisationLoad",
    "OrganisationName",
]
