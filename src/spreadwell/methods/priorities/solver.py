"""The one door to HiGHS, which writes a line of its own to stdout whatever it is told.

HiGHS keeps silent when `output_flag` and `log_to_console` are off, as SciPy sets them, but for one
`printf` left in its search (“transformNewIntegerFeasibleSolution tmpSolver.run();”, up to 1.12).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import threading
from collections.abc import Iterator
from functools import cache
from typing import Any

# What the C library calls its standard output: on Linux, then on macOS.
STREAMS = ("stdout", "__stdoutp")
_door = threading.Lock()
_inside: list[int] = []


def milp(*given: Any, **named: Any) -> Any:
    """Solve a mixed-integer program as `scipy.optimize.milp` does, in silence."""
    from scipy import optimize

    with quiet():
        return optimize.milp(*given, **named)


def linprog(*given: Any, **named: Any) -> Any:
    """Solve a linear program as `scipy.optimize.linprog` does, in silence."""
    from scipy import optimize

    with quiet():
        return optimize.linprog(*given, **named)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Lead what compiled code prints meanwhile to nowhere.

    Only the C library's own stream is turned away: Python writes past it, so what other threads
    print or log in the meantime stands. Nested and simultaneous calls are one; where the library
    has no such stream nothing is changed.
    """
    stream = _stream()
    if stream is None:
        yield
        return
    with _door:
        # The first to come in keeps where the stream led; the last to leave puts it back.
        _inside.append(stream.value or 0)
        stream.value = _nowhere()
    try:
        yield
    finally:
        with _door:
            first = _inside[0]
            _inside.pop()
            if not _inside:
                stream.value = first


@cache
def _stream() -> ctypes.c_void_p | None:
    """The C library's variable that holds its standard output, None where there is none."""
    for name in STREAMS:
        try:
            return ctypes.c_void_p.in_dll(ctypes.CDLL(None), name)
        except (OSError, TypeError, ValueError):
            continue
    return None


@cache
def _nowhere() -> int:
    """A C stream into nothing, opened once and kept."""
    library = ctypes.CDLL(None)
    library.fopen.restype = ctypes.c_void_p
    opened: int = library.fopen(os.devnull.encode(), b"w")
    return opened
