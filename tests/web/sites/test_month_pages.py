"""The page of a month: last month beside, drafts, questions, two people, the phone's way."""

import json
from html import escape

import pytest
from django.urls import reverse
from django.utils import timezone

from spreadwell.domain.measures.models import Reading, Submission
from spreadwell.domain.people.roles import Role
from spreadwell.domain.sites.models import MonthDraft
from spreadwell.formats.periods import Period, PeriodKind
from tests.factories import make_measure, make_organisation, make_person, make_site
from tests.readings import store_reading

pytestmark = [pytest.mark.django_db, pytest.mark.store]
JSON = {"accept": "application/json"}


def last_month(back: int = 0) -> Period:
    """The last whole month, or one so many months before it."""
    this = Period.containing(timezone.localdate(), PeriodKind.MONTH)
    return Period(PeriodKind.MONTH, this.ordinal - 1 - back)


@pytest.fixture
def site():
    """A live site with one count that it supplies and one that an extract does."""
    made = make_site(organisation=make_organisation(code="XM0001"))
    measures = made.version.innovation.measures
    measures.create(measure=make_measure(slug="calls", name="Calls", statistic="count"))
    measures.create(measure=make_measure(name="From an extract", supplied_by="extract"))
    return made


@pytest.fixture
def person(site):
    """Somebody of the site."""
    return make_person(Role.SITE_MEMBER, site=site, name="Rowan Ashby")


@pytest.fixture
def member(sign_in, person):
    """Their browser."""
    return sign_in(person)


def read(site, value, back=1, by=None):
    """Store a reading of so many months ago."""
    period = last_month(back)
    sent = Submission.objects.create(
        way="entry", sent_by=by, state="accepted", settled_at=timezone.now()
    )
    return store_reading(
        submission=sent, measure=site.version.innovation.measures.first().measure,
        organisation=site.organisation, period=str(period), period_kind="month",
        ordinal=period.ordinal, value=value,
    )  # fmt: skip


@pytest.fixture
def history(site):
    """A year of readings before the month that is due; the last is 41."""
    for back, value in enumerate([41, 39, 40, 42, 38, 40, 41, 39, 42, 38, 40, 39], start=1):
        read(site, value, back)


def at(site, name="month") -> str:
    """An address of the site's month."""
    return reverse(f"sites:{name}", args=[site.pk])


def opened(seen=0) -> str:
    """What the page carries of what it knew."""
    return f"calls@{last_month()}@{seen}"


def text_of(answer) -> str:
    """The page as text."""
    return answer.content.decode()


def test_last_month_stands_beside_the_field_and_its_chart_under_it(member, site, history):
    page = text_of(member.get(at(site)))
    assert f"{last_month(1).label}: 41" in page and 'data-last="41"' in page
    assert 'inputmode="numeric"' in page
    assert page.count("<svg") >= 2 and "From an extract" not in page


def test_a_first_month_has_nothing_beside_it_and_no_chart(member, site):
    page = text_of(member.get(at(site)))
    assert f"{last_month(1).label}: not sent" in page and "So far" not in page


def test_a_number_unlike_the_site_s_is_asked_about_and_a_tick_sends_it(member, site, history):
    answer = member.post(at(site), {"calls__value": "412", "opened": opened()})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "412 is more than three times the 41" in page and 'value="412"' in page
    assert Reading.objects.filter(period=str(last_month())).count() == 0
    sure = {"calls__value": "412", "calls__sure": "on", "opened": opened()}
    assert member.post(at(site), sure).status_code == 302
    assert Reading.objects.get(period=str(last_month())).value == 412


def test_a_number_outside_the_limits_is_asked_about(member, site, history):
    answer = member.post(at(site), {"calls__value": "60", "opened": opened()})
    assert "60 lies outside" in text_of(answer)


def test_more_than_all_is_refused_and_no_tick_is_offered(member, site):
    part = make_measure(slug="rung", name="Rung back", statistic="proportion")
    site.version.innovation.measures.create(measure=part)
    given = {
        "rung__numerator": "80", "rung__denominator": "70", "rung__sure": "on",
        "opened": f"rung@{last_month()}@0",
    }  # fmt: skip
    answer = member.post(at(site), given)
    assert answer.status_code == 422
    assert "Rung back: The first number is a part of the second" in text_of(answer)
    assert "lies outside" not in text_of(answer) and "data-wonder hidden" in text_of(answer)


def test_a_usual_number_is_sent_without_a_question_commas_and_all(member, site, history):
    given = {"calls__value": "40", "opened": opened()}
    assert member.post(at(site), given).status_code == 302
    assert Reading.objects.get(period=str(last_month())).value == 40


def test_commas_between_thousands_are_read(member, site):
    assert member.post(at(site), {"calls__value": "1,234"}).status_code == 302
    assert Reading.objects.get().value == 1234
    assert member.post(at(site), {"calls__value": "1,23"}).status_code == 422


def test_two_people_are_told_of_each_other_and_one_chooses(member, site, person):
    colleague = make_person(Role.SITE_LEAD, site=site, name="Fern Holloway")
    there = read(site, 41, back=0, by=colleague)
    answer = member.post(at(site), {"calls__value": "44", "opened": opened()})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Fern Holloway sent 41" in page and "Keep 41" in page
    assert opened(there.pk) in page and 'value="44"' in page
    kept = {"calls__value": "44", "opened": opened(there.pk), "calls__settle": "keep"}
    assert member.post(at(site), kept).status_code == 302
    assert Reading.objects.current().get().value == 41
    replaced = kept | {"calls__settle": "replace"}
    assert member.post(at(site), replaced).status_code == 302
    there.refresh_from_db()
    assert Reading.objects.current().get().value == 44
    assert there.superseded_by.value == 44 and there.superseded_by.submission.sent_by == person


