"""Asking the members how it goes: who is asked, what is kept, and what nobody can see."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from spreadwell.charts.health_check import FEWEST
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.models import Event, HealthAnswer, HealthCheck, Membership
from spreadwell.domain.networks.actions import end_membership, move_network
from spreadwell.domain.networks.asking import answer_health_check, ask_members
from spreadwell.domain.networks.health import asked_people, own_views, rounds_of, unanswered
from spreadwell.domain.networks.models import Feature
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from tests.factories import make_innovation, make_network, make_organisation, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]
LONG_AGO = date(2020, 1, 1)
ALL = dict.fromkeys(Feature.values, 3)


def today() -> date:
    return timezone.localdate()


def join(network, role=Role.CONTRIBUTOR, **member):
    """Make somebody a member, by name or through an organisation."""
    person = make_person(role)
    given = {"person": person} | member
    return person, Membership.objects.create(
        network=network, role="Member", starts=LONG_AGO, **given
    )


@pytest.fixture
def network():
    return make_network()


@pytest.fixture
def facilitator(network):
    return make_person(Role.FACILITATOR, network=network)


@pytest.fixture
def check(network, facilitator):
    return ask_members(by=facilitator, network=network, closes=today() + timedelta(days=9))


def test_members_are_asked_by_name_by_organisation_and_by_role(network, facilitator):
    organisation = make_organisation()
    named, _ = join(network)
    join(network, person=None, organisation=organisation)
    belongs = make_person(Role.CONTRIBUTOR)
    belongs.organisation = organisation
    belongs.save()
    holds = make_person(Role.PARTNER, network=make_network(), organisation=organisation)
    at_site = make_person(Role.SITE_MEMBER, site=make_site(make_innovation(network=network)))
    left, membership = join(network)
    end_membership(by=facilitator, member=membership, on=today())
    gone, _ = join(network)
    gone.is_active = False
    gone.save()
    no_role, _ = join(network, role=None)
    expected = {named, belongs, holds, at_site, facilitator}
    assert set(asked_people(network, today())) == expected
    assert not {left, gone, no_role} & expected


def test_a_member_without_a_role_at_the_network_sees_the_round_and_answers(network, check):
    member, _ = join(network)
    outsider = make_person(Role.CONTRIBUTOR)
    viewer = viewer_of(member)
    assert unanswered(viewer, today()) == [check]
    assert not HealthCheck.objects.visible_to(viewer_of(outsider)).exists()
    answer_health_check(by=member, check_round=check, views={Feature.PURPOSE: 4})
    assert unanswered(viewer, today()) == []
    assert own_views(viewer, check) == {Feature.PURPOSE: 4}
    with pytest.raises(NotAllowed, match="for the members"):
        answer_health_check(by=outsider, check_round=check, views={Feature.PURPOSE: 4})


def test_an_answer_changes_until_the_round_closes_and_may_be_taken_back(network, check):
    member, _ = join(network)
    answer_health_check(by=member, check_round=check, views=ALL)
    changed = {**ALL, Feature.MASS: 1, Feature.COMMUNITY: None}
    answer_health_check(by=member, check_round=check, views=changed)
    kept = own_views(viewer_of(member), check)
    assert kept == {k: v for k, v in changed.items() if v is not None}
    HealthCheck.objects.update(closes=today() - timedelta(days=1), opens=LONG_AGO)
    check.refresh_from_db()
    with pytest.raises(NotNow, match="closed on"):
        answer_health_check(by=member, check_round=check, views=ALL)
    assert own_views(viewer_of(member), check) == kept


@pytest.mark.parametrize("view", [0, 6, -1])
def test_a_view_is_one_to_five(network, check, view):
    member, _ = join(network)
    with pytest.raises(Invalid, match="1 to 5"):
        answer_health_check(by=member, check_round=check, views={**ALL, Feature.MASS: view})
    with pytest.raises(Invalid, match="not one of the five"):
        answer_health_check(by=member, check_round=check, views={"joy": 3})
    assert not HealthAnswer.objects.exists()


def test_nobody_sees_another_answer_and_the_trail_keeps_none(network, check, administrator):
    member, _ = join(network)
    answer_health_check(by=member, check_round=check, views={Feature.PURPOSE: 5})
    for role in Role:
        if role in (Role.ADMINISTRATOR, Role.BOARD_MEMBER, Role.ANALYST, Role.CONTRIBUTOR):
            viewer = viewer_of(make_person(role))
            assert not HealthAnswer.objects.visible_to(viewer).exists(), role
    assert not HealthAnswer.objects.visible_to(viewer_of(administrator)).exists()
    event = Event.objects.get(verb="networks.health_answered")
    assert event.summary == f"A member said how {network} goes" and event.detail == {}
    assert str(member) not in event.summary


def test_rounds_say_how_many_were_asked_and_answered(network, facilitator, check):
    members = [join(network)[0] for _ in range(FEWEST)]
    for view, member in enumerate(members, start=2):
        answer_health_check(by=member, check_round=check, views={Feature.PURPOSE: view})
    one = rounds_of(viewer_of(facilitator), network, today())[0]
    assert (one.asked, one.answered) == (FEWEST + 1, FEWEST)
    assert one.views == {"Common purpose": [2, 3, 4]}
    Membership.objects.all().delete()
    again = rounds_of(viewer_of(facilitator), network, today())[0]
    assert (again.asked, again.answered) == (FEWEST + 1, FEWEST), "who answered was asked"


def test_a_round_has_days_and_is_alone(network, facilitator):
    ahead = today() + timedelta(days=20)
    with pytest.raises(Invalid, match="before the first"):
        ask_members(by=facilitator, network=network, opens=ahead, closes=today())
    with pytest.raises(Invalid, match="passed already"):
        ask_members(by=facilitator, network=network, opens=LONG_AGO, closes=LONG_AGO)
    later = ask_members(by=facilitator, network=network, opens=ahead, closes=ahead)
    member, _ = join(network)
    with pytest.raises(NotNow, match="opens on"):
        answer_health_check(by=member, check_round=later, views=ALL)
    assert rounds_of(viewer_of(facilitator), network, today()) == []
    with pytest.raises(Invalid, match="only tire them"):
        ask_members(by=facilitator, network=network, closes=ahead)


def test_only_those_who_run_the_network_ask_and_a_closed_one_asks_nobody(network, check):
    member, _ = join(network)
    with pytest.raises(NotAllowed):
        ask_members(by=member, network=network, closes=today())
    lead = make_person(Role.ADMINISTRATOR)
    move_network(by=lead, network=network, to="closed", reason="Its work is done")
    assert unanswered(viewer_of(member), today()) == []
    check.network.refresh_from_db()
    with pytest.raises(NotNow, match="closed"):
        answer_health_check(by=member, check_round=check, views=ALL)
