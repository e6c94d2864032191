"""Conditions: chosen by a mission, rated in rounds by one or two people, private until shared."""

import pytest

from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.claims.evidence import _conditions
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.domain.sites.conditions import (
    Given,
    agree_round,
    choose_conditions,
    rate_round,
    share_conditions,
)
from spreadwell.domain.sites.frameworks import constructs
from spreadwell.domain.sites.models import ConditionRating
from spreadwell.domain.sites.queries import latest_conditions
from spreadwell.domain.sites.rounds import latest_settled, round_of, settled
from tests.factories import make_innovation, make_mission, make_network, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]
DOZEN = ["Culture", "Planning", "Doing"]


@pytest.fixture
def site():
    """A live site."""
    return make_site()


@pytest.fixture
def mission(site):
    """The site's mission."""
    return site.version.innovation.mission


@pytest.fixture
def raters(site):
    """Two who may rate the site, and see its ratings."""
    return make_person(Role.SITE_MEMBER, site=site), make_person(Role.ANALYST)


@pytest.fixture
def two(mission):
    """The mission asks for two raters."""
    by = make_person(Role.MISSION_LEAD, mission=mission)
    return choose_conditions(by=by, mission=mission, chosen=DOZEN, second_rater=True)


def rate(by, site, moment="start", **ratings):
    """Rate constructs, each with its evidence."""
    given = [Given(key, value, "A quote") for key, value in ratings.items()]
    return rate_round(by=by, site=site, moment=moment, ratings=given)


def seen(person):
    """What a person sees: construct and rating."""
    rows = ConditionRating.objects.visible_to(viewer_of(person))
    return sorted(((one.construct, one.rating) for one in rows), key=str)


def test_the_choice_follows_the_framework_and_its_past_stays_readable(mission):
    lead = make_person(Role.MISSION_LEAD, mission=mission)
    choose_conditions(by=lead, mission=mission, chosen=["Doing", "Culture"])
    made = choose_conditions(by=lead, mission=mission, chosen=["Planning", "Culture"])
    assert made.constructs == ["Culture", "Planning"] and not made.second_rater
    last, first = history_of(mission).filter(verb="sites.conditions_chosen")
    assert first.detail["conditions"] == ["Culture", "Doing"]
    assert (last.detail["added"], last.detail["dropped"]) == (["Planning"], ["Doing"])


def test_whose_choice_it_is(mission):
    network = make_network()
    facilitator = make_person(Role.FACILITATOR, network=network)
    for other in (facilitator, make_person(Role.MISSION_LEAD, mission=make_mission())):
        with pytest.raises(NotAllowed, match="choose the conditions"):
            choose_conditions(by=other, mission=mission, chosen=DOZEN)
    mission.networks.add(network)
    assert choose_conditions(by=facilitator, mission=mission, chosen=DOZEN).constructs == DOZEN[
        :0
    ] + [key for key in constructs() if key in DOZEN]
    with pytest.raises(Invalid, match="“Luck” is not a condition"):
        choose_conditions(by=facilitator, mission=mission, chosen=["Luck"])
    with pytest.raises(Invalid, match="about a dozen"):
        choose_conditions(by=facilitator, mission=mission, chosen=[])


def test_what_was_asked_and_not_said_is_kept_as_a_blank(site, mission, raters):
    lead = make_person(Role.MISSION_LEAD, mission=mission)
    choose_conditions(by=lead, mission=mission, chosen=DOZEN)
    rate(raters[0], site, Culture=0)
    assert seen(raters[0]) == [("Culture", 0), ("Doing", None), ("Planning", None)]
    assert not ConditionRating.objects.filter(construct="Doing", rating=0).exists()


def test_only_what_changed_is_added_and_nothing_is_overwritten(site, raters):
    rate(raters[0], site, Culture=1, Doing=2)
    with pytest.raises(NotNow, match="Nothing was changed"):
        rate(raters[0], site, Culture=1, Doing=2)
    rate(raters[1], site, Culture=-1, Doing=2)
    assert seen(raters[0]) == [("Culture", -1), ("Culture", 1), ("Doing", 2)]
    assert {r.construct: r.rating for r in latest_conditions(viewer_of(raters[0]), site)} == {
        "Culture": -1, "Doing": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([Given("Culture", 0)], "rests on"),
        ([Given("Culture", 3, "x")], "−2"),
        ([Given("Luck", 1, "x")], "not a condition"),
        ([Given("Culture", 1, "x"), Given("Culture", 2, "x")], "rated twice"),
        ([Given("Culture", None)], "at least one"),
    ],
)
def test_a_round_is_refused_whole_with_one_sentence(site, raters, given, sentence):
    given = [Given("Planning", 1, "x"), *given] if len(given) > 1 else given
    with pytest.raises(Invalid, match=sentence):
        rate_round(by=raters[0], site=site, moment="start", ratings=given)
    with pytest.raises(Invalid, match="mid-point"):
        rate_round(by=raters[0], site=site, moment="later", ratings=given)
    assert not ConditionRating.objects.exists()


