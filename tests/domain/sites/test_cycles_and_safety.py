"""Tests of change, adaptations and safety concerns."""

from datetime import date

import pytest
from django.core import mail

from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.domain.sites.actions import move_site, name_safety_lead
from spreadwell.domain.sites.cycle_actions import (
    adopt_adaptation,
    complete_frame,
    finish_test_of_change,
    record_adaptation,
    start_test_of_change,
)
from spreadwell.domain.sites.models import SafetyConcern
from spreadwell.domain.sites.safety_actions import (
    pause_for_safety,
    raise_concern,
    resolve_concern,
    see_concern,
)
from tests.factories import make_innovation, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def site():
    """A live site with a named safety lead."""
    return make_site(safety_lead=make_person(name="Wren"))


@pytest.fixture
def member(site):
    """Somebody of the site."""
    return make_person(Role.SITE_MEMBER, site=site)


def test_a_test_of_change_needs_its_prediction_first(site, member):
    with pytest.raises(Invalid, match="expect to see") as refused:
        start_test_of_change(by=member, site=site, question="Does it?", prediction=" ")
    assert refused.value.field == "prediction"


def test_a_test_of_change_ends_once_with_what_was_learnt(site, member):
    test = start_test_of_change(
        by=member, site=site, question="Does it?", prediction="Yes", on=date(2025, 1, 1)
    )
    told = {"what_happened": "It did", "learning": "Ring late", "next_act": "adopt"}
    with pytest.raises(Invalid, match="before it started"):
        finish_test_of_change(by=member, test=test, on=date(2024, 1, 1), **told)
    finish_test_of_change(by=member, test=test, on=date(2025, 2, 1), **told)
    with pytest.raises(NotNow, match="ended already"):
        finish_test_of_change(by=member, test=test, **told)


def test_an_adaptation_says_what_and_why_and_touches_a_part_of_its_own_version(site, member):
    with pytest.raises(Invalid, match="why"):
        record_adaptation(by=member, site=site, what="Calls at night", why="")
    foreign = make_innovation().versions.get().components.create(name="Other", kind="core")
    with pytest.raises(Invalid, match="another version"):
        record_adaptation(by=member, site=site, what="x", why="y", component=foreign)
    made = record_adaptation(by=member, site=site, what="Calls at night", why="People work")
    assert complete_frame(by=member, adaptation=made, frame={"when": "scale-up"}).frame


def test_an_adaptation_enters_a_version_of_its_own_innovation_only(site, member):
    made = record_adaptation(by=member, site=site, what="Calls at night", why="People work")
    lead = make_person(Role.ADMINISTRATOR)
    with pytest.raises(Invalid, match="another innovation"):
        adopt_adaptation(by=lead, adaptation=made, version=make_innovation().versions.get())
    assert adopt_adaptation(by=lead, adaptation=made, version=site.version).adopted_in


def test_anybody_raises_a_concern_and_the_safety_lead_is_told_without_the_text(
    site, django_capture_on_commit_callbacks
):
    somebody = make_person(Role.CONTRIBUTOR)
    with django_capture_on_commit_callbacks(execute=True):
        raise_concern(by=somebody, site=site, text="Mrs X got the wrong dose")
    [sent] = mail.outbox
    assert sent.to == [site.safety_lead.email]
    assert "dose" not in sent.body + sent.subject


def test_a_site_s_name_with_a_line_break_cannot_forge_a_mail(
    site, django_capture_on_commit_callbacks
):
    site.name = "Ward\r\nBcc: everyone@example.org"
    site.save()
    with django_capture_on_commit_callbacks(execute=True):
        raise_concern(by=make_person(), site=site, text="x")
    assert "\n" not in mail.outbox[0].subject


def test_only_the_safety_lead_or_who_stands_in_settles_a_concern(site, member):
    concern = raise_concern(by=member, site=site, text="Wrong list")
    with pytest.raises(NotAllowed, match="Wren"):
        see_concern(by=member, concern=concern)
    assert see_concern(by=site.safety_lead, concern=concern).state == "seen"
    with pytest.raises(Invalid, match="found"):
        resolve_concern(by=site.safety_lead, concern=concern, outcome="")
    resolve_concern(by=site.safety_lead, concern=concern, outcome="List mended")
    with pytest.raises(NotNow, match="It stays so"):
        resolve_concern(by=site.safety_lead, concern=concern, outcome="Again")


def test_a_site_paused_for_safety_goes_on_once_the_concern_is_resolved(site, member):
    concern = raise_concern(by=member, site=site, text="Wrong list")
    paused = pause_for_safety(
        by=site.safety_lead, site=site, reason="Until it is mended", concern=concern
    )
    lead = make_person(Role.ADMINISTRATOR)
    with pytest.raises(NotNow, match="once the concern is resolved"):
        move_site(by=lead, site=paused, to="live")
    concern.refresh_from_db()
    assert concern.state == "seen"
    resolve_concern(by=site.safety_lead, concern=concern, outcome="Mended")
    assert move_site(by=lead, site=paused, to="live", override="Set up before").state == "live"


def test_a_concern_is_seen_by_who_raised_it_and_not_by_the_board(site):
    somebody = make_person(Role.CONTRIBUTOR)
    raise_concern(by=somebody, site=site, text="x")
    other = viewer_of(make_person(Role.BOARD_MEMBER))
    assert not SafetyConcern.objects.visible_to(other).exists()


def test_a_safety_lead_can_open_what_alerts_them(site):
    lead = make_person(Role.ADMINISTRATOR)
    with pytest.raises(Invalid, match="Give them a role"):
        name_safety_lead(by=lead, site=site, person=make_person())
    guard = make_person(Role.SITE_LEAD, site=site)
    assert name_safety_lead(by=lead, site=site, person=guard).safety_lead == guard
