"""STARTS: which site adopted an innovation, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, model_validator

from spreadwell.formats.bulk import Add, check_labels, missing_columns, repeated
from spreadwell.formats.cells import Code, OptionalPeriodCell, problem
from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.formats.problems import FileProblem, RowProblem, in_row_order
from spreadwell.formats.tables import (
    MAX_FILE_BYTES,
    Numbers,
    Table,
    TextColumn,
    read_table,
)

NAMES = ("site", "started", "stopped", "innovation")


class StartRow(BaseModel):
    """One site's start; a blank ``started`` is a site that has not adopted."""

    model_config = ConfigDict(frozen=True, extra="ignore", arbitrary_types_allowed=True)

    site: Code
    started: OptionalPeriodCell = None
    stopped: OptionalPeriodCell = None
    innovation: str = ""

    @model_validator(mode="after")
    def _rules(self) -> Self:
        message = stop_before_start(self.started, self.stopped)
        if message:
            raise problem(message, "stopped")
        return self


def stop_before_start(started: Period | None, stopped: Period | None) -> str | None:
    """What is wrong with a site's stop, in words; None when nothing is."""
    if stopped is None:
        return None
    if started is None:
        return f"“{stopped}” is given, but the site has no start"
    if PeriodKind.INTEGER in (started.kind, stopped.kind):
        early = started.kind is stopped.kind and stopped < started
    else:
        early = stopped.end < started.start
    return f"“{stopped}” is before the start, “{started}”" if early else None


@dataclass(frozen=True, slots=True)
class Starts:
    """Sites and their starts, in file order; a start of None is a site that never adopted.

    ``others`` are the file's further columns, for weights and clusters.
    """

    name: str
    site: tuple[str, ...]
    started: tuple[Period | None, ...]
    stopped: tuple[Period | None, ...]
    innovation: tuple[str, ...]
    rows: NDArray[np.int64]
    others: Mapping[str, TextColumn | Numbers] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.site)

    def of_innovation(self, innovation: str) -> "Starts":
        """The starts of one innovation, every other site of the file as one without it."""
        keep = [place for place, one in enumerate(self.innovation) if one == innovation]
        using = {self.site[place] for place in keep}
        others: dict[str, int] = {}
        for place, site in enumerate(self.site):
            if site not in using:
                others.setdefault(site, place)
        chosen = np.array(sorted([*keep, *others.values()]), dtype=np.intp)
        held = set(keep)
        return Starts(
            self.name,
            tuple(self.site[i] for i in chosen),
            tuple(self.started[i] if i in held else None for i in chosen),
            tuple(self.stopped[i] if i in held else None for i in chosen),
            tuple(innovation if i in held else "" for i in chosen),
            self.rows[chosen],
            {
                name: column.take(chosen) if isinstance(column, TextColumn) else column[chosen]
                for name, column in self.others.items()
            },
            self.notes,
        )

    def adoption(self, kind: PeriodKind) -> dict[str, int | None]:
        """Each site's first period as an ordinal of the readings' kind, None for never.

        A start finer than the readings means the period that holds it; a coarser one raises
        ``FileProblem`` naming its row.
        """
        return self._placed(self.started, "started", kind)

    def stops(self, kind: PeriodKind) -> dict[str, int | None]:
        """Each site's period of stopping as an ordinal of the readings' kind, None for none."""
        return self._placed(self.stopped, "stopped", kind)

    def numbers(self, column: str) -> dict[str, float]:
        """A further column as a number a site; ``FileProblem`` where it is missing or no number."""
        from spreadwell.formats.further import numbers_by_site

        return numbers_by_site(self, column)

    def labels(self, column: str) -> dict[str, str]:
        """A further column as text a site, such as a cluster; ``FileProblem`` where blank."""
        from spreadwell.formats.further import labels_by_site

        return labels_by_site(self, column)

    def _placed(
        self, periods: tuple[Period | None, ...], column: str, kind: PeriodKind
    ) -> dict[str, int | None]:
        placed: dict[str, int | None] = {}
        problems: list[RowProblem] = []
        for site, period, row in zip(self.site, periods, self.rows, strict=True):
            try:
                placed[site] = period.within(kind).ordinal if period else None
            except ValueError as error:
                message = f"{error}; the readings are by {kind}"
                problems.append(RowProblem(int(row), column, message, str(period)))
        if problems:
            raise FileProblem(self.name, problems)
        return placed


def read_starts(
    source: str | Path | bytes | Table,
    *,
    name: str | None = None,
    known_sites: frozenset[str] | None = None,
    max_bytes: int = MAX_FILE_BYTES,
) -> Starts:
    """Read STARTS, or raise ``FileProblem`` with every problem of the file."""
    table = (
        source if isinstance(source, Table) else read_table(source, name=name, max_bytes=max_bytes)
    )
    missing = missing_columns(table, ("site", "started"))
    if missing or not len(table):
        empty = [RowProblem(None, None, "the file has a header but no rows")]
        raise FileProblem(table.name, missing or empty)
    problems: list[RowProblem] = []
    bad = np.zeros(len(table), dtype=np.bool_)

    def add(position: int, column: str, message: str, value: str | None) -> None:
        bad[position] = True
        problems.append(RowProblem(int(table.rows[position]), column, message, value))

    site, innovation = table.text("site"), table.text("innovation")
    check_labels(site, Code, "site", add, known=known_sites, required=True)
    started, stopped = (_periods(table.text(one), one, add) for one in ("started", "stopped"))
    for position, pair in enumerate(zip(started, stopped, strict=True)):
        message = stop_before_start(*pair)
        if message and not bad[position]:
            add(position, "stopped", message, str(pair[1]))
    for first, second in repeated([site.codes, innovation.codes], ~bad):
        message = f"“{site.at(second)}” already stands in row {int(table.rows[first])}"
        add(second, "site", message, site.at(second))
    if problems:
        raise FileProblem(table.name, in_row_order(problems))
    return Starts(
        table.name,
        tuple(site.at(i) for i in range(len(table))),
        tuple(started),
        tuple(stopped),
        tuple(innovation.at(i) for i in range(len(table))),
        table.rows,
        {key: column for key, column in table.columns.items() if key not in NAMES},
        table.notes,
    )


def _periods(column: TextColumn, name: str, add: Add) -> list[Period | None]:
    read: list[Period | None] = check_labels(column, OptionalPeriodCell, name, add)
    return [read[code] if code >= 0 else None for code in column.codes]
