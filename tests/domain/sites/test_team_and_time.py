"""Who brings what to a site, what nobody brings, and whose time is lent to how many sites."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.innovations.actions import release_version
from spreadwell.domain.innovations.capabilities import (
    change_capability,
    drop_capability,
    need_capability,
)
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.domain.sites.queries import team_on
from spreadwell.domain.sites.team import FULL_WEEK, lent_by, needed_at, own_time
from spreadwell.domain.sites.team_actions import (
    add_team_member,
    change_team_member,
    end_team_member,
)
from tests.factories import make_innovation, make_organisation, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def lead(site):
    return make_person(Role.SITE_LEAD, site=site)


@pytest.fixture
def calls(site):
    """What the version needs, said by the network's facilitator."""
    by = make_person(Role.FACILITATOR, network=site.version.innovation.network)
    return need_capability(by=by, version=site.version, name="Rings patients", why="They call back")


def gaps(site, by) -> list[str]:
    viewer = viewer_of(by)
    team = list(team_on(viewer, site, timezone.localdate()))
    return [one.capability.name for one in needed_at(viewer, site, team) if one.is_gap]


def test_what_nobody_brings_is_a_gap_and_leaving_opens_it_again(site, lead, calls):
    assert gaps(site, lead) == ["Rings patients"]
    member = add_team_member(
        by=lead, site=site, person=make_person(), needed=calls, starts=date(2024, 1, 1)
    )
    assert member.capability == "Rings patients"
    assert gaps(site, lead) == []
    end_team_member(by=lead, member=member)
    assert gaps(site, lead) == ["Rings patients"]


def test_a_new_version_needs_what_the_last_one_did_and_its_team_still_fills_it(site, lead, calls):
    innovation = site.version.innovation
    by = make_person(Role.MISSION_LEAD, mission=innovation.mission)
    add_team_member(by=lead, site=site, person=make_person(), needed=calls)
    later = release_version(by=by, innovation=innovation, tidier={}, what_changed="Evenings")
    assert [one.name for one in later.capabilities.all()] == ["Rings patients"]
    site.version = later
    site.save()
    assert gaps(site, lead) == []


def test_what_is_needed_is_said_once_and_by_those_who_describe(site, lead, calls):
    by = make_person(Role.MISSION_LEAD, mission=site.version.innovation.mission)
    with pytest.raises(Invalid, match="already"):
        need_capability(by=by, version=site.version, name="rings PATIENTS")
    with pytest.raises(NotAllowed):
        need_capability(by=lead, version=site.version, name="Searches")
    changed = change_capability(by=by, capability=calls, name="Rings people", hours_a_week=None)
    assert changed.name == "Rings people" and changed.why == ""
    add_team_member(by=lead, site=site, person=make_person(), needed=changed)
    with pytest.raises(NotNow, match="Somebody was named"):
        drop_capability(by=by, capability=changed)
    other = need_capability(by=by, version=site.version, name="Searches")
    drop_capability(by=by, capability=other)
    assert site.version.capabilities.count() == 1


def test_a_team_refuses_what_does_not_hold_together(site, lead, calls):
    person = make_person()
    foreign = need_capability(
        by=make_person(Role.ADMINISTRATOR), version=make_innovation().versions.get(), name="Else"
    )
    with pytest.raises(Invalid, match="another version"):
        add_team_member(by=lead, site=site, person=person, needed=foreign)
    with pytest.raises(Invalid, match="Say what this person brings"):
        add_team_member(by=lead, site=site, person=person)
    with pytest.raises(Invalid, match="between 0 and 80"):
        add_team_member(by=lead, site=site, person=person, needed=calls, hours_a_week=Decimal(99))
    member = add_team_member(by=lead, site=site, person=person, needed=calls)
    with pytest.raises(Invalid, match="already"):
        add_team_member(by=lead, site=site, person=person, needed=calls)
    change_team_member(by=lead, member=member, role="Nurse", hours_a_week=Decimal("7.5"))
    member.refresh_from_db()
    assert (member.role, member.needed, member.hours_a_week) == ("Nurse", None, Decimal("7.5"))


def test_one_person_s_time_over_sites_is_seen_by_those_who_lend_it(site, lead):
    trust = make_organisation(name="Trust")
    nurse, other = make_person(name="Nurse"), make_person(name="Other")
    nurse.organisation = other.organisation = trust
    nurse.save(), other.save()
    second = make_site()
    office = make_person(Role.ADMINISTRATOR)
    for place, hours in ((site, 20), (second, 18)):
        add_team_member(
            by=office, site=place, person=nurse, capability="Rings", hours_a_week=Decimal(hours)
        )
    add_team_member(by=office, site=site, person=other, capability="Searches")
    today = timezone.localdate()
    keeper = make_person(Role.PARTNER, network=site.version.innovation.network, organisation=trust)
    seen = lent_by(viewer_of(keeper), trust, today)
    assert [(one.person, one.hours, one.is_over) for one in seen] == [
        (nurse, Decimal(38), True),
        (other, Decimal(0), False),
    ]
    assert seen[1].unknown == 1 and Decimal(38) > FULL_WEEK
    assert [one.person for one in lent_by(viewer_of(nurse), trust, today)] == [nurse]
    assert [one.hours for one in own_time(nurse, today)] == [Decimal(38)]
    with pytest.raises(NotAllowed, match="hold a role there"):
        lent_by(viewer_of(lead), trust, today)


def test_time_at_a_site_that_ended_is_no_longer_lent(site, lead):
    trust = make_organisation()
    nurse = make_person()
    nurse.organisation = trust
    nurse.save()
    add_team_member(by=lead, site=site, person=nurse, capability="Rings")
    site.state, site.stopped, site.stopped_because = "stopped", date(2025, 1, 1), "Moved"
    site.save()
    assert lent_by(viewer_of(nurse), trust, timezone.localdate()) == []