def test_somebody_from_elsewhere_is_not_named(member, site):
    read(site, 41, back=0, by=make_person(Role.ANALYST, name="Hazel Unseen"))
    page = text_of(member.post(at(site), {"calls__value": "44", "opened": opened()}))
    assert "Somebody who sends for several sites sent 41" in page and "Hazel" not in page


def test_a_second_press_with_the_same_key_stores_once(member, site):
    given = {"calls__value": "44", "opened": opened(), "key": "abc"}
    assert [member.post(at(site), given).status_code for _ in range(2)] == [302, 302]
    assert Reading.objects.count() == 1


def test_a_draft_is_kept_shown_and_thrown_away_without_any_script(member, site, person):
    typed = {"calls__value": "4", "opened": opened(), "what_changed": "A new nurse", "key": "k"}
    assert member.post(at(site, "month_draft"), typed).status_code == 302
    page = text_of(member.get(at(site)))
    assert 'value="4"' in page and "A new nurse" in page and "You kept this as a draft" in page
    assert not Reading.objects.exists()
    assert "key" not in MonthDraft.objects.get(person=person).values
    member.post(at(site, "month_draft"), {"discard": "yes"})
    assert "You kept this" not in text_of(member.get(at(site)))


def test_a_draft_is_its_writer_s_alone(member, site, sign_in):
    member.post(at(site, "month_draft"), {"what_changed": "Mine"})
    other = sign_in(make_person(Role.SITE_LEAD, site=site))
    assert "Mine" not in text_of(other.get(at(site)))


def test_numbers_of_an_earlier_month_are_not_put_into_this_one(member, site):
    earlier = f"calls@{last_month(1)}@0"
    member.post(
        at(site, "month_draft"), {"calls__value": "77", "opened": earlier, "what_changed": "Still"}
    )
    page = text_of(member.get(at(site)))
    assert 'value="77"' not in page and "Still" in page


def test_a_draft_with_a_patient_in_it_is_not_kept(member, site):
    typed = {"what_changed": "Rang patient 943 476 5919 at home"}
    assert member.post(at(site, "month_draft"), typed).status_code == 422
    assert member.post(at(site, "month_draft"), typed, headers=JSON).json() == {"state": "asked"}
    assert not MonthDraft.objects.exists()


def test_a_draft_without_end_is_not_kept(member, site):
    answer = member.post(at(site, "month_draft"), {"what_changed": "long " * 5000})
    assert answer.status_code == 422 and "too long" in text_of(answer)


def test_the_phone_is_answered_with_data(member, site, person):
    said = member.get(at(site, "month_state"), headers=JSON).json()
    assert said["person"] == person.pk and said["token"] and said["draft"] is None
    kept = member.post(at(site, "month_draft"), {"calls__value": "4"}, headers=JSON).json()
    assert kept["state"] == "kept"
    assert member.get(at(site, "month_state"), headers=JSON).json()["at"] == kept["at"]
    asked = member.post(at(site), {"calls__value": "many"}, headers=JSON)
    assert (asked.status_code, asked.json()) == (422, {"state": "asked"})
    stored = member.post(at(site), {"calls__value": "4", "key": "k"}, headers=JSON).json()
    assert stored == {"state": "stored", "page": reverse("sites:detail", args=[site.pk])}
    assert not MonthDraft.objects.exists()


def test_nobody_without_the_right_asks_for_the_state_or_keeps_a_draft(sign_in, site, client):
    assert client.get(at(site, "month_state")).status_code == 302
    board = sign_in(make_person(Role.BOARD_MEMBER))
    assert board.get(at(site, "month_state")).status_code == 403
    assert board.post(at(site, "month_draft"), {"what_changed": "x"}).status_code == 403


def test_a_month_opened_weeks_ago_is_sent_for_the_month_it_was_opened_for(member, site):
    earlier = f"calls@{last_month(2)}@0"
    assert member.post(at(site), {"calls__value": "33", "opened": earlier}).status_code == 302
    assert Reading.objects.get().period == str(last_month(2))


def test_hostile_words_are_shown_as_text(member, site):
    hostile = "<script>alert(1)</script>"
    page = text_of(member.post(at(site), {"calls__value": hostile, "what_changed": hostile}))
    assert hostile not in page and escape(hostile) in page


def test_the_worker_stands_at_the_root_and_keeps_nobody_s_page(client, sign_in):
    sign_in(make_person(Role.ANALYST))
    answer = client.get(reverse("month_worker"))
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["Cache-Control"]
    assert reverse("month_worker").count("/") == 1
    code = text_of(answer)
    assets = json.loads(next(x for x in code.splitlines() if "ASSETS =" in x)[15:].rstrip(";"))
    assert assets and all(one.startswith("/static/") for one in assets)
    assert "const VERSION" in code


def test_a_site_that_started_this_month_owes_nothing_yet(sign_in):
    site = make_site(started=timezone.localdate().replace(day=1))
    site.version.innovation.measures.create(measure=make_measure())
    page = text_of(sign_in(make_person(Role.SITE_MEMBER, site=site)).get(at(site)))
    assert "No numbers are due" in page
