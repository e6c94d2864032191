"""One series holds pairs or values, and periods that a chart can reach: nothing else comes in."""

import numpy as np
import pytest

from spreadwell.domain.measures.charts import chart_for, icons_for, series_of
from spreadwell.domain.measures.columns import readings_as_columns, series_columns
from spreadwell.domain.measures.packing import MOST_SPAN
from spreadwell.domain.measures.reading_off import read_off
from spreadwell.domain.models import Reading, Submission
from spreadwell.domain.people.roles import Role
from spreadwell.exchange.submissions import accept_submission, check_submission, import_file
from tests.factories import make_measure, make_organisation, make_person
from tests.readings import store_readings

pytestmark = [pytest.mark.django_db, pytest.mark.store]

KIND = "plain number"
HEADER = "measure,site,period,numerator,denominator,value\n"
PAIRS = "other readings of this series have numerator and denominator"
VALUES = "other readings of this series have a value"
ONE = "; one series has one or the other."


@pytest.fixture
def room():
    """A rate of months and one of plain numbers, two places, an analyst."""
    measures = [make_measure(slug="falls", statistic="rate", per=1000)]
    measures.append(make_measure(slug="batches", statistic="rate", cadence=KIND))
    places = [make_organisation(code=code) for code in ("XP-A", "XP-B")]
    return measures, places, make_person(Role.ANALYST)


def said(by, *rows):
    content = (HEADER + "\n".join(rows) + "\n").encode()
    return [one.sentence for one in check_submission(by=by, content=content, name="f").problems]


def send(by, *rows):
    content = (HEADER + "\n".join(rows) + "\n").encode()
    checked = check_submission(by=by, content=content, name="f")
    if checked.ok:
        accept_submission(by=by, submission=checked.submission)
    return [one.sentence for one in checked.problems]


def test_pairs_and_values_in_one_series_of_a_file_are_refused(room, tmp_path):
    _, _, by = room
    rows = ["falls,XP-A,2024-01,4,10,", "falls,XP-A,2024-03,,,0.5", "falls,XP-A,2024-02,,,0.4"]
    assert said(by, *rows) == [f"Row 3, value: {PAIRS}{ONE}"]
    path = tmp_path / "f.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    for dry_run in (True, False):
        found = import_file(by=by, path=path, dry_run=dry_run)
        assert [one.sentence for one in found.problems] == [f"Row 3, value: {PAIRS}{ONE}"]
    assert not Reading.objects.exists() and not Submission.objects.exists()
    # Another place is another series.
    assert said(by, rows[0], "falls,XP-B,2024-01,,,0.5") == []


def test_a_row_of_the_other_form_is_refused_unless_the_file_corrects_the_series(room):
    _, _, by = room
    assert send(by, "falls,XP-A,2024-01,4,10,", "falls,XP-A,2024-02,5,10,") == []
    assert send(by, "falls,XP-A,2024-03,,,0.4") == [f"Row 2, value: {PAIRS}{ONE}"]
    assert send(by, "falls,XP-A,2024-01,,,0.4") == [f"Row 2, value: {PAIRS}{ONE}"]
    assert send(by, "falls,XP-A,2024-01,,,0.4", "falls,XP-A,2024-02,,,0.5") == []
    assert send(by, "falls,XP-A,2024-03,4,10,") == [f"Row 2, numerator: {VALUES}{ONE}"]
    assert send(by, "falls,XP-A,2024-03,*,,") == []


def test_no_point_of_an_older_store_that_holds_both_is_lost(room):
    (measure, _), (place, _), by = room
    sent = Submission.objects.create(
        way="file", state="accepted", settled_at="2025-01-01T00:00Z", sent_by=by
    )
    store_readings(
        Reading(
            submission=sent, measure=measure, organisation=place, period_kind="month",
            period=f"2024-{i + 1:02}", ordinal=24288 + i,
            **({"value": 0.5} if i % 2 else {"numerator": 4 + i, "denominator": 10}),
        )
        for i in range(12)
    )  # fmt: skip
    columns = series_columns(Reading.objects.all(), measure, place.pk)
    series = series_of(columns, measure, place.pk)
    np.testing.assert_array_equal(series.ratio, columns.ratio)
    chart = chart_for(measure, series)
    assert np.isfinite(chart.values).sum() == 12
    icon = icons_for(columns, measure, [place.pk])[place.pk]
    assert icon.latest == 500


def test_plain_numbers_far_apart_are_refused_where_the_row_is_named(room):
    _, _, by = room
    near = [f"batches,XP-A,{at},4,10," for at in range(1, 5)]
    told = (
        "Row 6, period: “999999999” lies 999,999,998 periods from “1” of the same measure; "
        "fewer than 20,000 may lie between the first and the last."
    )
    assert said(by, *near, "batches,XP-B,999999999,4,10,") == [told]
    assert send(by, *near) == []
    assert send(by, "batches,XP-B,999999999,4,10,") == [told.replace("Row 6", "Row 2")]
    assert send(by, f"batches,XP-B,{MOST_SPAN + 1},4,10,")[0].startswith("Row 2, period: ")
    assert send(by, f"batches,XP-B,{MOST_SPAN},4,10,") == []


def test_a_store_with_numbers_far_apart_is_read_without_filling_the_memory(room):
    (_, measure), (place, other), by = room
    far = make_measure(slug="late", statistic="rate", cadence=KIND)
    sent = Submission.objects.create(
        way="file", state="accepted", settled_at="2025-01-01T00:00Z", sent_by=by
    )
    rows = [(measure, place, 1), (measure, place, 999_999_998), (measure, other, 999_999_999)]
    store_readings(
        Reading(
            submission=sent, measure=one, organisation=where, period_kind=KIND,
            period=str(at), ordinal=at, numerator=4, denominator=10,
        )
        for one, where, at in [*rows, (far, place, 7), (far, place, 8)]
    )  # fmt: skip
    columns = readings_as_columns(Reading.objects.all(), [measure, far])
    assert columns.ordinal.tolist() == [999_999_998, 999_999_999, 7, 8]
    assert len(series_of(columns, measure, place.pk).value) == 1
    read = read_off(columns, [measure, far])
    assert (read.first, read.kind.value) == (7, KIND)
    pairs = [read.pair(row) for row in range(len(read))]
    assert [(one.latest, one.period) for one in pairs] == [
        (40, "999999998"), (40, "999999999"), (40, "8"),
    ]  # fmt: skip
