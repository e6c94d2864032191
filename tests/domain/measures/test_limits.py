"""Limits are moved by people, with a reason; each decision stands until it is withdrawn."""

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from spreadwell.domain.audit.models import Event
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.measures import limiting
from spreadwell.domain.measures.charts import chart_for, icons_for, picture_for, series_of
from spreadwell.domain.measures.columns import readings_as_columns, series_columns
from spreadwell.domain.measures.reading_off import read_off
from spreadwell.domain.models import LimitsChange, Reading
from spreadwell.domain.people.roles import Role
from spreadwell.formats.periods import Period
from tests.factories import make_network, make_person
from tests.limit_rooms import BEFORE, FIRST, NEW, changed_level

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def room():
    return changed_level()


def series(room):
    return series_of(series_columns(Reading.objects.all(), room[0], room[1].pk), *_key(room))


def _key(room):
    return room[0], room[1].pk


def given(room, **more):
    return {"measure": room[0], "organisation": room[1], "reason": "A second nurse started", **more}


def people(room):
    site = room[1].sites.get()
    innovation = site.version.innovation
    innovation.network = make_network()
    innovation.save()
    return {
        "analyst": make_person(Role.ANALYST),
        "administrator": make_person(Role.ADMINISTRATOR),
        "facilitator": make_person(Role.FACILITATOR, network=innovation.network),
        "facilitator elsewhere": make_person(Role.FACILITATOR, network=make_network()),
        "site lead": make_person(Role.SITE_LEAD, site=site),
        "site lead elsewhere": make_person(Role.SITE_LEAD, site=changed_level()[1].sites.get()),
        "site member": make_person(Role.SITE_MEMBER, site=site),
        "board member": make_person(Role.BOARD_MEMBER),
        "partner": make_person(Role.PARTNER, network=innovation.network),
    }


MAY = {
    "a new level that the readings suggest": {
        "analyst", "administrator", "facilitator", "site lead",
    },
    "a new level elsewhere": {"analyst", "administrator", "facilitator"},
    "a baseline": {"analyst", "administrator", "facilitator"},
    "a point left out": {"analyst", "administrator", "facilitator"},
}  # fmt: skip
DOES = {
    "a new level that the readings suggest": (limiting.rebase, {"period": NEW}),
    "a new level elsewhere": (limiting.rebase, {"period": NEW.next(2)}),
    "a baseline": (limiting.fix_baseline, {"points": 12}),
    "a point left out": (limiting.leave_out, {"period": FIRST.next(3)}),
}


@pytest.mark.parametrize("what", list(MAY))
def test_who_may_move_limits(room, what):
    act, more = DOES[what]
    for who, person in people(room).items():
        if who in MAY[what]:
            change = act(by=person, **given(room, **more))
            limiting.withdraw_limits(by=person, change=change, reason="Only asked")
        else:
            with pytest.raises(NotAllowed):
                act(by=person, **given(room, **more))
    assert not LimitsChange.objects.standing().exists()


def test_a_decision_is_withdrawn_by_who_made_it_or_by_who_may_decide_anyway(room):
    who = people(room)
    lead, other = who["site lead"], who["site member"]
    change = limiting.rebase(by=lead, **given(room, period=NEW))
    with pytest.raises(NotAllowed):
        limiting.withdraw_limits(by=other, change=change, reason="I do not like it")
    with pytest.raises(Invalid):
        limiting.withdraw_limits(by=lead, change=change, reason="  ")
    limiting.withdraw_limits(by=lead, change=change, reason="The nurse left again")
    with pytest.raises(NotNow, match="withdrawn already"):
        limiting.withdraw_limits(by=who["analyst"], change=change, reason="Twice")
    change.refresh_from_db()
    assert (change.withdrawn_by, change.reason) == (lead, "A second nurse started")


