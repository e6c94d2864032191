"""An analyst reads what the measures say, from every place at once down to one number."""

from collections.abc import Callable

import pytest

from tests.functional.journey import Journey, Screen
from tests.functional.server import Server

pytestmark = pytest.mark.browser

MEASURE = "Cholesterol at target"
PLACE = "Nettlemere PCN"


def test_from_the_board_to_the_history_of_a_number(
    travel: Callable[..., Journey], reading_server: Server, screen: Screen
):
    analyst = travel(reading_server, screen)
    analyst.given_i_am_signed_in_as("analyst")

    analyst.when_i_open("/measures/")
    analyst.when_i_follow("at every place", within="#maincontent")
    analyst.then_i_read("Each leads to its chart")
    analyst.screenshot(f"board-{screen.name}")

    analyst.when_i_open("/measures/cholesterol_at_target/")
    analyst.then_the_heading_is(MEASURE)
    analyst.then_i_read("Places differ more than chance alone explains")

    analyst.when_i_follow(PLACE, within="#maincontent")
    analyst.then_the_heading_is(f"{MEASURE} at {PLACE}")
    analyst.then_i_read("What people decided about its limits")
    analyst.screenshot(f"rebased-{screen.name}", whole=True)
    analyst.when_i_follow("Numbers and their history")
    analyst.then_i_read(PLACE)

    analyst.when_i_open("/measures/cholesterol_at_target/equity/")
    analyst.then_i_read("a gap of")

    analyst.when_i_open("/measures/sent/")
    analyst.then_the_heading_is("Who has sent what")
    analyst.screenshot(f"sent-{screen.name}")
