"""The whole loop, walked by those who work in it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.functional.journey import DESKTOP, PHONE, Journey, Screen

pytestmark = pytest.mark.browser

MISSION = "Optimising care of long-term conditions"
INNOVATION = "Lipid reviews by virtual clinic"
SITE = "Copmere PCN"
GATE = "Is reach in the most deprived fifth good enough"

# One number of one month that the site has sent already, put right.
MONTH = "measure,site,period,value\nlipid_reviews_done,XW-P03,2026-09,41\n"
BAD = (
    "measure,site,period,value\n"
    "lipid_reviews_done,XW-P03,2026-09,many\n"
    "no_such_measure,XW-P03,2026-09,4\n"
)

Begin = Callable[[Screen], Journey]


def test_a_mission_lead_walks_the_loop_and_starts_the_next_turn(worker_at: Begin, screen: Screen):
    lead = worker_at(screen)
    lead.given_i_am_signed_in_as("mission lead")

    lead.when_i_open("/")
    lead.then_the_heading_is("What needs you today")
    lead.then_a_picture_leads()
    lead.then_the_page_is_in_order()
    lead.screenshot(f"home-{screen.name}", whole=True)

    lead.when_i_follow("Missions", within="nav")
    lead.then_the_page_is_in_order()
    lead.when_i_follow(MISSION, within="#maincontent")
    lead.then_i_read("The gap to the aim")
    lead.then_the_page_is_in_order()
    lead.screenshot(f"mission-{screen.name}")

    lead.when_i_follow("Add a finding")
    lead.when_i_fill("What was said or learnt", "The letter came after the appointment.")
    lead.when_i_choose("Frontline staff")
    lead.when_i_press("Add it")
    lead.then_i_read("Say from which part of the system they spoke.")
    lead.when_i_choose("From which part of the system", "Primary care")
    lead.when_i_press("Add it")
    lead.then_i_read("Added. Thank you.")
    lead.then_i_read("The letter came after the appointment.")
    lead.then_a_picture_leads()
    lead.then_the_page_is_in_order()

    lead.when_i_open("/shortlists/")
    lead.when_i_follow("Long-term conditions, first round")
    lead.then_a_picture_leads()
    lead.then_the_page_is_in_order()
    lead.screenshot(f"shortlist-{screen.name}")

    lead.when_i_follow("Innovations", within="nav")
    lead.when_i_follow(INNOVATION, within="#maincontent")
    lead.then_a_picture_leads()
    lead.then_the_page_is_in_order()
    lead.screenshot(f"innovation-{screen.name}")

    lead.when_i_follow("as a list")
    lead.when_i_follow(SITE, within="#maincontent")
    lead.then_the_heading_is(SITE)
    lead.then_i_read("Numbers due")
    lead.then_a_picture_leads()
    lead.then_the_page_is_in_order()
    lead.screenshot(f"site-{screen.name}")

    lead.when_i_open("/measures/send/")
    lead.when_i_give_the_file("Your file", "september.csv", MONTH)
    lead.when_i_press("Check this file")
    lead.then_i_read("Corrections")
    lead.then_the_page_is_in_order()
    lead.when_i_press("Accept all of it")
    lead.then_i_read("Accepted. The charts show it now.")

    lead.when_i_open("/measures/lipid_reviews_done/at/XW-P03/")
    lead.then_a_picture_leads()
    lead.then_the_page_is_in_order()
    lead.screenshot(f"chart-{screen.name}")
    lead.when_i_unfold("Show the numbers")
    lead.then_i_read("41")

    lead.when_i_follow("Innovations", within="nav")
    lead.when_i_follow(INNOVATION, within="#maincontent")
    lead.when_i_follow("What it does to")
    lead.then_a_picture_leads()
    lead.then_the_page_is_in_order()
    lead.screenshot(f"effect-{screen.name}")

    lead.when_i_follow("Claims", within="nav")
    lead.then_the_page_is_in_order()
    lead.when_i_follow(re.compile("86% of patients"), within="#maincontent")
    lead.then_the_page_is_in_order()
    lead.screenshot(f"claim-{screen.name}")


def test_the_board_decides_and_the_next_wave_opens(worker_at: Begin, screen: Screen):
    member = worker_at(screen)
    member.given_i_am_signed_in_as("board member")
    member.when_i_open("/")
    member.when_i_follow(re.compile(GATE))
    member.then_the_heading_is(GATE)
    member.then_i_read("The gate: met, not met, not known")
    member.then_the_page_is_in_order()
    member.screenshot(f"gate-{screen.name}")

    member.when_i_press("Record the decision")
    member.then_i_read("There is a problem")
    member.when_the_error_leads_to("What was decided?")
    member.then_the_page_is_in_order()

    member.when_i_choose("Spread")
    member.when_i_fill("The reasons", "Reach in the most deprived fifth is close to the rest.")
    member.when_i_press("Record the decision")
    member.then_the_heading_is(GATE)
    member.then_i_read("Reach in the most deprived fifth is close to the rest.")
    member.then_the_page_is_in_order()
    member.screenshot(f"decision-{screen.name}")

    lead = worker_at(screen)
    lead.given_i_am_signed_in_as("mission lead")
    lead.when_i_open("/waves/")
    lead.then_the_page_is_in_order()
    lead.screenshot(f"waves-{screen.name}")
    lead.when_i_follow("Wave 4", within="#maincontent")
    lead.when_i_follow("Open this wave")
    lead.when_i_choose("decision", re.compile(GATE))
    lead.when_i_press("Open this wave")
    lead.then_i_read("Open. Its sites are preparing.")
    lead.then_the_page_is_in_order()

    lead.when_i_open("/learning/packs/")
    lead.then_the_page_is_in_order()
    lead.when_i_follow(re.compile(INNOVATION), within="#maincontent")
    lead.then_the_page_is_in_order()
    lead.then_a_file_comes_from(
        "Download the file", re.compile(r"lipid-reviews-v\d+-invented-example\.zip")
    )


def test_a_site_sends_its_numbers_on_a_phone(worker_at: Begin):
    member = worker_at(PHONE)
    member.given_i_am_signed_in_as("site member")
    member.when_i_open("/")
    member.when_i_follow(re.compile(f"Send the numbers of {SITE}"))
    member.then_the_page_is_in_order()
    member.then_i_read(re.compile("two short questions"))
    member.then_the_page_is_in_order()
    member.screenshot("send-numbers-phone")

    reviews = member.page.locator("#id_lipid_reviews_done__value")
    reviews.fill("forty")
    member.when_i_press("Send")
    member.then_i_read("There is a problem")
    member.then_the_page_is_in_order()
    expect(reviews).to_have_value("forty")

    reviews.fill("44")
    member.page.locator("#id_what_changed").fill("Two evenings of calls instead of one.")
    member.when_i_press("Send")
    member.then_i_read("Sent. Thank you")
    member.then_i_read("Two evenings of calls instead of one.")
    member.then_the_page_is_in_order()


def test_a_bad_file_says_what_is_wrong_and_stores_nothing(worker_at: Begin, screen: Screen):
    lead = worker_at(screen)
    lead.given_i_am_signed_in_as("site lead")
    lead.when_i_open("/measures/send/")
    lead.when_i_press("Check this file")
    lead.then_i_read("There is a problem")
    lead.when_the_error_leads_to("Your file")

    lead.when_i_give_the_file("Your file", "bad.csv", BAD)
    lead.when_i_press("Check this file")
    lead.then_i_read("Nothing is stored yet.")
    lead.then_i_read("no_such_measure")
    lead.then_the_page_is_in_order()
    lead.screenshot(f"bad-file-{screen.name}")


def test_a_contributor_reads_what_the_words_changed(worker_at: Begin):
    contributor = worker_at(DESKTOP)
    contributor.given_i_am_signed_in_as("contributor")
    contributor.when_i_open("/")
    contributor.then_the_page_is_in_order()
    contributor.when_i_open("/learning/notices/")
    contributor.then_i_read("We did: You said that nobody rings after the blood test.")
    contributor.then_the_page_is_in_order()


def test_anybody_says_something_and_keeps_its_address(
    travel: Callable[..., Journey], writing_server, screen: Screen
):
    somebody = travel(writing_server, screen)
    somebody.when_i_open("/public/")
    somebody.then_the_page_is_in_order()
    somebody.screenshot(f"public-{screen.name}")
    somebody.when_i_open("/public/say/")
    somebody.then_i_read("999")
    somebody.then_the_page_is_in_order()
    somebody.screenshot(f"say-{screen.name}")
