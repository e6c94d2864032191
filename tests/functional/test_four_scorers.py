"""Four of a panel in four browsers at once: from a long list to a shortlist of eight."""

from collections.abc import Callable

import pytest

from tests.functional.journey import DESKTOP, PHONE, Journey, Screen

pytestmark = pytest.mark.browser

Begin = Callable[[Screen], Journey]
PANEL = ("contributor", "partner", "board member", "analyst")
ROUND = "Young minds, second round"

# Ticks, in every group of radios, the one at a place that depends on the group; then sends.
_ANSWER = """(at) => {
  const groups = new Map();
  for (const one of document.querySelectorAll("#maincontent input[type=radio]"))
    groups.set(one.name, [...(groups.get(one.name) ?? []), one]);
  [...groups.values()].forEach((held, n) => { held[(at + n) % (held.length - 1)].checked = true; });
  for (const why of document.querySelectorAll("input[name^=said_]")) why.value = "So it is here.";
}"""


def answer(scorer: Journey, at: int) -> None:
    """Answer what this page asks, each scorer in a way of their own, and go on."""
    scorer.page.evaluate(_ANSWER, at)
    scorer.when_i_press("Save and go on")


def test_four_scorers_take_a_long_list_to_a_shortlist_of_eight(worker_at: Begin):
    lead = worker_at(DESKTOP)
    lead.given_i_am_signed_in_as("administrator")
    lead.when_i_open("/shortlists/")
    lead.when_i_follow(ROUND, within="#maincontent")
    here = lead.page.url.removeprefix(lead.server.url)
    lead.then_i_read("How far the panel is")
    scorers = [worker_at(PHONE if role == "contributor" else DESKTOP) for role in PANEL]
    for scorer, role in zip(scorers, PANEL, strict=True):
        scorer.given_i_am_signed_in_as(role)
        scorer.when_i_open(here)
        scorer.then_i_read("15 of 15 wait for your two answers: about 3 minutes")
        scorer.when_i_follow("Answer the two questions")
    scorers[0].then_the_page_is_in_order()
    # In turns, a page each, so that all four are under way at once.
    for page in range(3):
        for at, scorer in enumerate(scorers):
            answer(scorer, at + page)
    for scorer in scorers:
        scorer.then_i_read("Your answers are all in")
        scorer.then_i_do_not_read("Powerful, say")

    lead.when_i_open(here)
    lead.when_i_press("Close the two questions")
    lead.then_i_read("Powerful, say")
    boxes = lead.page.locator("input[name=keep]:checked")
    for _ in range(boxes.count() - 8):
        boxes.last.uncheck()
    lead.when_i_press("Cut it")
    lead.then_i_read("7 left out by the two questions")

    for scorer in scorers:
        scorer.when_i_open(f"{here}score/")
    scorers[0].then_the_page_is_in_order()
    for number in range(8):
        for at, scorer in enumerate(scorers):
            answer(scorer, at + number)
    for scorer in scorers:
        scorer.then_i_read("Your scores are all in")
        scorer.then_i_do_not_read("How often in the first")

    lead.when_i_open(here)
    lead.then_i_do_not_read("How often in the first")
    lead.when_i_press("Close the first round")
    lead.then_a_picture_leads()
    lead.then_i_read("Of 8 opportunities")
    lead.when_i_follow("Meeting view")
    lead.then_i_read("Under any weights")
    dial = lead.page.get_by_label("Need", exact=True)
    dial.focus()
    dial.press("ArrowRight")
    lead.then_i_read("Under these weights")
    lead.then_the_page_is_in_order()
    scorers[0].when_i_open(here)
    scorers[0].then_i_read("How often in the first 4")
