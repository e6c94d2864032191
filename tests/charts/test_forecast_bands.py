"""Forecasts beside what was seen say how many held."""

import pytest

from spreadwell.charts.forecasts import ForecastRow, forecasts
from spreadwell.charts.frame import Look


@pytest.mark.parametrize("width", [360, 720])
def test_the_sentence_counts_what_held_what_fell_short_and_what_did_better(width: int) -> None:
    rows = [
        ForecastRow("Held", 1, 2, 4, 3.0, 2, 4),
        ForecastRow("Short", 1, 2, 4, 0.5),
        ForecastRow("Better", 1, 2, 4, 9.0),
        ForecastRow("Unknown", 1, 2, 4),
    ]
    picture = forecasts(rows, Look(width=width), unit="in 100")
    assert picture.sentence == (
        "Of 3 known, 1 fell within what was forecast, 1 fell short, 1 did better."
    )
    assert picture.table.rows[1] == ("Short", 1, 2, 4, 0.5, None, None)
    assert "Better: forecast 2 (1 to 4), seen 9.0" in picture.svg


def test_nothing_known_is_said_and_nonsense_refused() -> None:
    assert "Nothing" in forecasts([ForecastRow("A", 0, 1, 2)]).sentence
    with pytest.raises(ValueError, match="at least one"):
        forecasts([])
    with pytest.raises(ValueError, match="rises"):
        forecasts([ForecastRow("A", 3, 1, 2)])
