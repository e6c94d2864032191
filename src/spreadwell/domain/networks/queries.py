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


def organisations_called(viewer: Viewer, text: str) -> list[Organisation]:
    """Return the organisations that the viewer may see and somebody may mean by a code or name.

    The first of these that finds any counts: the code as written, the code in other letters, the
    whole name, a part of the name or the beginning of the code. Former codes count as codes. Of
    parts, those at the beginning come first; letter case never matters beyond the code as written.
    """
    wanted, written = _folded(text), text.strip()
    if not wanted:
        return []
    # Compared here, since stores differ in how they fold letters beyond A to Z.
    rows: QuerySet[Organisation] = Organisation.objects.visible_to(viewer)
    seen = {one.pk: one for one in rows}
    names = {key: _folded(one.name) for key, one in seen.items()}
    codes = {code: key for code, key in keys_by_code().items() if key in seen}
    folded = [(code.casefold(), key) for code, key in codes.items()]
    keys = (
        {key for code, key in codes.items() if code == written}
        or {key for code, key in folded if code == wanted}
        or {key for key, name in names.items() if name == wanted}
        or {key for key, name in names.items() if wanted in name}
        | {key for code, key in folded if code.startswith(wanted)}
    )
    found = [one for key, one in seen.items() if key in keys]
    return sorted(found, key=lambda one: not names[one.pk].startswith(wanted))


def _folded(text: str) -> str:
    """Return text without regard to letter case and to how its words are spaced."""
    return " ".join(text.split()).casefold()
