"""A browser, a real server on a store of its own, and somebody walking through the pages."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from spreadwell.cli.testing.machine import NO_CHROMIUM, chromium
from tests.functional.journey import DESKTOP, PHONE, Journey, Screen
from tests.functional.server import Server
from tests.functional.stores import copy_of_example, empty_store, example_store

# What a browser does of its own accord: look for updates, ask home. Tests reach no network.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--font-render-hinting=none",
]


@pytest.fixture(scope="package")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(_playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium; where there is none, a failure that says how to get it."""
    path = chromium()
    if path is None:
        pytest.fail(NO_CHROMIUM, pytrace=False)
    # A container's root has no user namespace for the sandbox; anybody else keeps it.
    flags = [*QUIET, "--no-sandbox"] if os.getuid() == 0 else QUIET
    opened = _playwright.chromium.launch(executable_path=path, args=flags)
    yield opened
    opened.close()


@pytest.fixture(scope="package")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store that holds the example; copy it before writing."""
    return example_store(tmp_path_factory)


@pytest.fixture(scope="package")
def reading_server(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server on the example for all journeys that only read."""
    data = copy_of_example(example, tmp_path_factory.mktemp("reading") / "store")
    with Server(data, example=True) as server:
        yield server


@pytest.fixture
def writing_server(example: Path, tmp_path: Path) -> Iterator[Server]:
    """A server on a copy of the example of this journey's own."""
    with Server(copy_of_example(example, tmp_path / "store"), example=True) as server:
        yield server


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    """A server on a store with nobody in it."""
    with Server(empty_store(tmp_path / "store"), example=False) as server:
        yield server


@pytest.fixture
def travel(browser: Browser) -> Iterator[Callable[..., Journey]]:
    """Return what begins a journey on a server and a screen; its faults fail the test."""
    begun: list[Journey] = []

    def begin(server: Server, screen: Screen = DESKTOP) -> Journey:
        begun.append(Journey(browser, server, screen))
        return begun[-1]

    yield begin
    faults = [fault for journey in begun for fault in journey.end()]
    assert not faults, "\n".join(faults)


@pytest.fixture(params=[DESKTOP, PHONE], ids=lambda screen: screen.name)
def screen(request: pytest.FixtureRequest) -> Screen:
    """Both widths, one after the other."""
    found: Screen = request.param
    return found


@pytest.fixture(scope="package")
def _window(browser: Browser, reading_server: Server) -> Iterator[Journey]:
    """One window to look at many pages in; opening one takes longer than looking at a page."""
    window = Journey(browser, reading_server, DESKTOP, looks_only=True)
    yield window
    window.end()


@pytest.fixture
def visitor(_window: Journey) -> Iterator[Journey]:
    """Somebody who looks at the example at a desk and changes nothing."""
    _window.begin_again()
    yield _window
    faults = _window.went_wrong()
    assert not faults, "\n".join(faults)


@pytest.fixture
def worker_at(
    travel: Callable[..., Journey], writing_server: Server
) -> Callable[[Screen], Journey]:
    """Return what begins a journey that changes the example, on the screen given."""
    return lambda screen: travel(writing_server, screen)
