"""The rules of `ReadingRow` over whole columns: once a label for text, once a file for numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from spreadwell.formats.bulk import (
    Bits,
    Periods,
    check_labels,
    check_numbers,
    missing_columns,
    parsed_periods,
    read_periods,
    repeated,
)
from spreadwell.formats.cells import LARGEST, SUPPRESSED, Code
from spreadwell.formats.problems import RowProblem, in_row_order
from spreadwell.formats.reading_row import MAY_BE_SUPPRESSED, Statistic, broken_rule
from spreadwell.formats.readings import KEYS, NUMBERS, STRATIFIERS, Readings, ReadingsCheck
from spreadwell.formats.tables import Numbers, Table, TextColumn

NO_ROWS = "the file has a header but no rows"
NO_PERIODS = Periods(np.zeros(0, dtype=np.int8), np.zeros(0, dtype=np.int64), False)
SIGNED = frozenset({"value"})
"""Numbers that may be negative: a mean may, a numerator may not."""


@dataclass(slots=True)
class _Findings:
    table: Table
    problems: list[RowProblem] = field(default_factory=list)
    bad: Bits = field(init=False)

    def __post_init__(self) -> None:
        self.bad = np.zeros(len(self.table), dtype=np.bool_)

    def add(self, position: int, column: str, message: str, value: str | None) -> None:
        self.bad[position] = True
        row = int(self.table.rows[position])
        where = self.table.where(position)
        self.problems.append(RowProblem(row, column, message, value, where))


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a table, each checked by itself: what they say, and which of them are wrong.

    What only the whole table shows, the kind of its periods and rows that repeat, is for whoever
    has the other parts.
    """

    table: Table
    measure: TextColumn
    site: TextColumn
    periods: Periods
    numbers: Mapping[str, Numbers]
    suppressed: Bits
    strata: Mapping[str, TextColumn]
    bad: Bits
    problems: tuple[RowProblem, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What rows are held to; see `readings.check_readings`."""

    statistics: Mapping[str, Statistic] = field(default_factory=dict)
    default: Statistic | None = None
    guess: bool = False
    known_sites: frozenset[str] | None = None
    known_measures: frozenset[str] | None = None
    stratifiers: frozenset[str] = STRATIFIERS
    blanks: bool = False


def check_part(table: Table, rules: Rules) -> Part:
    """Check rows one by one, column by column; the header must be right (`header_problems`)."""
    found = _Findings(table)
    periods = read_periods(table, "period", found.add)
    part, _ = _checked(table, rules, found)
    return replace(part, periods=periods, bad=found.bad, problems=tuple(found.problems))


def check_table(table: Table, rules: Rules, *, subgroups: bool = False) -> ReadingsCheck:
    """Check a table of readings column by column; see `readings.check_readings`."""
    header = header_problems(table)
    if header or not len(table):
        problems = header or [RowProblem(None, None, NO_ROWS)]
        return ReadingsCheck(table.name, None, tuple(problems), table.notes)
    found = _Findings(table)
    kind, ordinals, period_notes = parsed_periods(table, "period", found.add)
    part, statistics = _checked(table, rules, found)
    codes = [column.codes for column in (part.measure, part.site, *part.strata.values())]
    twice = () if subgroups else repeated([ordinals, *codes], ~found.bad)
    for first, second in twice:
        message = same_reading(f"row {int(table.rows[first])}", part.strata)
        found.add(second, "period", message, table.cell("period", second))
    notes = (*part.notes, *period_notes)
    keep = ~found.bad
    if part.suppressed.any() and not rules.blanks:
        keep &= ~part.suppressed
        notes = (*notes, _left_out(int(part.suppressed.sum())))
    readings = None
    if kind is not None:
        every = Readings(
            kind=kind,
            measure=part.measure,
            site=part.site,
            period=ordinals,
            strata=part.strata,
            rows=table.rows,
            statistics=statistics,
            notes=notes,
            **part.numbers,
        )
        readings = every if keep.all() else every.take(keep)
    return ReadingsCheck(table.name, readings, tuple(in_row_order(found.problems)), notes)


def _checked(table: Table, rules: Rules, found: _Findings) -> tuple[Part, dict[str, Statistic]]:
    """Every column but the period; also what each measure was taken for."""
    columns = {name: table.text(name) for name in ("measure", "site")}
    for name, known in (("measure", rules.known_measures), ("site", rules.known_sites)):
        check_labels(columns[name], Code, name, found.add, known=known, required=True)
    told, suppressed = _without_stars(table)
    numbers = {
        name: check_numbers(told, name, found.add, signed=name in SIGNED) for name in NUMBERS
    }
    strata = {name: table.text(name) for name in sorted(rules.stratifiers & set(table.columns))}
    statistics = dict(rules.statistics)
    if rules.default is not None:
        statistics = dict.fromkeys(columns["measure"].labels, rules.default) | statistics
    if rules.guess:
        statistics |= _guessed(columns["measure"], numbers, ~found.bad, statistics)
    _check_rules(found, columns["measure"], numbers, suppressed, statistics, rules.blanks)
    part = Part(
        table=table,
        **columns,
        periods=NO_PERIODS,
        numbers=numbers,
        suppressed=suppressed,
        strata=strata,
        bad=found.bad,
        problems=(),
        notes=(*table.notes, *_ignored(table, strata)),
    )
    return part, statistics


def _without_stars(table: Table) -> tuple[Table, Bits]:
    """The table with suppressed numbers blank, and which rows had one."""
    suppressed = np.zeros(len(table), dtype=np.bool_)
    columns = dict(table.columns)
    for name in (*MAY_BE_SUPPRESSED, "denominator"):
        column = columns.get(name)
        if not isinstance(column, TextColumn) or SUPPRESSED not in column.labels:
            continue
        starred = column.codes == column.labels.index(SUPPRESSED)
        if name in MAY_BE_SUPPRESSED:
            suppressed |= starred
        else:
            starred &= suppressed
        columns[name] = TextColumn(np.where(starred, -1, column.codes), column.labels)
    return replace(table, columns=columns), suppressed


def _left_out(count: int) -> str:
    said = "1 suppressed reading was" if count == 1 else f"{count:,} suppressed readings were"
    return f"{said} left out."


def same_reading(first: str, strata: Mapping[str, object]) -> str:
    """What is said of a row that repeats an earlier one."""
    return f"the same reading as {first} (same {_named(strata)})"


def header_problems(table: Table) -> list[RowProblem]:
    """Columns that are missing, in words."""
    problems = missing_columns(table, KEYS)
    has = set(table.columns)
    if not ({"numerator", "denominator"} <= has or "value" in has):
        half = sorted({"numerator", "denominator"} & has)
        message = (
            f"there is {half[0]} but not its partner; give numerator and denominator, or value"
            if half
            else "the numbers are missing; give numerator and denominator, or value"
        )
        problems.append(RowProblem(1, None, message))
    return problems


def _check_rules(
    found: _Findings,
    measure: TextColumn,
    numbers: Mapping[str, Numbers],
    suppressed: Bits,
    statistics: Mapping[str, Statistic],
    blanks: bool,
) -> None:
    top, bottom, value, sd, n = (numbers[name] for name in NUMBERS)
    has_top, has_bottom, has_value = ~np.isnan(top), ~np.isnan(bottom), ~np.isnan(value)
    whole = (has_value & ~has_top & ~has_bottom) | (~has_value & has_top & has_bottom)
    if blanks:
        whole |= ~has_value & ~has_top & ~has_bottom
    whole |= suppressed & ~has_value & ~has_top
    suspect = ~whole | (top > bottom * LARGEST) | ((n == 0) & ~np.isnan(sd))
    suspect |= _is(measure, statistics, Statistic.PROPORTION) & (top > bottom)
    counted = _is(measure, statistics, Statistic.COUNT) | _is(measure, statistics, Statistic.RATE)
    suspect |= counted & (value < 0)
    for place in np.flatnonzero(suspect & ~found.bad):
        position = int(place)
        broken = broken_rule(
            *(_given(column[position]) for column in (top, bottom, value, sd, n)),
            statistic=statistics.get(measure.at(position)),
            suppressed=bool(suppressed[position]),
        )
        if broken:
            text = found.table.cell(broken.column, position)
            found.add(position, broken.column, broken.message, text)


def _given(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _is(measure: TextColumn, statistics: Mapping[str, Statistic], one: Statistic) -> Bits:
    matches = [statistics.get(label) is one for label in measure.labels]
    # Code −1 reads the last entry: a blank measure is never of a statistic.
    return np.array([*matches, False], dtype=np.bool_)[measure.codes]


def _guessed(
    measure: TextColumn,
    numbers: Mapping[str, Numbers],
    good: Bits,
    known: Mapping[str, Statistic],
) -> dict[str, Statistic]:
    pairs = good & ~np.isnan(numbers["numerator"]) & ~np.isnan(numbers["denominator"])
    above = pairs & (numbers["numerator"] > numbers["denominator"])
    size = len(measure.labels)
    counted = np.bincount(measure.codes[pairs], minlength=size)
    over = np.bincount(measure.codes[above], minlength=size)
    return {
        label: Statistic.RATE if 2 * over[code] >= counted[code] else Statistic.PROPORTION
        for code, label in enumerate(measure.labels)
        if label not in known and counted[code]
    }


def _ignored(table: Table, strata: Mapping[str, object]) -> list[str]:
    used = {*KEYS, *NUMBERS, *strata}
    extra = [written for key, written in table.headers.items() if key not in used]
    if not extra:
        return []
    listed = ", ".join(f"“{written}”" for written in extra)
    return [f"{'Columns' if len(extra) > 1 else 'Column'} {listed} not used."]


def _named(strata: Mapping[str, object]) -> str:
    names: Sequence[str] = [*KEYS, *strata]
    return f"{', '.join(names[:-1])} and {names[-1]}"
