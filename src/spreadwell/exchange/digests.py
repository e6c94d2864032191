"""Digests by e-mail: what waits for somebody, once at their rhythm, only when something does."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.html import escape

from spreadwell.domain.foundation.dues import Due
from spreadwell.domain.people.models import Person
from spreadwell.domain.reminders.days import claim_day, give_day_back
from spreadwell.domain.reminders.models import ReminderChoice, Rhythm
from spreadwell.domain.reminders.queries import due_to
from spreadwell.domain.reminders.rhythms import is_time

log = logging.getLogger(__name__)

SALT = "spreadwell.reminders.stop"
MOST = 15
"""More than this is a list that nobody reads; Home has the rest."""


@dataclass(slots=True)
class Outcome:
    """What came of a round of reminders: who was written to, and who was not and why."""

    sent: list[str] = field(default_factory=list)
    no_address: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def sentence(self, dry: bool = False) -> str:
        """Say it in one line."""
        many = len(self.sent)
        parts = [
            f"{'Would write' if dry else 'Wrote'} to {many} {'person' if many == 1 else 'people'}"
        ]
        if self.no_address:
            parts.append(f"no address: {', '.join(self.no_address)}")
        if self.failed:
            parts.append(f"could not be sent, tried again next time: {', '.join(self.failed)}")
        return "; ".join(parts) + "."


def stop_token(person: Person) -> str:
    """Return what lets a person turn their own reminders off without signing in."""
    return signing.dumps(person.pk, salt=SALT)


def person_of(token: str) -> Person | None:
    """Return whose token this is, None where it was not made here."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    found: Person | None = Person.objects.get_queryset().filter(pk=key).first()
    return found


def send_digests(
    on: date, *, dry: bool = False, say: Callable[[str], None] = lambda text: None
) -> Outcome:
    """Write to everybody for whom something waits and whose day it is, once a day at most.

    `dry` writes to nobody and takes no day. A mail that cannot be sent gives its day back.
    """
    outcome = Outcome()
    for choice, found in _waiting(on, outcome):
        person = choice.person
        if not person.email:
            outcome.no_address.append(person.name)
            continue
        if not dry:
            choice = _kept(choice)
            if not claim_day(choice, on):
                continue
            try:
                digest(person, found, on).send()
            except Exception as fault:
                # One mail that cannot be written or sent keeps nobody else from theirs.
                if not isinstance(fault, (OSError, SMTPException)):
                    log.exception("The reminder of person %s failed", person.pk)
                give_day_back(choice, on)
                outcome.failed.append(person.name)
                continue
        say(f"{person.name} <{person.email}>: {_things(len(found))}")
        outcome.sent.append(person.name)
    return outcome


def _waiting(on: date, outcome: Outcome) -> Iterator[tuple[ReminderChoice, list[Due]]]:
    """Yield each active person whose day it is, with what waits for them.

    Where that cannot be worked out for somebody, it is noted, and keeps nobody else from theirs.
    """
    people = Person.objects.get_queryset().filter(is_active=True).select_related("reminders")
    for person in people.order_by("name", "pk"):
        choice = getattr(person, "reminders", None) or ReminderChoice(person=person)
        if is_time(choice, on):
            try:
                found = due_to(person, on)
            except Exception:
                log.exception("What waits for person %s could not be worked out", person.pk)
                outcome.failed.append(person.name)
                continue
            if found:
                yield choice, found


def _kept(choice: ReminderChoice) -> ReminderChoice:
    """Return the choice as it is stored; whoever made none has the usual one."""
    if choice.pk is None:
        choice, _ = ReminderChoice.objects.get_or_create(person=choice.person)
    return choice


def digest(person: Person, found: Sequence[Due], on: date) -> EmailMultiAlternatives:
    """Write the mail for one person: plain words first, the same in HTML, nothing that tracks."""
    home = settings.ADDRESS + reverse("home")
    stop = settings.ADDRESS + reverse("reminders_stop", args=[stop_token(person)])
    choice = settings.ADDRESS + reverse("reminders")
    lines = [(one, settings.ADDRESS + reverse(one.page, args=one.args)) for one in found[:MOST]]
    more = len(found) - MOST
    mail = EmailMultiAlternatives(
        subject=f"{settings.SYSTEM_NAME}: {_things(len(found))} for you",
        body=_plain(person, lines, more, on, home, stop, choice),
        to=[person.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(_html(person, lines, more, on, home, stop, choice), "text/html")
    return mail


Lines = list[tuple[Due, str]]


def _plain(
    person: Person, lines: Lines, more: int, on: date, home: str, stop: str, choice: str
) -> str:
    listed = "\n\n".join(f"- {one.text}{_when(one, on)}\n  {url}" for one, url in lines)
    rest = f"\n\nAnd {more} more: {home}" if more > 0 else ""
    return (
        f"{person.name}, this waits for you:\n\n{listed}{rest}\n\n"
        f"Choose how often this comes: {choice}\nTurn it off: {stop}\n"
    )


def _html(
    person: Person, lines: Lines, more: int, on: date, home: str, stop: str, choice: str
) -> str:
    listed = "".join(
        f'<li><a href="{escape(url)}">{escape(one.text)}</a>{escape(_when(one, on))}</li>'
        for one, url in lines
    )
    rest = f'<p><a href="{escape(home)}">And {more} more</a></p>' if more > 0 else ""
    return (
        f'<!DOCTYPE html><html lang="en-GB"><body><p>{escape(person.name)}, this waits for you:</p>'
        f"<ul>{listed}</ul>{rest}"
        f'<p><a href="{escape(choice)}">Choose how often this comes</a> or '
        f'<a href="{escape(stop)}">turn it off</a>.</p></body></html>'
    )


def _things(many: int) -> str:
    return f"{many} thing waits" if many == 1 else f"{many} things wait"


def _when(one: Due, on: date) -> str:
    if one.due is None:
        return ""
    return f" ({'since' if one.is_late(on) else 'by'} {one.due.day} {one.due:%B %Y})"


def rhythm_of(person: Person) -> str:
    """Return how often a person is reminded; weekly where they did not choose."""
    found = ReminderChoice.objects.filter(person=person).first()
    return str(found.rhythm) if found else Rhythm.WEEKLY.value
