"""When the next digest may come, and that a day is taken by one writer."""

from datetime import date

import pytest

from spreadwell.domain.audit.models import Event
from spreadwell.domain.foundation.refusals import Invalid
from spreadwell.domain.networks.models import NetworkAction
from spreadwell.domain.people.roles import Role
from spreadwell.domain.reminders.actions import choose_rhythm
from spreadwell.domain.reminders.days import claim_day, give_day_back
from spreadwell.domain.reminders.models import ReminderChoice
from spreadwell.domain.reminders.queries import KINDS, due_to
from spreadwell.domain.reminders.rhythms import is_time, next_day
from tests.factories import make_measure, make_network, make_person, make_site

MONDAY = date(2025, 3, 17)


@pytest.mark.parametrize(
    ("rhythm", "last", "day"),
    [
        ("daily", MONDAY, date(2025, 3, 18)),
        ("weekly", MONDAY, date(2025, 3, 24)),
        ("monthly", MONDAY, date(2025, 4, 17)),
        ("monthly", date(2025, 1, 31), date(2025, 2, 28)),
        ("monthly", date(2025, 12, 31), date(2026, 1, 31)),
        ("weekly", None, date.min),
        ("off", None, None),
        ("off", MONDAY, None),
    ],
)
def test_the_next_day_follows_the_rhythm(rhythm, last, day):
    assert next_day(ReminderChoice(rhythm=rhythm, last_sent_on=last)) == day


def test_it_is_time_from_that_day_on_and_not_before():
    choice = ReminderChoice(rhythm="weekly", last_sent_on=MONDAY)
    assert not is_time(choice, date(2025, 3, 23))
    assert is_time(choice, date(2025, 3, 24)) and is_time(choice, date(2025, 5, 1))


@pytest.mark.django_db
@pytest.mark.store
def test_a_day_is_taken_once_and_can_be_given_back():
    choice = ReminderChoice.objects.create(person=make_person(), last_sent_on=date(2025, 3, 1))
    assert claim_day(choice, MONDAY) and not claim_day(choice, MONDAY)
    give_day_back(choice, MONDAY)
    choice.refresh_from_db()
    assert choice.last_sent_on == date(2025, 3, 1)
    assert claim_day(choice, MONDAY)


@pytest.mark.django_db
@pytest.mark.store
def test_a_choice_is_kept_with_an_event_and_one_that_is_none_is_refused():
    person = make_person()
    choose_rhythm(by=person, rhythm="monthly")
    choose_rhythm(by=person, rhythm="off")
    assert ReminderChoice.objects.get(person=person).rhythm == "off"
    assert Event.objects.filter(verb="reminders.chosen", by=person).count() == 2
    with pytest.raises(Invalid):
        choose_rhythm(by=person, rhythm="hourly")


@pytest.mark.django_db
@pytest.mark.store
def test_what_waits_comes_from_every_step_the_oldest_first():
    site = make_site()
    site.version.innovation.measures.create(measure=make_measure(name="Reviews"))
    person = make_person(Role.SITE_MEMBER, site=site)
    NetworkAction.objects.create(
        network=make_network(), what="Ring the clinic", owner=person, due=date(2025, 3, 1)
    )
    make_person(Role.SITE_MEMBER, site=make_site())
    found = [
        one for one in due_to(person, MONDAY) if one.page in ("sites:month", "networks:detail")
    ]
    assert [one.text for one in found][-1] == f"Send the numbers of {site}: Reviews"
    assert found[-1].args == (site.pk,) and found[-1].is_late(MONDAY)
    assert len(set(KINDS)) == len(KINDS)
