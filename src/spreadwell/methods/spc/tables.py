"""From the rules a point meets to its label and kind, through tables of the 256 combinations."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from spreadwell.methods.spc.shapes import HIGH, LOW, Bytes, Improvement, PointKind, Signal

KINDS = tuple(PointKind)
DIRECTIONS = tuple(Improvement)
# One label a point, in this order.
PRIORITY = (
    (Signal.OUTSIDE_HIGH, Signal.OUTSIDE_LOW),
    (Signal.TREND_UP, Signal.TREND_DOWN),
    (Signal.TWO_IN_THREE_HIGH, Signal.TWO_IN_THREE_LOW),
    (Signal.SHIFT_HIGH, Signal.SHIFT_LOW),
)


def label_of(signals: int) -> Signal:
    """The rule that names a point."""
    for pair in PRIORITY:
        for signal in pair:
            if signals & signal:
                return signal
    return Signal.NONE


def kind_of(signals: int, improvement: Improvement, improvement_shows: bool) -> PointKind:
    """How a point with these signals reads for a measure that improves in this direction."""
    if not signals:
        return PointKind.COMMON_CAUSE
    if improvement is Improvement.NEITHER:
        return PointKind.NEUTRAL
    good = HIGH if improvement is Improvement.UP else LOW
    told = signals if improvement_shows else label_of(signals)
    return PointKind.IMPROVEMENT if told & good else PointKind.CONCERN


@lru_cache(maxsize=1)
def label_table() -> Bytes:
    """The label of every combination of signals."""
    return np.array([label_of(bits) for bits in range(256)], dtype=np.uint8)


@lru_cache(maxsize=8)
def kind_table(improvement: Improvement, improvement_shows: bool) -> Bytes:
    """The place in `KINDS` of every combination of signals."""
    kinds = [kind_of(bits, improvement, improvement_shows) for bits in range(256)]
    return np.array([KINDS.index(kind) for kind in kinds], dtype=np.uint8)


MISSING = np.uint8(KINDS.index(PointKind.MISSING))
SIGNALS = tuple(Signal(bits) for bits in range(256))
