"""Pages of conditions, readiness and costs: real forms, private ratings, blanks that stay blank."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from spreadwell.domain.people.roles import Role
from spreadwell.domain.sites.conditions import Given, choose_conditions, rate_round
from spreadwell.domain.sites.costs import last_quarter
from spreadwell.domain.sites.frameworks import constructs
from spreadwell.domain.sites.models import (
    ConditionRating,
    ConditionSet,
    ReadinessRating,
    SiteCost,
)
from tests.factories import make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]
HOSTILE = '<script>alert("1")</script>'
# A browser always sends its token, so that nothing filled in is not nothing sent.
SENT = {"csrfmiddlewaretoken": "x"}
THREE = ["Culture", "Planning", "Doing"]


@pytest.fixture
def sign_in():
    """Sign people in, each in a browser of their own."""

    def into(person):
        browser = Client()
        browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    return into


@pytest.fixture
def site():
    """A live site."""
    return make_site()


@pytest.fixture
def mission(site):
    """The site's mission."""
    return site.version.innovation.mission


@pytest.fixture
def facilitator(site, sign_in):
    """A browser of the facilitator."""
    return sign_in(make_person(Role.FACILITATOR, network=site.version.innovation.network))


def chosen(mission, *, two=False):
    """Let the mission choose three conditions."""
    lead = make_person(Role.MISSION_LEAD, mission=mission)
    choose_conditions(by=lead, mission=mission, chosen=THREE, second_rater=two)
    return lead


def page(site, name, *args):
    """The address of a page of a site."""
    return reverse(f"sites:{name}", args=[site.pk, *args])


def text_of(answer) -> str:
    """What a page says."""
    return answer.content.decode()


def test_a_lead_chooses_with_ticks_and_is_told_when_far_from_a_dozen(site, mission, sign_in):
    browser = sign_in(make_person(Role.MISSION_LEAD, mission=mission))
    address = reverse("sites:condition_set", args=[mission.slug])
    assert text_of(browser.get(address)).count('type="checkbox"') == len(constructs()) + 1
    given = {
        "inner-setting": ["Culture"], "implementation-process": ["Doing"], "second_rater": "on",
    }  # fmt: skip
    answer = browser.post(address, given, follow=True)
    assert "Saved: 2 conditions. 2 are few: about 12 is usual" in text_of(answer)
    kept = ConditionSet.objects.get()
    assert (kept.constructs, kept.second_rater) == (["Culture", "Doing"], True)
    assert "2 conditions are rated at every site, by two people apart" in text_of(answer)
    refused = browser.post(address, SENT)
    assert refused.status_code == 422 and "about a dozen" in text_of(refused)
    assert ConditionSet.objects.get().constructs == ["Culture", "Doing"]


def test_a_round_is_rated_at_once_and_blanks_stay_blank(site, mission, facilitator):
    chosen(mission)
    address = page(site, "rate", "start")
    shown = text_of(facilitator.get(address))
    assert shown.count("<select") == len(constructs())
    # What the mission chose stands before what is behind details.
    assert shown.index('id="id_rating_doing"') < shown.index('id="id_rating_teaming"')
    given = {
        "rating_culture": "0",
        "evidence_culture": HOSTILE,
        "informants": "4",
        "rating_tension-for-change": "-2",
        "evidence_tension-for-change": "It hurts",
    }
    assert facilitator.post(address, given).status_code == 302
    rows = {one.construct: one for one in ConditionRating.objects.all()}
    assert {key: row.rating for key, row in rows.items()} == {
        "Culture": 0, "Tension for Change": -2, "Planning": None, "Doing": None,
    }  # fmt: skip
    assert (rows["Culture"].informants, rows["Culture"].moment) == (4, "start")
    assert rows["Planning"].informants is None
    seen = text_of(facilitator.get(page(site, "conditions")))
    assert HOSTILE not in seen and "Not found out yet" in seen and "Neither, or mixed (0)" in seen
    again = text_of(facilitator.get(address))
    assert 'value="0" selected' in again and "It hurts" in again


def test_what_was_typed_is_not_lost_when_something_is_missing(site, mission, facilitator):
    chosen(mission)
    given = {
        "rating_culture": "1",
        "rating_doing": "2",
        "evidence_doing": "Weekly steps",
        "rating_tension-for-change": "1",
        "informants": "none",
    }
    answer = facilitator.post(page(site, "rate", "mid"), given)
    shown = text_of(answer)
    assert answer.status_code == 422 and "Say what the rating rests on" in shown
    assert "Weekly steps" in shown and "as a whole number" in shown
    # The group that holds the other mistake is open.
    assert "<details" in shown and 'class="nhsuk-details" open' in shown
    assert not ConditionRating.objects.exists()


