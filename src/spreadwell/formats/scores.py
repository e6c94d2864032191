"""SCORES: what each scorer gave each opportunity on each criterion; COSTS: what each would take."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from spreadwell.formats.bulk import (
    BLANK,
    Add,
    check_labels,
    check_numbers,
    missing_columns,
    repeated,
)
from spreadwell.formats.cells import Code
from spreadwell.formats.problems import FileProblem, RowProblem, in_row_order
from spreadwell.formats.tables import Numbers, Table, normal_header, read_table

NEEDED = ("opportunity", "scorer", "criterion", "score")
USUAL = (1.0, 5.0)
"""The ends of a score where nothing else is said."""
OTHER_USUAL = ((0.0, 1.0), (0.0, 10.0), (0.0, 100.0))
SLIPS = 0.25
"""Up to this share of scores outside 1 to 5 are slips; more means that another scale was used."""
ALL_ONE_GROUP = "all"


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores as opportunity × criterion × scorer (NaN = don't know), names in order of the file."""

    name: str
    opportunities: tuple[str, ...]
    criteria: tuple[str, ...]
    scorers: tuple[str, ...]
    groups: tuple[str, ...]
    scores: Numbers
    scale: tuple[float, float]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Costs:
    """Further columns of opportunities, in the order asked for."""

    name: str
    opportunities: tuple[str, ...]
    table: Table
    places: tuple[int, ...]

    def numbers(self, column: str) -> Numbers:
        """A column of amounts; ``FileProblem`` where it is missing, blank or negative."""
        key = self._key(column)
        problems: list[RowProblem] = []

        def add(position: int, header: str, message: str, value: str | None) -> None:
            problems.append(RowProblem(int(self.table.rows[position]), header, message, value))

        read = check_numbers(self.table, key, add)
        wrong = {problem.row for problem in problems}
        for position in np.flatnonzero(np.isnan(read)):
            if int(self.table.rows[position]) not in wrong:
                add(int(position), column, BLANK, "")
        if problems:
            raise FileProblem(self.name, in_row_order(problems))
        return read[list(self.places)]

    def shares(self, column: str) -> Numbers:
        """A column of shares from 0 to 1; ``FileProblem`` where one is not."""
        read = self.numbers(column)
        for place, share in zip(self.places, read, strict=True):
            if share > 1:
                row = int(self.table.rows[place])
                message = f"“{share:g}” is not a share from 0 to 1"
                raise FileProblem(self.name, [RowProblem(row, column, message, f"{share:g}")])
        return read

    def words(self, column: str) -> tuple[str, ...]:
        """A column as text, "" where blank."""
        text = self.table.text(self._key(column))
        return tuple(text.at(place) for place in self.places)

    def has(self, column: str) -> bool:
        """Tell whether the file has a column."""
        return normal_header(column) in self.table.columns

    def _key(self, column: str) -> str:
        key = normal_header(column)
        if key not in self.table.columns:
            raise FileProblem(self.name, missing_columns(self.table, [key]))
        return key


def read_scores(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    scale: tuple[float, float] | None = None,
) -> Scores:
    """Read SCORES, or raise ``FileProblem`` with every problem of the file.

    Without `scale` scores run from 1 to 5, unless most of them do not: then over the narrowest of
    0 to 1, 0 to 10 and 0 to 100 that holds them all, with a note.
    """
    table = read_table(source, name=name)
    missing = missing_columns(table, NEEDED)
    if missing or not len(table):
        raise FileProblem(
            table.name, missing or [RowProblem(None, None, "the file has a header but no rows")]
        )
    problems: list[RowProblem] = []
    bad = np.zeros(len(table), dtype=np.bool_)

    def add(position: int, column: str, message: str, value: str | None) -> None:
        bad[position] = True
        problems.append(RowProblem(int(table.rows[position]), column, message, value))

    columns = {one: table.text(one) for one in (*NEEDED[:3], "group")}
    for column in NEEDED[:3]:
        check_labels(columns[column], Code, column, add, required=True)
    given = check_numbers(table, "score", add, signed=True)
    keys = [columns[one].codes for one in NEEDED[:3]]
    for first, second in repeated(keys, ~bad):
        said = ", ".join(f"“{columns[one].at(second)}”" for one in NEEDED[:3])
        message = f"{said} already have a score in row {int(table.rows[first])}"
        add(second, "score", message, table.cell("score", second))
    ends, notes = (scale, []) if scale else _scale(given)
    for position in np.flatnonzero((given < ends[0]) | (given > ends[1])):
        written = table.cell("score", int(position))
        message = f"“{written}” is outside the scale of {ends[0]:g} to {ends[1]:g}"
        hint = "" if scale else "; name another scale with --scale"
        add(int(position), "score", message + hint, written)
    groups = _groups(table, add)
    if problems:
        raise FileProblem(table.name, in_row_order(problems))
    if not np.isfinite(given).any():
        raise FileProblem.whole(table.name, "every score is blank, so there is nothing to go by")
    cube = np.full([len(columns[one].labels) for one in ("opportunity", "criterion", "scorer")],
                   np.nan)  # fmt: skip
    cube[keys[0], keys[2], keys[1]] = given
    return Scores(
        table.name,
        columns["opportunity"].labels,
        columns["criterion"].labels,
        columns["scorer"].labels,
        groups,
        cube,
        ends,
        (*table.notes, *notes, *_silent(columns["opportunity"].labels,
                                        columns["criterion"].labels, cube)),
    )  # fmt: skip


