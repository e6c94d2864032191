"""Which cells are learnt from and which are averaged over, from starts and a question."""

from dataclasses import dataclass

import numpy as np

from spreadwell.methods.effects.panel import Bools, Ints


@dataclass(frozen=True, slots=True)
class Span:
    """How long a start counts: `window` periods from it count on neither side."""

    window: int = 0
    periods_after: int | None = None


def untreated(start: Ints, periods: int, drop: int = 0) -> Bools:
    """(N, T) cells before the start, leaving out `drop` periods just before it."""
    late = np.where(start >= periods, periods + drop, start)
    return np.asarray(np.arange(periods) < (late - drop)[:, None])


def after(start: Ints, periods: int, span: Span) -> Bools:
    """(N, T) cells that count as live."""
    event = np.arange(periods) - start[:, None]
    last = periods if span.periods_after is None else span.periods_after
    return np.asarray((event >= span.window) & (event <= last))


def at_events(start: Ints, periods: int, events: Ints) -> Bools:
    """(K, N, T) cells at each time since the start; sites that never start have none."""
    event = np.arange(periods) - start[:, None]
    inside = (start < periods)[:, None]
    return np.asarray((event == events[:, None, None]) & inside)


def just_before(start: Ints, periods: int, length: int) -> Bools:
    """(N, T) the last `length` cells before the start, at sites that start."""
    event = np.arange(periods) - start[:, None]
    return np.asarray((event >= -length) & (event < 0) & (start < periods)[:, None])
