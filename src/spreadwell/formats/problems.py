"""What is wrong with a file, in sentences that name the row and the column."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SHOWN_AT_ONCE = 50
"""How many problems of one file are printed; the rest are counted, so that nobody scrolls."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong in one file.

    ``row`` counts as a spreadsheet does (the header is row 1) and is None for the whole file;
    ``column`` is the header as agreed; ``value`` is the text found, None where none is meant.
    """

    row: int | None
    column: str | None
    message: str
    value: str | None = None
    where: str = ""
    """Where it is in a file that has no rows, such as a path within a resource."""

    @property
    def sentence(self) -> str:
        """The problem as one sentence: "Row 7, numerator: …."."""
        row = self.where or (f"Row {self.row}" if self.row else None)
        parts = (row, self.column)
        where = ", ".join(part for part in parts if part)
        body = self.message if self.message.endswith((".", "?")) else f"{self.message}."
        return f"{where}: {body}" if where else f"{body[0].upper()}{body[1:]}"


class FileProblem(Exception):
    """A file cannot be taken as it is; carries every problem found in it.

    ``name`` is the file as the user knows it. ``more`` counts problems beyond those carried.
    ``str()`` gives one sentence a line, at most ``SHOWN_AT_ONCE`` of them.
    """

    def __init__(self, name: str, problems: Sequence[RowProblem], more: int = 0) -> None:
        self.name = name
        self.problems = tuple(problems)
        self.more = more
        super().__init__(name, self.problems, more)

    @classmethod
    def whole(cls, name: str, message: str) -> "FileProblem":
        """A problem of the file as a whole."""
        return cls(name, [RowProblem(None, None, message)])

    def sentences(self, limit: int = SHOWN_AT_ONCE) -> list[str]:
        """One sentence a problem, capped, with a last one that counts the rest."""
        return capped([problem.sentence for problem in self.problems], limit, self.more)

    def __str__(self) -> str:
        return "\n".join(f"{self.name}: {sentence}" for sentence in self.sentences())


def capped(sentences: Sequence[str], limit: int = SHOWN_AT_ONCE, further: int = 0) -> list[str]:
    """The first sentences, and one that says how many more there are."""
    shown = list(sentences[:limit])
    more = len(sentences) - len(shown) + further
    if more > 0:
        shown.append(f"And {more:,} more problem{'s' if more != 1 else ''} of this file.")
    return shown


def in_row_order(problems: Iterable[RowProblem]) -> list[RowProblem]:
    """Problems sorted as a reader meets them: the file first, then row by row."""
    return sorted(problems, key=lambda problem: problem.row or 0)
