"""Text outlines: one thing a line, what belongs to it indented beneath, and back again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

INDENT = "  "
TAB = 4
"""How many spaces a tab counts for, where somebody pastes one."""
MOST_LINES = 400
"""More lines than this are a document, not an outline that a picture can show."""
LONGEST = 300
"""Longest text of one line, so that it still fits a box."""
DEEPEST = 12

# The word processor's bullets as well as the keyboard's.
_BULLET = re.compile(r"[-*+•·–—◦▪] +")
_MEASURE = re.compile(r"\s*\[measure:([^\[\]]*)\]$", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")


class OutlineProblem(ValueError):
    """An outline that cannot be read; `line` counts from 1, or None for the whole text."""

    def __init__(self, line: int | None, message: str) -> None:
        self.line = line
        super().__init__(f"Line {line} {message}" if line else message)


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of an outline: its text, the measure tied to it ("" = none), what is beneath.

    Text is one line without blanks at its ends or doubled ones within; a measure's name holds no
    square brackets. Raises ValueError where that does not hold.
    """

    text: str
    branches: tuple[Branch, ...] = ()
    measure: str = ""

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError("A line of an outline needs words.")
        if self.text != tidy(self.text):
            raise ValueError("The text of an outline's line is one line without doubled blanks.")
        if self.measure != tidy(self.measure) or re.search(r"[\[\]]", self.measure):
            raise ValueError("The name of a measure is one line without square brackets.")


def tidy(text: str) -> str:
    """One line of text: blanks of every kind become one space, none at the ends."""
    return _BLANKS.sub(" ", text).strip()


def read_outline(text: str) -> tuple[Branch, ...]:
    """The tree that an indented text means; blank lines are passed over.

    Bullets are taken off; "[measure: name]" at the end of a line ties a measure to it. Raises
    OutlineProblem naming the line where the indentation lines up with nothing above, where words
    are missing, or where there is too much.
    """
    return tuple(branch for _, branch in read_numbered(text))


def read_numbered(text: str) -> tuple[tuple[int, Branch], ...]:
    """As `read_outline`, each branch of the first level with the number of its line."""
    lines = [
        (number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()
    ]
    if len(lines) > MOST_LINES:
        raise OutlineProblem(
            None, f"The outline has {len(lines):,} lines; at most {MOST_LINES} can be shown."
        )
    roots: list[_Open] = []
    path: list[tuple[int, _Open]] = []
    for number, line in lines:
        depth = _depth(line)
        node = _one(number, line)
        while path and depth < path[-1][0]:
            left = path.pop()
            if not path or depth > path[-1][0]:
                raise OutlineProblem(number, _lines_up_with_nothing(depth, path, left[0]))
        if path and depth == path[-1][0]:
            path.pop()
        if len(path) >= DEEPEST:
            raise OutlineProblem(number, f"is more than {DEEPEST} steps deep.")
        (path[-1][1].branches if path else roots).append(node)
        path.append((depth, node))
    return tuple((node.line, node.closed()) for node in roots)


def measures_named(text: str) -> tuple[tuple[int, str], ...]:
    """Each measure that an outline names with the number of its line, in reading order."""
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), start=1))
    tied = ((number, _MEASURE.search(line)) for number, line in lines)
    return tuple((number, name) for number, one in tied if one and (name := tidy(one[1])))


def paths_to(branches: Sequence[Branch], measure: str) -> tuple[tuple[str, ...], ...]:
    """The lines from the first level down to each line that a measure is tied to, by its name."""
    found: list[tuple[str, ...]] = []
    for branch in branches:
        if branch.measure.casefold() == measure.casefold():
            found.append((branch.text,))
        found += [(branch.text, *path) for path in paths_to(branch.branches, measure)]
    return tuple(found)


def outline_text(branches: Sequence[Branch]) -> str:
    """The outline as text that `read_outline` reads back to the same tree."""
    out: list[str] = []

    def write(branch: Branch, depth: int) -> None:
        # A text that itself ends like a measure is kept apart from one by an empty measure.
        tied = branch.measure or _MEASURE.search(branch.text)
        measure = f" [measure: {branch.measure}]" if tied else ""
        line = branch.text + measure
        # A line that starts like a bullet gets one more, which reading takes off again.
        bullet = "- " if _BULLET.match(line) else ""
        out.append(f"{INDENT * depth}{bullet}{line}\n")
        for below in branch.branches:
            write(below, depth + 1)

    for branch in branches:
        write(branch, 0)
    return "".join(out)


def at_depth(branches: Sequence[Branch], depth: int) -> tuple[Branch, ...]:
    """All branches so many steps beneath the given ones (0 = these), in reading order."""
    found = tuple(branches)
    for _ in range(depth):
        found = tuple(below for branch in found for below in branch.branches)
    return found


@dataclass(slots=True)
class _Open:
    """A branch to which lines may still be added."""

    line: int
    text: str
    measure: str
    branches: list[_Open]

    def closed(self) -> Branch:
        return Branch(self.text, tuple(b.closed() for b in self.branches), self.measure)


def _depth(line: str) -> int:
    """How many columns of blanks stand before the words."""
    before = line[: len(line) - len(line.lstrip())]
    return sum(TAB if c == "\t" else 1 for c in before)


def _one(number: int, line: str) -> _Open:
    text = line.strip()
    if (bullet := _BULLET.match(text)) is not None:
        text = text[bullet.end() :]
    measure = ""
    if (tied := _MEASURE.search(text)) is not None:
        measure, text = tidy(tied[1]), text[: tied.start()]
    text = tidy(text)
    if not text:
        raise OutlineProblem(number, "has a measure but no words before it.")
    if len(text) > LONGEST:
        raise OutlineProblem(
            number, f"is {len(text):,} characters long; at most {LONGEST} fit a box."
        )
    return _Open(number, text, measure, [])


def _lines_up_with_nothing(depth: int, path: Sequence[tuple[int, _Open]], left: int) -> str:
    held = [str(at) for at, _ in path] + [str(left)]
    blanks = "1 space" if depth == 1 else f"{depth} spaces"
    return (
        f"is indented by {blanks}, which lines up with no line above it "
        f"(those have {' or '.join(held[-2:])})."
    )
