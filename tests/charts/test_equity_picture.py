"""The picture of a gap: what it says, and that what is kept back stands nowhere in it."""

import json

import pytest

from spreadwell.charts.equity import equity
from spreadwell.charts.equity_wording import (
    GapPoint,
    change_sentence,
    gap_words,
    ladder_sentence,
)
from spreadwell.charts.frame import Look

POINTS = [
    GapPoint("2026-05", 60.0, 70.0, 10.0, 5.0, 15.0),
    GapPoint("2026-06", 61.0, 70.0, 9.0, 4.0, 14.0),
]


def draw(points=POINTS, **more):
    return equity(points, first="most deprived fifth", second="least deprived fifth", **more)


def test_the_sentence_says_both_groups_and_the_gap():
    assert draw(said="of 100 people").sentence == (
        "In Jun 2026, 61 of 100 people in the most deprived fifth and 70 in the least deprived "
        "fifth: a gap of 9 (4 to 14)."
    )


def test_a_period_that_is_kept_back_is_said_and_drawn_as_a_star_never_as_nought():
    hidden = GapPoint("2026-07", None, 71.0, hidden=(True, False))
    made = draw([*POINTS, hidden])
    assert "1 period is not told: too few people" in made.sentence
    assert made.svg.count("∗") == 2  # on the axis and in the legend
    assert made.table.rows[-1] == ("2026-07", "kept back", 71.0, *["kept back"] * 3)
    assert "kept back: too few people" in made.svg
    values = made.vega["vconcat"][0]["data"]["values"]
    assert [one["value"] for one in values if one["period"] == "2026-07"] == [None, 71.0]


def test_nothing_told_is_said_so():
    hidden = GapPoint("2026-07", None, None, hidden=(True, True))
    assert draw([hidden]).sentence == "No period can be told. 1 period is not told: too few people."
    assert "readings of both groups" in draw([GapPoint("2026-07", 5.0, None)]).sentence


def test_lines_do_not_cross_a_period_that_is_not_told():
    gap = [POINTS[0], GapPoint("2026-06", None, None, hidden=(True, True)), POINTS[1]]
    assert draw(gap).svg.count('stroke-dasharray="6 3"') > draw().svg.count(
        'stroke-dasharray="6 3"'
    )


@pytest.mark.parametrize("width", [360, 720])
def test_both_widths_are_drawn(width):
    made = draw([GapPoint(f"2025-{m:02}", 50.0, 60.0, 10.0, 4.0, 16.0) for m in range(1, 13)],
                look=Look(width))  # fmt: skip
    assert f'width="{width}"' in made.svg
    json.dumps(made.vega, allow_nan=False)


def test_no_point_is_no_picture():
    with pytest.raises(ValueError, match="at least one period"):
        draw([])


def test_gaps_in_words():
    assert gap_words(-9, -14, -4) == "a gap of 9 (4 to 14)"
    assert gap_words(2, -1, 5) == "a gap of 2 that may be chance (−1 to 5)"
    assert gap_words(2, None, None) == "a gap of 2, its range not known"


def test_change_in_words():
    assert change_sentence("narrowing", 12, 5, 24, "month") == (
        "Over 24 months, the gap narrowed, from about 12 to about 5."
    )
    assert "widened" in change_sentence("widening", -5, -12, 24, "month")
    assert "neither clearly narrowed nor widened" in change_sentence("unclear", 5, 5, 9, "quarter")
    assert change_sentence("too few", 0, 0, 3, "month").startswith(
        "3 months with a gap are too few"
    )


def test_the_ladder_in_words():
    said = ladder_sentence(-9, -12, -6, 0.85, (0.8, 0.9))
    assert said == (
        "Counting all groups, the two ends of the ladder are 9 apart (6 to 12); its first end has "
        "0.85 times (0.8 to 0.9) the last's."
    )
    assert "9 apart (−12 to 6)" in ladder_sentence(-9, -12, 6, float("nan"), (0, 0))


def test_marks_stand_at_their_periods_on_the_side_with_room():
    plain, marked = draw(), draw(marks=[(0, "then"), (1, "now")])
    assert ">then<" not in plain.svg
    assert marked.svg.count("2 3") == plain.svg.count("2 3") + 2
    assert ">then<" in marked.svg and ">now<" in marked.svg
    assert marked.table == plain.table
