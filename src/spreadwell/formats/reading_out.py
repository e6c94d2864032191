"""One reading on its way out, and the canonical CSV of many."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO

from spreadwell.formats.cells import SUPPRESSED
from spreadwell.formats.periods import Period
from spreadwell.formats.readings import KEYS, NUMBERS
from spreadwell.formats.tables import number_text


@dataclass(frozen=True, slots=True)
class ReadingOut:
    """One reading with its names as files write them; a suppressed one has no number to tell.

    `is_value` tells whether a suppressed one stands for a value rather than a numerator.
    """

    measure: str
    site: str
    period: Period
    numerator: float | None
    denominator: float | None
    value: float | None
    sd: float | None
    n: float | None
    suppressed: bool = False
    is_value: bool = False
    stratifier: str = ""
    stratum: str = ""

    def cell(self, column: str) -> str:
        """The text of one column in a file."""
        if column == "period":
            return str(self.period)
        if column in KEYS:
            return str(getattr(self, column))
        if column in NUMBERS:
            starred = "value" if self.is_value else "numerator"
            if self.suppressed and column == starred:
                return SUPPRESSED
            number = getattr(self, column)
            return "" if number is None else number_text(number)
        return self.stratum if column == self.stratifier else ""


def header_of(numbers: Iterable[str], stratifiers: Iterable[str]) -> list[str]:
    """The columns of a file of readings in their one order."""
    used = set(numbers)
    return [*KEYS, *(name for name in NUMBERS if name in used), *sorted(set(stratifiers) - {""})]


def write_csv(rows: Iterable[ReadingOut], header: Sequence[str], to: IO[bytes]) -> int:
    """Write readings as CSV, a row each in the order given; returns how many."""
    text = io.TextIOWrapper(to, "utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    count = 0
    for row in rows:
        writer.writerow([row.cell(column) for column in header])
        count += 1
    text.detach()
    return count
