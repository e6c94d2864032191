"""The four rules for special causes, on many series at once (periods first, series second)."""

from __future__ import annotations

import numpy as np

from spreadwell.methods.spc.constants import TIE
from spreadwell.methods.spc.dialects import Dialect
from spreadwell.methods.spc.shapes import Bools, Bytes, Floats


def all_of(flags: Bools, length: int) -> Bools:
    """True at i when flags i to i + length − 1 are all true; length − 1 shorter than flags."""
    window, have = flags, 1
    while have < length:
        step = min(have, length - have)
        window = window[:-step] & window[step:]
        have += step
    return window


def mark_windows(windows: Bools, length: int, periods: int) -> Bools:
    """Every period that lies in a true window of `length`."""
    if not windows.any():
        return np.zeros((periods, *windows.shape[1:]), dtype=np.bool_)
    padded = np.zeros((periods + length - 1, *windows.shape[1:]), dtype=np.bool_)
    padded[length - 1 : length - 1 + len(windows)] = windows
    have = 1
    while have < length:
        step = min(have, length - have)
        padded = padded[:-step] | padded[step:]
        have += step
    return padded


def shift_marks(side: Bools, length: int) -> Bools:
    """Points in a run of `length` strictly on one side."""
    if len(side) < length:
        return np.zeros(side.shape, dtype=np.bool_)
    return mark_windows(all_of(side, length), length, len(side))


def trend_marks(values: Floats, length: int, takes_next_step: bool = False) -> tuple[Bools, Bools]:
    """Points in a rising and in a falling trend; a turning point takes the later trend.

    `takes_next_step`: where the next point is of a trend too, a point takes the step to it, and a
    step that is no rise reads as a fall.
    """
    if len(values) < length:
        none = np.zeros(values.shape, dtype=np.bool_)
        return none, none
    rises, falls = values[1:] > values[:-1], values[1:] < values[:-1]
    up = mark_windows(all_of(rises, length - 1), length, len(values))
    down = mark_windows(all_of(falls, length - 1), length, len(values))
    if takes_next_step:
        trend = up | down
        follows = np.zeros_like(trend)
        follows[:-1] = trend[1:]
        rising = np.zeros_like(trend)
        rising[1:] = rises
        rising[:-1] = np.where(follows[:-1], rises, rising[:-1])
        return trend & rising, trend & ~rising
    # A point in both is a turning point: the step after it belongs to the later trend.
    both = up[:-1] & down[:-1]
    up[:-1] &= ~(both & falls)
    down[:-1] &= ~(both & rises)
    return up, down


def two_in_three_marks(beyond: Bools, side: Bools) -> Bools:
    """Points beyond two sigma in a window of three with two beyond and all on one side."""
    if len(beyond) < 3:
        return np.zeros(beyond.shape, dtype=np.bool_)
    first, second, third = beyond[:-2], beyond[1:-1], beyond[2:]
    two = (first & second) | ((first | second) & third)
    two &= all_of(side, 3)
    return beyond & mark_windows(two, 3, len(beyond))


def tie_width(values: Floats) -> Floats:
    """How far apart two numbers of each series may lie and still be a tie through rounding."""
    largest = np.maximum(np.fmax.reduce(values, axis=0), -np.fmin.reduce(values, axis=0))
    return np.asarray(largest * TIE, dtype=np.float64)[None]


def two_thirds(centre: Floats, lower: Floats, upper: Floats) -> tuple[Floats, Floats]:
    """The two-sigma lines: two thirds of the way from the centre to the limits."""
    return centre - (centre - lower) * (2 / 3), centre + (upper - centre) * (2 / 3)


def signal_bits(
    values: Floats,
    centre: Floats,
    lower: Floats,
    upper: Floats,
    dialect: Dialect,
    two_sigma: tuple[Floats, Floats] | None = None,
) -> Bytes:
    """The rules each point of one segment meets, as bits of `Signal`.

    `values` is periods × series; the lines broadcast against it (one a series where level). NaN
    breaks every run, and a NaN limit signals nothing. `two_sigma` lines lie at two thirds of the
    limits unless given.
    """
    tie = tie_width(values)
    above, below = values > centre + tie, values < centre - tie
    bits = (values > upper + tie).view(np.uint8)
    out_low = (values < lower - tie).view(np.uint8)
    out_high = bits.copy()
    bits |= out_low << 1
    if dialect.trend is not None:
        up, down = trend_marks(values, dialect.trend, dialect.trend_takes_next_step)
        bits |= up.view(np.uint8) << 2
        bits |= down.view(np.uint8) << 3
    if dialect.two_in_three is not None:
        two_low, two_high = two_sigma or two_thirds(centre, lower, upper)
        high, low = values > two_high + tie, values < two_low - tie
        if dialect.two_in_three == "inside_limits":
            high &= ~out_high.view(np.bool_)
            low &= ~out_low.view(np.bool_)
        bits |= two_in_three_marks(high, above).view(np.uint8) << 4
        bits |= two_in_three_marks(low, below).view(np.uint8) << 5
    if dialect.run is not None:
        bits |= shift_marks(above, dialect.run).view(np.uint8) << 6
        bits |= shift_marks(below, dialect.run).view(np.uint8) << 7
    return bits
