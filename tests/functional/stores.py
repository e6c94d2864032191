"""Stores for journeys: an empty one, and the example, loaded once for all test processes."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.functional.server import environment

# Beside the store: role → the key of a session in which somebody of that role is signed in.
SESSIONS = "sessions.json"
# And the address of every page, by its line in the table of access.
ADDRESSES = "addresses.json"


def _run(step: str, data: Path, example: bool) -> None:
    """Run one step of making a store in a process of its own, which reads its own settings."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.functional.make_store", step],
        env=environment(data, example),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"The store could not be made:\n{done.stdout}\n{done.stderr}")


def empty_store(data: Path) -> Path:
    """Make a store with its tables and nobody in it."""
    data.mkdir(parents=True)
    _run("empty", data, example=False)
    return data


def example_store(factory: pytest.TempPathFactory) -> Path:
    """Make the store of the example, or find the one that another test process made."""
    own = factory.getbasetemp()
    # Processes of one parallel run have neighbouring folders; a single process has its own.
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    data = shared / "example-store"
    with (shared / "example-store.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (data / SESSIONS).exists():
            shutil.rmtree(data, ignore_errors=True)
            data.mkdir()
            _run("example", data, example=True)
    return data


def copy_of_example(example: Path, to: Path) -> Path:
    """Copy a store; sessions and signing key go with it."""
    shutil.copytree(example, to)
    return to


def session_of(data: Path, role: str) -> str:
    """Return the session key of somebody with the role."""
    found: dict[str, str] = json.loads((data / SESSIONS).read_text())
    if role not in found:
        raise KeyError(f"The example lets nobody sign in as {role!r}, only {sorted(found)}")
    return found[role]


def address_of(data: Path, line: str) -> str:
    """Return the address of a page by its line in the table of access."""
    found: dict[str, str] = json.loads((data / ADDRESSES).read_text())
    return found[line]
