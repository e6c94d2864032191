"""What a command says: problems, notes, and results as JSON."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from spreadwell.formats.problems import FileProblem

if TYPE_CHECKING:
    from pydantic import BaseModel


BAD_INPUT = 1
"""The exit code when what was given cannot be taken."""


class InputProblem(Exception):
    """Bad input, in one sentence; exit code 1."""


class UsageProblem(Exception):
    """The command was called in a way that cannot work, in one sentence; exit code 2."""


def say(*sentences: str) -> None:
    """Tell the person at the terminal, on stderr, so that stdout holds results only."""
    for sentence in sentences:
        print(sentence, file=sys.stderr)


def say_notes(notes: Iterable[str]) -> None:
    """Tell notes once each, in order."""
    say(*(f"Note: {note}" for note in dict.fromkeys(notes)))


def say_file_problem(problem: FileProblem) -> None:
    """Tell every problem of a file, one sentence each."""
    say(*(f"{problem.name}: {sentence}" for sentence in problem.sentences()))


def print_json(result: "BaseModel", *, rows: str | None = None) -> None:
    """Write a result to stdout as JSON; a number that is not known is null.

    `rows` names a list of many long entries: each is written on one line, without what it was
    never given.
    """
    if rows is None:
        sys.stdout.write(result.model_dump_json(indent=2) + "\n")
        return
    head = result.model_dump_json(indent=2, exclude={rows}).removesuffix("\n}")
    sys.stdout.write(f'{head},\n  "{rows}": [')
    for place, entry in enumerate(getattr(result, rows)):
        line = entry.model_dump_json(exclude_unset=True, by_alias=True)
        sys.stdout.write(f"{',' if place else ''}\n    {line}")
    sys.stdout.write("\n  ]\n}\n")
