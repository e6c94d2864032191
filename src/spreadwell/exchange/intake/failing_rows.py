"""The failing rows of a file as a file of their own, each with what is wrong and what to do."""

import csv
import io

from spreadwell.exchange.intake.looking import ROW, WRONG, Failing, Look

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def failing_csv(look: Look) -> bytes:
    """Write the failing rows as CSV, with their row numbers and what is wrong in each."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(_lines(look))
    return out.getvalue().encode("utf-8-sig")


def failing_workbook(look: Look) -> bytes:
    """Write the failing rows as a workbook; cells are text, so that codes keep noughts."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font, PatternFill

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Failing rows"
    wrong = PatternFill("solid", fgColor="FFF3CD")
    for line in _lines(look):
        # A workbook holds no control characters; that one stood there is seen all the same.
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell) for cell in line])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for cells, one in zip(sheet.iter_rows(min_row=2), look.failing, strict=True):
        columns = {problem.column for problem in one.problems}
        for cell, name in zip(cells[2:], one.cells, strict=True):
            cell.number_format = "@"
            if name in columns:
                cell.fill = wrong
    sheet.column_dimensions["B"].width = 70
    sheet.freeze_panes = "C2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lines(look: Look) -> list[list[str]]:
    header = [ROW, WRONG, *map(_safe, look.table.header)]
    return [header, *([str(one.row), _wrong(one), *map(_safe, one.cells.values())]
                      for one in look.failing)]  # fmt: skip


def _wrong(one: Failing) -> str:
    return " ".join(
        f"{problem.column or 'the row'}: {problem.message.rstrip('.')}." for problem in one.problems
    )


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(STARTS_FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
