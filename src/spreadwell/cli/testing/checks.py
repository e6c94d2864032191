"""The checks that read the source without running it, each with its time."""

import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CONCISE = ("--output-format", "concise")
TEMPLATES = "src/spreadwell/web/jinja2"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name and the program, run in the project's folder."""

    name: str
    command: tuple[str, ...]


def all_checks() -> tuple[Check, ...]:
    """Return the checks in the order they run, quickest first."""
    tools = Path(sys.executable).parent
    return (
        Check("Style", (f"{tools}/ruff", "check", *CONCISE, ".", "spreadwell")),
        Check("Format", (f"{tools}/ruff", "format", "--check", *CONCISE, ".", "spreadwell")),
        Check("Import directions", (f"{tools}/lint-imports",)),
        Check("Templates", (f"{tools}/djlint", "--lint", "--quiet", TEMPLATES)),
        Check(
            "Migrations",
            (sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"),
        ),
        Check("Types", (f"{tools}/mypy",)),
    )


def run(check: Check, root: Path, env: Mapping[str, str]) -> bool:
    """Run one check, print its outcome and, where it failed, what it said."""
    started = time.monotonic()
    try:
        done = subprocess.run(
            check.command,
            cwd=root,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        passed, said = done.returncode == 0, done.stdout
    except OSError as error:
        passed, said = False, f"{check.command[0]} could not be started: {error.strerror}."
    taken = time.monotonic() - started
    print(f"{check.name}: {'passed' if passed else 'FAILED'} in {taken:.1f} s", flush=True)
    if not passed:
        print(said.rstrip(), flush=True)
    return passed
