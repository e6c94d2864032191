"""Choosing a rhythm, and turning reminders off from a mail."""

import pytest
from django.test import Client
from django.urls import reverse

from spreadwell.domain.reminders.models import ReminderChoice
from spreadwell.exchange.digests import stop_token
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def rhythm(person) -> str:
    """What somebody chose."""
    return ReminderChoice.objects.get(person=person).rhythm


def test_weekly_is_chosen_until_somebody_chooses(sign_in):
    person = make_person()
    browser = sign_in(person)
    page = browser.get(reverse("reminders")).content.decode()
    assert 'value="weekly" checked' in page
    assert browser.post(reverse("reminders"), {"rhythm": "daily"}).status_code == 302
    assert rhythm(person) == "daily"
    assert 'value="daily" checked' in browser.get(reverse("reminders")).content.decode()


def test_no_choice_comes_back_with_a_sentence(sign_in):
    answer = sign_in(make_person()).post(reverse("reminders"), {"rhythm": "hourly"})
    assert answer.status_code == 422 and not ReminderChoice.objects.exists()


def test_the_account_page_leads_there(sign_in):
    page = sign_in(make_person()).get(reverse("mfa_index")).content.decode()
    assert reverse("reminders") in page


def test_opening_the_address_of_a_mail_changes_nothing_and_pressing_turns_it_off():
    person = make_person()
    # As a mail program would: no cookie, no token of a form.
    browser = Client(enforce_csrf_checks=True)
    address = reverse("reminders_stop", args=[stop_token(person)])
    assert browser.get(address).status_code == 200 and not ReminderChoice.objects.exists()
    answer = browser.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and rhythm(person) == "off"
    assert "Your reminders are off" in answer.content.decode()


def test_an_address_that_was_not_made_here_turns_nothing_off(client):
    person = make_person()
    forged = stop_token(person)[:-2] + "xx"
    assert client.post(reverse("reminders_stop", args=[forged])).status_code == 404
    assert not ReminderChoice.objects.exists()