def test_a_new_level_is_suggested_confirmed_with_its_evidence_and_kept_in_the_trail(room):
    by = make_person(Role.ANALYST)
    assert series(room).periods[limiting.suggestion_for(room[0], series(room)).position] == NEW
    change = limiting.rebase(by=by, **given(room, period=NEW))
    assert (change.period, change.evidence["points"]) == (str(NEW), 10)
    found = Event.objects.get(thing="LimitsChange", thing_id=change.pk)
    assert "set new limits" in found.summary and "A second nurse started" in found.summary
    chart = chart_for(room[0], series(room))
    assert [one.start for one in chart.segments] == [0, len(BEFORE)]
    assert limiting.suggestion_for(room[0], series(room)) is None
    # Limits before the change are what they were without what came after.
    alone = np.array(BEFORE, dtype=float)
    width = 2.66 * np.abs(np.diff(alone)).mean()
    assert chart.upper[0] == pytest.approx(alone.mean() + width)
    assert chart_for(room[0], series(room), decided=False).segments[0].stop == 22


def test_a_baseline_and_a_point_left_out_hold_for_the_chart(room):
    by = make_person(Role.ANALYST)
    limiting.fix_baseline(by=by, **given(room, points=8))
    limiting.leave_out(by=by, **given(room, period=FIRST.next(1)))
    chart = chart_for(room[0], series(room))
    kept = [x for i, x in enumerate(BEFORE[:8]) if i != 1]
    assert chart.centre[0] == pytest.approx(np.mean(kept))
    assert 1 in chart.excluded


def test_every_chart_and_every_icon_is_read_by_the_limits_that_stand(room):
    measure, place = room
    columns = readings_as_columns(Reading.objects.all(), [measure])
    before = icons_for(columns, measure, [place.pk])[place.pk]
    assert before.variation == "improvement_high"
    change = limiting.rebase(by=make_person(Role.ANALYST), **given(room, period=NEW))
    after = icons_for(columns, measure, [place.pk])[place.pk]
    assert after.variation == "common_cause"
    one = series(room)
    made = picture_for(measure, one, chart_for(measure, one), None, site=place.name)
    assert "A second nurse started" in made.svg and str(change.made_by) in made.svg
    # Read off together or one by one: the same icons.
    assert chart_for(measure, one).variation == after.variation
    limiting.withdraw_limits(by=change.made_by, change=change, reason="It was the season")
    assert icons_for(columns, measure, [place.pk])[place.pk] == before


REFUSED = [
    (limiting.rebase, {"period": Period.parse("2030-01")}, "Choose a period from"),
    (limiting.rebase, {"period": Period.parse("2023-Q1")}, "Choose a period from"),
    (limiting.rebase, {"period": FIRST}, "no reading before"),
    (limiting.rebase, {"period": NEW, "reason": " "}, "Say why"),
    (limiting.fix_baseline, {"points": 6}, "at least 7"),
    (limiting.fix_baseline, {"points": 90}, "22 points"),
    (limiting.leave_out, {"period": FIRST.previous()}, "Choose a period from"),
]


@pytest.mark.parametrize(("act", "more", "said"), REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(room, act, more, said):
    with pytest.raises((Invalid, NotNow), match=said):
        act(by=make_person(Role.ANALYST), **{**given(room), **more})
    assert not LimitsChange.objects.exists()


def test_a_decision_is_made_once(room):
    by = make_person(Role.ANALYST)
    for act, more in DOES.values():
        act(by=by, **given(room, **more))
        with pytest.raises(NotNow):
            act(by=by, **given(room, **more))
    one = LimitsChange.objects.get(kind="baseline")
    one.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()


def test_points_are_left_out_only_while_enough_stay(room):
    by = make_person(Role.ANALYST)
    for i in range(15):
        limiting.leave_out(by=by, **given(room, period=FIRST.next(i)))
    with pytest.raises(NotNow, match="Only 6 points would stay"):
        limiting.leave_out(by=by, **given(room, period=FIRST.next(15)))


def test_all_series_of_all_measures_are_read_with_one_query_for_limits(
    room, django_assert_num_queries
):
    others = [changed_level() for _ in range(3)]
    measures = [room[0], *(one for one, _ in others)]
    for measure, place in others[:2]:
        limiting.rebase(
            by=make_person(Role.ANALYST), measure=measure, organisation=place, period=NEW,
            reason="Known",
        )  # fmt: skip
    with django_assert_num_queries(2):
        columns = readings_as_columns(Reading.objects.all(), measures)
        read = read_off(columns, measures)
    said = [read.pair(row).variation for row in range(len(read))]
    assert said == ["improvement_high", "common_cause", "common_cause", "improvement_high"]
    assert read.pair(0).latest == 61 and read.pair(0).period == "October 2024"
