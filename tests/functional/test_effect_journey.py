"""A protocol is registered, readings arrive, it is opened and followed, and the board reads it."""

import re
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.functional.journey import DESKTOP, Journey, Screen
from tests.functional.server import Server, environment

pytestmark = pytest.mark.browser

MEASURE = "cholesterol_at_target"
HEADER = "measure,site,period,numerator,denominator\n"

Begin = Callable[[Screen], Journey]


def arrives(analyst: Journey, pcn: str, of: str) -> None:
    """Send a new month of one PCN and accept it as it is."""
    analyst.when_i_open("/measures/send/")
    row = f"{MEASURE},{pcn},2026-10,{of}\n"
    analyst.when_i_give_the_file("Your file", f"{pcn}.csv", HEADER + row)
    analyst.when_i_press("Check this file")
    analyst.then_i_read("1 new")
    anyway = analyst.page.get_by_role("button", name="Accept without an answer")
    if anyway.count():
        anyway.click()
    else:
        analyst.when_i_press("Accept all of it")
    analyst.then_i_read("The charts show it now")


def jobs_run(server: Server) -> None:
    """Run every job that waits, as the worker does, and end."""
    subprocess.run(
        [sys.executable, "-m", "django", "db_worker", "--batch", "--no-reload", "-v", "0"],
        env=environment(server.data, example=True), check=True, timeout=120,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_an_effect_is_registered_opened_followed_and_read(worker_at: Begin, writing_server: Server):
    analyst = worker_at(DESKTOP)
    analyst.given_i_am_signed_in_as("analyst")
    analyst.when_i_open("/effects/")
    analyst.when_i_follow("Register a protocol")
    analyst.when_i_choose("Innovation", "Community blood-pressure events")
    analyst.when_i_choose("Primary measure", "Cholesterol at target")
    analyst.when_i_fill("Say in words who that is", "PCNs nearby that hold no events.")
    analyst.when_i_fill("How many looks at the results are planned?", "3")
    analyst.when_i_fill("What would make you stop early?", "Appointments lost at any PCN.")
    analyst.then_the_page_is_in_order()
    analyst.when_i_press("Register")
    analyst.then_i_read("The results stay closed until an analyst opens them")
    analyst.then_i_read("No result has been seen")
    address = analyst.page.url.removeprefix(analyst.server.url)

    arrives(analyst, "XW-P20", "1210,1994")
    analyst.when_i_open(address)
    analyst.then_i_read("There are enough readings to open it")
    analyst.then_the_page_is_in_order_on_both_widths()
    analyst.page.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
    analyst.when_i_press("Open the results")
    analyst.then_i_read("Look 1")
    analyst.then_a_picture_leads()

    arrives(analyst, "XW-P21", "559,1190")
    jobs_run(writing_server)
    analyst.when_i_open(address)
    analyst.then_i_read("Look 2")

    board = worker_at(DESKTOP)
    board.given_i_am_signed_in_as("board member")
    board.when_i_open(address)
    board.then_i_read(re.compile(r"Allowing for every look: .+ If this were the only look: "))
    board.then_i_read("people in 100")
    board.then_i_read("Lipid reviews")
    board.then_i_read("Appointments lost at any PCN.")
    board.then_a_picture_leads()
    board.screenshot("effect-followed")
    board.then_the_page_is_in_order_on_both_widths()
