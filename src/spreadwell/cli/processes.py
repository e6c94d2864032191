"""Running the web server and the worker as children, and ending them cleanly."""

import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

from spreadwell.cli.messages import InputProblem, say

# How long a child may take to end after it was asked to, in seconds, before it is made to.
PATIENCE = 8
# A loaded machine may take long to start; a server that ends by itself is noticed at once.
START_PATIENCE = 180


def web(host: str, port: int, workers: int) -> list[str]:
    """Return the command of the web server."""
    return [
        sys.executable, "-m", "gunicorn", "spreadwell.config.wsgi:application",
        "--bind", f"{host}:{port}", "--workers", str(workers), "--threads", "4",
        "--log-level", "warning", "--preload", "--graceful-timeout", "3",
        "--worker-tmp-dir", _fast_folder(),
    ]  # fmt: skip


def worker() -> list[str]:
    """Return the command of the worker that runs queued jobs."""
    return [
        sys.executable,
        "-m",
        "django",
        "db_worker",
        "--interval",
        "1",
        "--no-reload",
        "-v",
        "0",
    ]


def _fast_folder() -> str:
    """Return a folder in memory for the server's heartbeat where the system has one."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() else tempfile.gettempdir()


def check_port(host: str, port: int) -> None:
    """Raise InputProblem with a sentence when the port is taken."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputProblem(
                f"Port {port} is in use or not allowed here. Try another: --port {port + 1}."
            ) from error


def answers(host: str, port: int) -> bool:
    """Tell whether the web server answers."""
    connection = HTTPConnection(host, port, timeout=30)
    try:
        connection.request("GET", "/public/")
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def run_together(
    commands: list[list[str]], ready: Callable[[], bool], words: Callable[[], Sequence[str]]
) -> int:
    """Run children until one ends or the person stops; returns 0 after a stop, 1 after a fault.

    `words` is called while they start, and what it returns is said once `ready` is true. Children
    get their own sessions, so that Ctrl-C reaches only us and we end them in order.
    """
    children = [subprocess.Popen(command, start_new_session=True) for command in commands]

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, stop)
    try:
        deadline = time.monotonic() + START_PATIENCE
        lines, said = words(), False
        while all(child.poll() is None for child in children):
            if not said and ready():
                say(*lines)
                said = True
            elif not said and time.monotonic() > deadline:
                raise InputProblem("The web server did not answer; its messages stand above.")
            time.sleep(0.1 if not said else 0.5)
        raise InputProblem("A process ended by itself; its messages stand above.")
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(signal.SIGTERM, previous)
        _end(children)


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask every child to end, wait, and make those end that do not."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
