"""READINGS: one measure, one site, one period a row, held as columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.formats.problems import FileProblem, RowProblem
from spreadwell.formats.reading_row import Statistic
from spreadwell.formats.tables import MAX_FILE_BYTES, Numbers, Table, TextColumn, read_table

KEYS = ("measure", "site", "period")
NUMBERS = ("numerator", "denominator", "value", "sd", "n")

STRATIFIERS = frozenset(
    {"imd_quintile", "imd_decile", "ethnic_group", "ethnicity", "age_band", "sex", "stratum"}
)
"""Columns that split a reading by who the people are; other extra columns are ignored."""


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings as columns of one length, in file order.

    ``period`` holds ordinals of one ``kind`` (``Period(kind, ordinal)`` gives one back);
    numbers are NaN where blank; ``strata`` has a column a stratifier, code −1 for everyone
    together; ``rows`` are the rows of the file they came from; ``notes`` are for the reader.
    """

    kind: PeriodKind
    measure: TextColumn
    site: TextColumn
    period: NDArray[np.int64]
    numerator: Numbers
    denominator: Numbers
    value: Numbers
    sd: Numbers
    n: Numbers
    strata: Mapping[str, TextColumn]
    rows: NDArray[np.int64]
    statistics: Mapping[str, Statistic] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def measures(self) -> tuple[str, ...]:
        """Measures that have a reading, in order of first appearance in the labels."""
        return _present(self.measure)

    @property
    def sites(self) -> tuple[str, ...]:
        """Sites that have a reading."""
        return _present(self.site)

    @property
    def ratio(self) -> Numbers:
        """Numerator over denominator where given, else the value; NaN for nothing in nothing."""
        with np.errstate(divide="ignore", invalid="ignore"):
            share = self.numerator / self.denominator
        return np.where(np.isnan(self.value), share, self.value)

    def period_at(self, position: int) -> Period:
        """The period of one reading."""
        return Period(self.kind, int(self.period[position]))

    def take(self, keep: NDArray[np.bool_] | NDArray[np.intp]) -> "Readings":
        """The readings kept by a mask or by positions."""
        return replace(
            self,
            measure=self.measure.take(keep),
            site=self.site.take(keep),
            strata={name: column.take(keep) for name, column in self.strata.items()},
            **{name: getattr(self, name)[keep] for name in ("period", *NUMBERS, "rows")},
        )

    def of_measure(self, measure: str) -> "Readings":
        """The readings of one measure."""
        return self.take(_equals(self.measure, measure))

    def of_site(self, site: str) -> "Readings":
        """The readings of one site."""
        return self.take(_equals(self.site, site))

    def of_sites(self, sites: Sequence[str]) -> "Readings":
        """The readings of some sites."""
        codes = [code for code, label in enumerate(self.site.labels) if label in set(sites)]
        return self.take(np.isin(self.site.codes, codes))

    def whole(self) -> "Readings":
        """The readings of everyone together: rows with every stratum blank."""
        keep = np.ones(len(self), dtype=np.bool_)
        for column in self.strata.values():
            keep &= column.codes < 0
        return self.take(keep)


@dataclass(frozen=True, slots=True)
class ReadingsCheck:
    """What a check of a file found: the rows that are right, every problem, notes for the reader.

    ``readings`` is None when no row can be read at all.
    """

    name: str
    readings: Readings | None
    problems: tuple[RowProblem, ...]
    notes: tuple[str, ...]

    def accepted(self) -> Readings:
        """The readings of a file without a problem; ``FileProblem`` with all of them otherwise."""
        if self.problems or self.readings is None:
            raise FileProblem(self.name, self.problems)
        return self.readings


def read_readings(
    source: str | Path | bytes | Table,
    *,
    name: str | None = None,
    statistics: Mapping[str, Statistic] | None = None,
    default: Statistic | None = None,
    guess: bool = False,
    known_sites: frozenset[str] | None = None,
    known_measures: frozenset[str] | None = None,
    stratifiers: frozenset[str] = STRATIFIERS,
    subgroups: bool = False,
    blanks: bool = False,
    max_bytes: int = MAX_FILE_BYTES,
) -> Readings:
    """Read READINGS whole, or raise ``FileProblem`` with every problem; see `check_readings`."""
    return check_readings(
        source,
        name=name,
        statistics=statistics,
        default=default,
        guess=guess,
        known_sites=known_sites,
        known_measures=known_measures,
        stratifiers=stratifiers,
        subgroups=subgroups,
        blanks=blanks,
        max_bytes=max_bytes,
    ).accepted()


def check_readings(
    source: str | Path | bytes | Table,
    *,
    name: str | None = None,
    statistics: Mapping[str, Statistic] | None = None,
    default: Statistic | None = None,
    guess: bool = False,
    known_sites: frozenset[str] | None = None,
    known_measures: frozenset[str] | None = None,
    stratifiers: frozenset[str] = STRATIFIERS,
    subgroups: bool = False,
    blanks: bool = False,
    max_bytes: int = MAX_FILE_BYTES,
) -> ReadingsCheck:
    """Check READINGS and keep the rows that are right.

    ``statistics`` says what each measure is, ``default`` what the others are. With ``guess``, a
    measure of which neither says anything is read as a rate when half of its numerators or
    more exceed their denominators, else as a proportion. Known sites and measures are those
    that may appear, None for any. With ``subgroups`` a period may have several rows, each a
    value of its own; with ``blanks`` a row without a number says that there was no reading.
    Suppressed readings (*) are blank then, else left out with a note. A file of the wrong shape
    (kind, header, encoding) raises ``FileProblem``.
    """
    from spreadwell.formats.reading_checks import Rules, check_table

    table = (
        source if isinstance(source, Table) else read_table(source, name=name, max_bytes=max_bytes)
    )
    rules = Rules(
        statistics=dict(statistics or {}),
        default=default,
        guess=guess,
        known_sites=known_sites,
        known_measures=known_measures,
        stratifiers=stratifiers,
        blanks=blanks,
    )
    return check_table(table, rules, subgroups=subgroups)


def _present(column: TextColumn) -> tuple[str, ...]:
    used = np.unique(column.codes)
    return tuple(column.labels[code] for code in used if code >= 0)


def _equals(column: TextColumn, label: str) -> NDArray[np.bool_]:
    code = column.labels.index(label) if label in column.labels else -2
    return np.asarray(column.codes == code, dtype=np.bool_)
