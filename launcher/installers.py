"""Putting locked packages into an environment: uv where it can be had, pip where it cannot.

docs/adr/0003-locks-and-launcher.md has the timings behind this choice.
"""

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from launcher.progress import Step
from launcher.running import Failed, run

UV_LOCK = "requirements/uv.lock"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
# Settings of pip, uv or Python that would send packages elsewhere or hide them.
MISLEADING = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_USER",
    "PIP_REQUIREMENT",
    "UV_SYSTEM_PYTHON",
    "UV_PYTHON",
    "VIRTUAL_ENV",
)


def environment() -> dict[str, str]:
    """The variables for pip and uv: the reader's own, without those that mislead.

    uv does not read pip's settings, so an own index and certificate are passed on to it.
    """
    env = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    env.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", PIP_PROGRESS_BAR="off")
    if "PIP_INDEX_URL" in env and "UV_INDEX_URL" not in env:
        env.setdefault("UV_DEFAULT_INDEX", env["PIP_INDEX_URL"])
    if "PIP_CERT" in env:
        env.setdefault("SSL_CERT_FILE", env["PIP_CERT"])
    return env


def names_in(lock: Path) -> set[str]:
    """The packages a lock file pins, leaving out those for other systems only."""
    lines = [
        line for line in lock.read_text().splitlines() if "sys_platform == 'win32'" not in line
    ]
    return {match.lower() for match in PINNED.findall("\n".join(lines))}


def pip_install(python: Path, lock: Path, *options: str, tick: Callable[[int], None]) -> None:
    """Install a lock file with pip, hashes checked, wheels only, compiled on first use."""
    command = [python, "-m", "pip", "install", "--no-compile", "--no-warn-script-location"]
    run(
        "Installing packages",
        [*command, "--only-binary", ":all:", "--require-hashes", *options, "-r", lock],
        env=environment(),
        tick=lambda lines: tick(sum(line.startswith("Collecting ") for line in lines)),
    )


def uv_install(python: Path, lock: Path, *, tick: Callable[[int], None]) -> None:
    """Install a lock file with the environment's own uv.

    Downloads go through a folder inside the environment: packages are linked from it, each
    finished one is an entry that can be counted, and nothing is left in the reader's home.
    """
    cache = python.parent.parent / "downloads"
    env = environment() | {"UV_CACHE_DIR": str(cache), "UV_NO_CONFIG": "1"}

    def count(_: list[str]) -> None:
        done = cache / "archive-v0"
        tick(sum(1 for _ in done.iterdir()) if done.is_dir() else 0)

    command = [python.parent / "uv", "pip", "install", "--python", python, "--no-build"]
    try:
        run(
            "Installing packages",
            [*command, "--require-hashes", "-r", lock],
            env=env,
            tick=count,
        )
    finally:
        shutil.rmtree(cache, ignore_errors=True)


def install(root: Path, python: Path, lock: Path) -> None:
    """Install every package of a lock file, showing how many are there.

    Raises Failed when neither uv nor pip could do it.
    """
    wanted = len(names_in(lock))
    try:
        if not (python.parent / "uv").exists():
            with Step("Fetching the installer"):
                pip_install(python, root / UV_LOCK, "--no-cache-dir", tick=lambda done: None)
        with Step(f"Installing {wanted} packages", wanted) as step:
            uv_install(python, lock, tick=step.show)
    except Failed as failure:
        if failure.offline:
            raise
        print("  uv could not do it here; going on with pip, which is slower.", file=sys.stderr)
        with Step(f"Installing {wanted} packages", wanted) as step:
            pip_install(python, lock, tick=step.show)