def test_a_moment_that_is_none_is_not_found(site, facilitator):
    assert facilitator.get(page(site, "rate", "never")).status_code == 404


def test_two_rate_apart_and_agree_on_one_page(site, mission, facilitator, sign_in):
    lead = chosen(mission, two=True)
    analyst = make_person(Role.ANALYST, name="Ansel")
    other = sign_in(analyst)
    address = page(site, "rate", "start")
    facilitator.post(address, {"rating_culture": "2", "evidence_culture": "First words"})
    for hidden in (address, page(site, "conditions"), page(site, "detail")):
        assert "First words" not in text_of(other.get(hidden))
    assert "You rate as the second person" in text_of(other.get(address))
    # The page of agreement opens once both have rated.
    assert other.get(page(site, "agree", "start")).status_code == 302
    other.post(address, {"rating_culture": "-1", "evidence_culture": "Second words"})
    shown = text_of(other.get(address, follow=True))
    assert "First words" in shown and "Second words" in shown
    assert "They rated 0 of 1 conditions the same" in shown
    stranger = sign_in(make_person(Role.ADMINISTRATOR))
    assert "The two who rated agree" in text_of(stranger.get(page(site, "agree", "start")))
    wrong = other.post(page(site, "agree", "start"), {"rating_culture": "1"})
    assert wrong.status_code == 422 and "rests on" in text_of(wrong)
    given = {"rating_culture": "1", "evidence_culture": "Talked it through"}
    assert other.post(page(site, "agree", "start"), given).status_code == 302
    [agreed] = ConditionRating.objects.filter(rater="consensus")
    assert (agreed.construct, agreed.rating) == ("Culture", 1)
    assert "Talked it through" not in text_of(sign_in(lead).get(page(site, "conditions")))


def rated(site, **ratings):
    """Rate a site at its start; returns one of its people."""
    member = make_person(Role.SITE_MEMBER, site=site)
    given = [Given(key, value, "Quote" * (value is not None)) for key, value in ratings.items()]
    rate_round(by=member, site=site, moment="start", ratings=given)
    return member


def test_a_lead_and_a_board_see_shared_ratings_only_on_every_page_and_file(site, mission, sign_in):
    lead = chosen(mission)
    member = rated(site, Culture=2, Planning=None)
    slug = site.version.innovation.slug
    pages = [page(site, "conditions"), page(site, "detail"),
             reverse("innovations:conditions", args=[slug])]  # fmt: skip
    files = [reverse("innovations:ratings_file", args=[slug]),
             reverse("innovations:conditions_file", args=[slug, "csv"])]  # fmt: skip
    outside = [sign_in(lead), sign_in(make_person(Role.BOARD_MEMBER))]
    for browser in outside:
        assert all("Quote" not in text_of(browser.get(one)) for one in pages)
        assert all("+2" not in text_of(browser.get(one)) for one in pages[2:])
        assert all(browser.get(one).status_code == 404 for one in files)
    own = sign_in(member)
    answer = own.post(page(site, "share"), follow=True)
    assert "3 ratings are shared" in text_of(answer) and "Stop sharing" in text_of(answer)
    for browser in outside:
        assert "Quote" in text_of(browser.get(pages[0]))
        assert all(browser.get(one).status_code == 200 for one in files)
    own.post(page(site, "share"), {"shared": "no"})
    assert all(outside[0].get(one).status_code == 404 for one in files)


def test_a_blank_is_empty_in_the_picture_its_table_and_the_files(site, mission, facilitator):
    chosen(mission)
    site.organisation.name = site.name = "=1+1"
    site.save()
    rated(site, Culture=0, Planning=None)
    slug = site.version.innovation.slug
    shown = text_of(facilitator.get(reverse("innovations:conditions", args=[slug])))
    assert "2 of 3 ratings are still blank" in shown
    numbers = facilitator.get(reverse("innovations:conditions_file", args=[slug, "csv"]))
    head, row = list(csv.reader(io.StringIO(numbers.content.decode("utf-8-sig"))))
    assert head[3:] == ["How things are done", "A plan", "Try and build up"]
    assert row == ["'=1+1", "", "", "0", "", ""]
    every = facilitator.get(reverse("innovations:ratings_file", args=[slug]))
    rows = list(csv.DictReader(io.StringIO(every.content.decode("utf-8-sig"))))
    assert {one["condition"]: one["rating"] for one in rows} == {
        "Culture": "0", "Planning": "", "Doing": "",
    }  # fmt: skip
    assert rows[0]["site"] == "'=1+1"


