"""Owners are asked for what a claim lacks; sources are heard before others read it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from spreadwell.domain.claims import actions, due
from spreadwell.domain.claims.anyway import expected_anyway
from spreadwell.domain.claims.policies import SOURCE_HAS
from spreadwell.domain.claims.questions import to_ask, what_is_missing
from spreadwell.domain.claims.telling import said_by_source
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.models import ClaimQuestion, Event
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from tests.factories import make_innovation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
DAY = date(2026, 5, 4)


@pytest.fixture
def analyst():
    return make_person(Role.ANALYST)


@pytest.fixture
def owner():
    return make_person(Role.BOARD_MEMBER, name="Olive Answerer")


@pytest.fixture
def claim(analyst, owner):
    return actions.draft_claim(
        by=analyst,
        innovation=make_innovation(),
        sentence="86% of patients reduced their cholesterol",
        external=True,
        source="A published report",
        parts={"owner": owner},
    )


def test_the_owner_is_asked_and_the_answer_fills_the_claim(claim, analyst, owner):
    made = actions.ask_owner(by=analyst, claim=claim, on=DAY)
    assert {one.part for one in made} == {
        "numerator", "denominator", "period", "place", "comparator", "method",
    }  # fmt: skip
    assert {one.asked_of for one in made} == {owner}
    waiting = list(due.questions(viewer_of(owner), DAY))
    assert len(waiting) == 6
    assert {one.due for one in waiting} == {DAY + timedelta(days=14)}
    assert "Over what time?" in " ".join(one.text for one in waiting)
    period = ClaimQuestion.objects.get(part="period")
    actions.answer_asked(by=owner, question=period, value="2023")
    claim.refresh_from_db()
    assert claim.period == "2023"
    assert "period" not in {gap.part for gap in what_is_missing(claim)}
    assert len(list(due.questions(viewer_of(owner), DAY))) == 5
    assert Event.objects.filter(verb="claims.filled", thing_id=claim.pk).exists()


def test_nothing_is_asked_twice_and_grades_only_when_they_can_be_given(claim, analyst):
    actions.ask_owner(by=analyst, claim=claim, parts=["denominator", "period", "comparator"])
    assert {gap.part for gap in to_ask(claim)} == {"numerator", "place", "method"}
    with pytest.raises(NotNow, match="Nothing is left to ask"):
        actions.ask_owner(by=analyst, claim=claim, parts=["period"])
    for part, value in (("denominator", 500.0), ("period", "2023"), ("comparator", "None")):
        asked = ClaimQuestion.objects.get(part=part)
        actions.answer_asked(by=analyst, question=asked, value=value)
    claim.refresh_from_db()
    assert "grade" in {gap.part for gap in to_ask(claim)}


def test_what_is_not_known_is_said_and_stays_a_gap(claim, analyst, owner):
    (asked,) = actions.ask_owner(by=analyst, claim=claim, parts=["comparator"])
    with pytest.raises(NotAllowed):
        actions.answer_asked(by=make_person(Role.CONTRIBUTOR), question=asked, value="All")
    with pytest.raises(Invalid, match="not known"):
        actions.answer_asked(by=owner, question=asked)
    actions.answer_asked(by=owner, question=asked, not_known="nobody was compared")
    assert not asked.known
    assert "comparator" in {gap.part for gap in what_is_missing(claim)}
    with pytest.raises(NotNow, match="answered already"):
        actions.answer_asked(by=owner, question=asked, value="x")


def test_a_claim_of_nobody_is_asked_of_the_missions_lead(analyst):
    innovation = make_innovation()
    lead = make_person(Role.MISSION_LEAD, mission=innovation.mission)
    innovation.mission.lead = lead
    innovation.mission.save()
    claim = actions.draft_claim(
        by=analyst, innovation=innovation, sentence="x", external=True, source="y"
    )
    (asked,) = actions.ask_owner(by=analyst, claim=claim, parts=["owner"])
    assert asked.asked_of == lead


def test_nobody_grades_before_three_questions_are_answered(claim, analyst):
    with pytest.raises(Invalid, match=r"out of how many people\? Over what time\? Compared"):
        actions.fill_claim(by=analyst, claim=claim, parts={"grade": "D"})
    known = {"denominator": 500.0, "period": "2023", "comparator": "The same patients before"}
    claim.refresh_from_db()
    actions.fill_claim(by=analyst, claim=claim, parts=known | {"selected": True})
    with pytest.raises(Invalid, match="cannot be told from natural change"):
        actions.fill_claim(by=analyst, claim=claim, parts={"grade": "B"})
    claim.refresh_from_db()
    actions.fill_claim(by=analyst, claim=claim, parts={"grade": "E"})
    assert claim.grade == "E"


def test_selected_patients_show_what_would_have_improved_anyway(claim, analyst):
    plausible = expected_anyway(claim)
    assert (plausible.low, plausible.high) == (77, 84)
    claim.retest = 0.9
    told = expected_anyway(claim)
    assert (told.low, told.high) == (66, 66)
    assert "0.9, as the place told" in told.rests_on
    claim.selected = False
    assert expected_anyway(claim) is None
    with pytest.raises(Invalid, match="without a share"):
        actions.draft_claim(
            by=analyst, innovation=claim.innovation, parts={"selected": True},
            sentence="83 of 100 people reviewed improved",
        )  # fmt: skip


def test_a_source_has_two_weeks_and_may_reply_sooner_or_later(claim, analyst):
    with pytest.raises(NotNow, match="Ask its source first"):
        actions.publish_claim(by=analyst, claim=claim)
    actions.ask_source(by=analyst, claim=claim, to="The office that wrote it", on=DAY)
    until = DAY + SOURCE_HAS
    with pytest.raises(NotNow, match="has until 18 May 2026"):
        actions.publish_claim(by=analyst, claim=claim, on=until - timedelta(days=1))
    assert not list(due.sources(viewer_of(analyst), until - timedelta(days=1)))
    assert "had its time" in next(due.sources(viewer_of(analyst), until)).text
    actions.publish_claim(by=analyst, claim=claim, on=until)
    assert "with time until 18 May 2026; no reply yet" in said_by_source(claim)
    actions.reply_as_source(by=None, claim=claim, reply="We counted those seen twice.")
    assert "replied" in said_by_source(claim)
    assert "We counted those seen twice." in said_by_source(claim)


def test_a_reply_opens_the_way_at_once(claim, analyst):
    with pytest.raises(NotNow, match="No reply is waited for"):
        actions.reply_as_source(by=None, claim=claim, reply="Early")
    actions.ask_source(by=analyst, claim=claim)
    actions.reply_as_source(by=None, claim=claim, reply="It is so.")
    assert claim.replied_on == timezone.localdate()
    actions.publish_claim(by=analyst, claim=claim)
    assert claim.public
    assert claim.invitations.get().waits_until == timezone.localdate() + SOURCE_HAS


def test_a_doubt_goes_to_the_owner_whose_answer_lets_it_stand_again(claim, analyst, owner):
    actions.ask_source(by=analyst, claim=claim, on=DAY)
    actions.publish_claim(by=analyst, claim=claim)
    actions.question_claim(by=make_person(Role.CONTRIBUTOR), claim=claim, why="Who was counted?")
    (waiting,) = due.questions(viewer_of(owner), DAY)
    assert "Who was counted?" in waiting.text
    doubt = ClaimQuestion.objects.get()
    actions.answer_asked(by=owner, question=doubt, value="Those reviewed")
    claim.refresh_from_db()
    assert claim.state == "current"
