"""Organisations with dates, networks with members, and what they promised."""

from datetime import date

import pytest

from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.networks.actions import (
    add_edge,
    add_member,
    add_network_action,
    add_organisation,
    end_edge,
    end_membership,
    finish_network_action,
    form_network,
    hold_meeting,
    move_network,
)
from spreadwell.domain.networks.models import OrganisationEdge
from spreadwell.domain.networks.queries import actions_due, members_on, next_meeting
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from tests.factories import make_network, make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
DAY = date(2025, 4, 1)


def test_a_code_keeps_its_zeros_and_stands_once(administrator):
    made = add_organisation(by=administrator, code=" 00a1 ", name="A", kind="practice")
    assert made.code == "00A1"
    with pytest.raises(Invalid, match="already"):
        add_organisation(by=administrator, code="00A1", name="B", kind="practice")


def test_edges_are_true_on_their_days_only(administrator):
    old, new = make_organisation(), make_organisation()
    edge = add_edge(
        by=administrator, source=old, kind="succeeded_by", target=new, starts=date(2024, 4, 1)
    )
    end_edge(by=administrator, edge=edge, on=DAY)
    rows = OrganisationEdge.objects
    assert rows.running_on(date(2025, 3, 31)).exists() and not rows.running_on(DAY).exists()
    with pytest.raises(Invalid, match="from the same day"):
        add_edge(
            by=administrator, source=old, kind="succeeded_by", target=new, starts=date(2024, 4, 1)
        )


def test_an_edge_joins_two_and_ends_after_it_starts(administrator):
    one, two = make_organisation(), make_organisation()
    with pytest.raises(Invalid, match="itself"):
        add_edge(by=administrator, source=one, kind="operates", target=one)
    with pytest.raises(Invalid, match="after the start"):
        add_edge(by=administrator, source=one, kind="operates", target=two, starts=DAY, ends=DAY)


def test_two_networks_of_one_name_have_addresses_of_their_own(administrator):
    first, second = (
        form_network(by=administrator, name="Lipids", purpose="Fewer strokes") for _ in range(2)
    )
    assert (first.slug, second.slug) == ("lipids", "lipids-2")


def test_members_come_and_go_on_their_days(administrator):
    network, organisation = make_network(), make_organisation()
    with pytest.raises(Invalid, match="organisation or a person"):
        add_member(by=administrator, network=network, role="Host")
    member = add_member(
        by=administrator, network=network, role="Host", organisation=organisation,
        starts=DAY, interests="none",
    )  # fmt: skip
    end_membership(by=administrator, member=member, on=date(2025, 6, 1))
    seer = viewer_of(administrator)
    assert list(members_on(seer, network, date(2025, 5, 31))) == [member]
    assert not members_on(seer, network, date(2025, 6, 1)).exists()


def test_a_facilitator_runs_their_own_network_only(administrator):
    mine, other = make_network(), make_network()
    facilitator = make_person(Role.FACILITATOR, network=mine)
    hold_meeting(by=facilitator, network=mine, on=DAY, purpose="Plan")
    assert next_meeting(viewer_of(facilitator), mine, date(2025, 3, 1)).purpose == "Plan"
    with pytest.raises(NotAllowed):
        hold_meeting(by=facilitator, network=other, on=DAY, purpose="Plan")


def test_a_promise_is_kept_by_its_owner_or_who_works_in_the_network(administrator):
    network = make_network()
    owner, partner = make_person(), make_person(Role.PARTNER, network=network)
    todo = add_network_action(by=partner, network=network, what="Write", owner=owner, due=DAY)
    assert list(actions_due(viewer_of(partner), network)) == [todo]
    with pytest.raises(NotAllowed):
        finish_network_action(by=make_person(Role.BOARD_MEMBER), todo=todo)
    finish_network_action(by=owner, todo=todo)
    with pytest.raises(NotNow, match="done already"):
        finish_network_action(by=owner, todo=todo)


def test_a_closed_network_takes_nothing_more(administrator):
    network = make_network()
    with pytest.raises(Invalid, match="why"):
        move_network(by=administrator, network=network, to="closed")
    move_network(by=administrator, network=network, to="closed", reason="Its work is done")
    with pytest.raises(NotNow, match="closed"):
        hold_meeting(by=administrator, network=network, on=DAY, purpose="x")
    with pytest.raises(NotNow, match="It stays so"):
        move_network(by=administrator, network=network, to="active")
