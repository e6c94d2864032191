"""The first run on an empty store: an administrator, then the first mission."""

from collections.abc import Callable

import pytest

from tests.functional.journey import PASSWORD, Journey, Screen
from tests.functional.server import Server

pytestmark = pytest.mark.browser


def test_the_first_visitor_becomes_administrator(
    travel: Callable[..., Journey], empty_server: Server, screen: Screen
):
    journey = travel(empty_server, screen)
    journey.when_i_open("/")
    journey.then_the_heading_is("Open this store")
    journey.then_the_page_is_in_order()

    journey.when_i_press("Open the store")
    journey.then_i_read("There is a problem")
    journey.then_the_page_is_in_order()

    journey.when_i_fill("Your name", "Sorrel Netherholt")
    journey.when_i_fill("Your e-mail address", "sorrel@example.org")
    journey.when_i_fill("Choose a password", PASSWORD)
    journey.when_i_press("Open the store")
    journey.then_i_read("You are the administrator of this store")
    journey.then_the_page_is_in_order()
