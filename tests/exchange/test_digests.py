"""One digest a person and rhythm, only when something is due, and a way out in each."""

from datetime import date
from smtplib import SMTPException

import pytest
from django.core import mail

from spreadwell.domain.networks.models import NetworkAction
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.roles import Role
from spreadwell.domain.reminders.actions import choose_rhythm
from spreadwell.domain.reminders.models import ReminderChoice
from spreadwell.exchange import digests
from spreadwell.exchange.digests import person_of, send_digests, stop_token
from tests.factories import make_network, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
MONDAY = date(2025, 3, 17)
HOSTILE = "<b>Ring</b> the clinic"


@pytest.fixture
def owner():
    """Somebody who promised something."""
    return promise(make_person(Role.ANALYST, name="Rowan Ashby"))


def promise(person):
    """Let somebody promise something."""
    NetworkAction.objects.create(
        network=make_network(slug=f"n{person.pk}"), what=HOSTILE, owner=person, due=date(2025, 3, 1)
    )
    return person


def test_a_digest_says_what_waits_since_when_and_where(owner, settings):
    settings.ADDRESS = "https://spread.example.org"
    assert send_digests(MONDAY).sent == [owner.name]
    [sent] = mail.outbox
    assert sent.to == [owner.email] and "1 thing waits" in sent.subject
    assert f"{HOSTILE} (since 1 March 2025)" in sent.body
    assert f"https://spread.example.org/networks/n{owner.pk}/" in sent.body
    html = sent.alternatives[0][0]
    assert "&lt;b&gt;Ring&lt;/b&gt;" in html and HOSTILE not in html
    assert "<img" not in html  # nothing that tells us that it was read


def test_every_mail_says_how_to_turn_it_off_to_people_and_to_their_mail_program(owner):
    send_digests(MONDAY)
    [sent] = mail.outbox
    address = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in sent.body
    assert person_of(address.rstrip("/").rpartition("/")[2]) == owner


def test_nobody_is_written_to_about_nothing():
    make_person()
    assert send_digests(MONDAY).sent == [] and not mail.outbox


def test_never_twice_on_a_day_and_then_at_the_rhythm(owner):
    choose_rhythm(by=owner, rhythm="daily")
    days = [MONDAY, MONDAY, date(2025, 3, 18)]
    assert [len(send_digests(day).sent) for day in days] == [1, 0, 1]
    choose_rhythm(by=owner, rhythm="weekly")
    assert not send_digests(date(2025, 3, 24)).sent and send_digests(date(2025, 3, 25)).sent
    choose_rhythm(by=owner, rhythm="off")
    assert not send_digests(date(2026, 1, 1)).sent


def test_a_dry_run_writes_to_nobody_and_takes_no_day(owner):
    told = []
    outcome = send_digests(MONDAY, dry=True, say=told.append)
    assert outcome.sentence(dry=True) == "Would write to 1 person."
    assert owner.email in told[0] and not mail.outbox and not ReminderChoice.objects.exists()
    assert send_digests(MONDAY).sent == [owner.name]


def test_somebody_without_an_address_is_skipped_and_said(owner):
    Person.objects.get_queryset().filter(pk=owner.pk).update(email="")
    outcome = send_digests(MONDAY)
    assert outcome.sentence() == "Wrote to 0 people; no address: Rowan Ashby."


def test_whoever_has_left_is_not_written_to(owner):
    Person.objects.get_queryset().filter(pk=owner.pk).update(is_active=False)
    assert not send_digests(MONDAY).sent


def test_a_mail_that_cannot_be_sent_is_tried_again_and_keeps_nobody_else_waiting(
    owner, monkeypatch
):
    second = promise(make_person(Role.ANALYST, name="Sage Underhill"))
    real = mail.EmailMultiAlternatives.send

    def fails_for_the_first(message, *given, **named):
        if message.to == [owner.email]:
            raise SMTPException("no such server")
        return real(message, *given, **named)

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", fails_for_the_first)
    outcome = send_digests(MONDAY)
    assert (outcome.sent, outcome.failed) == ([second.name], [owner.name])
    assert "tried again" in outcome.sentence()
    monkeypatch.undo()
    assert send_digests(MONDAY).sent == [owner.name]


@pytest.mark.parametrize("broken", ["due_to", "digest"])
def test_a_fault_in_what_waits_for_one_keeps_nobody_else_from_theirs(owner, monkeypatch, broken):
    second = promise(make_person(Role.ANALYST, name="Sage Underhill"))
    real = getattr(digests, broken)

    def fails_for_the_first(person, *given):
        if person == owner:
            raise ValueError("a row that nobody expected")
        return real(person, *given)

    monkeypatch.setattr(digests, broken, fails_for_the_first)
    outcome = send_digests(MONDAY)
    assert (outcome.sent, outcome.failed) == ([second.name], [owner.name])
    monkeypatch.undo()
    assert send_digests(MONDAY).sent == [owner.name]


@pytest.mark.parametrize("token", ["", "x", "MQ:1:forged"])
def test_a_token_that_was_not_made_here_is_nobody_s(token):
    assert person_of(token) is None


def test_a_token_of_somebody_is_theirs(owner):
    assert person_of(stop_token(owner)) == owner
