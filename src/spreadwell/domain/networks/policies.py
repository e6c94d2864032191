"""When organisations and networks may change."""

from datetime import date

from ..foundation.refusals import Invalid, NotNow
from .models import Network, Organisation, OrganisationEdge


def check_open(network: Network) -> None:
    """Raise unless the network still runs."""
    if network.state == "closed":
        raise NotNow(f"{network} is closed; what it did can be read, and nothing can be added.")


def check_edge(source: Organisation, kind: str, target: Organisation, starts: date | None) -> None:
    """Raise unless the edge joins two organisations and is new."""
    if source.pk == target.pk:
        raise Invalid("An organisation cannot be joined to itself.", field="target")
    same = OrganisationEdge.objects.filter(source=source, kind=kind, target=target, starts=starts)
    if same.exists():
        raise Invalid("This is known already, from the same day on.", field="target")


def check_dates(starts: date | None, ends: date | None) -> None:
    """Raise unless the end, if there is one, is after the start."""
    if ends is not None and starts is not None and ends <= starts:
        raise Invalid("The end must be after the start.", field="ends")
