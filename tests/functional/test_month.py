"""A site's month on a phone: few taps, without a network, and two people at once."""

import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.functional.journey import DESKTOP, PHONE, Journey, Screen

pytestmark = pytest.mark.browser

SITE = "Copmere PCN"
REVIEWS = "lipid_reviews_done"
# What a month of the site looks like, by the field that takes it.
NUMBERS = {
    "gp_appointments_lost__value": "9",
    "lipid_reviews_done__value": "43",
    "rung_after_blood_test__numerator": "60",
    "rung_after_blood_test__denominator": "71",
}
MOST_TAPS = 6
# Quicker taps at one place of the screen are taken for a double tap, in milliseconds.
NO_DOUBLE_TAP = 350

Begin = Callable[[Screen], Journey]


class Thumb:
    """A thumb on a phone that counts its taps; keys of the keyboard are not taps on the page."""

    def __init__(self, journey: Journey) -> None:
        self.page, self.taps = journey.page, 0

    def tap(self, what: Locator) -> None:
        """Tap something that is large enough for a thumb."""
        box = what.bounding_box()
        assert box is not None and box["height"] >= 44, f"{what} is {box}"
        self.page.wait_for_timeout(NO_DOUBLE_TAP)
        what.tap()
        self.taps += 1

    def enter(self, field: str, number: str) -> None:
        """Tap a field and type into it."""
        self.tap(self.page.locator(f"#id_{field}"))
        expect(self.page.locator(f"#id_{field}")).to_be_focused()
        self.page.keyboard.type(number)


def open_month(member: Journey) -> None:
    """Open the month of the site from Home, as the mail or the page leads there."""
    member.given_i_am_signed_in_as("site member")
    member.when_i_open("/")
    member.when_i_follow(re.compile(f"Send the numbers of {SITE}"))
    expect(member.page.locator("form[data-ready]")).to_have_count(1)


KEPT = """async () => {
  const kept = () => caches.match(location.pathname, { ignoreVary: true });
  for (let waited = 0; waited < 10000; waited += 50) {
    if (navigator.serviceWorker.controller && (await kept())) return "kept";
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const found = await navigator.serviceWorker.getRegistration();
  const state = (worker) => worker && worker.state;
  return JSON.stringify({
    controlled: !!navigator.serviceWorker.controller, kept: !!(await kept()),
    installing: state(found?.installing), waiting: state(found?.waiting),
    active: state(found?.active), caches: await caches.keys(),
  });
}"""


def until_kept(member: Journey) -> None:
    """Wait until the phone has kept the page for a time without a network.

    A browser may put its worker off while the machine is busy; the page asks again when opened.
    """
    said = []
    for _ in range(4):
        said.append(member.page.evaluate(KEPT))
        if said[-1] == "kept":
            return
        member.page.reload()
    pytest.fail(f"The phone did not keep the page: {said}")


def sent(data: Path) -> list[tuple[str, float | None, float | None, float | None]]:
    """What is in the store of the site's numbers that somebody entered, corrected ones too."""
    query = """
        SELECT m.slug, r.numerator, r.denominator, r.value FROM domain_reading r
        JOIN domain_measure m ON m.id = r.measure_id
        JOIN domain_submission s ON s.id = r.submission_id
        JOIN domain_implementationsite i ON i.organisation_id = r.organisation_id
        WHERE i.name = ? AND s.way = 'entry' ORDER BY r.id
    """
    with closing(sqlite3.connect(data / "spreadwell.sqlite3")) as store:
        return store.execute(query, [SITE]).fetchall()


def test_a_month_takes_few_taps(worker_at: Begin, record_property: Callable[[str, object], None]):
    member = worker_at(PHONE)
    before = len(sent(member.server.data))
    begun = time.monotonic()
    open_month(member)
    thumb = Thumb(member)
    for field, number in NUMBERS.items():
        thumb.enter(field, number)
    thumb.tap(member.page.get_by_role("button", name="Send"))
    member.then_i_read("Sent. Thank you")
    seconds = time.monotonic() - begun
    measures = {field.split("__")[0] for field in NUMBERS}
    assert thumb.taps <= MOST_TAPS * len(measures)
    record_property("taps", thumb.taps)
    record_property("seconds", round(seconds, 1))
    assert len(sent(member.server.data)) - before == len(measures)


def test_a_month_entered_without_a_network_is_sent_once_when_it_is_back(worker_at: Begin):
    member = worker_at(PHONE)
    open_month(member)
    until_kept(member)
    before = sent(member.server.data)

    member.context.set_offline(True)
    member.page.reload()
    member.then_the_heading_is("This month at")
    member.page.locator("#id_what_changed").fill("Two evenings of calls")
    reviews = member.page.locator(f"#id_{REVIEWS}__value")
    reviews.fill("43")
    member.when_i_press("Send")
    member.then_i_read("you are offline")
    member.screenshot("month-offline-phone")
    member.then_the_page_is_in_order()
    # The page is closed and opened again, still without a network: what was typed is there.
    member.page.reload()
    expect(reviews).to_have_value("43")
    member.then_i_read("you are offline")
    # Other pages say that they need a network, and know nobody.
    month = member.page.url
    member.page.goto(f"{member.server.url}/sites/")
    member.then_the_heading_is("There is no network just now")
    assert "Sign out" not in member.page.content()
    member.page.goto(month)
    expect(reviews).to_have_value("43")
    assert sent(member.server.data) == before

    member.context.set_offline(False)
    member.then_i_read("Sent. Thank you")
    member.then_i_read("Two evenings of calls")
    assert sent(member.server.data) == [*before, (REVIEWS, None, None, 43.0)]
    # Opening the page again sends nothing again, and asks for the rest.
    member.page.goto(month)
    expect(member.page.locator("form[data-ready]")).to_have_count(1)
    expect(reviews).to_have_count(0)
    assert len(sent(member.server.data)) == len(before) + 1


