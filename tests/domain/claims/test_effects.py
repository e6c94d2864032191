"""Protocols before results, looks that are kept, and the same digits again."""

from datetime import date

import pytest

from spreadwell.cli.main import main
from spreadwell.domain.claims.actions import (
    estimate_effect,
    open_protocol,
    register_protocol,
    rerun,
)
from spreadwell.domain.claims.beside import co_live
from spreadwell.domain.claims.effects import readiness_of
from spreadwell.domain.claims.frozen import FrozenInput
from spreadwell.domain.claims.stored import result_of
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.measures.rebuilding import rebuild_columns
from spreadwell.domain.models import Effect, InnovationMeasure, Reading
from spreadwell.domain.people.roles import Role
from spreadwell.methods.effects import wording
from spreadwell.methods.effects.results import EffectResult
from tests.evidence_rooms import plant
from tests.factories import make_innovation, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def registered(planted, **given):
    return register_protocol(
        by=planted.analyst,
        innovation=planted.innovation,
        measure=planted.measure,
        comparators="PCNs not using it",
        comparator_codes=planted.codes,
        **given,
    )


def test_the_planted_effect_is_found_and_the_look_is_kept():
    planted = plant()
    effect = open_protocol(by=planted.analyst, protocol=registered(planted))
    result = EffectResult.from_dict(effect.result)
    assert result.gate.ok
    assert result.headline.lower < 5 < result.headline.upper
    assert (result.adopters, result.comparators) == (12, 24)
    assert effect.look == 1
    assert effect.grade == result.grade.letter
    assert effect.fingerprint == result.fingerprint
    assert effect.protocol.state == "opened"


def test_running_again_gives_the_same_digits_after_readings_were_corrected():
    planted = plant(adopters=10, others=10)
    effect = open_protocol(by=planted.analyst, protocol=registered(planted))
    Reading.objects.filter(measure=planted.measure).update(numerator=1)
    rebuild_columns()
    effect = Effect.objects.get(pk=effect.pk)
    again = rerun(effect)
    assert again.to_dict() == effect.result
    looked = estimate_effect(by=planted.analyst, protocol=effect.protocol)
    assert looked.look == 2
    assert looked.fingerprint != effect.fingerprint
    effect.refresh_from_db()
    assert not effect.is_latest


def test_the_frozen_files_give_the_same_digits_on_the_command_line(tmp_path, capsys):
    planted = plant(adopters=10, others=10)
    effect = open_protocol(by=planted.analyst, protocol=registered(planted))
    frozen = FrozenInput.unpack(bytes(effect.frozen_input))
    (tmp_path / "readings.csv").write_bytes(frozen.readings)
    (tmp_path / "starts.csv").write_bytes(frozen.starts)
    arguments = ["effect", str(tmp_path / "readings.csv"), str(tmp_path / "starts.csv")]
    code = main([*arguments, "--window", "1", "--per", "100", "--json"])
    said = capsys.readouterr().out
    assert code == 0
    assert effect.fingerprint in said
    assert repr(EffectResult.from_dict(effect.result).estimate) in said


def test_results_are_opened_only_after_they_were_registered():
    planted = plant(adopters=8, others=8, months=30)
    protocol = registered(planted, on=date(2030, 1, 1))
    with pytest.raises(NotNow, match="registered before"):
        open_protocol(by=planted.analyst, protocol=protocol)
    protocol.registered_on = date(2024, 1, 1)
    protocol.save()
    with pytest.raises(NotNow):
        estimate_effect(by=planted.analyst, protocol=protocol)
    open_protocol(by=planted.analyst, protocol=protocol)
    with pytest.raises(NotNow, match="opened already"):
        registered(planted)


def test_a_place_that_uses_it_cannot_be_a_comparator():
    planted = plant(adopters=2, others=2, months=20)
    with pytest.raises(Invalid, match="uses the innovation"):
        register_protocol(
            by=planted.analyst,
            innovation=planted.innovation,
            measure=planted.measure,
            comparators="others",
            comparator_codes=[planted.adopters[0].code],
        )


def test_who_may_register_and_open():
    planted = plant(adopters=2, others=2, months=20)
    board = make_person(Role.BOARD_MEMBER)
    lead = make_person(Role.MISSION_LEAD, mission=planted.innovation.mission)
    elsewhere = make_person(Role.MISSION_LEAD, mission=make_innovation().mission)
    for person in (board, elsewhere):
        planted.analyst = person
        with pytest.raises(NotAllowed):
            registered(planted)
    planted.analyst = lead
    protocol = registered(planted)
    with pytest.raises(NotAllowed):
        open_protocol(by=lead, protocol=protocol)


def test_too_early_says_what_is_missing_and_grades_nothing():
    planted = plant(adopters=4, others=12, months=20)
    protocol = registered(planted)
    gate = readiness_of(protocol)
    assert gate is not None
    assert not gate.ok
    effect = open_protocol(by=planted.analyst, protocol=protocol)
    assert effect.grade == ""


def test_another_innovation_at_the_same_sites_is_listed_and_lowers_the_grade():
    planted = plant()
    other = make_innovation(name="Titration")
    InnovationMeasure.objects.create(innovation=other, measure=planted.measure)
    for place in planted.adopters[:2]:
        make_site(other, organisation=place, started=date(2023, 3, 1))
    listed = co_live(planted.innovation, planted.measure, planted.codes)
    assert [(one.innovation, one.sites, one.touches) for one in listed] == [("Titration", 2, True)]
    effect = open_protocol(by=planted.analyst, protocol=registered(planted))
    assert effect.question["also_live"] == ["Titration"]
    assert effect.grade in {"C", "D", "E"}


def test_readings_after_a_site_stopped_count_for_nothing():
    planted = plant(adopters=10, others=10)
    site = planted.adopters[0].sites.get()
    site.state, site.stopped, site.stopped_because = "stopped", date(2024, 6, 1), "staff time"
    site.save()
    effect = open_protocol(by=planted.analyst, protocol=registered(planted))
    frozen = FrozenInput.unpack(bytes(effect.frozen_input)).readings.decode()
    assert f"{planted.adopters[0].code},2024-05," in frozen
    assert f"{planted.adopters[0].code},2024-06," not in frozen


def test_a_look_holds_all_that_an_evaluator_asks_for():
    planted = plant(adopters=10, others=12)
    effect = open_protocol(by=planted.analyst, protocol=registered(planted))
    result = result_of(effect)
    assert result.check is not None and result.event_study is not None
    assert result.further.aggregates.dynamic.parts
    assert result.further.sensitivity.relative
    assert result.further.plain_regression is not None
    assert wording.explained_away(result)
    assert result.always_valid.lower < result.headline.lower


def test_a_look_kept_by_an_earlier_version_is_still_read():
    planted = plant(adopters=10, others=10)
    effect = open_protocol(by=planted.analyst, protocol=registered(planted))
    old = dict(effect.result)
    for name in ("further", "negative_control"):
        old.pop(name)
    old["event_study"] = {
        name: value for name, value in old["event_study"].items() if name not in ("se", "thin")
    }
    Effect.objects.filter(pk=effect.pk).update(result=old, equity={})
    found = result_of(Effect.objects.get(pk=effect.pk))
    assert found.further is None
    assert found.estimate == result_of(effect).estimate
    assert wording.explained_away(found) == ()
