"""Signing in and out, and the second step."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable

import pytest

from tests.functional.journey import PASSWORD, Journey, Screen
from tests.functional.server import Server

pytestmark = pytest.mark.browser


def code_of(key: str, *, at: float) -> str:
    """Return what an authenticator app shows for a key at a time (RFC 6238, six digits)."""
    secret = base64.b32decode(key + "=" * (-len(key) % 8))
    digest = hmac.new(secret, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def test_signing_out_and_in_again(
    travel: Callable[..., Journey], empty_server: Server, screen: Screen
):
    journey = travel(empty_server, screen)
    journey.given_i_opened_the_store()
    journey.when_i_follow("Sign out")
    journey.then_the_page_is_in_order()
    journey.when_i_press("Sign out")
    journey.then_the_heading_is("What the missions seek")
    journey.then_the_page_is_in_order()

    journey.when_i_follow("Sign in")
    journey.then_the_page_is_in_order()
    journey.when_i_fill("E-mail address", "sorrel@example.org")
    journey.when_i_fill("Password", "not this one at all")
    journey.when_i_press("Sign in")
    journey.then_i_read("There is a problem")
    journey.then_the_page_is_in_order()

    journey.when_i_fill("Password", PASSWORD)
    journey.when_i_press("Sign in")
    journey.then_the_heading_is("What needs you today")
    journey.then_the_page_is_in_order()


def test_a_page_asked_for_before_signing_in_opens_after_it(
    travel: Callable[..., Journey], empty_server: Server
):
    journey = travel(empty_server)
    journey.given_i_opened_the_store()
    journey.when_i_open("/account/logout/")
    journey.when_i_press("Sign out")
    journey.when_i_open("/people/add/")
    journey.then_the_heading_is("Sign in")
    journey.when_i_fill("E-mail address", "sorrel@example.org")
    journey.when_i_fill("Password", PASSWORD)
    journey.when_i_press("Sign in")
    journey.then_the_heading_is("Add somebody")


def test_the_second_step_is_set_up_and_asked_for(
    travel: Callable[..., Journey], empty_server: Server, screen: Screen
):
    journey = travel(empty_server, screen)
    journey.given_i_opened_the_store()
    journey.when_i_open("/account/2fa/")
    journey.then_the_page_is_in_order()
    journey.when_i_follow("Set up the second step")
    # Who opened the store has not signed in with the password yet: it is asked for once.
    journey.then_the_page_is_in_order()
    journey.when_i_fill("Password", PASSWORD)
    journey.when_i_press("Go on")
    journey.then_the_page_is_in_order()
    key = journey.page.locator("#maincontent code").inner_text()
    journey.when_i_fill("code", "000000" if code_of(key, at=time.time()) != "000000" else "111111")
    journey.when_i_press("Turn it on")
    journey.then_i_read("There is a problem")
    journey.then_the_page_is_in_order()
    # A code is taken once, so setting up uses the one before the present one.
    journey.when_i_fill("code", code_of(key, at=time.time() - 30))
    journey.when_i_press("Turn it on")
    journey.then_the_heading_is("Recovery codes")
    journey.then_the_page_is_in_order()

    journey.when_i_open("/account/logout/")
    journey.when_i_press("Sign out")
    journey.when_i_open("/account/login/")
    journey.when_i_fill("E-mail address", "sorrel@example.org")
    journey.when_i_fill("Password", PASSWORD)
    journey.when_i_press("Sign in")
    journey.then_the_heading_is("The second step")
    journey.then_the_page_is_in_order()
    journey.when_i_fill("code", code_of(key, at=time.time()))
    journey.when_i_press("Sign in")
    journey.then_the_heading_is("What needs you today")
