"""A member says on a phone how the network goes; an analyst merges two PCNs at a desk."""

from collections.abc import Callable

import pytest

from tests.functional.journey import DESKTOP, PHONE, Journey, Screen

pytestmark = pytest.mark.browser

Begin = Callable[[Screen], Journey]


def test_a_member_answers_five_questions_on_a_phone(worker_at: Begin):
    member = worker_at(PHONE)
    member.given_i_am_signed_in_as("site member")
    member.when_i_open("/")
    member.when_i_follow("Say how “Lipid review network” goes")
    member.then_the_heading_is("How does Lipid review network go?")
    member.then_the_page_is_in_order()
    for number, label in enumerate("4352"):
        group = member.page.locator("fieldset").nth(number)
        group.get_by_label(label, exact=True).check()
    member.when_i_press("Send my answers")
    member.then_i_read("Thank you.")
    member.then_i_read("Asked of 9 members, answered by 6.")
    member.then_a_picture_leads()
    member.then_the_page_is_in_order()


def test_an_analyst_merges_two_pcns_and_looks_at_both_structures(worker_at: Begin):
    analyst = worker_at(DESKTOP)
    analyst.given_i_am_signed_in_as("analyst")
    analyst.when_i_open("/networks/organisation/XW-P05/")
    analyst.when_i_follow("It takes over from others")
    analyst.when_i_fill("From which organisations", "XW-P06")
    analyst.when_i_fill("From which day", "2026-04-01")
    analyst.when_i_press("Record the merger")
    analyst.then_i_read("Nothing is stored yet")
    analyst.then_i_read("(XW-P06) closes: its last day is 31 March 2026.")
    analyst.then_the_page_is_in_order_on_both_widths()
    analyst.when_i_press("Record the merger")
    analyst.then_i_read("Recorded.")
    analyst.then_i_read("It took over from")
    analyst.when_i_open("/measures/cholesterol_at_target/structure/XW-P05/")
    analyst.then_i_read("Took over from")
    analyst.when_i_follow("As it is today")
    analyst.then_i_read("stands together from the beginning")
    analyst.then_a_picture_leads()
