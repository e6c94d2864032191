"""What is usual at a place, and the question about a number that is not."""

import numpy as np
import pytest

from spreadwell.domain.measures.charts import Series
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.measures.usual import Usual, usual_of
from spreadwell.formats.periods import Period, PeriodKind

BEFORE = {"numerator": 30.0, "denominator": 40.0, "value": None}
SHARE = Usual(60.0, 90.0, BEFORE, "January 2025", 100.0, "%")
COUNT = Usual(20.0, 60.0, {"value": 40.0}, "January 2025")


def series(values, top=None):
    """A series of months from January 2024."""
    values = np.array(values, dtype=float)
    blank = np.full(len(values), np.nan)
    first = Period.parse("2024-01").ordinal
    if top is None:
        return Series(PeriodKind.MONTH, first, blank, blank, values)
    return Series(PeriodKind.MONTH, first, np.array(top, dtype=float), values, blank)


def measure(statistic="count"):
    """A measure that is not stored."""
    return Measure(name="M", statistic=statistic, per=100, direction="up", unit="people")


@pytest.mark.parametrize("value", [20, 40, 60, 0.0])
def test_a_count_within_the_limits_is_not_asked_about_at_their_edges_either(value):
    usual = Usual(0.0, 60.0, {"value": 40.0}, "January 2025")
    assert usual.question({"value": float(value)}) == ""


def test_a_count_outside_the_limits_is_asked_about_with_the_limits():
    question = COUNT.question({"value": 61.0})
    assert question.startswith("61 lies outside 20 to 60") and question.endswith("Is that right?")


def test_many_times_the_last_number_is_asked_about_whichever_part_it_is():
    assert "121 is more than three times the 40" in COUNT.question({"value": 121.0})
    slip = {"numerator": 30.0, "denominator": 400.0}
    assert "400 is more than three times the 40 of January 2025" in SHARE.question(slip)
    assert Usual(None, None, {"value": 40.0}, "x").question({"value": 120.0}) == ""


def test_a_share_is_held_against_the_limits_in_the_unit_in_which_it_is_shown():
    assert SHARE.question({"numerator": 30.0, "denominator": 40.0}) == ""
    assert SHARE.question({"numerator": 20.0, "denominator": 40.0}).startswith("50% lies outside")


def test_nothing_is_asked_about_a_blank_or_nothing_in_nothing():
    assert SHARE.question({"numerator": None, "denominator": None}) == ""
    assert SHARE.question({"numerator": 0.0, "denominator": 0.0}) == ""


def test_limits_come_from_the_chart_and_only_from_enough_readings():
    steady = [40, 42, 38, 41, 39, 40, 42, 38, 41, 39]
    usual = usual_of(measure(), series(steady), None, Period.parse("2024-11"))
    assert usual.low is not None and usual.high is not None
    assert usual.low < 38 < 42 < usual.high
    few = usual_of(measure(), series(steady[:9]), None, Period.parse("2024-11"))
    assert (few.low, few.high, few.period) == (None, None, "October 2024")


def test_a_count_has_no_limit_below_nothing_and_a_flat_series_none_at_all():
    wild = usual_of(measure(), series([1, 30] * 6), None, Period.parse("2025-02"))
    assert wild.low == 0
    flat = usual_of(measure(), series([5] * 12), None, Period.parse("2025-02"))
    assert flat.low is None


def test_the_limits_of_a_proportion_are_in_the_unit_in_which_it_is_shown():
    made = series([100] * 12, top=[60, 62, 58, 61, 59, 60, 62, 58, 61, 59, 60, 61])
    usual = usual_of(measure("proportion"), made, None, Period.parse("2025-02"))
    assert usual.unit == "%" and usual.low is not None and 50 < usual.low < 58
