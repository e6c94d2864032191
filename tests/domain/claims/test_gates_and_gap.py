"""Gates decided with their evidence frozen, and the gap to the aim."""

from datetime import date, timedelta

import pytest

from spreadwell.domain.claims.actions import open_protocol, register_protocol
from spreadwell.domain.claims.gap import gap_of
from spreadwell.domain.claims.gates import choices_at, decide_gate
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.measures.rebuilding import rebuild_columns
from spreadwell.domain.models import (
    AimTarget,
    AimVersion,
    DecidingBody,
    Decision,
    Gate,
    Reading,
)
from spreadwell.domain.people.roles import Role
from tests.evidence_rooms import plant
from tests.factories import make_innovation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def opened(planted):
    protocol = register_protocol(
        by=planted.analyst,
        innovation=planted.innovation,
        measure=planted.measure,
        comparators="PCNs not using it",
        comparator_codes=planted.codes,
    )
    return open_protocol(by=planted.analyst, protocol=protocol)


def gate_at(innovation):
    body, _ = DecidingBody.objects.get_or_create(name="Research and innovation board")
    return Gate.objects.create(
        innovation=innovation,
        body=body,
        question="Spread to more PCNs?",
        recommendation="Spread",
        criteria=[{"name": "Effect", "needed": "probably caused", "met": True}],
        opened_on=date(2025, 1, 1),
        due=date(2025, 2, 1),
    )


def test_deciding_freezes_what_was_seen_and_moves_the_innovation():
    planted = plant(adopters=10, others=10)
    effect = opened(planted)
    member = make_person(Role.BOARD_MEMBER)
    decision = decide_gate(
        by=member,
        gate=gate_at(planted.innovation),
        choice="spread",
        reasons="It probably helps",
        dissent="One member wanted to wait",
        interests=[(member, "Works at one of the sites", False)],
    )
    planted.innovation.refresh_from_db()
    assert planted.innovation.stage == "spreading"
    frozen = decision.evidence["effects"][0]
    assert frozen["fingerprint"] == effect.fingerprint
    before = decision.fingerprint
    Reading.objects.filter(measure=planted.measure).update(numerator=3)
    rebuild_columns()
    assert Decision.objects.get(pk=decision.pk).fingerprint == before
    assert decision.interests.get().what == "Works at one of the sites"
    with pytest.raises(NotNow):
        decide_gate(by=member, gate=Gate.objects.get(), choice="stop", reasons="no")


def test_a_decision_needs_reasons_and_continuing_a_day_and_a_condition():
    gate = gate_at(make_innovation())
    member = make_person(Role.BOARD_MEMBER)
    for given, field in (
        ({"choice": "spread", "reasons": " "}, "reasons"),
        ({"choice": "continue", "reasons": "wait"}, "until"),
        (
            {
                "choice": "continue",
                "reasons": "wait",
                "until": date.today() + timedelta(days=30),  # noqa: DTZ011
            },
            "unless",
        ),
    ):
        with pytest.raises(Invalid) as refused:
            decide_gate(by=member, gate=gate, **given)
        assert refused.value.field == field
    gate.refresh_from_db()
    assert gate.state == "open"
    assert Decision.objects.count() == 0


def test_only_moves_that_the_stage_allows_are_offered_and_taken():
    innovation = make_innovation(stage="preparing")
    gate = gate_at(innovation)
    offered = {choice for choice, _ in choices_at(gate)}
    assert offered == {"test", "stop", "continue"}
    member = make_person(Role.BOARD_MEMBER)
    with pytest.raises(NotNow):
        decide_gate(by=member, gate=gate, choice="scale", reasons="fast")


def test_stopping_keeps_its_learning():
    innovation = make_innovation()
    gate = gate_at(innovation)
    member = make_person(Role.BOARD_MEMBER)
    with pytest.raises(Invalid):
        decide_gate(by=member, gate=gate, choice="stop", reasons="No staff time")
    decide_gate(
        by=member, gate=gate, choice="stop", reasons="No staff time", learnt="Needs a nurse a week"
    )
    innovation.refresh_from_db()
    assert innovation.stage == "stopped"
    assert innovation.lessons.get().text == "Needs a nurse a week"


def test_only_the_board_decides():
    gate = gate_at(make_innovation())
    with pytest.raises(NotAllowed):
        decide_gate(by=make_person(Role.ANALYST), gate=gate, choice="spread", reasons="yes")


def aim_of(planted, **fields):
    aim = AimVersion.objects.create(mission=planted.innovation.mission, number=1, text="More")
    given = {"baseline": 50.0, "target": 60.0, "by": date(2027, 3, 31)} | fields
    return AimTarget.objects.create(aim=aim, measure=planted.measure, **given)


def test_the_gap_counts_effects_by_the_people_they_reach():
    planted = plant()
    effect = opened(planted)
    aim_of(planted, population=360_000)
    gap = gap_of(planted.innovation.mission)
    rows = Reading.objects.filter(measure=planted.measure, period="2024-12")
    top, bottom = (sum(rows.values_list(part, flat=True)) for part in ("numerator", "denominator"))
    assert gap.latest == pytest.approx(100 * top / bottom)
    assert gap.latest_period == "December 2024"
    (one,) = gap.contributions
    # Twelve of thirty-six places of ten thousand people each.
    assert one.amount == pytest.approx(effect.result["headline"]["estimate"] / 3)
    assert one.low < one.amount < one.high
    assert gap.ready


def test_what_cannot_be_worked_out_is_not_quantified_and_never_zero():
    planted = plant(adopters=10, others=10)
    aim_of(planted)
    (one,) = gap_of(planted.innovation.mission).contributions
    assert (one.amount, one.why) == (None, "its effect has not been estimated yet")
    planted.innovation.measures.update(link="none")
    (one,) = gap_of(planted.innovation.mission).contributions
    assert one.why == "none of its measures is linked to the aim"


def test_a_conversion_carries_its_range():
    planted = plant()
    opened(planted)
    planted.innovation.measures.update(
        link="conversion",
        conversion_low=0.5,
        conversion=1,
        conversion_high=2,
        conversion_source="A model",
        conversion_owner=planted.analyst,
    )
    aim_of(planted, population=120_000)
    (one,) = gap_of(planted.innovation.mission).contributions
    low, high = one.low, one.high
    planted.innovation.measures.update(link="direct")
    (direct,) = gap_of(planted.innovation.mission).contributions
    assert low == pytest.approx(direct.low / 2)
    assert high == pytest.approx(direct.high * 2)
