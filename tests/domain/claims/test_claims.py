"""Claims: what is missing, who answers, when they may be shown, how they end."""

from datetime import date

import pytest

from spreadwell.domain.claims import actions
from spreadwell.domain.claims.questions import what_is_missing
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.models import Claim
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import PUBLIC_VIEWER
from tests.evidence_rooms import plant
from tests.factories import make_innovation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
LONG_AGO = date(2024, 1, 1)
PARTS = ("numerator", "denominator", "period", "place", "comparator", "method", "grade", "owner")


@pytest.fixture
def analyst():
    return make_person(Role.ANALYST)


@pytest.fixture
def external(analyst):
    return actions.draft_claim(
        by=analyst,
        innovation=make_innovation(),
        sentence="86% of patients reduced their cholesterol",
        external=True,
        source="A published report",
    )


def test_an_external_claim_is_asked_for_everything_it_lacks(external):
    assert tuple(gap.part for gap in what_is_missing(external)) == PARTS
    assert all(gap.question.endswith("?") for gap in what_is_missing(external))


def test_filling_a_gap_closes_its_question(external, analyst):
    actions.fill_claim(
        by=analyst, claim=external, parts={"period": "2023", "place": "Eight boroughs"}
    )
    parts = [gap.part for gap in what_is_missing(external)]
    assert "period" not in parts
    assert "place" not in parts
    assert "comparator" in parts


def test_an_external_claim_is_published_only_after_its_source_was_asked(external, analyst):
    with pytest.raises(NotNow, match="Ask its source first"):
        actions.publish_claim(by=analyst, claim=external)
    assert not Claim.objects.visible_to(PUBLIC_VIEWER).exists()
    actions.ask_source(by=analyst, claim=external)
    actions.record_reply(by=analyst, claim=external, reply="We counted those reviewed twice.")
    actions.publish_claim(by=analyst, claim=external)
    assert Claim.objects.visible_to(PUBLIC_VIEWER).get() == external


def test_a_claim_is_questioned_answered_superseded(external, analyst):
    actions.ask_source(by=analyst, claim=external, on=LONG_AGO)
    actions.publish_claim(by=analyst, claim=external)
    site_person = make_person(Role.CONTRIBUTOR)
    actions.question_claim(by=site_person, claim=external, why="Who was counted?")
    assert external.state == "questioned"
    with pytest.raises(NotAllowed):
        actions.answer_question(by=site_person, claim=external, answer="me")
    actions.answer_question(by=analyst, claim=external, answer="Those reviewed")
    newer = actions.draft_claim(
        by=analyst, innovation=external.innovation, sentence="A better sentence"
    )
    actions.supersede_claim(by=analyst, claim=external, newer=newer)
    with pytest.raises(NotNow):
        actions.withdraw_claim(by=analyst, claim=external, why="wrong")


def test_a_public_sentence_is_not_edited(external, analyst):
    actions.ask_source(by=analyst, claim=external, on=LONG_AGO)
    actions.publish_claim(by=analyst, claim=external)
    with pytest.raises(Invalid, match="supersede"):
        actions.fill_claim(by=analyst, claim=external, parts={"sentence": "Something else"})


def test_a_claim_of_an_effect_lacks_nothing():
    planted = plant()
    protocol = actions.register_protocol(
        by=planted.analyst,
        innovation=planted.innovation,
        measure=planted.measure,
        comparators="PCNs not using it",
        comparator_codes=planted.codes,
    )
    effect = actions.open_protocol(by=planted.analyst, protocol=protocol)
    claim = actions.draft_claim_from_effect(by=planted.analyst, effect=effect)
    assert what_is_missing(claim) == ()
    assert claim.grade == effect.grade
    assert "more people in 100" in claim.sentence


def test_those_without_a_part_in_it_write_no_claims():
    with pytest.raises(NotAllowed):
        actions.draft_claim(
            by=make_person(Role.BOARD_MEMBER), innovation=make_innovation(), sentence="Ours"
        )
