"""Periods of time as files write them: years, quarters, months, weeks, days, financial years."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Self

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Plain integers in this range are calendar years; dates outside it are typing errors."""

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
FINANCIAL_YEAR_STARTS = 4
"""Financial years start in April, as in the English NHS."""

EXAMPLES = "2024, 2024-Q1, 2024-03, 2024-W07, 2024-03-01, FY2024 or FY2024-Q1"


class PeriodKind(StrEnum):
    """How long a period is and which calendar it stands in."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    FINANCIAL_YEAR = "financial year"
    FINANCIAL_QUARTER = "financial quarter"
    INTEGER = "plain number"

    @property
    def plural(self) -> str:
        """The kind as people say it of many: "months", "financial years"."""
        return f"{self.value}s"

    @property
    def months(self) -> int | None:
        """Length in months, or None for weeks, days and plain numbers."""
        return _LENGTHS.get(self)


_LENGTHS = {
    PeriodKind.YEAR: 12,
    PeriodKind.QUARTER: 3,
    PeriodKind.MONTH: 1,
    PeriodKind.FINANCIAL_YEAR: 12,
    PeriodKind.FINANCIAL_QUARTER: 3,
}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One period of one kind; consecutive periods have consecutive ordinals.

    Order compares periods of one kind; the ordinal of another kind means something else.
    """

    kind: PeriodKind
    ordinal: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a period as files write it; raises ValueError with one sentence for people."""
        stripped = text.strip().upper()
        for pattern, read in _READERS:
            found = pattern.fullmatch(stripped)
            if found:
                kind, ordinal = read(text.strip(), *(int(part) for part in found.groups()))
                return cls(kind, ordinal)
        raise ValueError(f"“{text}” is not a period; write it like {EXAMPLES}")

    @classmethod
    def containing(cls, day: date, kind: PeriodKind) -> Self:
        """The period of this kind that holds the day; ValueError for plain numbers."""
        match kind:
            case PeriodKind.DAY:
                return cls(kind, day.toordinal())
            case PeriodKind.WEEK:
                return cls(kind, (day.toordinal() - 1) // 7)
            case PeriodKind.INTEGER:
                raise ValueError("Periods that are plain numbers hold no dates")
        length = _LENGTHS[kind]
        return cls(kind, (day.year * 12 + day.month - 1 - _shift(kind)) // length)

    @property
    def start(self) -> date:
        """First day; ValueError for plain numbers."""
        if self.kind is PeriodKind.DAY:
            return date.fromordinal(self.ordinal)
        if self.kind is PeriodKind.WEEK:
            return date.fromordinal(self.ordinal * 7 + 1)
        if self.kind is PeriodKind.INTEGER:
            raise ValueError(f"Period {self.ordinal} is a plain number and has no dates")
        month = self.ordinal * _LENGTHS[self.kind] + _shift(self.kind)
        return date(month // 12, month % 12 + 1, 1)

    @property
    def end(self) -> date:
        """Last day, included; ValueError for plain numbers."""
        return self.next().start - timedelta(days=1)

    def next(self, steps: int = 1) -> Self:
        """The period that many steps later (earlier when negative)."""
        return type(self)(self.kind, self.ordinal + steps)

    def previous(self, steps: int = 1) -> Self:
        """The period that many steps earlier."""
        return self.next(-steps)

    def within(self, kind: PeriodKind) -> Self:
        """The period of the given kind that holds all of this one.

        ValueError in words when this one is longer than that, or either has no calendar.
        """
        if kind is self.kind:
            return self
        if PeriodKind.INTEGER in (kind, self.kind):
            raise ValueError(f"“{self}” cannot be placed among {kind.plural}")
        holder = type(self).containing(self.start, kind)
        if self.end > holder.end:
            raise ValueError(f"“{self}” is longer than one {kind}, or spans two of them")
        return holder

    @property
    def label(self) -> str:
        """The period as people say it: "March 2024", "April to June 2024", "2024/25"."""
        match self.kind:
            case PeriodKind.INTEGER | PeriodKind.YEAR:
                return str(self.ordinal)
            case PeriodKind.FINANCIAL_YEAR:
                return f"{self.ordinal}/{(self.ordinal + 1) % 100:02}"
        first = self.start
        if self.kind is PeriodKind.WEEK:
            return f"week from {_day_label(first)}"
        if self.kind is PeriodKind.DAY:
            return _day_label(first)
        if self.kind is PeriodKind.MONTH:
            return f"{MONTHS[first.month - 1]} {first.year}"
        return f"{MONTHS[first.month - 1]} to {MONTHS[first.month + 1]} {first.year}"

    def __str__(self) -> str:
        """The period as files write it; ``Period.parse`` reads it back."""
        return _written(self.kind, self.ordinal)


@lru_cache(maxsize=4096)
def _written(kind: PeriodKind, ordinal: int) -> str:
    """A period as files write it, kept because the rows of a file share few periods."""
    match kind:
        case PeriodKind.INTEGER | PeriodKind.YEAR:
            return str(ordinal)
        case PeriodKind.FINANCIAL_YEAR:
            return f"FY{ordinal:04}"
        case PeriodKind.QUARTER:
            return f"{ordinal // 4:04}-Q{ordinal % 4 + 1}"
        case PeriodKind.FINANCIAL_QUARTER:
            return f"FY{ordinal // 4:04}-Q{ordinal % 4 + 1}"
        case PeriodKind.MONTH:
            return f"{ordinal // 12:04}-{ordinal % 12 + 1:02}"
        case PeriodKind.WEEK:
            year, week, _ = Period(kind, ordinal).start.isocalendar()
            return f"{year:04}-W{week:02}"
        case PeriodKind.DAY:
            return date.fromordinal(ordinal).isoformat()


def one_kind(periods: Iterable[Period]) -> PeriodKind:
    """The kind that all periods share; ValueError naming one of each where they differ."""
    seen: dict[PeriodKind, Period] = {}
    for period in periods:
        seen.setdefault(period.kind, period)
    if not seen:
        raise ValueError("There are no periods")
    if len(seen) > 1:
        found = " and ".join(f"{kind.plural} (“{one}”)" for kind, one in seen.items())
        raise ValueError(f"One file holds one kind of period, but this one has {found}")
    return next(iter(seen))


def _shift(kind: PeriodKind) -> int:
    financial = kind in (PeriodKind.FINANCIAL_YEAR, PeriodKind.FINANCIAL_QUARTER)
    return FINANCIAL_YEAR_STARTS - 1 if financial else 0


def _day_label(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _year_in_range(text: str, year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"“{text}” is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return year


def _financial_year(text: str, year: int) -> tuple[PeriodKind, int]:
    return PeriodKind.FINANCIAL_YEAR, _year_in_range(text, year)


def _quarter_ordinal(text: str, year: int, quarter: int) -> int:
    if not 1 <= quarter <= 4:
        raise ValueError(f"“{text}” is not a quarter; quarters run from Q1 to Q4")
    return _year_in_range(text, year) * 4 + quarter - 1


def _quarter(text: str, year: int, quarter: int) -> tuple[PeriodKind, int]:
    return PeriodKind.QUARTER, _quarter_ordinal(text, year, quarter)


def _financial_quarter(text: str, year: int, quarter: int) -> tuple[PeriodKind, int]:
    return PeriodKind.FINANCIAL_QUARTER, _quarter_ordinal(text, year, quarter)


def _month(text: str, year: int, month: int) -> tuple[PeriodKind, int]:
    if not 1 <= month <= 12:
        raise ValueError(f"“{text}” is not a month; months run from 01 to 12")
    return PeriodKind.MONTH, _year_in_range(text, year) * 12 + month - 1


def _week(text: str, year: int, week: int) -> tuple[PeriodKind, int]:
    try:
        monday = date.fromisocalendar(_year_in_range(text, year), week, 1)
    except ValueError:
        # 28 December is always in the last ISO week of its year.
        last = date(year, 12, 28).isocalendar().week if FIRST_YEAR <= year <= LAST_YEAR else 53
        raise ValueError(f"“{text}” does not exist; {year} has {last} weeks") from None
    return PeriodKind.WEEK, (monday.toordinal() - 1) // 7


def _day(text: str, year: int, month: int, day: int) -> tuple[PeriodKind, int]:
    _year_in_range(text, year)
    try:
        return PeriodKind.DAY, date(year, month, day).toordinal()
    except ValueError:
        raise ValueError(f"“{text}” is a date that does not exist") from None


def _integer(text: str, number: int) -> tuple[PeriodKind, int]:
    if FIRST_YEAR <= number <= LAST_YEAR:
        return PeriodKind.YEAR, number
    year, month = divmod(number, 100)
    # 202312 and 202401 would read as 89 periods apart and ruin every count of months.
    if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12:
        raise ValueError(f"“{text}” looks like a month without its hyphen; write {year}-{month:02}")
    year, month = divmod(year, 100)
    if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= number % 100 <= 31:
        hyphened = f"{year}-{month:02}-{number % 100:02}"
        raise ValueError(f"“{text}” looks like a day without its hyphens; write {hyphened}")
    return PeriodKind.INTEGER, number


_Reader = Callable[..., tuple[PeriodKind, int]]
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(r"([0-9]{4})-([0-9]{2})"), _month),
    (re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"), _day),
    (re.compile(r"([0-9]{4})-Q([0-9])"), _quarter),
    (re.compile(r"([0-9]{4})-W([0-9]{2})"), _week),
    (re.compile(r"FY([0-9]{4})"), _financial_year),
    (re.compile(r"FY([0-9]{4})-Q([0-9])"), _financial_quarter),
    (re.compile(r"(-?[0-9]{1,9})"), _integer),
)
