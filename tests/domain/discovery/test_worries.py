"""Worries about safety: whose they are, how long they wait, and how they are answered."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from spreadwell.domain.discovery.actions import hear_public
from spreadwell.domain.discovery.heard import Heard
from spreadwell.domain.discovery.safeguarding import (
    find_no_worry,
    name_safeguarding_owner,
    owners_of,
    raise_anyway,
    settle_worry,
)
from spreadwell.domain.discovery.worries import answered_for, hears_without_owner, waiting_for
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.domain.reminders.queries import due_to
from tests.factories import make_mission, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
TODAY = date(2026, 3, 20)


def a_worry(mission, text="I fear for my neighbour", *, worried=True):
    heard = Heard(text=text, role="patient", heard_on=date(2026, 3, 2))
    return hear_public(by=None, mission=mission, heard=heard, consent=True, worried=worried).worry


def test_the_owner_finds_it_first_on_home_and_nobody_else_does():
    owner, board = make_person(Role.CONTRIBUTOR), make_person(Role.BOARD_MEMBER)
    mission = make_mission(safeguarding_owner=owner)
    lead = make_person(Role.MISSION_LEAD, mission=mission)
    flag = a_worry(mission)
    flag.raised_at = timezone.now() - timedelta(days=12)
    flag.save()
    today = timezone.localdate()
    first = due_to(owner, today)[0]
    since = today - timedelta(days=12)
    assert f"waits since {since.day} {since:%B %Y}" in first.text
    assert (first.page, first.first, first.is_late(today)) == ("discovery:worries", True, True)
    assert flag.finding.text not in first.text
    assert [one.age for one in waiting_for(viewer_of(owner))] == ["for 12 days"]
    # Who leads may stand in, but is not reminded of what has an owner.
    assert len(waiting_for(viewer_of(lead))) == 1
    assert not [one for one in due_to(lead, today) if one.page == "discovery:worries"]
    assert waiting_for(viewer_of(board)) == []


def test_several_are_told_in_one_line():
    owner = make_person(Role.CONTRIBUTOR)
    mission = make_mission(safeguarding_owner=owner)
    a_worry(mission)
    a_worry(mission, "I am afraid for a child next door")
    texts = [one.text for one in due_to(owner, timezone.localdate())]
    assert [text for text in texts if "2 worries about safety wait" in text] == texts


def test_without_a_working_owner_the_lead_hears_of_it():
    gone = make_person()
    gone.is_active = False
    gone.save()
    mission = make_mission(safeguarding_owner=gone)
    lead = make_person(Role.MISSION_LEAD, mission=mission)
    a_worry(mission)
    assert owners_of(mission) == [lead]
    assert hears_without_owner(mission)
    assert any(one.page == "discovery:worries" for one in due_to(lead, timezone.localdate()))


def test_words_are_read_as_no_worry_with_why_and_may_be_one_after_all(
    django_capture_on_commit_callbacks,
):
    owner = make_person(Role.CONTRIBUTOR)
    mission = make_mission(safeguarding_owner=owner)
    flag = a_worry(mission, "He hits the bell and nobody comes", worried=False)
    assert (flag.state, flag.words) == ("suggested", "he hits")
    with pytest.raises(Invalid, match="why"):
        find_no_worry(by=owner, flag=flag, why=" ")
    with pytest.raises(NotAllowed):
        find_no_worry(by=make_person(Role.ANALYST), flag=flag, why="A bell")
    find_no_worry(by=owner, flag=flag, why="A bell")
    viewer = viewer_of(owner)
    assert waiting_for(viewer) == [] and answered_for(viewer) == [flag]
    with django_capture_on_commit_callbacks(execute=True):
        raise_anyway(by=owner, flag=flag)
    assert mail.outbox[-1].to == [owner.email]
    assert len(waiting_for(viewer)) == 1
    settle_worry(by=owner, flag=flag, what_was_done="Rang the duty team")
    with pytest.raises(NotNow):
        raise_anyway(by=owner, flag=flag)


def test_naming_an_owner_gives_them_what_waits_and_tells_them(
    administrator, django_capture_on_commit_callbacks
):
    mission, owner = make_mission(lead=administrator), make_person(Role.CONTRIBUTOR)
    flag = a_worry(mission)
    assert hears_without_owner(mission)
    with pytest.raises(NotAllowed, match="who hears of worries"):
        name_safeguarding_owner(by=make_person(Role.ANALYST), mission=mission, owner=owner)
    with pytest.raises(Invalid, match="holds no role"):
        name_safeguarding_owner(by=administrator, mission=mission, owner=make_person())
    with django_capture_on_commit_callbacks(execute=True):
        name_safeguarding_owner(by=administrator, mission=mission, owner=owner)
    flag.refresh_from_db()
    assert flag.owner == owner and not hears_without_owner(mission)
    assert mail.outbox[-1].to == [owner.email]
    assert flag.finding.text not in mail.outbox[-1].body
