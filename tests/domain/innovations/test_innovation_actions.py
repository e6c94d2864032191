"""Innovations: how they enter, how they move, how they are measured."""

from datetime import date

import pytest

from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.innovations.actions import (
    ComponentGiven,
    attach_measure,
    move_stage,
    release_version,
    show_publicly,
    start_innovation,
)
from spreadwell.domain.innovations.assurance_actions import record_assurance
from spreadwell.domain.innovations.models import Innovation
from spreadwell.domain.innovations.queries import days_in_stage
from spreadwell.domain.people.roles import Role
from tests.factories import (
    make_innovation,
    make_measure,
    make_mission,
    make_opportunity,
    make_person,
)

pytestmark = [pytest.mark.django_db, pytest.mark.store]
SAID = {"name": "Lipid reviews", "sentence": "A specialist looks at your results."}
RAN = {"known_so_far": "It ran in one borough.", "entered_because": "Began before the mission."}


@pytest.fixture
def mission():
    """An active mission."""
    return make_mission()


@pytest.fixture
def lead(mission):
    """Its lead."""
    return make_person(Role.MISSION_LEAD, mission=mission)


def test_one_starts_from_the_shortlist_and_takes_the_opportunity_up(mission, lead):
    need = make_opportunity(mission, state="shortlisted")
    made = start_innovation(by=lead, mission=mission, opportunity=need, **SAID)
    need.refresh_from_db()
    assert (made.stage, need.state) == ("preparing", "taken_up")
    assert made.spells.get(left=None).stage == "preparing"


@pytest.mark.parametrize("state", ["raised", "proposed", "not_this_round"])
def test_an_opportunity_off_the_shortlist_starts_nothing(mission, lead, state):
    need = make_opportunity(mission, state=state)
    with pytest.raises(NotNow, match="shortlist"):
        start_innovation(by=lead, mission=mission, opportunity=need, **SAID)
    assert not Innovation.objects.exists()


def test_one_that_ran_before_says_what_is_known_and_why(mission, lead):
    with pytest.raises(Invalid, match="known of it"):
        start_innovation(by=lead, mission=mission, stage="testing", **SAID)
    with pytest.raises(Invalid, match="without passing"):
        start_innovation(by=lead, mission=mission, known_so_far="Much", **SAID)
    made = start_innovation(by=lead, mission=mission, stage="scaled", **SAID, **RAN)
    assert made.stage == "scaled"


def test_the_live_limit_holds_unless_a_sentence_says_why():
    mission = make_mission(live_limit=1)
    lead = make_person(Role.MISSION_LEAD, mission=mission)
    make_innovation(mission=mission, stage="testing")
    second = make_innovation(mission=mission, stage="preparing")
    with pytest.raises(NotNow, match="limit is 1"):
        move_stage(by=lead, innovation=second, to="testing", reason="Ready")
    moved = move_stage(
        by=lead, innovation=second, to="testing", reason="Ready", override="The first one ends"
    )
    assert moved.stage == "testing"


def test_moving_between_live_stages_does_not_count_twice():
    mission = make_mission(live_limit=1)
    one = make_innovation(mission=mission, stage="testing")
    lead = make_person(Role.MISSION_LEAD, mission=mission)
    assert move_stage(by=lead, innovation=one, to="spreading", reason="It helps").stage


def test_time_in_stage_is_kept(mission, lead):
    one = start_innovation(by=lead, mission=mission, on=date(2025, 1, 1), **SAID, **RAN)
    move_stage(by=lead, innovation=one, to="testing", reason="Ready", on=date(2025, 1, 31))
    assert days_in_stage(one, date(2025, 2, 10)) == [("Preparing", 30), ("Testing", 10)]
    with pytest.raises(Invalid, match="before that day"):
        move_stage(by=lead, innovation=one, to="paused", reason="x", on=date(2025, 1, 2))


