"""Findings pasted as plain lines, or as a table with named columns."""

import csv
import io
import re
from dataclasses import replace

from ..foundation.refusals import Invalid
from .heard import Heard, check_heard
from .rows import ALSO_CALLED, COLUMNS, read_row

# One paste stays small enough to check and store while the page waits.
ROW_LIMIT = 5_000


def column_called(written: str) -> str:
    """Return our column for a header; blank where it is none of ours."""
    key = re.sub(r"[^a-z0-9]+", "_", written.casefold()).strip("_")
    return key if key in COLUMNS else ALSO_CALLED.get(key, "")


def read_pasted(text: str, usual: Heard) -> list[Heard]:
    """Return one Heard a line or a row; blanks take the value of `usual`.

    A first line that names a column `text` makes it a table, split by tabs, commas or semicolons;
    otherwise each line is a finding. Raises Invalid naming the row and column that is wrong.
    """
    lines = [line for line in text.replace("\ufeff", "").splitlines() if line.strip()]
    if not lines:
        raise Invalid("Paste at least one line.", field="lines")
    split = next((s for s in "\t,;" if s in lines[0]), "")
    header = [name.strip().lower() for name in lines[0].split(split)] if split else []
    if "text" in header:
        rows = _table(text.replace("\ufeff", ""), split, header, usual)
    else:
        rows = [replace(usual, text=line.strip()) for line in lines]
    if len(rows) > ROW_LIMIT:
        raise Invalid(f"At most {ROW_LIMIT:,} findings at once; these are {len(rows):,}.", "lines")
    for number, heard in enumerate(rows, start=1):
        try:
            check_heard(heard, row=number)
        except Invalid as refusal:
            raise Invalid(str(refusal), field="lines") from refusal
    return rows


def _table(text: str, split: str, header: list[str], usual: Heard) -> list[Heard]:
    """Read the rows below a header."""
    twice = {name for name in header if header.count(name) > 1}
    if twice:
        raise Invalid(f"Column “{min(twice)}” stands twice.", field="lines")
    ours = [column_called(name) for name in header]
    reader = csv.reader(io.StringIO(text.strip()), delimiter=split)
    next(reader)
    rows: list[Heard] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        number = len(rows) + 1
        if len(cells) > len(header):
            raise Invalid(
                f"Row {number} has {len(cells)} cells under {len(header)} columns; "
                "put text that holds a comma in double quotes.",
                field="lines",
            )
        read = read_row(dict(zip(ours, cells, strict=False)), usual)
        for column, sentence in read.problems:
            raise Invalid(f"Row {number}, {column}: {sentence}", field="lines")
        rows.append(read.heard)
    if not rows:
        raise Invalid("There is no row below the names of the columns.", field="lines")
    return rows
