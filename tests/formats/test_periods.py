from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreadwell.formats.periods import FIRST_YEAR, LAST_YEAR, Period, PeriodKind, one_kind

DAYS = st.dates(date(FIRST_YEAR + 1, 1, 1), date(LAST_YEAR - 1, 12, 31))
CALENDAR = [kind for kind in PeriodKind if kind is not PeriodKind.INTEGER]
KINDS = st.sampled_from(CALENDAR)
PERIODS = st.builds(Period.containing, DAYS, KINDS)


@pytest.mark.parametrize(
    ("text", "kind", "start", "end", "label"),
    [
        ("2024", "year", date(2024, 1, 1), date(2024, 12, 31), "2024"),
        ("2024-Q1", "quarter", date(2024, 1, 1), date(2024, 3, 31), "January to March 2024"),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        ("2024-W07", "week", date(2024, 2, 12), date(2024, 2, 18), "week from 12 February 2024"),
        ("2020-W53", "week", date(2020, 12, 28), date(2021, 1, 3), "week from 28 December 2020"),
        ("2024-03-01", "day", date(2024, 3, 1), date(2024, 3, 1), "1 March 2024"),
        ("FY2024", "financial year", date(2024, 4, 1), date(2025, 3, 31), "2024/25"),
        ("FY1999", "financial year", date(1999, 4, 1), date(2000, 3, 31), "1999/00"),
        (
            "FY2024-Q4",
            "financial quarter",
            date(2025, 1, 1),
            date(2025, 3, 31),
            "January to March 2025",
        ),
    ],
)
def test_a_period_knows_its_dates_and_its_name(text, kind, start, end, label):
    period = Period.parse(text)
    assert (period.kind, period.start, period.end, period.label) == (kind, start, end, label)
    assert str(period) == text


@given(PERIODS)
def test_what_is_written_reads_back(period):
    assert Period.parse(str(period)) == period
    assert Period.parse(f"  {str(period).lower()} ") == period


@given(PERIODS)
def test_consecutive_periods_are_consecutive_integers_and_leave_no_day_out(period):
    following = period.next()
    assert following.ordinal == period.ordinal + 1
    assert following.start == period.end + timedelta(days=1)
    assert following.previous() == period


@given(DAYS, KINDS)
def test_the_period_containing_a_day_contains_it(day, kind):
    period = Period.containing(day, kind)
    assert period.start <= day <= period.end
    assert Period.containing(period.start, kind) == period == Period.containing(period.end, kind)


@given(st.integers(-(10**4), 1899) | st.integers(2101, 10**5))
def test_plain_numbers_have_no_calendar(number):
    period = Period.parse(str(number))
    assert period == Period(PeriodKind.INTEGER, number)
    assert period.next(3).ordinal - number == 3
    with pytest.raises(ValueError, match="no dates"):
        _ = period.start


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2024-13", "months run from 01 to 12"),
        ("2024-02-30", "date that does not exist"),
        ("2023-02-29", "date that does not exist"),
        ("2024-Q5", "quarters run from Q1 to Q4"),
        ("2021-W53", "2021 has 52 weeks"),
        ("2020-W54", "2020 has 53 weeks"),
        ("FY24", "not a period"),
        ("01/03/2024", "not a period"),
        ("March 2024", "not a period"),
        ("", "not a period"),
        ("0204-03", "outside the years 1900 to 2100"),
        ("FY2200", "outside the years 1900 to 2100"),
        ("202403", "write 2024-03"),
        ("20240317", "write 2024-03-17"),
        ("2024-3", "not a period"),
        ("２０２４", "not a period"),
    ],
)
def test_what_is_not_a_period_is_said(text, says):
    with pytest.raises(ValueError, match=says):
        Period.parse(text)


def test_a_finer_start_means_the_period_that_holds_it():
    day = Period.parse("2024-05-17")
    assert str(day.within(PeriodKind.MONTH)) == "2024-05"
    assert str(day.within(PeriodKind.FINANCIAL_QUARTER)) == "FY2024-Q1"
    assert str(Period.parse("2024-01").within(PeriodKind.FINANCIAL_YEAR)) == "FY2023"


@pytest.mark.parametrize(
    ("text", "kind"), [("2024", PeriodKind.MONTH), ("2024", PeriodKind.FINANCIAL_YEAR),
                       ("2024-W05", PeriodKind.MONTH), ("7", PeriodKind.MONTH)]
)  # fmt: skip
def test_a_period_that_does_not_fit_is_refused(text, kind):
    with pytest.raises(ValueError, match="“"):
        Period.parse(text).within(kind)


def test_one_file_has_one_kind():
    months = [Period.parse("2024-01"), Period.parse("2024-02")]
    assert one_kind(months) is PeriodKind.MONTH
    with pytest.raises(ValueError, match=r"months .* and quarters"):
        one_kind([*months, Period.parse("2024-Q1")])
    with pytest.raises(ValueError, match="no periods"):
        one_kind([])
