"""Opening, wording and running missions."""

from datetime import date

import pytest

from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.measures.aims import TargetGiven, adopt_measured_aim, set_aim_target
from spreadwell.domain.missions.actions import (
    activate_mission,
    add_strand,
    adopt_aim,
    close_mission,
    open_mission,
    set_lead,
    set_sro,
)
from spreadwell.domain.missions.queries import current_aim
from spreadwell.domain.models import AimTarget, Mission
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from tests.factories import make_measure, make_mission, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def test_a_mission_opens_as_proposed_with_its_first_aim(administrator):
    mission = open_mission(by=administrator, title="Days at home", summary="More.", aim="Home.")
    assert (mission.slug, mission.state) == ("days-at-home", "proposed")
    assert (current_aim(mission).number, current_aim(mission).text) == (1, "Home.")
    again = open_mission(by=administrator, title="Days at home", summary="More.")
    assert again.slug != mission.slug


@pytest.mark.parametrize(
    ("field", "given"),
    [("title", {"title": " "}), ("summary", {"summary": ""}), ("live_limit", {"live_limit": 0})],
)
def test_what_is_missing_is_named(administrator, field, given):
    with pytest.raises(Invalid) as refused:
        open_mission(by=administrator, **{"title": "T", "summary": "S"} | given)
    assert refused.value.field == field
    assert not Mission.objects.exists()


def test_a_mission_lead_runs_only_their_own_mission(administrator):
    mine, other = make_mission(), make_mission()
    lead = make_person(Role.MISSION_LEAD, mission=mine)
    add_strand(by=lead, mission=mine, name="Prevention")
    with pytest.raises(NotAllowed):
        add_strand(by=lead, mission=other, name="Prevention")
    with pytest.raises(NotAllowed):
        open_mission(by=lead, title="T", summary="S")
    with pytest.raises(NotAllowed):
        set_sro(by=lead, mission=mine, person=lead)


def test_strands_keep_their_order_and_their_names_apart(administrator):
    mission = make_mission()
    names = ["Prevention", "Detection"]
    for name in names:
        add_strand(by=administrator, mission=mission, name=name)
    assert [strand.name for strand in mission.strands.all()] == names
    with pytest.raises(Invalid, match="already"):
        add_strand(by=administrator, mission=mission, name="detection")


def test_a_later_aim_is_a_new_version_that_says_why(administrator):
    mission = make_mission()
    adopt_aim(by=administrator, mission=mission, text="First")
    with pytest.raises(Invalid) as refused:
        adopt_aim(by=administrator, mission=mission, text="Second")
    assert refused.value.field == "why"
    adopt_aim(by=administrator, mission=mission, text="Second", why="Residents asked for it")
    assert [(a.number, a.text) for a in mission.aims.all()] == [(2, "Second"), (1, "First")]


def test_an_active_mission_needs_an_aim_and_a_closed_one_stays(administrator):
    mission = make_mission(state="proposed")
    with pytest.raises(NotNow, match="aim"):
        activate_mission(by=administrator, mission=mission)
    adopt_aim(by=administrator, mission=mission, text="Aim")
    activate_mission(by=administrator, mission=mission)
    assert mission.state == "active"
    with pytest.raises(Invalid, match="why"):
        close_mission(by=administrator, mission=mission, why=" ")
    close_mission(by=administrator, mission=mission, why="Done")
    for act in [
        lambda: activate_mission(by=administrator, mission=mission),
        lambda: add_strand(by=administrator, mission=mission, name="X"),
        lambda: adopt_aim(by=administrator, mission=mission, text="X", why="Y"),
        lambda: set_lead(by=administrator, mission=mission, person=administrator),
    ]:
        with pytest.raises(NotNow):
            act()


def test_a_new_lead_gets_the_role_and_the_one_before_gives_it_back(administrator):
    mission, first, second = make_mission(), make_person(), make_person()
    set_lead(by=administrator, mission=mission, person=first)
    assert mission.pk in viewer_of(first).mission_ids
    set_lead(by=administrator, mission=mission, person=second)
    assert mission.pk not in viewer_of(first).mission_ids
    assert mission.pk in viewer_of(second).mission_ids
    set_sro(by=administrator, mission=mission, person=first)
    assert Mission.objects.get().sro == first


def test_aim_and_numbers_stand_together_or_not_at_all(administrator):
    mission, measure = make_mission(), make_measure()
    wrong = TargetGiven(measure=measure, target=40, by_day=date(2028, 3, 31), baseline=40)
    with pytest.raises(Invalid, match="differ"):
        adopt_measured_aim(by=administrator, mission=mission, text="Aim", given=wrong)
    assert not mission.aims.exists()
    right = TargetGiven(measure=measure, target=45, by_day=date(2028, 3, 31), baseline=40)
    aim = adopt_measured_aim(by=administrator, mission=mission, text="Aim", given=right)
    assert AimTarget.objects.get(aim=aim).target == 45
    with pytest.raises(NotNow, match="new version"):
        set_aim_target(by=administrator, aim=aim, given=right)
