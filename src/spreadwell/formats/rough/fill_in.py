"""A workbook to fill in, and how it is read back: blank rows wait, noughts are told."""

from collections.abc import Callable
from dataclasses import replace

from spreadwell.formats.rough.sheets import Rough, Row

NOTHING = "nothing happened"
"""What a cell says where nobody was counted: a nought that somebody meant."""

HEADER = ("measure", "site", "period", "numerator", "denominator", "value")
BESIDE = (NOTHING, "what is counted", "at which place", "the period before")
"""Columns for the reader, beside those of readings."""


def filled_in(rough: Rough, is_pair: Callable[[str], bool]) -> Rough:
    """Read a workbook that was filled in; any other table is left as it is.

    Rows without a number are not known yet and left out; “nothing happened” is read as 0, or as
    0 of 0 for a measure that `is_pair`. The columns for the reader are dropped.
    """
    places = {name: rough.place(name.replace(" ", "_")) for name in (*HEADER, *BESIDE)}
    nothing, measure = places[NOTHING], places["measure"]
    numbers = [places[name] for name in HEADER[3:]]
    if nothing is None or None in numbers:
        return rough
    kept: list[Row] = []
    blank = 0
    aside = {places[name] for name in BESIDE}
    for row, cells in rough.rows:
        made = list(cells)
        empty = not any(cells[at] for at in numbers if at is not None)
        if cells[nothing] and empty:
            pair = is_pair(cells[measure] if measure is not None else "")
            for at in numbers[:2] if pair else numbers[2:]:
                made[at or 0] = "0"
        elif empty:
            blank += 1
            continue
        kept.append((row, tuple(cell for i, cell in enumerate(made) if i not in aside)))
    header = tuple(text for i, text in enumerate(rough.header) if i not in aside)
    made_rough = replace(rough, header=header, rows=tuple(kept))
    if not blank:
        return made_rough
    rows = "1 row has" if blank == 1 else f"{blank:,} rows have"
    return made_rough.noting(f"{rows} no number yet and waits for the next file.")