def read_costs(source: str | Path | bytes, opportunities: Sequence[str]) -> Costs:
    """Read COSTS for the opportunities of SCORES; each has one row, and no other is there."""
    table = read_table(source)
    missing = missing_columns(table, ("opportunity",))
    if missing:
        raise FileProblem(table.name, missing)
    problems: list[RowProblem] = []

    def add(position: int, column: str, message: str, value: str | None) -> None:
        problems.append(RowProblem(int(table.rows[position]), column, message, value))

    column = table.text("opportunity")
    known = frozenset(opportunities)
    check_labels(column, Code, "opportunity", add, known=known, required=True)
    for first, second in repeated([column.codes], column.codes >= 0):
        message = f"“{column.at(second)}” already stands in row {int(table.rows[first])}"
        add(second, "opportunity", message, column.at(second))
    if "cost" in table.columns:
        check_numbers(table, "cost", add)
    place = {column.at(i): i for i in range(len(table))}
    lacking = [one for one in opportunities if one not in place]
    if lacking and not problems:
        listed = ", ".join(f"“{one}”" for one in lacking[:5])
        message = f"{listed} {'has' if len(lacking) == 1 else 'have'} scores but no row here"
        problems.append(RowProblem(None, "opportunity", message))
    if problems:
        raise FileProblem(table.name, in_row_order(problems))
    return Costs(
        table.name, tuple(opportunities), table, tuple(place[one] for one in opportunities)
    )


def _scale(given: Numbers) -> tuple[tuple[float, float], list[str]]:
    known = given[np.isfinite(given)]
    outside = int(((known < USUAL[0]) | (known > USUAL[1])).sum())
    if outside <= max(1, SLIPS * len(known)):
        return USUAL, []
    for low, high in OTHER_USUAL:
        if known.min() >= low and known.max() <= high:
            return (low, high), [f"Scores were taken to run from {low:g} to {high:g}."]
    return USUAL, []


def _groups(table: Table, add: Add) -> tuple[str, ...]:
    """The group of each scorer; a scorer in two groups is a problem."""
    scorer, group = table.text("scorer"), table.text("group")
    found: dict[int, tuple[str, int]] = {}
    for position in range(len(table)):
        code = int(scorer.codes[position])
        name = group.at(position)
        if code < 0 or not name:
            continue
        before = found.setdefault(code, (name, position))
        if before[0] != name:
            row = int(table.rows[before[1]])
            message = f"“{scorer.labels[code]}” is in the group “{before[0]}” in row {row}"
            add(position, "group", message, name)
    return tuple(found.get(code, (ALL_ONE_GROUP, 0))[0] for code in range(len(scorer.labels)))


def _silent(opportunities: Sequence[str], criteria: Sequence[str], cube: Numbers) -> list[str]:
    """A note for each criterion on which nobody scored some opportunity, or all scores agree."""
    notes = []
    known = np.isfinite(cube)
    for place, criterion in enumerate(criteria):
        silent = [opportunities[i] for i in np.flatnonzero(~known[:, place].any(axis=1)).tolist()]
        if silent:
            more = f" and {len(silent) - 5} more" if len(silent) > 5 else ""
            notes.append(
                f"Nobody scored {', '.join(silent[:5])}{more} on {criterion}: taken as not known."
            )
        values = Counter(cube[:, place][known[:, place]].tolist())
        if len(values) == 1 and len(opportunities) > 1:
            only = next(iter(values))
            notes.append(f"Every score on {criterion} is {only:g}, so it tells nothing apart.")
    return notes
