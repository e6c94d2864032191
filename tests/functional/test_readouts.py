"""Reading a chart point by point: with the keyboard, with a finger, with a pointer."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.functional.journey import DESKTOP, PHONE, Journey, Screen
from tests.functional.server import Server
from tests.functional.stores import address_of

pytestmark = pytest.mark.browser

Begin = Callable[[Server, Screen], Journey]
CHART = "measures:chart GET own_chart"
POINT = re.compile(r"^\w{3} \d{4}: [\d.,]+%?\. (Usual|Improvement|Concern|Changed)")


def at_a_chart(travel: Begin, server: Server, screen: Screen) -> tuple[Journey, Locator, Locator]:
    """Open the chart of a site in the example: the journey, its plot, and what is said of it."""
    reader = travel(server, screen)
    reader.given_i_am_signed_in_as("analyst")
    reader.when_i_open(address_of(server.data, CHART))
    plot = reader.page.locator(".sw-read__plot").locator("visible=true").first
    said = reader.page.get_by_role("status").locator("visible=true").first
    expect(said).to_contain_text("arrow keys")
    return reader, plot, said


def test_the_arrow_keys_walk_through_the_points(travel: Begin, reading_server: Server) -> None:
    reader, plot, said = at_a_chart(travel, reading_server, DESKTOP)
    plot.focus()
    expect(said).to_have_text(POINT)
    last, most = said.inner_text(), plot.get_attribute("aria-valuemax")
    assert plot.get_attribute("aria-valuenow") == most
    reader.page.keyboard.press("ArrowLeft")
    expect(said).not_to_have_text(last)
    expect(said).to_have_text(POINT)
    assert "limits" in said.inner_text()
    assert said.inner_text().startswith(plot.get_attribute("aria-valuetext") or "?")
    reader.page.keyboard.press("Home")
    expect(plot).to_have_attribute("aria-valuenow", "1")
    reader.page.keyboard.press("ArrowLeft")
    expect(plot).to_have_attribute("aria-valuenow", "1")
    reader.page.keyboard.press("End")
    expect(said).to_have_text(last)
    # The ring stands on the point that is read, and the page is in order while it does.
    expect(reader.page.locator(".sw-read__ring").locator("visible=true")).to_have_count(1)
    reader.then_the_page_is_in_order()
    # In forced colours the picture keeps its own, on its own paper: shapes stay what they are.
    reader.page.emulate_media(forced_colors="active")
    drawn = reader.page.locator("svg[data-read]").locator("visible=true")
    assert drawn.evaluate("svg => getComputedStyle(svg).forcedColorAdjust") == "none"


def test_a_pointer_reads_the_nearest_point(travel: Begin, reading_server: Server) -> None:
    reader, plot, said = at_a_chart(travel, reading_server, DESKTOP)
    box = plot.bounding_box()
    assert box is not None
    reader.page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 120)
    expect(said).to_have_text(POINT)
    early = said.inner_text()
    reader.page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 120)
    expect(said).not_to_have_text(early)


def test_a_finger_reads_a_point_and_nothing_moves(travel: Begin, reading_server: Server) -> None:
    reader, plot, said = at_a_chart(travel, reading_server, PHONE)
    plot.scroll_into_view_if_needed()
    box, before = plot.bounding_box(), said.bounding_box()
    assert box is not None and before is not None
    plot.tap(position={"x": box["width"] / 2, "y": 120})
    expect(said).to_have_text(POINT)
    reader.then_the_page_is_in_order()


def without_words(route: Route) -> None:
    """Answer with a script that does nothing."""
    route.fulfill(body="", content_type="text/javascript")


def test_without_a_script_the_chart_is_whole(travel: Begin, reading_server: Server) -> None:
    reader = travel(reading_server, DESKTOP)
    reader.page.route(
        "**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    reader.given_i_am_signed_in_as("analyst")
    reader.when_i_open(address_of(reading_server.data, CHART))
    expect(reader.page.locator("svg[data-read]").locator("visible=true")).to_have_count(1)
    expect(reader.page.locator(".sw-read__plot")).to_have_count(0)