def test_without_a_choice_the_page_says_so_and_every_condition_can_be_rated(site, facilitator):
    shown = text_of(facilitator.get(page(site, "conditions")))
    assert "has not chosen the conditions" in shown
    given = {"rating_doing": "1", "evidence_doing": "Weekly"}
    assert facilitator.post(page(site, "rate", "end"), given).status_code == 302
    assert ConditionRating.objects.count() == 1


def test_the_facilitator_has_one_list_of_what_is_to_rate(site, mission, facilitator):
    assert "Nothing to rate yet" in text_of(facilitator.get(reverse("sites:ratings")))
    chosen(mission)
    site.started = timezone.localdate()
    site.save()
    shown = text_of(facilitator.get(reverse("sites:ratings")))
    assert "1 site of 1 in your networks waits for a rating" in shown
    assert page(site, "rate", "start") in shown
    assert "Rate the conditions" in text_of(facilitator.get("/"))
    rated(site, Culture=1)
    assert "Nothing waits at the 1 site" in text_of(facilitator.get(reverse("sites:ratings")))


def test_readiness_asks_seven_questions_and_only_what_changed_is_touched(site, facilitator):
    address = page(site, "readiness")
    given = {f"rating_{n}": "simple" for n in range(1, 8)} | {"on": "2025-01-05"}
    assert facilitator.post(address, given).status_code == 302
    shown = text_of(facilitator.get(address))
    assert shown.count('value="simple" selected') == 7 and "5 January 2025" in shown
    assert facilitator.post(address, given | {"rating_4": "complex", "on": ""}).status_code == 302
    assert ReadinessRating.objects.count() == 14
    assert "adopters became more complex" in text_of(facilitator.get(page(site, "detail")))
    answer = facilitator.post(address, {"note_2": "Kept"})
    assert answer.status_code == 422 and "Kept" in text_of(answer)
    assert "Choose simple, complicated or complex" in text_of(answer)
    assert facilitator.post(address, SENT).status_code == 422


@pytest.fixture
def quarter():
    """The last quarter that ended."""
    return str(last_quarter(timezone.localdate()))


def test_a_quarter_is_told_in_two_numbers(site, quarter, sign_in):
    browser = sign_in(make_person(Role.SITE_MEMBER, site=site))
    address = page(site, "cost", quarter)
    assert "Enter a number, or tick" in text_of(browser.post(address, SENT))
    assert browser.post(address, {"cost": "£1,250.50", "hours": "37.5"}).status_code == 302
    told = SiteCost.objects.get()
    assert (str(told.cost), str(told.hours)) == ("1250.50", "37.5")
    detail = text_of(browser.get(page(site, "detail")))
    assert "So far £1,250 without staff and 38 staff hours, told for 1 quarter" in detail
    wrong = browser.post(address, {"cost": "100", "licences_cost": "40", "travel_cost": "10"})
    assert "The kinds add up to 50 pounds, the whole is 100 pounds" in text_of(wrong)
    assert wrong.status_code == 422 and 'value="40"' in text_of(wrong)
    assert browser.post(address, {"not_known": "on"}).status_code == 302
    assert SiteCost.objects.get().cost is None
    assert "Not known" in text_of(browser.get(page(site, "costs")))
    both = browser.post(address, {"not_known": "on", "cost": "1"})
    assert "Either give numbers or tick" in text_of(both)


def test_a_quarter_that_is_none_is_not_found_and_costs_are_not_for_everybody(
    site, quarter, sign_in
):
    browser = sign_in(make_person(Role.SITE_MEMBER, site=site))
    for wrong in ("soon", "FY2090-Q1", "FY2010-Q1"):
        answer = browser.get(page(site, "cost", wrong))
        assert answer.status_code == 404 and "nothing to tell" in text_of(answer)
    board = sign_in(make_person(Role.BOARD_MEMBER))
    assert board.get(page(site, "cost", quarter)).status_code == 403
    assert board.get(page(site, "costs")).status_code == 403


def test_an_innovation_says_what_it_cost_and_how_many_sites_told(site, quarter, sign_in):
    member = make_person(Role.SITE_MEMBER, site=site)
    make_site(site.version.innovation)
    sign_in(member).post(page(site, "cost", quarter), {"cost": "100", "hours": "5"})
    board = sign_in(make_person(Role.BOARD_MEMBER))
    shown = text_of(board.get(reverse("innovations:detail", args=[site.version.innovation.slug])))
    assert "£100 without staff at 1 and 5 staff hours at 1 of 2 sites that had begun" in shown
