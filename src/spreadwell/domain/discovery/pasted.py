"""Findings pasted as plain lines, or as a table with named columns."""

import csv
import io
from dataclasses import replace
from datetime import date

from ..foundation.refusals import Invalid
from .heard import Heard, check_heard
from .models import Voice

COLUMNS = ("text", "voice", "place", "source", "source_kind", "sector", "strength", "date", "who")
# One paste stays small enough to check and store while the page waits.
ROW_LIMIT = 5_000
# Words that people write for a voice, beside the keys and labels themselves.
_VOICES = {
    "patient": "patient", "carer": "patient", "patients": "patient", "public": "patient",
    "staff": "staff", "frontline": "staff", "clinician": "staff",
    "leader": "leader", "system leader": "leader", "partner": "partner", "charity": "partner",
} | {label.lower(): key for key, label in Voice.choices}  # fmt: skip


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
    reader = csv.reader(io.StringIO(text.strip()), delimiter=split)
    next(reader)
    rows: list[Heard] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            raise Invalid(
                f"Row {len(rows) + 1} has {len(cells)} cells under {len(header)} columns; "
                "put text that holds a comma in double quotes.",
                field="lines",
            )
        rows.append(_row(dict(zip(header, cells, strict=False)), usual, len(rows) + 1))
    if not rows:
        raise Invalid("There is no row below the names of the columns.", field="lines")
    return rows


def _row(cells: dict[str, str], usual: Heard, number: int) -> Heard:
    """Turn the cells of one row into a Heard."""
    given = {name: cells.get(name, "").strip() for name in COLUMNS}
    voice = given["voice"].lower()
    return Heard(
        text=given["text"],
        voice=_VOICES.get(voice, voice) if voice else usual.voice,
        place=given["place"] or usual.place,
        source=given["source"] or usual.source,
        source_kind=given["source_kind"].lower() or usual.source_kind,
        sector=given["sector"] or usual.sector,
        strength=_strength(given["strength"], number) if given["strength"] else usual.strength,
        heard_on=_day(given["date"], number) if given["date"] else usual.heard_on,
        label=given["who"] or usual.label,
    )


def _strength(text: str, number: int) -> int:
    """Read a strength."""
    if text not in {"1", "2", "3"}:
        raise Invalid(f"Row {number}, strength: “{text}” is not 1, 2 or 3.", field="lines")
    return int(text)


def _day(text: str, number: int) -> date:
    """Read a day written as 2026-03-31."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(
            f"Row {number}, date: “{text}” is not a day such as 2026-03-31.", field="lines"
        ) from error