def test_stopping_keeps_its_learning(mission, lead):
    one = make_innovation(mission=mission)
    with pytest.raises(Invalid, match="learnt"):
        move_stage(by=lead, innovation=one, to="stopped", reason="No effect")
    one.refresh_from_db()
    assert one.stage == "testing" and one.spells.filter(left=None).count() == 1
    move_stage(by=lead, innovation=one, to="stopped", reason="No effect", learnt="Ask staff")
    assert one.lessons.get().text == "Ask staff"
    with pytest.raises(NotNow, match="It stays so"):
        move_stage(by=lead, innovation=one, to="testing", reason="x")


def test_versions_are_numbered_and_say_what_changed(mission, lead):
    one = start_innovation(by=lead, mission=mission, **SAID, **RAN)
    first = release_version(
        by=lead, innovation=one, tidier={"why": "Calls help"},
        components=[ComponentGiven("Call", "core"), ComponentGiven("Hour", "adaptable")],
    )  # fmt: skip
    with pytest.raises(Invalid, match="version 1"):
        release_version(by=lead, innovation=one, tidier={})
    second = release_version(by=lead, innovation=one, tidier={}, what_changed="Evening calls")
    assert (first.number, second.number, first.components.count()) == (1, 2, 2)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"tidier": {"colour": "blue"}}, "not an item of TIDieR"),
        ({"tidier": {}, "components": [ComponentGiven("A", "core")] * 2}, "same name"),
        ({"tidier": {}, "components": [ComponentGiven("A", "maybe")]}, "core or adaptable"),
        ({"tidier": {}, "components": [ComponentGiven(" ", "core")]}, "Name every"),
    ],
)
def test_a_version_that_does_not_hold_together_is_refused(mission, lead, given, sentence):
    one = start_innovation(by=lead, mission=mission, **SAID, **RAN)
    with pytest.raises(Invalid, match=sentence):
        release_version(by=lead, innovation=one, **given)
    assert not one.versions.exists()


CONVERSION = {
    "link": "conversion", "conversion_low": 0.1, "conversion": 0.2, "conversion_high": 0.4,
    "conversion_source": "A model",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"conversion_low": None}, "conversion"),
        ({"conversion_low": 0.3}, "conversion"),
        ({"conversion_source": " "}, "conversion_source"),
        ({}, "conversion_owner"),
    ],
)
def test_a_conversion_has_its_range_source_and_owner(mission, lead, change, field):
    one = make_innovation(mission=mission)
    with pytest.raises(Invalid) as refused:
        attach_measure(by=lead, innovation=one, measure=make_measure(), **CONVERSION | change)
    assert refused.value.field == field


def test_a_measure_without_a_link_is_not_quantified_rather_than_nought(mission, lead):
    one = make_innovation(mission=mission)
    kept = attach_measure(by=lead, innovation=one, measure=make_measure(), conversion=3.0)
    assert kept.get_link_display() == "Contribution not quantified" and kept.conversion is None


def test_it_is_judged_on_one_measure(mission, lead):
    one = make_innovation(mission=mission)
    first = attach_measure(by=lead, innovation=one, measure=make_measure(), primary=True)
    with pytest.raises(Invalid, match="another measure"):
        attach_measure(by=lead, innovation=one, measure=make_measure(), primary=True)
    with pytest.raises(NotNow, match="already"):
        attach_measure(by=lead, innovation=one, measure=first.measure)


def test_a_later_word_on_assurance_replaces_the_earlier_one(mission, lead):
    one = make_innovation(mission=mission)
    record_assurance(by=lead, innovation=one, framework="dtac", status="in_progress")
    record_assurance(by=lead, innovation=one, framework="dtac", status="held")
    assert one.assurance.get().status == "held"


@pytest.mark.parametrize("role", [Role.ANALYST, Role.BOARD_MEMBER, Role.CONTRIBUTOR])
def test_who_does_not_lead_the_mission_moves_nothing(role):
    one = make_innovation()
    with pytest.raises(NotAllowed):
        move_stage(by=make_person(role), innovation=one, to="paused", reason="x")
    with pytest.raises(NotAllowed):
        show_publicly(by=make_person(role), innovation=one, public=True)


def test_a_lead_of_another_mission_starts_nothing_here(mission):
    other = make_person(Role.MISSION_LEAD, mission=make_mission())
    with pytest.raises(NotAllowed):
        start_innovation(by=other, mission=mission, **SAID, **RAN)
