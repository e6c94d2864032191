"""Effects follow their readings; protocols keep their changes; grades move by one and no more."""

import json
import shlex

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from spreadwell.cli.main import main
from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.claims.actions import open_protocol, register_protocol
from spreadwell.domain.claims.frozen import FrozenInput
from spreadwell.domain.claims.grades import move_grade, moves_open_to
from spreadwell.domain.claims.looks import Looking, over_time
from spreadwell.domain.claims.models import Effect, GradeMove
from spreadwell.domain.claims.protocols import change_protocol
from spreadwell.domain.claims.stored import result_of, standing_move
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed
from spreadwell.domain.measures.actions import withdraw_submission
from spreadwell.domain.measures.arriving import announce
from spreadwell.domain.models import Reading
from spreadwell.domain.people.roles import Role
from spreadwell.web.effects.method import command_of
from tests.evidence_rooms import plant
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def opened(planted, **given):
    protocol = register_protocol(
        by=planted.analyst, innovation=planted.innovation, measure=planted.measure,
        comparators="PCNs not using it", comparator_codes=planted.codes, **given,
    )  # fmt: skip
    return open_protocol(by=planted.analyst, protocol=protocol)


def test_a_grade_moves_by_one_with_a_name_and_stands_for_that_look():
    planted = plant(adopters=10, others=10)
    effect = opened(planted)
    computed = effect.grade
    assert computed in "BC"
    lower = "C" if computed == "B" else "D"
    with pytest.raises(Invalid, match="why"):
        move_grade(by=planted.analyst, effect=effect, to=lower, why=" ")
    with pytest.raises(Invalid):
        move_grade(by=planted.analyst, effect=effect, to="E", why="Far too much.")
    with pytest.raises(NotAllowed):
        move_grade(by=make_person(Role.BOARD_MEMBER), effect=effect, to=lower, why="No.")
    move_grade(by=planted.analyst, effect=effect, to=lower, why="The clinic moved that spring.")
    effect.refresh_from_db()
    found = result_of(effect)
    assert found.grade.letter == effect.grade == lower
    assert str(planted.analyst) in found.grade.caps[-1].reason
    assert "The clinic moved that spring." in found.grade.caps[-1].reason
    assert computed in dict(moves_open_to(effect)), "it may be put back"
    told = history_of(effect.protocol).first()
    assert told.verb == "claims.grade_moved"
    assert told.detail["computed"] == computed
    move_grade(by=planted.analyst, effect=effect, to=computed, why="It reopened.")
    effect.refresh_from_db()
    assert standing_move(effect) is None
    assert GradeMove.objects.filter(effect=effect).count() == 2


def test_no_reason_raises_to_a_without_a_lot_nor_where_people_were_picked():
    planted = plant(adopters=10, others=10)
    effect = opened(planted, picked_highest=10.0)
    found = result_of(effect)
    assert not found.grade.shows_size
    assert effect.equity == {}
    with pytest.raises(Invalid, match="picked"):
        move_grade(by=planted.analyst, effect=effect, to="D", why="I think it works.")


def test_a_change_after_opening_keeps_what_was_said_before():
    planted = plant(adopters=10, others=10)
    protocol = opened(planted).protocol
    with pytest.raises(Invalid, match="why"):
        change_protocol(by=planted.analyst, protocol=protocol, why="", parts={"window": 3})
    with pytest.raises(Invalid, match="Nothing"):
        change_protocol(by=planted.analyst, protocol=protocol, why="So.", parts={"window": 1})
    change_protocol(
        by=planted.analyst, protocol=protocol, why="Staff needed longer.",
        parts={"window": 3, "looks_planned": 4},
    )  # fmt: skip
    protocol.refresh_from_db()
    change = protocol.changes.get()
    assert change.after_opening and change.by == planted.analyst
    assert change.before == {"window": 1, "looks_planned": 1}
    assert change.after == {"window": 3, "looks_planned": 4}
    assert protocol.question["window"] == 3
    assert protocol.effects.get().question["window"] == 1, "the look made before stays"
    assert protocol.registered_at is not None
    assert protocol.opened_at is not None


# The worker opens and closes connections of its own.
@pytest.mark.django_db(transaction=True)
def test_readings_that_change_bring_a_look_and_the_same_readings_bring_none():
    planted = plant(adopters=10, others=10)
    effect = opened(planted)
    announce([planted.measure.pk], "Readings arrived")
    announce([planted.measure.pk], "Readings arrived")
    assert DBTaskResult.objects.count() == 1, "one look waits, however much arrives"
    call_command("db_worker", batch=True, interval=0, verbosity=0, reload=False)
    assert Effect.objects.count() == 1
    submission = Reading.objects.filter(measure=planted.measure).first().submission
    later = Reading.objects.filter(measure=planted.measure, period="2024-12")
    assert later.exists()
    administrator = make_person(Role.ADMINISTRATOR)
    other = type(submission).objects.create(
        sent_by=planted.analyst, way="extract", state="accepted", settled_at="2025-01-02T00:00Z"
    )
    later.update(submission=other)
    withdraw_submission(by=administrator, submission=other, reason="Wrong extract.")
    call_command("db_worker", batch=True, interval=0, verbosity=0, reload=False)
    looks = list(Effect.objects.order_by("look"))
    assert [one.look for one in looks] == [1, 2]
    assert looks[1].because == "Readings were withdrawn"
    assert [one.result["last_period"] for one in looks] == ["December 2024", "November 2024"]
    assert history_of(effect.protocol).first().by is None, "the system itself did it"
    assert [one.look for one in over_time(looks)] == [1, 2]


def test_when_the_wider_range_leads():
    assert Looking(1, 1).alone
    assert not Looking(2, 1).alone and "1 was planned" in Looking(2, 1).sentence
    assert not Looking(1, 6).alone and "early" in Looking(1, 6).sentence


def test_the_printed_command_gives_every_digit(tmp_path, capsys, monkeypatch):
    planted = plant(adopters=10, others=12)
    effect = opened(planted, question={"smallest_worthwhile": 0.123456789, "draws": 199})
    frozen = FrozenInput.unpack(bytes(effect.frozen_input))
    (tmp_path / "readings.csv").write_bytes(frozen.readings)
    (tmp_path / "starts.csv").write_bytes(frozen.starts)
    monkeypatch.chdir(tmp_path)
    command = shlex.split(command_of(effect, frozen))
    assert command[0] == "spreadwell"
    assert main(command[1:]) == 0
    ran = json.loads(capsys.readouterr().out)
    stored = result_of(effect)
    assert ran["grade"] == stored.grade.letter
    for said, kept in (
        (ran["effect"], stored.headline),
        (ran["check"], stored.check.same_cells),
        (ran["aggregates"]["simple"], stored.further.aggregates.simple.result),
        (ran["aggregates"]["dynamic"], stored.further.aggregates.dynamic.result),
        (ran["sensitivity"]["original"], stored.further.sensitivity.original),
    ):
        assert [said[name] for name in ("estimate", "se", "low", "high")] == [
            kept.estimate, kept.se, kept.lower, kept.upper
        ]  # fmt: skip
    study = [one for one in ran["event_study"] if one["se"] is not None]
    assert [one["estimate"] for one in study] == list(stored.event_study.estimates)
    assert ran["sequential"] == {
        "low": stored.always_valid.lower,
        "high": stored.always_valid.upper,
    }
    assert ran["effect"]["p_permutation"] == stored.permutation_p
