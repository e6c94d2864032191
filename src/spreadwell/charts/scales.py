"""Positions from values: round ticks, straight axes, and time axes whose labels stay apart."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from spreadwell.charts.text import width

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# One label in so many: of weeks, a quarter, half a year and whole years stand together.
_EVERY = (1, 2, 3, 4, 5, 6, 8, 10, 13, 26, 52, 104, 208)
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Linear:
    """A straight scale from `low..high` to `start..end` (start may be right of or under end)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The position of a value."""
        span = self.high - self.low
        if span == 0:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / span * (self.end - self.start)

    def clamped(self, value: float) -> float:
        """The position of a value, held inside the axis."""
        return self(min(max(value, self.low), self.high))


def ticks(low: float, high: float, about: int = 5) -> tuple[float, ...]:
    """Round values that cover low to high, roughly `about` of them; raises when not finite."""
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError("An axis needs finite ends.")
    if low > high:
        low, high = high, low
    # Ends this close are one value: ticks between them would all read the same.
    if high - low <= max(1e-9, 1e-12 * max(abs(low), abs(high))):
        pad = abs(low) * 0.1 if abs(low) > 1e-6 else 1.0
        low, high = low - pad, high + pad
    raw = (high - low) / max(about - 1, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(s * power for s in _STEPS if s * power >= raw * (1 - 1e-9))
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return tuple(round(i * step, 12) for i in range(first, last + 1))


def linear(
    values: Sequence[float], start: float, end: float, about: int = 5
) -> tuple[Linear, tuple[float, ...]]:
    """A straight scale over the values with round ends, and its ticks."""
    marks = value_ticks(values, about)
    return Linear(marks[0], marks[-1], start, end), marks


def value_ticks(values: Sequence[float], about: int = 5) -> tuple[float, ...]:
    """Round values that cover all finite ones of these; from 0 to 1 where there are none."""
    finite = [v for v in values if v - v == 0]
    return ticks(min(finite), max(finite), about) if finite else ticks(0, 1, about)


def tick_text(value: float, marks: Sequence[float]) -> str:
    """A tick as people write it: the same decimals for all, a real minus, commas in thousands."""
    step = abs(marks[1] - marks[0]) if len(marks) > 1 else abs(value) or 1.0
    decimals = 0
    while decimals < 6 and abs(round(step, decimals) - step) > step * 1e-6:
        decimals += 1
    text = f"{abs(value):,.{decimals}f}"
    return f"−{text}" if value < 0 and float(text.replace(",", "")) != 0 else text


@lru_cache(maxsize=8192)
def period_text(period: str) -> str:
    """A period as people say it: `2024-03` is "Mar 2024", `FY2024` is "2024/25"."""
    if m := re.fullmatch(r"(\d{4})-(\d{2})", period):
        month = int(m[2])
        return f"{_MONTHS[month - 1]} {m[1]}" if 1 <= month <= 12 else period
    if m := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", period):
        month = int(m[2])
        return f"{int(m[3])} {_MONTHS[month - 1]} {m[1]}" if 1 <= month <= 12 else period
    if m := re.fullmatch(r"(\d{4})-Q([1-4])", period):
        return f"Q{m[2]} {m[1]}"
    if m := re.fullmatch(r"(\d{4})-W(\d{2})", period):
        return f"week {int(m[2])}, {m[1]}"
    if m := re.fullmatch(r"FY(\d{4})(-Q[1-4])?", period):
        year = int(m[1])
        return f"{m[2][1:] + ' ' if m[2] else ''}{year}/{(year + 1) % 100:02d}"
    return period


@dataclass(frozen=True, slots=True)
class Label:
    """One label on an axis: which period, where its middle is, what it says."""

    index: int
    at: float
    text: str


def time_labels(
    periods: Sequence[str], positions: Sequence[float], size: float, gap: float = 8.0
) -> tuple[Label, ...]:
    """Labels for a time axis, as many as fit without touching; Januaries first for months."""
    if len(periods) != len(positions):
        raise ValueError("A time axis needs one position for each period.")
    texts = [period_text(p) for p in periods]
    if not texts:
        return ()
    months = [_month_of(p) for p in periods]
    if all(m is not None for m in months):
        choices = [[i for i, m in enumerate(months) if (m or 0) % n == 1 % n] for n in (1, 2, 3, 6)]
        years = [i for i, m in enumerate(months) if m == 1]
        choices += [years[::n] for n in (1, 2, 3, 5, 10)]
    else:
        choices = [list(range(0, len(texts), n)) for n in _EVERY]
    for chosen in choices:
        if len(chosen) >= 2 and _apart(chosen, texts, positions, size, gap):
            return tuple(Label(i, positions[i], texts[i]) for i in chosen)
    ends = [0, len(texts) - 1] if len(texts) > 1 else [0]
    if len(ends) == 2 and not _apart(ends, texts, positions, size, gap):
        ends = [0]
    return tuple(Label(i, positions[i], texts[i]) for i in ends)


@lru_cache(maxsize=8192)
def _month_of(period: str) -> int | None:
    found = re.fullmatch(r"\d{4}-(\d{2})", period)
    return int(found[1]) if found else None


def _apart(
    chosen: Sequence[int], texts: Sequence[str], at: Sequence[float], size: float, gap: float
) -> bool:
    for a, b in pairwise(chosen):
        need = (width(texts[a], size) + width(texts[b], size)) / 2 + gap
        if abs(at[b] - at[a]) < need:
            return False
    return True
