"""One line a step, with a bar where someone is watching."""

import sys
import time
from types import TracebackType
from typing import Self, TextIO

WIDTH = 24


class Step:
    """A step of the preparation: its name, how far it is, how long it took.

    On a terminal the line is redrawn with a bar; elsewhere it is written once, when done.
    """

    def __init__(self, name: str, total: int = 0, out: TextIO | None = None) -> None:
        self.name = name
        self.total = total
        self.out = out or sys.stderr
        self.watched = self.out.isatty()
        self.started = time.monotonic()
        self._shown = 0
        self._drawn = ""

    def __enter__(self) -> Self:
        self.show(0)
        return self

    def show(self, done: int) -> None:
        """Say how many of the total are done; without a total only the time moves."""
        self._shown = max(self._shown, min(done, self.total))
        if not self.watched:
            return
        line = f"  {self.name}"
        if self.total:
            filled = round(WIDTH * self._shown / self.total)
            line += f"  [{'#' * filled}{'.' * (WIDTH - filled)}] {self._shown}/{self.total}"
        line += f"  {time.monotonic() - self.started:.0f} s"
        if line != self._drawn:
            self.out.write(f"\r\x1b[K{line}")
            self.out.flush()
            self._drawn = line

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        end = "stopped after" if kind else "done in"
        head = "\r\x1b[K" if self.watched else ""
        self.out.write(f"{head}  {self.name}: {end} {time.monotonic() - self.started:.1f} s\n")
        self.out.flush()
