"""The solver is silent, and everything else may still speak."""

import ctypes
import os
import threading

import numpy as np

from spreadwell.methods.priorities.solver import milp, quiet

LIBRARY = ctypes.CDLL(None)


def printed(text: bytes) -> None:
    """Print from compiled code, the way the solver does."""
    LIBRARY.printf(text)
    LIBRARY.fflush(None)


def test_what_compiled_code_prints_meanwhile_goes_nowhere(capfd):
    printed(b"before ")
    with quiet():
        printed(b"stray ")
        os.write(1, b"python ")
        with quiet():
            printed(b"stray ")
        printed(b"stray ")
    printed(b"after")
    assert capfd.readouterr().out == "before python after"


def test_the_stream_comes_back_only_when_the_last_has_left(capfd):
    inside, leave = threading.Event(), threading.Event()

    def stay() -> None:
        with quiet():
            inside.set()
            assert leave.wait(10)

    other = threading.Thread(target=stay)
    other.start()
    assert inside.wait(10)
    with quiet():
        printed(b"stray ")
    printed(b"stray ")
    leave.set()
    other.join()
    printed(b"after")
    assert capfd.readouterr().out == "after"


def test_a_program_is_solved_in_silence(capfd):
    found = milp(np.array([-2.0, -1.0]), integrality=np.ones(2), bounds=(0, 1))
    assert found.x.tolist() == [1, 1]
    LIBRARY.fflush(None)
    assert capfd.readouterr().out == ""
