"""What a site writes down on a phone, in a minute each."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.functional.journey import PHONE, Journey, Screen

pytestmark = pytest.mark.browser

SITE = "Copmere PCN"

Begin = Callable[[Screen], Journey]


def at_the_site(worker_at: Begin) -> Journey:
    """Stand on the page of one's own site, with a phone in hand."""
    member = worker_at(PHONE)
    member.given_i_am_signed_in_as("site member")
    member.when_i_open("/sites/")
    member.when_i_follow(SITE)
    member.then_the_heading_is(SITE)
    return member


def test_a_test_of_change_is_logged_and_followed_up_on_a_phone(worker_at: Begin):
    member = at_the_site(worker_at)
    member.then_the_page_is_in_order()
    member.when_i_follow("Start a test of change")
    # Three fields are asked; the rest stands behind one line.
    expect(member.page.locator("#maincontent textarea:visible, main input:visible")).to_have_count(
        3
    )
    member.then_the_page_is_in_order()
    member.when_i_fill("What do you want to find out?", "Does Mrs Alder come if we text her?")
    member.when_i_fill("What do you expect to see?", "Two of five more come.")
    member.when_i_fill("With how many people or cases?", "5")
    member.when_i_press("Start")
    # A name that looks like a patient's is asked about; what was typed is still there.
    member.then_i_read("looks like a person's name")
    member.then_the_page_is_in_order()
    member.when_i_fill("What do you want to find out?", "Does a second text help?")
    member.when_i_press("Start")
    member.then_i_read("Does a second text help?")

    card = member.page.locator(".sw-card", has_text="Does a second text help?")
    card.get_by_role("link", name="End it").click()
    member.when_i_fill("What happened?", "Three of five came.")
    member.when_i_fill("What did you learn?", "The text has to say when.")
    member.when_i_choose("Repeat it: with more people, or elsewhere")
    member.when_i_press("Save what was learnt")
    card.get_by_role("link", name="Start the next one").click()
    expect(member.page.get_by_label("What do you want to find out?")).to_have_value(
        "Does a second text help?"
    )
    member.when_i_fill("What do you expect to see?", "Six of ten more come.")
    member.when_i_press("Start")
    member.then_i_read("Test 2 of a ramp")
    member.then_the_page_is_in_order()


def test_an_adaptation_is_recorded_and_seen_on_the_chart(worker_at: Begin):
    member = at_the_site(worker_at)
    chart = member.page.locator(".sw-narrow svg").first
    expect(chart).to_be_visible()
    member.when_i_follow("Something changed here")
    member.then_the_page_is_in_order()
    member.when_i_fill("What changed?", "A nurse rings on Saturdays")
    member.when_i_fill("And why?", "People are at home then")
    member.when_i_choose("Which part does it touch?", "Time of the call")
    member.when_i_unfold("Since when, if not today")
    member.page.locator("#id_on").fill("2026-08-18")
    member.when_i_press("Save")
    member.then_i_read("It is marked on the charts")
    expect(chart).to_contain_text(re.compile("Aug 2026: A nurse rings on Saturdays"))
    member.when_i_follow("A nurse rings on Saturdays")
    member.then_the_heading_is("A nurse rings on Saturdays")
    member.then_the_page_is_in_order()