def test_ratings_are_the_site_s_own_until_it_shares_them(site, raters):
    rate_round(
        by=raters[0], site=site, moment="start", ratings=[Given("Culture", 1, "Quote", 3)]
    )  # fmt: skip
    outside = [
        make_person(Role.BOARD_MEMBER),
        make_person(Role.MISSION_LEAD, mission=site.version.innovation.mission),
    ]
    assert [seen(one) for one in outside] == [[], []]
    with pytest.raises(NotAllowed):
        share_conditions(by=make_person(Role.ADMINISTRATOR), site=site)
    share_conditions(by=raters[0], site=site)
    assert [seen(one) for one in outside] == [[("Culture", 1)]] * 2
    rate(raters[0], site, "mid", Culture=2)
    assert [seen(one) for one in outside] == [[("Culture", 1)]] * 2
    share_conditions(by=raters[0], site=site, shared=False)
    assert [seen(one) for one in outside] == [[], []]


def test_nobody_sees_the_first_rating_until_the_second_rater_has_rated(site, two, raters):
    first, second = raters
    rate(first, site, Culture=1, Doing=2, Planning=-1)
    facilitator = make_person(Role.FACILITATOR, network=site.version.innovation.network)
    for other in (second, facilitator, make_person(Role.ADMINISTRATOR)):
        assert seen(other) == []
    assert len(seen(first)) == 3
    share_conditions(by=first, site=site)
    lead = make_person(Role.MISSION_LEAD, mission=site.version.innovation.mission)
    assert seen(lead) == seen(second) == [] and round_of(site, "start").waits_for_second
    rate(second, site, Culture=1, Doing=1, Planning=None)
    assert len(seen(second)) == len(seen(first)) == len(seen(facilitator)) == 6
    assert seen(lead) == []
    now = round_of(site, "start")
    assert (now.first_rater, now.second_rater) == (first, second)
    assert set(now.open) == {"Doing", "Planning"} and now.agreement == (1, 2)
    assert not now.done


def test_the_second_rater_is_another_person_and_a_third_is_not_wanted(site, two, raters):
    rate(raters[0], site, Culture=1)
    # The first rater corrects; that does not make a second one.
    rate(raters[0], site, Culture=2)
    assert round_of(site, "start").waits_for_second
    rate(raters[1], site, Culture=2)
    for one in (*raters, make_person(Role.ADMINISTRATOR)):
        with pytest.raises(NotNow, match="Two people have rated"):
            rate(one, site, Culture=0)


def test_two_agree_and_the_agreed_rating_is_what_counts(site, two, raters):
    first, second = raters
    rate(first, site, Culture=1, Doing=2, Planning=-1)
    agreed = [Given("Doing", 1, "Both looked again"), Given("Planning", None)]
    with pytest.raises(NotNow, match="Both have to rate"):
        agree_round(by=first, site=site, moment="start", agreed=agreed)
    rate(second, site, Culture=1, Doing=0, Planning=2)
    with pytest.raises(NotAllowed, match="The two who rated"):
        agree_round(
            by=make_person(Role.ADMINISTRATOR), site=site, moment="start", agreed=agreed
        )  # fmt: skip
    with pytest.raises(Invalid, match="do not differ"):
        agree_round(by=first, site=site, moment="start", agreed=[Given("Culture", 0, "x")])
    with pytest.raises(Invalid, match="rests on"):
        agree_round(by=first, site=site, moment="start", agreed=[Given("Doing", 1)])
    agree_round(by=second, site=site, moment="start", agreed=agreed[:1])
    assert round_of(site, "start").open == ["Planning"]
    agree_round(by=first, site=site, moment="start", agreed=agreed)
    assert round_of(site, "start").done
    rows = ConditionRating.objects.visible_to(viewer_of(first))
    kept = {one.construct: (one.rating, one.rater) for one in settled(rows)}
    assert kept == {
        "Culture": (1, "consensus"), "Doing": (1, "consensus"), "Planning": (None, "consensus"),
    }  # fmt: skip
    with pytest.raises(NotNow, match="Nothing was changed"):
        agree_round(by=first, site=site, moment="start", agreed=agreed)


def test_without_an_agreement_the_first_rating_counts_and_the_last_moment_leads(site, two, raters):
    rate(raters[0], site, Culture=-2)
    rate(raters[1], site, Culture=2)
    assert [one.rating for one in settled(ConditionRating.objects.all()) if one.rating] == [-2]
    rate(raters[0], site, "end", Culture=0)
    rate(raters[0], site, "mid", Culture=1)
    last = {one.construct: one for one in latest_settled(ConditionRating.objects.all())}
    assert (last["Culture"].moment, last["Culture"].rating) == ("end", 0)


def test_a_gate_counts_each_shared_condition_once(site, two, raters):
    rate(raters[0], site, Culture=-2)
    rate(raters[1], site, Culture=2)
    share_conditions(by=raters[0], site=site)
    innovation = site.version.innovation
    told = {"construct": "Culture", "helps at": 0, "hinders at": 1, "rated at": 1}
    assert _conditions(innovation) == [told]
    assert _conditions(make_innovation()) == []
