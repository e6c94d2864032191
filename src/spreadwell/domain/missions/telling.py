"""Telling people of a mission by e-mail that something waits; what it says stays in Spreadwell."""

import logging
from collections.abc import Sequence

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from ..people.models import Person, RoleHeld
from ..people.roles import Role
from .models import Mission

log = logging.getLogger(__name__)


def leads_of(mission: Mission) -> list[Person]:
    """Return who leads a mission today; where nobody does, the administrators."""
    if mission.lead is not None:
        return [mission.lead]
    held = RoleHeld.objects.running_on(timezone.localdate()).select_related("person")
    leads = held.filter(role=Role.MISSION_LEAD, mission=mission)
    found = leads if leads.exists() else held.filter(role=Role.ADMINISTRATOR)
    return [one.person for one in found]


def tell(people: Sequence[Person], subject: str, text: str) -> None:
    """Write to each once everything is stored; mail that fails never loses what it is about."""
    write_to(sorted({one.email for one in people if one.is_active}), subject, text)


def write_to(addresses: Sequence[str], subject: str, text: str) -> None:
    """Write to each address a letter of its own, once everything is stored."""
    line = " ".join(subject.split())

    def send() -> None:
        for address in addresses:
            try:
                send_mail(line, text, None, [address])
            except OSError:
                log.exception("“%s” could not be sent", line)

    transaction.on_commit(send)
