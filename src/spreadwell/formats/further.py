"""The columns of STARTS that options name: weights and clusters, one a site."""

from typing import TYPE_CHECKING

from spreadwell.formats.cells import number
from spreadwell.formats.problems import FileProblem, RowProblem
from spreadwell.formats.tables import TextColumn, normal_header, number_text

if TYPE_CHECKING:
    from spreadwell.formats.starts import Starts


def numbers_by_site(starts: "Starts", column: str) -> dict[str, float]:
    """One number a site; ``FileProblem`` names rows that are blank or hold no number."""
    found: dict[str, float] = {}
    problems: list[RowProblem] = []
    for site, (row, text) in zip(starts.site, _cells(starts, column), strict=True):
        try:
            read = number(text)
        except ValueError as error:
            problems.append(RowProblem(row, column, str(error), text))
            continue
        if read is None:
            problems.append(RowProblem(row, column, "the cell is blank", text))
        else:
            found[site] = read
    if problems:
        raise FileProblem(starts.name, problems)
    return found


def labels_by_site(starts: "Starts", column: str) -> dict[str, str]:
    """One label a site; ``FileProblem`` names rows that are blank."""
    cells = _cells(starts, column)
    blank = [RowProblem(row, column, "the cell is blank", "") for row, text in cells if not text]
    if blank:
        raise FileProblem(starts.name, blank)
    return {site: text for site, (_, text) in zip(starts.site, cells, strict=True)}


def _cells(starts: "Starts", column: str) -> list[tuple[int, str]]:
    found = starts.others.get(normal_header(column))
    if found is None:
        there = ", ".join(starts.others) or "no further columns"
        message = f"the column is missing; the file has {there}"
        raise FileProblem(starts.name, [RowProblem(1, column, message)])
    return [
        (
            int(row),
            found.at(place) if isinstance(found, TextColumn) else number_text(found[place]),
        )
        for place, row in enumerate(starts.rows)
    ]
