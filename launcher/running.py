"""Running a program quietly, keeping what it said for the case that it fails."""

import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

NETWORK_SIGNS = (
    "dns error",
    "temporary failure in name resolution",
    "name or service not known",
    "nodename nor servname",
    "failed to fetch",
    "connection refused",
    "connecttimeout",
    "newconnectionerror",
    "network is unreachable",
    "proxyerror",
    "enotfound",
    "eai_again",
    "econnrefused",
    "etimedout",
)


class Failed(Exception):
    """A program that a step needs ended badly; says so in words for the person waiting."""

    def __init__(self, what: str, said: str) -> None:
        self.said = said
        self.offline = any(sign in said.lower() for sign in NETWORK_SIGNS)
        lines = [f"    {line}" for line in said.strip().splitlines()]
        if self.offline:
            super().__init__(
                f"{what} failed: the package index could not be reached. Check the network "
                "connection (the first start needs it, later ones do not), then start again.\n"
                + "\n".join(lines[-1:])
            )
        else:
            super().__init__(f"{what} failed. What it said last:\n" + "\n".join(lines[-8:]))


def run(
    what: str,
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    cwd: Path | None = None,
    tick: Callable[[list[str]], None] = lambda lines: None,
) -> str:
    """Run a program to its end and return what it wrote.

    `tick` gets the lines so far about five times a second. Raises Failed with `what` as its
    subject when the program is missing or its exit code is not 0.
    """
    try:
        process = subprocess.Popen(
            [str(part) for part in command],
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise Failed(what, str(error)) from error
    lines: list[str] = []
    output = process.stdout
    assert output is not None
    reader = threading.Thread(target=lambda: lines.extend(iter(output.readline, "")), daemon=True)
    reader.start()
    try:
        while process.poll() is None:
            tick(lines)
            reader.join(0.2)
            if not reader.is_alive():
                process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    reader.join()
    output.close()
    if process.returncode:
        raise Failed(what, "".join(lines))
    return "".join(lines)
