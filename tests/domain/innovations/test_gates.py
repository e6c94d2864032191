"""Bringing an innovation to a gate, and taking the question back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.innovations.gates import Criterion, open_gate, withdraw_gate
from spreadwell.domain.models import DecidingBody, Event, Gate
from spreadwell.domain.people.roles import Role
from tests.factories import make_innovation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def asked(by, innovation, **given):
    soon = timezone.localdate() + timedelta(days=30)
    return open_gate(
        by=by,
        innovation=innovation,
        **{"body": "The board", "question": "Does it spread?", "due": soon} | given,
    )


def test_a_gate_keeps_what_is_asked_and_what_has_to_be_met():
    lead = make_person(Role.ADMINISTRATOR)
    gate = asked(lead, make_innovation(), criteria=[Criterion("Safe", "no open concern", None)])
    assert gate.state == "open"
    assert gate.criteria == [{"name": "Safe", "needed": "no open concern", "met": None}]
    assert Event.objects.filter(verb="innovations.gate_opened").count() == 1
    asked(lead, make_innovation(), body="the BOARD")
    assert DecidingBody.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"question": " "}, "question"),
        ({"body": ""}, "body"),
        ({"due": timezone.localdate() - timedelta(days=1)}, "due"),
        ({"criteria": [Criterion("Safe", "", True), Criterion("Safe", "", None)]}, "criteria"),
    ],
)
def test_what_does_not_hold_together_is_refused_at_its_field(given, field):
    with pytest.raises(Invalid) as refused:
        asked(make_person(Role.ADMINISTRATOR), make_innovation(), **given)
    assert refused.value.field == field
    assert not Gate.objects.exists()
    assert not DecidingBody.objects.exists()


def test_one_question_at_a_time_and_none_once_it_has_stopped():
    by, innovation = make_person(Role.ADMINISTRATOR), make_innovation()
    gate = asked(by, innovation)
    with pytest.raises(NotNow, match="asked already"):
        asked(by, innovation)
    with pytest.raises(Invalid):
        withdraw_gate(by=by, gate=gate, reason=" ")
    withdraw_gate(by=by, gate=gate, reason="Asked too early")
    asked(by, innovation)
    with pytest.raises(NotNow):
        withdraw_gate(by=by, gate=Gate.objects.get(pk=gate.pk), reason="Again")
    with pytest.raises(NotNow, match="has stopped"):
        asked(by, make_innovation(stage="stopped", stopped_because="No staff"))


def test_it_is_for_those_who_move_the_innovation_on():
    innovation = make_innovation()
    for role in (Role.BOARD_MEMBER, Role.ANALYST, Role.CONTRIBUTOR):
        with pytest.raises(NotAllowed):
            asked(make_person(role), innovation)
    lead = make_person(Role.MISSION_LEAD, mission=innovation.mission)
    assert asked(lead, innovation).state == "open"
