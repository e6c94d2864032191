"""A progress bar on stderr: drawn over itself on a terminal, a line a step elsewhere."""

import sys
import time

WIDTH = 28


class Bar:
    """Call it with what is being done and the share that is done, 0 to 1."""

    def __init__(self) -> None:
        self._last = ""
        self._began = time.monotonic()
        self._terminal = sys.stderr.isatty()

    def __call__(self, what: str, share: float) -> None:
        """Show the step and how far it is."""
        if self._terminal:
            full = round(WIDTH * min(max(share, 0.0), 1.0))
            bar = "█" * full + "░" * (WIDTH - full)
            sys.stderr.write(f"\r  {bar} {share:4.0%}  {what:<44.44}")
            if share >= 1:
                sys.stderr.write(f"\r\033[K  done in {time.monotonic() - self._began:.0f} s\n")
        elif what != self._last:
            sys.stderr.write(f"  {share:4.0%}  {what}\n")
        self._last = what
        sys.stderr.flush()