def test_who_was_signed_out_meanwhile_signs_in_and_nothing_is_lost(worker_at: Begin):
    member = worker_at(PHONE)
    open_month(member)
    member.page.locator(f"#id_{REVIEWS}__value").fill("43")
    kept = [c for c in member.context.cookies() if c["name"] == "sessionid"]
    member.context.clear_cookies()
    member.when_i_press("Send")
    member.then_i_read("you are signed out")
    member.context.add_cookies(kept)
    member.page.reload()
    member.then_i_read("Sent. Thank you")
    assert (REVIEWS, None, None, 43.0) in sent(member.server.data)


def test_a_question_is_asked_at_once_and_ticked(worker_at: Begin):
    member = worker_at(PHONE)
    open_month(member)
    thumb = Thumb(member)
    thumb.enter(f"{REVIEWS}__value", "430")
    member.then_i_read("430 is more than three times the 40")
    member.when_i_press("Send")
    member.then_i_read("Look at the number that is asked about")
    member.then_the_page_is_in_order()
    thumb.tap(member.page.locator(f"#id_{REVIEWS}__sure + label"))
    thumb.tap(member.page.get_by_role("button", name="Send"))
    member.then_i_read("Sent. Thank you")
    assert thumb.taps <= MOST_TAPS
    assert (REVIEWS, None, None, 430.0) in sent(member.server.data)


def test_two_people_who_enter_the_same_number_are_told(worker_at: Begin):
    first, second = worker_at(PHONE), worker_at(DESKTOP)
    open_month(first)
    second.given_i_am_signed_in_as("site lead")
    second.when_i_open(first.page.url.removeprefix(first.server.url))
    expect(second.page.locator("form[data-ready]")).to_have_count(1)
    for journey, number in ((first, "43"), (second, "45")):
        journey.page.locator(f"#id_{REVIEWS}__value").fill(number)
        journey.when_i_press("Send")
        if journey is first:
            first.then_i_read("Sent. Thank you")
    second.then_i_read(re.compile(r"sent 43 for .* meanwhile"))
    second.then_the_page_is_in_order()
    second.screenshot("month-meanwhile-desktop")
    expect(second.page.locator(f"#id_{REVIEWS}__value")).to_have_value("45")
    second.when_i_choose("Replace it with what I entered, as a correction")
    second.when_i_press("Send")
    second.then_i_read("Sent. Thank you")
    found = [one for one in sent(second.server.data) if one[0] == REVIEWS]
    assert sorted(one[3] for one in found if one[3] is not None) == [43.0, 45.0]


LEFT = """() => {
  const patience = new Promise((resolve) => setTimeout(resolve, 15000, null));
  const months = new Promise((resolve) => {
    const opening = indexedDB.open("spreadwell", 1);
    opening.onerror = opening.onblocked = () => resolve("the store did not open");
    opening.onsuccess = () => {
      const asked = opening.result.transaction("months").objectStore("months").getAll();
      asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
      asked.onerror = () => resolve("the store did not answer");
    };
  });
  const pages = caches.keys().then((names) => names.filter((name) => name.includes("months")));
  return Promise.race([Promise.all([pages, months]), patience]);
}"""


def left_on(somebody: Journey) -> object:
    """What of a month is left on the phone: kept pages, and what was typed.

    A busy browser may keep its own stores waiting for ever, so it is asked anew a few times.
    """
    for _ in range(4):
        left = somebody.page.evaluate(LEFT)
        if left is not None:
            return left
        somebody.page.reload()
    return None


def test_a_draft_follows_from_the_phone_to_the_desk_and_signing_out_leaves_nothing(
    worker_at: Begin,
):
    member = worker_at(PHONE)
    open_month(member)
    until_kept(member)
    month = member.page.url
    member.page.locator(f"#id_{REVIEWS}__value").fill("4")
    member.when_i_press("Keep as a draft")
    member.then_i_read("Kept as a draft, on this phone and on the server")

    desk = worker_at(DESKTOP)
    desk.given_i_am_signed_in_as("site member")
    desk.when_i_open(month.removeprefix(desk.server.url))
    desk.then_i_read("You kept this as a draft")
    expect(desk.page.locator(f"#id_{REVIEWS}__value")).to_have_value("4")

    member.when_i_open("/account/logout/")
    member.when_i_press("Sign out", within="#maincontent")
    member.then_i_am_at(re.compile("/public/.*"))
    assert left_on(member) == [[], []]
