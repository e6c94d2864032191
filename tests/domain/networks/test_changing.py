"""What changes about a network and its members once it runs."""

from datetime import date

import pytest

from spreadwell.domain.foundation.refusals import Invalid, NotAllowed
from spreadwell.domain.models import Event, Membership
from spreadwell.domain.networks.changing import (
    change_membership,
    change_network,
    declare_interests,
)
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from tests.factories import make_network, make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
START = date(2024, 1, 1)


def member_of(network, **who):
    return Membership.objects.create(network=network, role="Host", starts=START, **who)


def test_purpose_and_basis_change_and_the_address_stays():
    network = make_network(name="Lipids", slug="lipids", purpose="Old", basis="expertise")
    facilitator = make_person(Role.FACILITATOR, network=network)
    change_network(
        by=facilitator, network=network, name="Lipids", purpose="New", basis="population"
    )
    network.refresh_from_db()
    assert (network.slug, network.purpose, network.basis) == ("lipids", "New", "population")
    assert Event.objects.get().detail == {"was": {"purpose": "Old", "basis": "expertise"}}
    with pytest.raises(Invalid):
        change_network(by=facilitator, network=network, name="x", purpose=" ", basis="population")
    with pytest.raises(NotAllowed):
        change_network(
            by=make_person(Role.ANALYST), network=network, name="x", purpose="x", basis="expertise"
        )


def test_a_member_declares_their_own_interests():
    network = make_network()
    person = make_person(Role.CONTRIBUTOR)
    mine = member_of(network, person=person)
    declare_interests(by=person, member=mine, interests="Shares in a company")
    mine.refresh_from_db()
    assert mine.interests == "Shares in a company"
    assert mine in Membership.objects.visible_to(viewer_of(person))
    with pytest.raises(Invalid, match="none"):
        declare_interests(by=person, member=mine, interests="  ")


def test_an_organisation_declares_through_its_people_and_nobody_else():
    network, organisation = make_network(), make_organisation()
    theirs = member_of(network, organisation=organisation)
    other = member_of(network, organisation=make_organisation())
    holder = make_person(Role.PARTNER, network=network, organisation=organisation)
    belongs = make_person()
    belongs.organisation = organisation
    belongs.save()
    for person in (holder, belongs, make_person(Role.FACILITATOR, network=network)):
        declare_interests(by=person, member=theirs, interests="none")
    for person in (holder, belongs, make_person()):
        with pytest.raises(NotAllowed):
            declare_interests(by=person, member=other, interests="none")


def test_a_role_and_its_dates_are_put_right():
    network = make_network()
    member = member_of(network, organisation=make_organisation())
    facilitator = make_person(Role.FACILITATOR, network=network)
    change_membership(
        by=facilitator, member=member, role="Leads", starts=START, ends=date(2025, 1, 1)
    )
    member.refresh_from_db()
    assert (member.role, member.ends) == ("Leads", date(2025, 1, 1))
    with pytest.raises(Invalid, match="after the start"):
        change_membership(by=facilitator, member=member, role="Leads", starts=START, ends=START)
