"""Readiness through time: what is drawn is what was rated, and what changed is said."""

import pytest

from spreadwell.charts.frame import Look
from spreadwell.charts.readiness_change import SHOWN, ReadinessTime, readiness_change

DOMAINS = ["Condition", "Adopters", "Wider system"]
FIRST = ReadinessTime("May 2025", ("simple", "complex", None))
LATER = ReadinessTime("Nov 2025", ("complicated", "simple", None))
LOOKS = (Look(), Look(width=360))


def test_the_sentence_says_how_it_stands_and_what_changed() -> None:
    assert readiness_change(DOMAINS, [FIRST, LATER]).sentence == (
        "On Nov 2025, of 3 domains 1 simple, 1 complicated and 1 not rated. Since May 2025 "
        "adopters became simpler; condition became more complex."
    )
    assert readiness_change(DOMAINS, [FIRST]).sentence.endswith("Rated once so far.")
    assert readiness_change(DOMAINS, [FIRST, FIRST]).sentence.endswith("no domain changed.")
    assert readiness_change(DOMAINS, []).sentence == "Readiness has not been rated yet."


@pytest.mark.parametrize("look", LOOKS)
def test_each_rating_has_its_own_shape_and_a_blank_draws_nothing(look: Look) -> None:
    blank = ReadinessTime("May 2025", (None, None, None))
    empty = readiness_change(DOMAINS, [blank], look).svg
    assert "<circle" not in empty
    one = readiness_change(DOMAINS, [ReadinessTime("x", ("simple", None, None))], look).svg
    # One in the grid, one in the legend.
    assert one.count("<circle") == 2
    assert "simpler than the time before" not in one
    both = readiness_change(DOMAINS, [FIRST, LATER], look).svg
    assert "simpler than" in both and "more complex than" in both


def test_the_table_holds_every_time_and_keeps_blanks_blank() -> None:
    times = [FIRST, LATER] * SHOWN
    table = readiness_change(DOMAINS, times).table
    assert table.columns[:4] == ("Domain", "May 2025", "Nov 2025", "May 2025 (2)")
    assert table.rows[0][1:3] == ("simple", "complicated") and set(table.rows[2][1:]) == {None}
    assert len(table.rows[0]) == len(times) + 1


def test_ratings_that_do_not_fit_are_refused_with_the_time() -> None:
    with pytest.raises(ValueError, match="May needs one rating"):
        readiness_change(DOMAINS, [ReadinessTime("May", ("simple",))])
    odd: tuple = ("simple", "easy", None)
    with pytest.raises(ValueError, match="May has a rating"):
        readiness_change(DOMAINS, [ReadinessTime("May", odd)])
