"""What the columns of a file of findings may be called, and what may be chosen for one."""

from collections.abc import Sequence
from difflib import get_close_matches

from spreadwell.domain.discovery.pasted import column_called
from spreadwell.domain.discovery.rows import ALSO_CALLED, COLUMNS
from spreadwell.exchange.intake.known import GUESSES, NEAR_COLUMN, Guess

WHAT = "finding column"
OURS = frozenset(COLUMNS)


class FindingColumns:
    """What knows which of our columns a written name is like."""

    def near(self, what: str, written: str) -> list[str]:
        """Our columns that a name is like, the likeliest first."""
        sure = column_called(written)
        key = written.casefold().strip().replace(" ", "_")
        close = get_close_matches(key, [*COLUMNS, *ALSO_CALLED], n=GUESSES, cutoff=NEAR_COLUMN)
        words = [column_called(word) for word in key.split("_")]
        found = [sure, *(column_called(one) for one in close), *words]
        return [one for one in dict.fromkeys(found) if one]

    def guesses(self, what: str, near: Sequence[str]) -> list[Guess]:
        """All columns, those that are near first."""
        return [Guess(one, COLUMNS[one]) for one in dict.fromkeys([*near, *COLUMNS])]

    def meaning(self, text: str) -> str:
        """Our column for what was chosen or typed; blank where it is none."""
        return column_called(text)


def guessed(header: Sequence[str]) -> dict[str, str]:
    """What columns surely are by what is common, each of ours once; for the command line."""
    taken = {column_called(one) for one in header if one.strip().casefold() in OURS}
    found: dict[str, str] = {}
    for text in header:
        means = column_called(text)
        if means and text.strip().casefold() not in OURS and means not in taken:
            found[text] = means
            taken.add(means)
    return found
