"""Reading networks: who is in them today, what is due, who works at which site."""

from datetime import date

from django.db.models import Q, QuerySet

from ..people.viewer import Viewer
from .models import (
    Meeting,
    Membership,
    Network,
    NetworkAction,
    Organisation,
    OrganisationEdge,
    OrganisationName,
)


def members_on(viewer: Viewer, network: Network, day: date) -> QuerySet[Membership]:
    """Return the memberships of a network that run on a day and that the viewer may see."""
    rows: QuerySet[Membership] = Membership.objects.visible_to(viewer)
    return (
        rows.filter(network=network, starts__lte=day)
        .filter(Q(ends=None) | Q(ends__gt=day))
        .select_related("organisation", "person", "person__organisation")
    )


def next_meeting(viewer: Viewer, network: Network, day: date) -> Meeting | None:
    """Return the first meeting from a day on."""
    rows: QuerySet[Meeting] = Meeting.objects.visible_to(viewer)
    return rows.filter(network=network, on__gte=day).order_by("on").first()


def actions_due(viewer: Viewer, network: Network) -> QuerySet[NetworkAction]:
    """Return what somebody said they would do and has not done, the oldest first."""
    rows: QuerySet[NetworkAction] = NetworkAction.objects.visible_to(viewer)
    return rows.filter(network=network, done_on=None).select_related("owner").order_by("due", "pk")


def edges_of(viewer: Viewer, organisation: Organisation) -> QuerySet[OrganisationEdge]:
    """Return every edge of an organisation, running and ended, the latest first."""
    rows: QuerySet[OrganisationEdge] = OrganisationEdge.objects.visible_to(viewer)
    return (
        rows.filter(Q(source=organisation) | Q(target=organisation))
        .select_related("source", "target")
        .order_by("-starts", "kind", "pk")
    )


def keys_by_code() -> dict[str, int]:
    """Return code → primary key of every organisation, former codes included.

    A code that one organisation had and another has now is the latter's.
    """
    former = OrganisationName.objects.order_by("ends").values_list("code", "organisation_id")
    return {**dict(former), **dict(Organisation.objects.order_by().values_list("code", "pk"))}
