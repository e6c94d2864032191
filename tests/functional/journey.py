"""Somebody's way through the pages, in sentences: given, when, then."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Response, expect

from tests.functional.server import Server
from tests.functional.stores import session_of

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
WRITE = "SPREADWELL_WRITE_SCREENSHOTS"

# The rules that WCAG 2.2 AA asks for, and axe's own advice on headings, landmarks and labels.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A pattern of the form "the server answered 404" is told by the journey itself, by address.
ANSWERED = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")
# A window that only looks keeps no pages for later.
KEEPS_NONE = "Service Worker registration blocked"

PASSWORD = "teapot lantern meadow"

# How long a page may take on a busy machine, in milliseconds.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

_axe = Axe()


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen to look at pages on, in CSS pixels."""

    name: str
    width: int
    height: int
    touch: bool


PHONE = Screen("phone", 390, 844, touch=True)
DESKTOP = Screen("desktop", 1280, 900, touch=False)


class Journey:
    """One browser window on one server, and everything that went wrong in it.

    With `looks_only` nothing stays in the window from page to page, so that it can be used again.
    """

    def __init__(
        self, browser: Browser, server: Server, screen: Screen, *, looks_only: bool = False
    ) -> None:
        self.server, self.screen = server, screen
        self.begun = server.said_so_far()
        self.context = browser.new_context(
            base_url=server.url,
            viewport={"width": screen.width, "height": screen.height},
            has_touch=screen.touch,
            is_mobile=screen.touch,
            locale="en-GB",
            timezone_id="Europe/London",
            accept_downloads=True,
            service_workers="block" if looks_only else "allow",
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._fault(f"script error: {error}"))
        self.page.on("response", self._answered)

    # -- what goes wrong is remembered and told at the end

    def _fault(self, text: str) -> None:
        self.faults.append(f"{self.page.url} on the {self.screen.name}: {text}")

    def _hear(self, message: ConsoleMessage) -> None:
        expected = ANSWERED.match(message.text) or message.text.startswith(KEEPS_NONE)
        if message.type in {"error", "warning"} and not expected:
            self._fault(f"the browser said: {message.text}")

    def _answered(self, response: Response) -> None:
        # 422 is a form that came back with its errors; anything else above 400 is a broken way.
        if response.status >= 400 and response.status != 422:
            self._fault(f"{response.request.method} {response.url} answered {response.status}")

    def begin_again(self) -> None:
        """Sign out, forget what went wrong, and be as wide as at first."""
        self.context.clear_cookies()
        self.page.set_viewport_size({"width": self.screen.width, "height": self.screen.height})
        self.begun, self.faults = self.server.said_so_far(), []

    def went_wrong(self) -> list[str]:
        """Return what went wrong until now."""
        broken = self.server.broke_since(self.begun)
        return [*self.faults, *([f"the server broke:\n{broken}"] if broken else [])]

    def end(self) -> list[str]:
        """Close the window and return what went wrong."""
        self.context.close()
        return self.went_wrong()

    # -- given

    def given_i_am_signed_in_as(self, role: str) -> None:
        """Come with the session of somebody who signed in earlier."""
        key = session_of(self.server.data, role)
        self.context.add_cookies([{"name": "sessionid", "value": key, "url": self.server.url}])

    def given_i_opened_the_store(self) -> None:
        """Become the administrator of an empty store."""
        self.when_i_open("/")
        self.when_i_fill("Your name", "Sorrel Netherholt")
        self.when_i_fill("Your e-mail address", "sorrel@example.org")
        self.when_i_fill("Choose a password", PASSWORD)
        self.when_i_press("Open the store")

    # -- when

    def when_i_open(self, path: str) -> None:
        """Open an address."""
        self.page.goto(path)

    def when_i_follow(self, text: str | re.Pattern[str], within: str = "body") -> None:
        """Follow the first link that says this, be it drawn as a link or as a button."""
        links = self.page.locator(within).locator("a", has_text=text)
        links.locator("visible=true").first.click()

    def when_i_press(self, text: str, within: str = "body") -> None:
        """Press the first button that says this."""
        self.page.locator(within).get_by_role("button", name=text).first.click()

    def when_i_fill(self, label: str, value: str) -> None:
        """Write into the field with this label."""
        self.page.get_by_label(label, exact=False).first.fill(value)

    def when_i_choose(self, label: str, option: str | re.Pattern[str] | None = None) -> None:
        """Tick the box or radio with this label, or choose the option of a list that says this."""
        if option is None:
            self.page.get_by_label(label, exact=True).first.check()
            return
        field = self.page.get_by_label(label, exact=False).first
        value = field.locator("option", has_text=option).first.get_attribute("value")
        field.select_option(value=value)

    def when_the_error_leads_to(self, label: str) -> None:
        """Follow the first error of the summary and stand in the field that it is about."""
        self.page.locator(".nhsuk-error-summary a").first.click()
        inside = self.page.locator(":focus")
        expect(inside).to_have_count(1)
        group = self.page.locator(".nhsuk-form-group", has=inside).last
        expect(group).to_contain_text(label)

    def when_i_unfold(self, text: str) -> None:
        """Unfold what stands behind a summary."""
        self.page.locator("summary", has_text=text).first.click()

    def when_i_give_the_file(self, label: str, name: str, content: str) -> None:
        """Give a CSV file to the field with this label."""
        self.page.get_by_label(label, exact=False).first.set_input_files(
            {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
        )

    # -- then

    def then_i_read(self, text: str | re.Pattern[str]) -> None:
        """See this text somewhere on the page."""
        expect(self.page.locator("#maincontent")).to_contain_text(text)

    def then_i_do_not_read(self, text: str) -> None:
        """See this text nowhere on the page."""
        expect(self.page.locator("#maincontent")).not_to_contain_text(text)

    def then_the_heading_is(self, text: str | re.Pattern[str]) -> None:
        """See this as the page's first heading."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(text)

    def then_i_am_at(self, path: str | re.Pattern[str]) -> None:
        """Stand at this address."""
        expect(self.page).to_have_url(
            re.compile(f"{re.escape(self.server.url)}{path.pattern}")
            if isinstance(path, re.Pattern)
            else f"{self.server.url}{path}"
        )

    def then_a_file_comes_from(self, text: str, name: re.Pattern[str]) -> None:
        """Follow a link and keep the file it gives."""
        with self.page.expect_download() as coming:
            self.when_i_follow(text)
        assert name.fullmatch(coming.value.suggested_filename), coming.value.suggested_filename
        assert coming.value.path().stat().st_size > 0

    def then_a_picture_leads(self) -> Locator:
        """See a picture that says in words what it shows."""
        picture = (
            self.page.locator("#maincontent svg[aria-labelledby]").locator("visible=true").first
        )
        expect(picture).to_be_visible()
        expect(picture).to_have_accessible_name(re.compile(r"\S"))
        return picture

    def then_the_page_is_in_order(self) -> None:
        """Find nothing that keeps somebody out, nothing wider than the screen, no id twice."""
        found = self.disorder()
        assert not found, f"{self.page.url} on the {self.screen.name}:\n" + "\n".join(found)

    def then_the_page_is_in_order_on_both_widths(self) -> None:
        """Look at the page at a desk, then in a window as narrow as a phone."""
        self.then_the_page_is_in_order()
        self.page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
        found = self.disorder()
        assert not found, f"{self.page.url} as narrow as a phone:\n" + "\n".join(found)

    def disorder(self) -> list[str]:
        """Return what is not in order on this page, in sentences."""
        found = []
        options: dict[str, Any] = {
            "resultTypes": ["violations"],
            "runOnly": {"type": "tag", "values": RULES},
        }
        for violation in _axe.run(self.page, options=options).response["violations"]:
            for node in violation["nodes"][:3]:
                found.append(f"axe {violation['id']}: {violation['help']}: {node['html'][:300]}")
        found += self.page.evaluate(_WIDE)
        found += self.page.evaluate(_TWICE)
        if self.page.get_by_role("heading", level=1).count() != 1:
            found.append("the page has not exactly one first heading")
        if not self.page.title().strip():
            found.append("the page has no title")
        return found

    def screenshot(self, name: str, whole: bool = False) -> None:
        """Write the page as docs/images/NAME.png, only where it was asked for."""
        if os.environ.get(WRITE) == "1":
            IMAGES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=IMAGES / f"{name}.png", full_page=whole, scale="css")


# Names what sticks out, so that the fault can be found; scrolling boxes may hold wide things.
_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const out = [...document.querySelectorAll("body *")].filter((one) => {
    for (let up = one.parentElement; up && up !== document.body; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== "visible") return false;
    return one.getBoundingClientRect().right > wide + 1;
  });
  return [`the page is ${document.documentElement.scrollWidth} px wide: ` +
          out.slice(-2).map((one) => one.outerHTML.slice(0, 160)).join(" | ")];
}"""

_TWICE = """() => {
  const seen = new Set(), twice = new Set();
  for (const one of document.querySelectorAll("[id]"))
    seen.has(one.id) ? twice.add(one.id) : seen.add(one.id);
  return twice.size ? [`ids stand twice: ${[...twice].slice(0, 5).join(", ")}`] : [];
}"""
