"""A real web server on a store, for the length of a journey."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

from spreadwell.cli.processes import answers

START_PATIENCE = 180
# How long the server may take to end after it was asked to, in seconds.
PATIENCE = 10


def environment(data: Path, example: bool) -> dict[str, str]:
    """Return the environment of a process that works on the store in `data`."""
    root = Path(__file__).resolve().parents[2]
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return env | {
        "SPREADWELL_DATA": str(data),
        "SPREADWELL_EXAMPLE": "1" if example else "",
        "DJANGO_SETTINGS_MODULE": "spreadwell.config.settings",
        "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)]),
    }


class Server:
    """gunicorn on a store, as in production; a socket made here means no port can be taken."""

    def __init__(self, data: Path, *, example: bool) -> None:
        self.data, self.example = data, example
        self.said = data.parent / f"{data.name}-server.log"

    def __enter__(self) -> "Server":
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.port = listening.getsockname()[1]
            self.url = f"http://127.0.0.1:{self.port}"
            with self.said.open("w") as log:
                self._process = subprocess.Popen(
                    [
                        sys.executable, "-m", "gunicorn", "spreadwell.config.wsgi:application",
                        "--bind", f"fd://{listening.fileno()}", "--workers", "1", "--threads", "4",
                        "--log-level", "warning", "--graceful-timeout", "2",
                    ],
                    env=environment(self.data, self.example),
                    pass_fds=[listening.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                )  # fmt: skip
        self._wait_until_it_answers()
        return self

    def _wait_until_it_answers(self) -> None:
        """Wait for the first answer, so that a journey's patience is for pages alone."""
        deadline = time.monotonic() + START_PATIENCE
        while not answers("127.0.0.1", self.port):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._process.kill()
                raise RuntimeError(f"The server did not answer:\n{self.said.read_text()}")
            time.sleep(0.1)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def said_so_far(self) -> int:
        """Return how much the server has said, so that a journey reads only what is its own."""
        return self.said.stat().st_size

    def broke_since(self, place: int) -> str:
        """Return what the server said since, where it said that something broke."""
        said = self.said.read_bytes()[place:].decode(errors="replace")
        return said if "Internal Server Error" in said else ""
