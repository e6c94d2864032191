"""Tests of change in ramps, what only the team is told, adaptations on charts and by FRAME."""

from datetime import date

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone

from spreadwell.domain.measures.models import Reading, Submission
from spreadwell.domain.people.roles import Role
from spreadwell.domain.sites.models import Adaptation, ProgressScore, TestOfChange
from tests.factories import make_measure, make_person, make_site
from tests.readings import store_readings

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def member(site, sign_in):
    return sign_in(make_person(Role.SITE_MEMBER, site=site))


def page(browser, site) -> str:
    return browser.get(reverse("sites:detail", args=[site.pk])).content.decode()


def test_a_test_of_change_is_logged_with_two_answers(member, site):
    address = reverse("sites:start_test", args=[site.pk])
    text = member.get(address).content.decode()
    before, behind = text.split("<details", 1)
    # Three fields at once; the rest stands behind one line.
    assert [name in before for name in ("question", "prediction", "tried_with")] == [True] * 3
    assert 'name="plan"' not in before and 'name="plan"' in behind
    given = {"question": "Do more answer?", "prediction": "Six of ten"}
    assert member.post(address, given).status_code == 302
    test = TestOfChange.objects.get()
    assert test.predicted_on == test.started == timezone.localdate()


def test_a_follow_up_starts_in_one_tap_with_the_question_filled_in(member, site):
    address = reverse("sites:start_test", args=[site.pk])
    member.post(address, {"question": "Do more answer?", "prediction": "Six", "plan": "Evenings"})
    first = TestOfChange.objects.get()
    end = reverse("sites:finish_test", args=[first.pk])
    assert end in page(member, site)
    member.post(end, {"what_happened": "Seven", "learning": "It helps", "next_act": "repeat"})
    follow = f"{address}?follows={first.pk}"
    assert f'href="{follow}"' in page(member, site)
    text = member.get(follow).content.decode()
    assert "Do more answer?" in text and "Evenings" in text and "You learnt: It helps" in text
    given = {"question": "Do more answer?", "prediction": "Eight", "follows": first.pk}
    assert member.post(follow, given).status_code == 302
    text = page(member, site)
    assert "Test 2 of a ramp" in text and "1 test before it" in text
    assert f'href="{follow}"' not in text


def test_a_key_that_is_no_test_of_the_site_starts_an_ordinary_one(member, site):
    other = TestOfChange.objects.create(
        site=make_site(), question="Theirs?", prediction="Yes", started=date(2025, 1, 1)
    )
    for key in (other.pk, "x", ""):
        text = member.get(
            reverse("sites:start_test", args=[site.pk]), {"follows": key}
        ).content.decode()
        assert "Theirs?" not in text and "Start a test of change" in text


def test_what_the_record_says_is_told_to_the_team_and_its_facilitator_only(member, site, sign_in):
    TestOfChange.objects.create(
        site=site, question="Do more?", prediction="Yes", started=date(2025, 1, 1)
    )
    told = "Only your team and its facilitator see this"
    facilitator = make_person(Role.FACILITATOR, network=site.version.innovation.network)
    assert told in page(member, site)
    assert told in page(sign_in(facilitator), site)
    for role in (Role.ADMINISTRATOR, Role.BOARD_MEMBER):
        text = page(sign_in(make_person(role)), site)
        assert told not in text and "From the record" not in text and "Do more?" in text


def test_the_team_says_how_far_it_has_come_beside_what_the_record_suggests(member, site):
    address = reverse("sites:progress", args=[site.pk])
    assert "is suggested" in member.get(address).content.decode()
    assert member.post(address, {"score": "", "why": "x"}).status_code == 422
    for score in ("2.0", "2.5"):
        assert member.post(address, {"score": score, "why": f"At {score}"}).status_code == 302
    assert ProgressScore.objects.count() == 2
    text = page(member, site)
    assert "2.5, changes tested, no improvement" in text and "At 2.0" in text


def charted(site) -> None:
    """Give the site a chart of two years."""
    measure = make_measure(name="Rung back")
    site.version.innovation.measures.create(measure=measure, primary=True)
    submission = Submission.objects.create(way="entry", state="accepted", settled_at=timezone.now())
    rng = np.random.default_rng(3)
    store_readings(
        Reading(
            measure=measure, organisation=site.organisation, period_kind="month",
            ordinal=2024 * 12 + month, numerator=int(rng.integers(30, 50)), denominator=100,
            submission=submission,
        )
        for month in range(24)
    )  # fmt: skip


def test_an_adaptation_and_a_test_are_marks_on_the_chart(member, site):
    charted(site)
    assert "Evening calls" not in page(member, site)
    given = {"what": "Evening calls", "why": "People work", "on": "2025-05-19"}
    assert member.post(reverse("sites:adapt", args=[site.pk]), given).status_code == 302
    given = {"question": "Does a text help?", "prediction": "Two more", "on": "2025-08-04"}
    member.post(reverse("sites:start_test", args=[site.pk]), given)
    text = page(member, site)
    drawn = text[text.index("<svg", text.index("sw-picture")) :]
    drawn = drawn[: drawn.index("</svg>")]
    assert "May 2025: Evening calls" in drawn and "Aug 2025: Does a text help?" in drawn


def test_frame_is_completed_and_an_adaptation_enters_a_version(member, site, sign_in):
    member.post(reverse("sites:adapt", args=[site.pk]), {"what": "Evenings", "why": "Work"})
    made = Adaptation.objects.get()
    address = reverse("sites:adaptation", args=[made.pk])
    assert address in page(member, site)
    assert "Not described further yet" in member.get(address).content.decode()
    facilitator = sign_in(make_person(Role.FACILITATOR, network=site.version.innovation.network))
    frame, adopt = (reverse(f"sites:{one}", args=[made.pk]) for one in ("frame", "adopt"))
    text = facilitator.get(address).content.decode()
    assert frame in text and adopt in text
    given = {"planned": "planned, reactive (adaptation)", "goal": ["reduce cost"]}
    assert facilitator.post(frame, given).status_code == 302
    text = facilitator.get(address).content.decode()
    assert "Planned, because of a problem" in text and "Reduce cost" in text
    assert facilitator.post(adopt, {"version": site.version_id}).status_code == 302
    made.refresh_from_db()
    assert made.adopted_in == site.version
    member = sign_in(make_person(Role.SITE_MEMBER, site=site))
    assert adopt not in member.get(address).content.decode()
    assert member.post(adopt, {"version": site.version_id}).status_code == 403


def test_a_site_that_ended_offers_nothing_to_add(member, site):
    TestOfChange.objects.create(
        site=site, question="Do more?", prediction="Yes", started=date(2025, 1, 1)
    )
    site.state, site.stopped, site.stopped_because = "stopped", date(2025, 6, 1), "Moved"
    site.save()
    text = page(member, site)
    for name in ("start_test", "adapt", "progress", "team"):
        assert reverse(f"sites:{name}", args=[site.pk]) not in text
    assert reverse("sites:raise_concern", args=[site.pk]) in text
