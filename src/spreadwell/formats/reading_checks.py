"""The rules of `ReadingRow` over whole columns: once a label for text, once a file for numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from spreadwell.formats.bulk import (
    Bits,
    check_labels,
    check_numbers,
    missing_columns,
    parsed_periods,
    repeated,
)
from spreadwell.formats.cells import Code
from spreadwell.formats.problems import RowProblem, in_row_order
from spreadwell.formats.reading_row import Statistic, broken_rule
from spreadwell.formats.readings import KEYS, NUMBERS, Readings, ReadingsCheck
from spreadwell.formats.tables import Numbers, Table, TextColumn

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
        self.problems.append(RowProblem(row, column, message, value))


def check_table(
    table: Table,
    *,
    statistics: dict[str, Statistic],
    default: Statistic | None,
    guess: bool,
    known_sites: frozenset[str] | None,
    known_measures: frozenset[str] | None,
    stratifiers: frozenset[str],
    subgroups: bool = False,
    blanks: bool = False,
) -> ReadingsCheck:
    """Check a table of readings column by column; see `readings.check_readings`."""
    header = _header_problems(table)
    if header or not len(table):
        problems = header or [RowProblem(None, None, "the file has a header but no rows")]
        return ReadingsCheck(table.name, None, tuple(problems), table.notes)
    found = _Findings(table)
    columns = {name: table.text(name) for name in ("measure", "site")}
    for name, known in (("measure", known_measures), ("site", known_sites)):
        check_labels(columns[name], Code, name, found.add, known=known, required=True)
    kind, periods, period_notes = parsed_periods(table, "period", found.add)
    numbers = {
        name: check_numbers(table, name, found.add, signed=name in SIGNED) for name in NUMBERS
    }
    strata = {name: table.text(name) for name in sorted(stratifiers & set(table.columns))}
    known_statistics = dict(statistics)
    if default is not None:
        known_statistics = dict.fromkeys(columns["measure"].labels, default) | known_statistics
    if guess:
        known_statistics |= _guessed(columns["measure"], numbers, ~found.bad, known_statistics)
    _check_rules(found, columns["measure"], numbers, known_statistics, blanks)
    codes = [column.codes for column in (*columns.values(), *strata.values())]
    twice = () if subgroups else repeated([periods, *codes], ~found.bad)
    for first, second in twice:
        message = f"the same reading as row {int(table.rows[first])} (same {_named(strata)})"
        found.add(second, "period", message, table.cell("period", second))
    notes = (*table.notes, *_ignored(table, strata), *period_notes)
    readings = None
    if kind is not None:
        every = Readings(
            kind=kind,
            measure=columns["measure"],
            site=columns["site"],
            period=periods,
            strata=strata,
            rows=table.rows,
            statistics=known_statistics,
            notes=notes,
            **numbers,
        )
        readings = every if not found.bad.any() else every.take(~found.bad)
    return ReadingsCheck(table.name, readings, tuple(in_row_order(found.problems)), notes)


def _header_problems(table: Table) -> list[RowProblem]:
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
    statistics: Mapping[str, Statistic],
    blanks: bool,
) -> None:
    top, bottom, value, sd, n = (numbers[name] for name in NUMBERS)
    has_top, has_bottom, has_value = ~np.isnan(top), ~np.isnan(bottom), ~np.isnan(value)
    whole = (has_value & ~has_top & ~has_bottom) | (~has_value & has_top & has_bottom)
    if blanks:
        whole |= ~has_value & ~has_top & ~has_bottom
    suspect = ~whole | ((bottom == 0) & (top > 0)) | ((n == 0) & ~np.isnan(sd))
    suspect |= _is(measure, statistics, Statistic.PROPORTION) & (top > bottom)
    counted = _is(measure, statistics, Statistic.COUNT) | _is(measure, statistics, Statistic.RATE)
    suspect |= counted & (value < 0)
    for place in np.flatnonzero(suspect & ~found.bad):
        position = int(place)
        broken = broken_rule(
            *(_given(column[position]) for column in (top, bottom, value, sd, n)),
            statistic=statistics.get(measure.at(position)),
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
