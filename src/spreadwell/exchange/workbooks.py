"""Workbooks ready to fill in: what is due, last time's numbers beside, the rules inside."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from spreadwell.domain.measures.models import Measure, Reading
from spreadwell.formats.rough.fill_in import BESIDE, HEADER, NOTHING

WIDTHS = (28, 14, 12, 12, 12, 12, 18, 46, 30, 24)
FILLED = PatternFill("solid", fgColor="FFF9DB")
KNOWN = PatternFill("solid", fgColor="EEF1F3")
WRAPPED = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True, slots=True)
class Line:
    """One reading that is asked for: its measure, place, period, and the reading before it."""

    measure: Measure
    code: str
    name: str
    period: str
    before: str = ""
    before_period: str = ""

    @property
    def is_pair(self) -> bool:
        """Tell whether it is a numerator with a denominator."""
        return self.measure.statistic in ("proportion", "rate")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the drop-downs offer."""

    measures: Sequence[str] = field(default=())
    sites: Sequence[str] = field(default=())
    periods: Sequence[str] = field(default=())


def told(reading: Reading | None) -> str:
    """Say a reading as it stands: “30 of 40” or “12”."""
    if reading is None:
        return "not sent"
    if reading.suppressed:
        return "too few to be told"
    if reading.value is not None:
        return f"{reading.value:.15g}"
    return f"{reading.numerator:.15g} of {reading.denominator:.15g}"


def workbook(title: str, lines: Sequence[Line], choices: Choices, *, invented: bool) -> bytes:
    """Write a workbook: a sheet to fill in, one that explains, one for the drop-downs.

    What must not change is locked, without a password. Filled in, it passes the check that every
    file passes; columns beyond the readings are for the reader and ignored.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Numbers"
    _numbers(sheet, lines)
    _explained(book.create_sheet("How to fill this in"), title, lines, invented)
    _lists(book, sheet, choices, len(lines))
    for one in book.worksheets:
        one.protection.sheet = True
        one.protection.formatColumns = False
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _numbers(sheet: Worksheet, lines: Sequence[Line]) -> None:
    sheet.append([*HEADER, *BESIDE])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line in lines:
        before = f"{line.before_period}: {line.before}" if line.before_period else ""
        counted = line.measure.definition.get("definition") or line.measure.name
        row: list[Any] = [line.measure.slug, line.code, line.period, None, None, None]
        sheet.append([*row, None, counted, line.name, before])
        at = sheet.max_row
        for column, cell in enumerate(sheet[at], start=1):
            wanted = column in (4, 5) if line.is_pair else column == 6
            cell.fill = FILLED if wanted or column == 7 else KNOWN
            cell.protection = Protection(locked=not (wanted or column in (1, 2, 3, 7)))
            cell.alignment = WRAPPED
            if column < 4:
                cell.number_format = "@"
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "D2"


def _lists(book: Workbook, sheet: Worksheet, choices: Choices, rows: int) -> None:
    lists = book.create_sheet("Lists")
    lists.sheet_state = "hidden"
    columns = (choices.measures, choices.sites, choices.periods, (NOTHING,))
    for place, (target, options) in enumerate(zip((1, 2, 3, 7), columns, strict=True), start=1):
        for at, one in enumerate(options, start=1):
            lists.cell(at, place, one).number_format = "@"
        if options and rows:
            letter, into = get_column_letter(place), get_column_letter(target)
            rule = DataValidation(
                type="list",
                formula1=f"Lists!${letter}$1:${letter}${len(options)}",
                allow_blank=True,
                showErrorMessage=True,
                errorTitle="Not in the list",
                error="Choose from the list, or leave the cell as it was.",
            )
            rule.add(f"{into}2:{into}{rows + 1}")
            sheet.add_data_validation(rule)
    positive = DataValidation(
        type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True,
        showErrorMessage=True, errorTitle="A number", error="Enter a number of 0 or more.",
    )  # fmt: skip
    if rows:
        positive.add(f"D2:E{rows + 1}")
        sheet.add_data_validation(positive)


def _explained(sheet: Worksheet, title: str, lines: Sequence[Line], invented: bool) -> None:
    rows = [
        (title, ""),
        ("", ""),
        ("What to do", "Fill in the yellow cells of the sheet “Numbers”, save, and send the file."),
        ("What you do not know", "Leave it blank. The row is left out, and asked again next time."),
        ("Nobody was counted", f"Choose “{NOTHING}”; the numbers are then read as 0."),
        ("What is locked", "Where a cell is grey, nothing has to be changed."),
        ("The period before", "It stands beside, so that a slip shows. It is not sent again."),
        ("Whole or not at all", "Everything is checked first. You see what the file would change."),
        ("No patients", "Never enter anything about a person: only how many."),
    ]
    if invented:
        rows.append(("Invented example", "The places in this file are invented."))
    rows += [("", ""), ("The measures", "")]
    seen: dict[str, Measure] = {line.measure.slug: line.measure for line in lines}
    for measure in seen.values():
        rows.append((measure.name, _plain_words(measure)))
    for row in rows:
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = WRAPPED
        cells[0].font = Font(bold=True)
    sheet.column_dimensions["A"].width = 32
    sheet.column_dimensions["B"].width = 90


def _plain_words(measure: Measure) -> str:
    told_of = measure.definition
    said = [told_of.get("definition") or measure.name]
    if told_of.get("numerator"):
        said.append(f"Numerator: {told_of['numerator']}")
    if told_of.get("denominator"):
        said.append(f"Denominator: {told_of['denominator']}")
    if measure.statistic not in ("proportion", "rate"):
        said.append(f"Value: {measure.unit}")
    return "\n".join(one.rstrip(".") + "." for one in said)
