"""Cells as people write them, made tidy with a note: months in words, separators, totals."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from spreadwell.formats.periods import MONTHS, Period, PeriodKind
from spreadwell.formats.rough.sheets import Rough, Row

NUMBER_COLUMNS = ("numerator", "denominator", "value", "sd", "n")
TOTALS = re.compile(
    r"(grand |sub-?)?totals?|sum|overall|all (sites|practices|wards|together)", re.I
)
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:[, '’\u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00(?::00)?)?")
_MONTH_YEAR = re.compile(r"([A-Za-z]{3,9})\.?[ \-/'’]+([0-9]{4}|[0-9]{2})")
_NUMBER_MONTH = re.compile(r"([0-9]{1,2})/([0-9]{4})")
_YEAR_MONTH = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})")
_FINANCIAL = re.compile(r"([0-9]{4})[/\-]([0-9]{2})")
_QUARTER = re.compile(r"Q([1-4])[ \-]*([0-9]{4})(?:/([0-9]{2}))?", re.I)

SHOWN = 3
"""How many of the cells that were read otherwise a note names."""


def tidied(rough: Rough, kind_of: Callable[[str], PeriodKind | None]) -> Rough:
    """Make cells tidy where their meaning is clear; the notes say what was read as what.

    `kind_of` gives the kind of a measure's periods by the measure's code. What is not clear stays
    as it is, for the check to refuse with its sentence.
    """
    kept, notes = _without_totals(rough)
    measure, period = rough.place("measure"), rough.place("period")
    numbers = [at for at in (rough.place(one) for one in NUMBER_COLUMNS) if at is not None]
    read: dict[str, str] = {}
    plain: dict[str, str] = {}
    rows = []
    for row, cells in kept:
        changed = list(cells)
        kind = kind_of(cells[measure]) if measure is not None else None
        if period is not None and kind is not None:
            changed[period] = _noted(read, cells[period], period_text(cells[period], kind))
        for at in numbers:
            changed[at] = _noted(plain, cells[at], plain_number(cells[at]))
        rows.append((row, tuple(changed)))
    notes += _told("Periods", read) + _told("Numbers", plain)
    return replace(rough, rows=tuple(rows)).noting(*notes)


def period_text(text: str, kind: PeriodKind) -> str:
    """A period as files write it, read in the cadence of its measure; unclear text as it is."""
    written = text.strip()
    try:
        found = _day_of(written)
        if found is not None and kind is not PeriodKind.INTEGER:
            return str(Period.containing(found, kind))
        return _quarter_or_year(written, kind)
    except ValueError:
        return text


def plain_number(text: str) -> str:
    """A number without separators between thousands; anything else as it is."""
    return re.sub(r"[^0-9.+-]", "", text) if _THOUSANDS.fullmatch(text.strip()) else text


def _day_of(text: str) -> date | None:
    """The day that a text names, the first of the month where it names a month."""
    if found := _ISO.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if found := _NUMBER_MONTH.fullmatch(text):
        return date(int(found[2]), int(found[1]), 1)
    if (found := _YEAR_MONTH.fullmatch(text)) and int(found[2]) <= 12:
        return date(int(found[1]), int(found[2]), 1)
    if found := _MONTH_YEAR.fullmatch(text):
        word = found[1].casefold()
        places = [i for i, name in enumerate(MONTHS, 1) if name.casefold().startswith(word)]
        year = int(found[2])
        if len(places) == 1:
            return date(year if year > 99 else 2000 + year, places[0], 1)
    return None


def _quarter_or_year(text: str, kind: PeriodKind) -> str:
    if found := _QUARTER.fullmatch(text):
        if found[3] and kind is PeriodKind.FINANCIAL_QUARTER:
            return f"FY{found[2]}-Q{found[1]}"
        if not found[3] and kind is PeriodKind.QUARTER:
            return f"{found[2]}-Q{found[1]}"
    found = _FINANCIAL.fullmatch(text) if kind is PeriodKind.FINANCIAL_YEAR else None
    if found and (int(found[1]) + 1) % 100 == int(found[2]):
        return f"FY{found[1]}"
    return text


def _without_totals(rough: Rough) -> tuple[list[Row], list[str]]:
    """The rows that are readings: totals and remarks below are left out and told."""
    keys = [at for at in (rough.place(one) for one in ("site", "measure")) if at is not None]
    kept: list[Row] = []
    totals, remarks = [], []
    for row, cells in rough.rows:
        filled = sum(bool(cell) for cell in cells)
        first = next((cell for cell in cells if cell), "")
        if any(TOTALS.fullmatch(cells[at].rstrip(":")) for at in keys) or (
            TOTALS.fullmatch(first.rstrip(":")) is not None
        ):
            totals.append(row)
        elif filled == 1 and len(rough.header) > 2 and first == cells[0]:
            remarks.append(row)
        else:
            kept.append((row, cells))
    notes = []
    if totals:
        notes.append(f"{_rows(totals)} looked like a total and was left out.")
    if remarks:
        notes.append(f"{_rows(remarks)} held a single remark and was left out.")
    return kept, notes


def _rows(rows: list[int]) -> str:
    named = ", ".join(str(one) for one in rows[:SHOWN])
    more = f" and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
    return f"{'Row' if len(rows) == 1 else 'Each of rows'} {named}{more}"


def _noted(seen: dict[str, str], before: str, after: str) -> str:
    if after != before:
        seen.setdefault(before, after)
    return after


def _told(what: str, seen: Mapping[str, str]) -> list[str]:
    if not seen:
        return []
    some = ", ".join(f"“{a}” as {b}" for a, b in list(seen.items())[:SHOWN])
    more = f" and {len(seen) - SHOWN} more so" if len(seen) > SHOWN else ""
    return [f"{what} were read otherwise than written: {some}{more}."]
