"""Asking those who were not heard, and knowing who was asked already."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from ..audit.actions import record
from ..audit.models import Event
from ..foundation.actions import action
from ..foundation.refusals import Invalid
from ..missions.models import Mission
from ..missions.telling import write_to
from ..networks.models import Membership, Organisation
from ..people.models import Person
from ..people.viewer import Viewer, viewer_of
from .gaps import NOBODY
from .permissions import check_add_many
from .policies import check_open_to_public

MOST_ADDRESSES = 30
"""More is a mailing, which belongs to a program for mailings."""

ASKED = "mission.voice_asked"


def places_of(viewer: Viewer, mission: Mission | None) -> list[str]:
    """Return the boroughs in which a mission should hear people, in order.

    They are those of the members of its networks; where these say none, of all organisations.
    """
    rows = Organisation.objects.visible_to(viewer).exclude(borough="").exclude(origin="invented")
    if mission is not None:
        members = rows.filter(memberships__network__missions=mission)
        rows = members if members.exists() else rows
    return sorted(set(rows.order_by().values_list("borough", flat=True)))


def who_could_ask(viewer: Viewer, mission: Mission, place: str) -> list[Organisation]:
    """Return the members of the mission's networks in a place, who could pass a question on."""
    today = timezone.localdate()
    members = Membership.objects.visible_to(viewer).filter(
        network__missions=mission, starts__lte=today, organisation__isnull=False
    )
    rows = Organisation.objects.visible_to(viewer).filter(pk__in=members.values("organisation"))
    return list((rows.filter(borough=place) if place else rows)[:8])


def asked_for(mission: Mission) -> dict[tuple[str, str], date]:
    """Return on which day each missing (voice, place) was last asked for."""
    events = Event.objects.filter(thing="Mission", thing_id=mission.pk, verb=ASKED)
    return {
        (str(event.detail.get("voice")), str(event.detail.get("place"))): timezone.localdate(
            event.at
        )
        for event in events.order_by("at", "pk")
    }


@action
def ask_to_be_heard(
    *,
    by: Person,
    mission: Mission,
    voice: str,
    place: str,
    addresses: Sequence[str],
    letter: str,
) -> Mission:
    """Ask for a voice that was not heard: by e-mail to addresses, or, with none, as noted only.

    The addresses are not kept; each gets a letter of its own.
    """
    check_add_many(viewer_of(by), mission)
    check_open_to_public(mission)
    if voice not in NOBODY:
        raise Invalid("Say which voice is asked for.", field="voice")
    if len(addresses) > MOST_ADDRESSES:
        raise Invalid(f"Write to at most {MOST_ADDRESSES} addresses at once.", field="addresses")
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError:
            raise Invalid(f"“{address}” is no e-mail address.", field="addresses") from None
    if addresses and not letter.strip():
        raise Invalid("Write what they are to read.", field="letter")
    what = NOBODY[voice].removeprefix("Nobody from ").removeprefix("No ")
    where = f" in {place}" if place else ""
    record(
        by=by,
        verb=ASKED,
        thing=mission,
        summary=f"{by} asked for {what}{where}",
        detail={"voice": voice, "place": place, "letters": len(addresses)},
    )

    write_to(list(dict.fromkeys(addresses)), f"What matters to you? “{mission}”", letter)
    return mission
