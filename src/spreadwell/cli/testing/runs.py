"""The test runs: the store's tests on PostgreSQL, then every test on SQLite."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from spreadwell.cli.testing import machine, postgres

# A worker with nothing left takes from the other: the walk of all pages is long and in one file.
WORKERS = ("-n", "2", "--dist", "worksteal")
# Two workers on two cores: threads inside each would only wait for one another.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
NOTHING_COLLECTED = 5  # pytest's exit code when no test matches
LONGEST = 45 * 60  # seconds; a run that takes longer hangs, whatever the machine
HUNG = 124  # the code by which shells tell of a time that ran out


def pytest(root: Path, env: Mapping[str, str], arguments: Sequence[str]) -> int:
    """Run pytest in the project's folder, its words going straight to the terminal."""
    command = [sys.executable, "-m", "pytest", *WORKERS, *arguments]
    try:
        done = subprocess.run(
            command, cwd=root, env={**env, **ONE_THREAD}, stdin=subprocess.DEVNULL, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        print(f"The tests did not end within {LONGEST // 60} minutes and were stopped.", flush=True)
        return HUNG
    return done.returncode


def on_postgresql(root: Path, env: Mapping[str, str], extra: Sequence[str]) -> bool:
    """Run the tests marked `store` on PostgreSQL; say what is missing where it cannot be had."""
    if not machine.has_postgresql():
        print(machine.NO_POSTGRESQL, flush=True)
        return not machine.in_ci()
    started = time.monotonic()
    print("Tests of the store on PostgreSQL:", flush=True)
    try:
        with postgres.server() as address:
            chosen = {**env, "DATABASE_URL": address}
            code = pytest(root, chosen, ["-q", *extra, "-m", "store"])
    except Exception as error:  # the server package raises many kinds; each means "not started"
        print(f"{machine.NO_POSTGRESQL} It said: {error}", flush=True)
        return not machine.in_ci()
    # A reader who asks for some tests may ask for none of the store's.
    passed = code == 0 or (code == NOTHING_COLLECTED and bool(extra))
    taken = time.monotonic() - started
    print(f"PostgreSQL: {'passed' if passed else 'FAILED'} in {taken:.1f} s", flush=True)
    return passed


def on_sqlite(root: Path, env: Mapping[str, str], extra: Sequence[str]) -> bool:
    """Run every test on SQLite; browser tests are left out only where there is no browser."""
    chosen = {name: value for name, value in env.items() if name != "DATABASE_URL"}
    browser = machine.chromium()
    if browser:
        return pytest(root, {**chosen, "SPREADWELL_CHROMIUM": browser}, extra) == 0
    print(machine.NO_CHROMIUM, flush=True)
    passed = pytest(root, chosen, ["-m", "not browser", *extra]) == 0
    return passed and not machine.in_ci()
