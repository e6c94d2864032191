"""A site from plan to stop: who may, when, and what is kept of it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.learning.models import Lesson
from spreadwell.domain.people.roles import Role
from spreadwell.domain.sites.actions import (
    move_site,
    plan_site,
    settle_set_up_item,
    write_month,
)
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.domain.sites.team_actions import add_team_member, end_team_member
from tests.factories import (
    make_innovation,
    make_organisation,
    make_person,
    make_site,
)

pytestmark = [pytest.mark.django_db, pytest.mark.store]
DAY = date(2025, 3, 1)


@pytest.fixture
def planned() -> ImplementationSite:
    """A planned site with its set-up open, and the mission's lead to plan it."""
    innovation = make_innovation()
    lead = make_person(Role.MISSION_LEAD, mission=innovation.mission)
    return plan_site(
        by=lead, version=innovation.versions.get(), organisation=make_organisation(), on=DAY
    )


def lead_of(site: ImplementationSite):
    """Somebody who leads the site's mission."""
    return make_person(Role.MISSION_LEAD, mission=site.version.innovation.mission)


def test_a_planned_site_takes_its_place_s_name_and_what_must_be_settled(planned):
    assert planned.name == planned.organisation.name
    assert planned.set_up.count() == 5
    assert planned.spells.get().entered == DAY


def test_a_version_runs_once_at_a_place(planned):
    with pytest.raises(Invalid, match="already"):
        plan_site(by=lead_of(planned), version=planned.version, organisation=planned.organisation)


def test_a_site_without_its_set_up_starts_only_with_a_sentence(planned):
    lead = lead_of(planned)
    site = move_site(by=lead, site=planned, to="preparing", on=date(2025, 3, 5))
    with pytest.raises(NotNow, match=r"a safety lead; .*DCB0160"):
        move_site(by=lead, site=site, to="live", on=date(2025, 4, 1))
    site = move_site(by=lead, site=site, to="live", on=date(2025, 4, 1), override="A pilot day")
    assert (site.state, site.started) == ("live", date(2025, 4, 1))


def test_a_site_that_is_set_up_starts(planned):
    lead = lead_of(planned)
    planned.safety_lead = make_person()
    planned.save()
    for item in planned.set_up.all():
        settle_set_up_item(by=lead, item=item, done_on=DAY)
    site = move_site(by=lead, site=planned, to="preparing", on=DAY)
    assert move_site(by=lead, site=site, to="live", on=DAY).state == "live"


def test_time_in_each_state_is_kept_without_gaps(planned):
    lead = lead_of(planned)
    site = move_site(by=lead, site=planned, to="preparing", on=date(2025, 3, 5))
    site = move_site(by=lead, site=site, to="live", on=date(2025, 4, 1), override="Agreed")
    site = move_site(by=lead, site=site, to="paused", on=date(2025, 5, 1), reason="Staff away")
    spells = list(site.spells.values_list("state", "entered", "left"))
    assert spells == [
        ("planned", DAY, date(2025, 3, 5)),
        ("preparing", date(2025, 3, 5), date(2025, 4, 1)),
        ("live", date(2025, 4, 1), date(2025, 5, 1)),
        ("paused", date(2025, 5, 1), None),
    ]


def test_a_move_cannot_be_dated_before_the_state_it_leaves(planned):
    with pytest.raises(Invalid, match="cannot leave before"):
        move_site(by=lead_of(planned), site=planned, to="preparing", on=date(2025, 2, 1))


def test_stopping_asks_why_and_what_was_learnt_and_keeps_it_for_others():
    site = make_site()
    lead = lead_of(site)
    with pytest.raises(Invalid, match="why"):
        move_site(by=lead, site=site, to="stopped")
    with pytest.raises(Invalid, match="learnt"):
        move_site(by=lead, site=site, to="stopped", reason="No staff")
    site.refresh_from_db()
    assert site.state == "live" and site.spells.filter(left=None).get().state == "live"
    site = move_site(by=lead, site=site, to="stopped", reason="No staff", learnt="Hire first")
    lesson = Lesson.objects.get(site=site)
    assert (lesson.text, lesson.about) == ("Hire first", "stopped")
    assert (site.stopped_because, site.stopped is not None) == ("No staff", True)


def test_a_state_that_does_not_follow_is_refused_in_words(planned):
    with pytest.raises(NotNow, match="is planned and cannot become paused"):
        move_site(by=lead_of(planned), site=planned, to="paused", reason="x")


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.ANALYST, None])
def test_others_cannot_move_a_site(role):
    site = make_site()
    with pytest.raises(NotAllowed, match="You cannot"):
        move_site(by=make_person(role), site=site, to="paused", reason="x")


def test_a_lead_of_another_site_cannot_move_this_one():
    site, other = make_site(), make_site()
    with pytest.raises(NotAllowed):
        move_site(by=make_person(Role.SITE_LEAD, site=other), site=site, to="paused", reason="x")


def test_a_stopped_site_takes_nothing_more():
    site = make_site()
    site = move_site(by=lead_of(site), site=site, to="stopped", reason="Done", learnt="Much")
    member = make_person(Role.SITE_MEMBER, site=site)
    with pytest.raises(NotNow, match="has stopped"):
        write_month(by=member, site=site, what_changed="x", needs_help="")


def test_a_team_member_joins_and_leaves():
    site = make_site()
    lead = make_person(Role.SITE_LEAD, site=site)
    member = add_team_member(
        by=lead, site=site, person=make_person(), capability="Recall system", starts=DAY
    )
    with pytest.raises(Invalid, match="after"):
        end_team_member(by=lead, member=member, on=DAY)
    assert end_team_member(by=lead, member=member, on=date(2025, 4, 1)).ends == date(2025, 4, 1)


def test_a_site_is_not_planned_from_a_day_to_come():
    innovation = make_innovation()
    with pytest.raises(Invalid) as refused:
        plan_site(
            by=make_person(Role.MISSION_LEAD, mission=innovation.mission),
            version=innovation.versions.get(),
            organisation=make_organisation(),
            on=timezone.localdate() + timedelta(days=1),
        )
    assert refused.value.field == "on"
    assert not ImplementationSite.objects.exists()
