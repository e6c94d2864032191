"""Telling people by e-mail that something waits; what it says stays behind the sign-in."""

import logging
from collections.abc import Sequence

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from ..missions.models import Mission
from ..people.models import Person, RoleHeld
from ..people.roles import Role
from .models import ExpressionOfInterest, SiteApplication, SiteCall

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
    line = " ".join(subject.split())
    addresses = sorted({one.email for one in people if one.is_active})

    def send() -> None:
        for address in addresses:
            try:
                send_mail(line, text, None, [address])
            except OSError:
                log.exception("“%s” could not be sent", line)

    transaction.on_commit(send)


def tell_of_interest(interest: ExpressionOfInterest) -> None:
    """Tell the mission's lead that somebody offers to join; who they are is not in the e-mail."""
    tell(
        leads_of(interest.mission),
        f"Somebody offers to join “{interest.mission}”",
        f"An organisation offers to take part in “{interest.mission}”. An answer is promised by "
        f"{interest.answer_due.day} {interest.answer_due:%B %Y}. Sign in to read and answer it.",
    )


def tell_of_removal(interest: ExpressionOfInterest) -> None:
    """Tell the mission's lead that a contact asked to be removed."""
    tell(
        leads_of(interest.mission),
        f"A contact of “{interest.mission}” asks to be removed",
        "Somebody who offered to take part asks that their name and address be removed. Sign in "
        "to erase them; an offer that is not answered yet is answered first.",
    )


def tell_reviewers(call: SiteCall) -> None:
    """Tell the reviewers that applications wait for their scores."""
    tell(
        [one.person for one in call.reviewers.select_related("person")],
        f"Applications to score: “{call}”",
        f"“{call}” has closed, and its applications wait for your scores. Sign in to score them. "
        "Please declare first where you have an interest.",
    )


def tell_applicant(application: SiteApplication) -> None:
    """Tell an applicant that the answer is there."""
    tell(
        [application.applicant],
        f"Your application to “{application.call}” was answered",
        f"The application of {application.organisation} to “{application.call}” was answered. "
        "Sign in to read the answer with its reasons.",
    )
