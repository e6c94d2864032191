"""An organisation offers to take part, and is a member a moment later."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from spreadwell.web.public.guard import FASTEST
from tests.functional.journey import PHONE, Journey, Screen

pytestmark = pytest.mark.browser

OFFERED = "Sandlewick Swimming Pool"


def test_an_offer_on_a_phone_becomes_a_member_in_one_step(
    travel: Callable[..., Journey], writing_server, worker_at: Callable[[Screen], Journey]
):
    somebody = travel(writing_server, PHONE)
    somebody.when_i_open("/public/")
    somebody.when_i_follow("Offer to take part", within="#maincontent")
    somebody.then_the_heading_is("Offer to take part")
    somebody.then_i_read("The mission lead of the mission you choose answers you by")
    somebody.when_i_fill("Your organisation", OFFERED)
    somebody.when_i_fill("What does it offer?", "A warm pool and a quiet room on Thursdays.")
    somebody.page.get_by_label("Optimising care of long-term conditions").check()
    somebody.when_i_fill("Your name", "Wren Halloway")
    somebody.when_i_fill("Your e-mail address", "wren@sandlewick.example")
    somebody.when_i_press("Send the offer")
    somebody.then_i_read("There is a problem")
    somebody.when_the_error_leads_to("You may keep this to answer me")
    somebody.then_the_page_is_in_order()
    somebody.page.locator("#id_consent").check()
    # Nobody fills a form as fast as this journey does.
    somebody.page.wait_for_timeout(FASTEST.total_seconds() * 1000)
    somebody.when_i_press("Send the offer")
    somebody.then_the_heading_is("Thank you, your offer is here")
    somebody.then_i_read("answers you by")
    somebody.then_i_do_not_read("Wren Halloway")
    somebody.then_the_page_is_in_order()
    private = somebody.page.url

    lead = worker_at(PHONE)
    lead.given_i_am_signed_in_as("mission lead")
    lead.when_i_open("/joining/")
    lead.when_i_follow(OFFERED, within="#maincontent")
    lead.then_i_read("A warm pool and a quiet room on Thursdays.")
    lead.when_i_follow("Accept", within="#maincontent")
    lead.when_i_choose("In which network?", "Lipid review network")
    lead.when_i_fill("What will it bring or do there?", "Opens its pool to patients")
    lead.when_i_choose("what kind of organisation", "Charity")
    lead.then_the_page_is_in_order()
    lead.when_i_press("Make it a member")
    lead.then_i_read("It is a member now; the answer is ready to send.")
    lead.then_i_read("Dear Wren Halloway")
    expect(lead.page.locator('a[href^="mailto:wren@sandlewick.example"]')).to_be_visible()
    lead.then_the_page_is_in_order()
    lead.when_i_follow("Lipid review network", within="#maincontent")
    lead.then_i_read(OFFERED)

    somebody.page.goto(private)
    somebody.then_i_read("You were answered on")
