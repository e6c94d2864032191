"""Days in words, as they are where people read them."""

from datetime import UTC, datetime

from spreadwell.domain.foundation.days import day_of


def test_late_in_a_summer_evening_of_utc_the_next_day_has_begun_here():
    assert day_of(datetime(2025, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2025"
    assert day_of(datetime(2025, 1, 30, 23, 30, tzinfo=UTC)) == "30 January 2025"
