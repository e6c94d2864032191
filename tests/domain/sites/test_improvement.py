"""Tests of change in ramps, what the record says to the team, and the team's own score."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.domain.sites.coaching import coaching_for, cycles_at, ramps_of
from spreadwell.domain.sites.cycle_actions import (
    complete_frame,
    finish_test_of_change,
    record_adaptation,
    start_test_of_change,
)
from spreadwell.domain.sites.frame import frame_fields, frame_rows
from spreadwell.domain.sites.progress import progress_of, say_progress
from tests.factories import make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def member(site):
    return make_person(Role.SITE_MEMBER, site=site)


def ramp(site, member, many=3):
    """Tests that follow one another, a week each, the last one running."""
    made = []
    for i in range(many):
        test = start_test_of_change(
            by=member, site=site, question=f"Question {i}", prediction="More answer",
            follows=made[-1] if made else None, tried_with=5 if i == 0 else None,
            on=date(2025, 1, 6) + timedelta(weeks=i),
        )  # fmt: skip
        if i < many - 1:
            finish_test_of_change(
                by=member, test=test, what_happened="Some did", learning="Evenings",
                next_act="adapt", on=test.started + timedelta(days=5), tried_with=6,
            )  # fmt: skip
        made.append(test)
    return made


def test_a_prediction_keeps_the_day_it_was_written_on(site, member):
    test = start_test_of_change(
        by=member, site=site, question="Does it?", prediction="Yes", on=date(2025, 1, 6)
    )
    assert (test.started, test.predicted_on) == (date(2025, 1, 6), timezone.localdate())
    with pytest.raises(Invalid, match="day to come"):
        start_test_of_change(
            by=member, site=site, question="Does it?", prediction="Yes",
            on=timezone.localdate() + timedelta(days=1),
        )  # fmt: skip


def test_tests_that_follow_one_another_make_a_ramp_in_order(site, member):
    made = ramp(site, member)
    alone = start_test_of_change(by=member, site=site, question="Else?", prediction="No")
    ramps = ramps_of(cycles_at(viewer_of(member), site))
    assert ramps == [[alone], made]
    made[0].refresh_from_db()
    assert made[0].tried_with == 6


def test_the_record_speaks_to_the_team_and_to_nobody_above_it(site, member):
    ramp(site, member)
    today = timezone.localdate()
    facilitator = make_person(Role.FACILITATOR, network=site.version.innovation.network)
    for who in (member, facilitator):
        viewer = viewer_of(who)
        said = coaching_for(viewer, site, cycles_at(viewer, site), today)
        assert said is not None
        assert said.cycles.sentence == "3 tests of change in 1 chain; the longest chain has 3."
        # Written down today, months after the tests began: the record says so.
        assert "wrote it down afterwards" in said.cycles.features[0].sentence
    for role in (Role.ADMINISTRATOR, Role.BOARD_MEMBER, Role.ANALYST):
        viewer = viewer_of(make_person(role))
        assert coaching_for(viewer, site, cycles_at(viewer, site), today) is None


def test_a_suggested_score_says_what_the_next_one_needs(site, member):
    viewer = viewer_of(member)
    said = coaching_for(viewer, site, [], timezone.localdate())
    assert said is not None
    assert said.progress.level == 0.5
    assert "aim" in said.progress.next_needs.lower()


def test_the_team_s_own_score_is_kept_with_its_history(site, member):
    say_progress(by=member, site=site, score=Decimal("2.0"), why="We meet", on=date(2025, 1, 1))
    say_progress(by=member, site=site, score=Decimal("2.5"), why="We tested")
    assert [one.why for one in progress_of(viewer_of(member), site)] == ["We tested", "We meet"]
    with pytest.raises(Invalid, match="halves"):
        say_progress(by=member, site=site, score=Decimal("2.3"), why="We tested")
    with pytest.raises(Invalid, match="why"):
        say_progress(by=member, site=site, score=Decimal("2.5"), why=" ")
    with pytest.raises(NotAllowed, match="for the team"):
        say_progress(
            by=make_person(Role.ADMINISTRATOR), site=site, score=Decimal(3), why="It should"
        )
    site.state, site.stopped, site.stopped_because = "stopped", date(2025, 6, 1), "Moved"
    site.save()
    with pytest.raises(NotNow):
        say_progress(by=member, site=site, score=Decimal(3), why="Late")


def test_frame_takes_its_own_answers_only_and_tells_them_in_plain_words(site, member):
    made = record_adaptation(by=member, site=site, what="Calls at night", why="People work")
    for key, said, sentence in (
        ("colour", "blue", "not a field"),
        ("when", "yesterday", "not an answer"),
        ("goal", ["reduce cost", "fame"], "“fame” is not an answer"),
    ):
        with pytest.raises(Invalid, match=sentence):
            complete_frame(by=member, adaptation=made, frame={key: said})
    complete_frame(
        by=member, adaptation=made,
        frame={"planned": "planned, reactive (adaptation)", "goal": ["reduce cost"]},
    )  # fmt: skip
    assert frame_rows(made.frame) == [
        ("Was the change planned?", "Planned, because of a problem"),
        ("What was it meant to bring about?", "Reduce cost"),
    ]
    complete_frame(by=member, adaptation=made, frame={"planned": ""})
    assert "planned" not in made.frame
    assert len(frame_fields()) == 10
