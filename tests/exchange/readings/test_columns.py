"""Columns say what rows say, whatever was sent, corrected or withdrawn, and one at a time."""

import csv
import io
import random

import numpy as np
import pytest

from spreadwell.domain.foundation.refusals import NotNow
from spreadwell.domain.measures.columns import readings_as_columns, series_columns
from spreadwell.domain.measures.rebuilding import columns_differ, rebuild_columns
from spreadwell.domain.models import PeriodSignOff, Reading, ReadingColumns, Submission
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.exchange.submissions import (
    Checked,
    accept_submission,
    check_submission,
    withdraw_submission,
)
from tests.factories import make_innovation, make_measure, make_organisation, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]

MEASURES, SITES, STRATA = ("at_target", "seen"), ("XP-A", "XP-B", "XP-C"), ("", "1", "5")


@pytest.fixture
def room():
    """Two proportions, three organisations, an analyst."""
    measures = [make_measure(slug=slug) for slug in MEASURES]
    places = [make_organisation(code=code) for code in SITES]
    return measures, places, make_person(Role.ANALYST)


def store(by, rows: list[dict[str, object]]) -> Checked:
    """Check rows as the file that they stand for, and accept it where nothing is wrong."""
    out = io.StringIO()
    writer = csv.DictWriter(out, dict.fromkeys(key for row in rows for key in row))
    writer.writeheader()
    writer.writerows(rows)
    checked = check_submission(by=by, content=out.getvalue().encode(), name="x.csv")
    if checked.submission is not None:
        accept_submission(by=by, submission=checked.submission)
    return checked


def some_rows(chance: random.Random) -> list[dict[str, object]]:
    """Some readings, each thing once; a few suppressed."""
    places = [(m, s, t, q) for m in MEASURES for s in SITES for t in range(1, 10) for q in STRATA]
    return [
        {
            "measure": m, "site": s, "period": f"2024-{t:02}", "imd_quintile": q,
            "numerator": "*" if chance.random() < 0.1 else chance.randrange(5),
            "denominator": 10, "sd": chance.choice([None, 1.5]),
        }
        for m, s, t, q in chance.sample(places, chance.randrange(1, 40))
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_columns_are_the_rows_after_any_submissions_corrections_and_withdrawals(room, seed):
    chance = random.Random(seed)
    analyst = room[2]
    for _ in range(10):
        standing = list(Submission.objects.filter(state="accepted"))
        if standing and chance.random() < 0.3:
            one = chance.choice(standing)
            withdraw_submission(by=analyst, submission=one, reason="another extract")
        else:
            assert store(analyst, some_rows(chance)).problems == ()
        assert columns_differ() == []
    before = list(ReadingColumns.objects.order_by("ordinals", "numerator").values_list("ordinals"))
    rebuild_columns()
    after = list(ReadingColumns.objects.order_by("ordinals", "numerator").values_list("ordinals"))
    assert [bytes(a) for (a,) in before] == [bytes(a) for (a,) in after]
    # The newest of each chain stands; everything else says what superseded it or was withdrawn.
    lost = Reading.objects.filter(
        is_current=False, superseded_by=None, submission__state="accepted"
    )
    assert not lost.exists()


def test_series_with_everything_come_as_arrays_in_the_scope_of_the_viewer(room):
    measures, places, analyst = room
    rows = [
        {"measure": "at_target", "site": "XP-A", "period": f"2024-0{t}", "numerator": n,
         "denominator": 10, "sd": s, "n": 7}
        for t, n, s in [(3, "*", None), (1, 4, 2.5), (2, 5, None)]
    ]  # fmt: skip
    rows.append({**rows[1], "site": "XP-B"})
    assert store(analyst, rows).ok
    one = series_columns(Reading.objects.all(), measures[0], places[0].pk)
    np.testing.assert_array_equal(one.numerator, [4, 5, np.nan])
    np.testing.assert_array_equal(one.denominator, [10, 10, 10])
    np.testing.assert_array_equal(one.sd, [2.5, np.nan, np.nan])
    np.testing.assert_array_equal(one.n, [7, 7, 7])
    assert one.suppressed.tolist() == [False, False, True]
    member = make_person(
        Role.SITE_MEMBER, site=make_site(make_innovation(), organisation=places[1])
    )
    seen = Reading.objects.visible_to(viewer_of(member))
    mine = readings_as_columns(seen, measures[:1])
    assert set(mine.organisation.tolist()) == {places[1].pk}
    with pytest.raises(ValueError, match="give a scope"):
        readings_as_columns(seen.filter(period="2024-01"), measures[:1])


def test_a_period_that_is_signed_off_takes_no_other_numbers(room):
    measures, _, analyst = room
    row = {"measure": "at_target", "site": "XP-A", "period": "2024-01", "numerator": 4,
           "denominator": 10}  # fmt: skip
    assert store(analyst, [row]).ok
    waiting = check_submission(
        by=analyst, content=b"measure,site,period,value\nat_target,XP-A,2024-01,3\n", name="y"
    ).submission
    measures[0].needs_sign_off = True
    measures[0].save()
    PeriodSignOff.objects.create(
        measure=measures[0], period="2024-01", ordinal=24288, approved_by=analyst
    )
    with pytest.raises(NotNow, match="is locked"):
        accept_submission(by=analyst, submission=waiting)
    refused = store(analyst, [row, {**row, "site": "XP-B"}])
    assert [problem.row for problem in refused.problems] == [3]
    assert "January 2024 of “Measure" in refused.problems[0].sentence
    assert Reading.objects.get().numerator == 4
