"""Opportunities until a panel sees them."""

import pytest

from spreadwell.domain.discovery.opportunities import (
    propose_opportunity,
    raise_again,
    raise_opportunity,
    screen_opportunity,
)
from spreadwell.domain.discovery.queries import passed_screen
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.people.roles import Role
from tests.factories import make_mission, make_opportunity, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def test_anybody_with_a_role_raises_and_the_lead_screens():
    mission = make_mission()
    theme = mission.themes.create(name="Calls")
    person = make_person(Role.CONTRIBUTOR)
    made = raise_opportunity(
        by=person, mission=mission, title="Ring back", need="N", change="C", themes=[theme]
    )
    assert (made.state, list(made.themes.all())) == ("raised", [theme])
    with pytest.raises(NotAllowed):
        screen_opportunity(
            by=person, opportunity=made, serves_the_aim=True, could_start_within_a_year=True
        )
    with pytest.raises(NotAllowed):
        raise_opportunity(by=make_person(), mission=mission, title="T", need="N", change="C")


@pytest.mark.parametrize("field", ["title", "need", "change"])
def test_what_is_missing_is_named(administrator, field):
    given = {"title": "T", "need": "N", "change": "C"} | {field: " "}
    with pytest.raises(Invalid) as refused:
        raise_opportunity(by=administrator, mission=make_mission(), **given)
    assert refused.value.field == field


def test_a_theme_of_another_mission_is_refused(administrator):
    theme = make_mission().themes.create(name="Calls")
    with pytest.raises(Invalid, match="another mission"):
        raise_opportunity(
            by=administrator,
            mission=make_mission(),
            title="T",
            need="N",
            change="C",
            themes=[theme],
        )


def test_one_no_leaves_it_out_of_this_round_with_a_reason(administrator):
    made = make_opportunity()
    answers = {"serves_the_aim": True, "could_start_within_a_year": False}
    with pytest.raises(Invalid) as refused:
        screen_opportunity(by=administrator, opportunity=made, **answers)
    assert refused.value.field == "why"
    screen_opportunity(by=administrator, opportunity=made, why="No team", **answers)
    assert made.state == "screened_out"
    assert passed_screen([made.pk]) == set()
    with pytest.raises(NotNow):
        propose_opportunity(by=administrator, opportunity=made)
    raise_again(by=administrator, opportunity=made)
    screen_opportunity(
        by=administrator, opportunity=made, serves_the_aim=True, could_start_within_a_year=True
    )
    assert passed_screen([made.pk]) == {made.pk}
    propose_opportunity(by=administrator, opportunity=made)
    assert made.state == "proposed"
    with pytest.raises(NotNow):
        screen_opportunity(
            by=administrator, opportunity=made, serves_the_aim=True, could_start_within_a_year=True
        )
