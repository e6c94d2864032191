"""When ratings are due, and readiness through time."""

from datetime import date, timedelta

import pytest

from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.domain.sites.conditions import Given, choose_conditions, rate_round
from spreadwell.domain.sites.due import ratings
from spreadwell.domain.sites.models import ReadinessRating
from spreadwell.domain.sites.moments import (
    AHEAD,
    END_AFTER,
    MID_AFTER,
    REMEMBERED,
    WITHIN,
    moments_of,
    sites_to_rate,
)
from spreadwell.domain.sites.readiness import rate_readiness, readiness_rounds
from tests.factories import make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]
STARTED = date(2025, 1, 1)


@pytest.fixture
def site():
    """A live site."""
    return make_site(started=STARTED)


@pytest.fixture
def facilitator(site):
    """Who facilitates its network."""
    return make_person(Role.FACILITATOR, network=site.version.innovation.network)


def keys(site, person, today):
    """How the three moments of a site stand on a day."""
    [row] = moments_of(viewer_of(person), [site], today)
    return [one.key for one in row.moments]


def rate(by, site, moment):
    """Rate one condition at a moment."""
    rate_round(by=by, site=site, moment=moment, ratings=[Given("Culture", 1, "A quote")])


def test_each_moment_is_due_when_it_came_and_overtaken_by_the_next(site, facilitator):
    at = [STARTED, STARTED + MID_AFTER, STARTED + END_AFTER]
    assert [keys(site, facilitator, day) for day in at] == [
        ["due", "later", "later"],
        ["missed", "due", "later"],
        ["missed", "missed", "due"],
    ]
    rate(facilitator, site, "start")
    rate(facilitator, site, "mid")
    assert keys(site, facilitator, at[2]) == ["done", "done", "due"]
    # Later than anybody remembers, it is not asked for any more.
    assert keys(site, facilitator, at[2] + REMEMBERED) == ["done", "done", "due"]
    assert keys(site, facilitator, at[2] + REMEMBERED + timedelta(1)) == ["done", "done", "missed"]


def test_a_site_is_rated_at_its_start_from_when_it_prepares_and_at_its_end_when_it_ends(
    facilitator, site
):
    ahead = make_site(state="preparing", started=None, planned_start=date(2026, 1, 1))
    planned = make_site(state="planned", started=None)
    short = make_site(
        state="stopped", started=STARTED, stopped=STARTED + timedelta(60), stopped_because="x"
    )
    today = STARTED + timedelta(90)
    late = make_site(state="preparing", started=None, planned_start=date(2024, 1, 1))
    assert keys(late, facilitator, today) == ["due", "later", "later"]
    assert keys(ahead, facilitator, today) == ["later", "later", "later"]
    assert keys(ahead, facilitator, date(2026, 1, 1) - AHEAD) == ["due", "later", "later"]
    assert keys(planned, facilitator, today) == ["later", "later", "later"]
    # It ended before half a year: there is no mid-point to rate.
    assert keys(short, facilitator, today) == ["missed", "missed", "due"]


def test_two_raters_are_waited_for_and_then_asked_to_agree(site, facilitator):
    mission = site.version.innovation.mission
    lead = make_person(Role.MISSION_LEAD, mission=mission)
    choose_conditions(by=lead, mission=mission, chosen=["Culture"], second_rater=True)
    rate(facilitator, site, "start")
    assert keys(site, facilitator, STARTED) == ["second", "later", "later"]
    given = [Given("Culture", -1, "Another quote")]
    rate_round(by=make_person(Role.ANALYST), site=site, moment="start", ratings=given)
    assert keys(site, facilitator, STARTED) == ["agree", "later", "later"]


def test_the_facilitator_is_told_once_a_moment_and_only_where_the_mission_has_chosen(
    site, facilitator
):
    viewer = viewer_of(facilitator)
    assert list(ratings(viewer, STARTED)) == [] == sites_to_rate(viewer)
    mission = site.version.innovation.mission
    lead = make_person(Role.MISSION_LEAD, mission=mission)
    choose_conditions(by=lead, mission=mission, chosen=["Culture"])
    [due] = ratings(viewer, STARTED)
    assert (due.text, due.due) == (f"Rate the conditions at {site}: start", STARTED + WITHIN)
    other = make_site(site.version.innovation, started=STARTED)
    assert [one.text for one in ratings(viewer, STARTED)] == [
        "Rate the conditions at 2 sites: start"
    ]
    rate(facilitator, site, "start")
    rate(facilitator, other, "start")
    assert list(ratings(viewer, STARTED)) == []
    assert list(ratings(viewer_of(lead), STARTED + MID_AFTER)) == []


def test_readiness_is_rated_in_rounds_and_what_is_not_touched_is_carried_on(site, facilitator):
    given = dict.fromkeys(range(1, 7), ("simple", ""))
    rate_readiness(by=facilitator, site=site, ratings=given, on=date(2025, 1, 5))
    rate_readiness(by=facilitator, site=site, ratings={2: ("complex", "New"), 7: ("simple", "")},
                   on=date(2025, 6, 5))  # fmt: skip
    rate_readiness(by=facilitator, site=site, ratings={2: ("complicated", "")},
                   on=date(2025, 6, 5))  # fmt: skip
    first, last = readiness_rounds(ReadinessRating.objects.all())
    assert (first.on, last.on) == (date(2025, 1, 5), date(2025, 6, 5))
    assert 7 not in first.ratings and first.ratings[2].rating == "simple"
    assert last.ratings[2].rating == "complicated" and last.ratings[1].rating == "simple"
    assert readiness_rounds([]) == []


def test_readiness_refuses_what_it_cannot_hold(site, facilitator):
    given = {"by": facilitator, "site": site}
    for wrong in ({}, {8: ("simple", "")}, {1: ("easy", "")}):
        with pytest.raises(Invalid):
            rate_readiness(ratings=wrong, **given)
    with pytest.raises(Invalid, match="day to come"):
        rate_readiness(ratings={1: ("simple", "")}, on=date(2090, 1, 1), **given)
    with pytest.raises(NotAllowed):
        rate_readiness(by=make_person(Role.BOARD_MEMBER), site=site, ratings={1: ("simple", "")})
    site.state, site.stopped, site.stopped_because = "stopped", date(2025, 2, 1), "x"
    site.save()
    with pytest.raises(NotNow, match="has stopped"):
        rate_readiness(ratings={1: ("simple", "")}, **given)
