"""Runs and crossings of many series at once (Anhøj & Olesen 2014; Perla and others 2011)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spreadwell.methods.spc.constants import CROSSING_TAIL, RUN_EXTRA, TIE
from spreadwell.methods.spc.shapes import Bytes, Floats, RunTest, Signal

Ints = NDArray[np.int64]
# Perla, Provost and Murray 2011: points in a shift, points in a trend.
PERLA_SHIFT = 6
PERLA_TREND = 5


@lru_cache(maxsize=512)
def run_limits(useful: int) -> tuple[int, int]:
    """Longest run allowed and fewest crossings allowed among `useful` points off the median.

    Source: Anhøj & Olesen 2014, doi 10.1371/journal.pone.0113825.
    """
    if useful < 1:
        return RUN_EXTRA, 0
    trials = useful - 1
    # In whole numbers, so that no rounding moves a limit.
    tail, total, fewest = CROSSING_TAIL * 2**trials, 0, 0
    for fewest in range(trials + 1):
        total += math.comb(trials, fewest)
        if total >= tail:
            break
    return round(math.log2(useful)) + RUN_EXTRA, fewest


@dataclass(frozen=True, slots=True)
class Stretches:
    """Unbroken stretches of one sign among the entries that have one, series after series.

    `places` are flat positions (series × periods) of those entries, `lengths` how many each
    stretch holds, `first` where each starts among them, `owner` whose it is, `sign` its sign.
    """

    places: Ints
    lengths: Ints
    first: Ints
    owner: Ints
    sign: NDArray[np.int8]

    @property
    def length_at(self) -> Ints:
        """The length of the stretch of every entry."""
        return np.repeat(self.lengths, self.lengths)


def stretches(signs: NDArray[np.int8]) -> Stretches:
    """The stretches of series × periods of −1, 0 and 1; noughts are passed over."""
    flat = signs.ravel()
    places = np.flatnonzero(flat)
    sign, owner = flat[places], places // signs.shape[1]
    starts = np.ones(len(places), dtype=np.bool_)
    starts[1:] = (sign[1:] != sign[:-1]) | (owner[1:] != owner[:-1])
    first = np.flatnonzero(starts)
    lengths = np.diff(first, append=len(places))
    return Stretches(places, lengths, first, owner[first], sign[first])


def sides(values: Floats, centre: Floats) -> NDArray[np.int8]:
    """Above (1) or below (−1) the centre line; 0 on it (to rounding) and where missing."""
    tie = TIE * np.fmax(np.abs(values), np.abs(centre))
    return (values > centre + tie).astype(np.int8) - (values < centre - tie).astype(np.int8)


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What the runs of one segment of each series come to; one entry a series."""

    useful: Ints
    longest_run: Ints
    longest_run_max: Ints
    crossings: Ints
    crossings_min: Ints

    def of(self, row: int) -> RunTest:
        """The runs analysis of one series."""
        return RunTest(
            int(self.useful[row]),
            int(self.longest_run[row]),
            int(self.longest_run_max[row]),
            int(self.crossings[row]),
            int(self.crossings_min[row]),
        )


def run_counts(runs: Stretches, count: int) -> RunCounts:
    """The runs analysis of `count` series."""
    useful = np.bincount(runs.owner, runs.lengths, minlength=count).astype(np.int64)
    number = np.bincount(runs.owner, minlength=count)
    longest = np.zeros(count, dtype=np.int64)
    np.maximum.at(longest, runs.owner, runs.lengths)
    limits = np.array([run_limits(n) for n in range(int(useful.max(initial=0)) + 1)])
    allowed, fewest = limits[useful].T
    return RunCounts(useful, longest, allowed, np.maximum(number - 1, 0), fewest)


def shift_bits(runs: Stretches, shape: tuple[int, int], longest: Ints) -> Bytes:
    """Marks of the points in runs longer than `longest` (one entry a series)."""
    bits = np.zeros(shape[0] * shape[1], dtype=np.uint8)
    long = runs.lengths > longest[runs.owner]
    marks = np.where(runs.sign > 0, Signal.SHIFT_HIGH.value, Signal.SHIFT_LOW.value) * long
    bits[runs.places] = np.repeat(marks, runs.lengths)
    return bits.reshape(shape)


def trend_bits(values: Floats, length: int) -> Bytes:
    """Marks of points all rising or all falling; series × periods.

    Missing points and repeated values are passed over; a turning point takes the later trend.
    """
    shape = values.shape
    flat = values.ravel()
    seen = np.flatnonzero(~np.isnan(flat))
    before = seen[:-1]
    step = np.zeros(flat.shape, dtype=np.int8)
    same = before // shape[1] == seen[1:] // shape[1]
    step[seen[1:]] = np.where(same, np.sign(flat[seen[1:]] - flat[before]), 0)
    previous = np.zeros(flat.shape, dtype=np.int64)
    previous[seen[1:]] = before
    runs = stretches(step.reshape(shape))
    long = runs.lengths >= length - 1
    bits = np.zeros(flat.shape, dtype=np.uint8)
    marks = np.where(runs.sign > 0, Signal.TREND_UP.value, Signal.TREND_DOWN.value)
    held = np.repeat(long, runs.lengths)
    bits[runs.places[held]] = np.repeat(marks, runs.lengths)[held]
    bits[previous[runs.places[runs.first[long]]]] = marks[long]
    return bits.reshape(shape)
