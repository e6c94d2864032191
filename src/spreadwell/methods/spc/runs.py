"""Run charts: the median, and runs too long or crossings too few to be chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from spreadwell.methods.spc.assemble import Lines, assemble
from spreadwell.methods.spc.constants import CROSSING_TAIL, RUN_EXTRA, TIE
from spreadwell.methods.spc.dialects import QICHARTS2
from spreadwell.methods.spc.segments import as_values, check_baseline, in_baseline, segment_bounds
from spreadwell.methods.spc.shapes import Bytes, ControlChart, Floats, RunTest, Signal

# Perla, Provost and Murray 2011: points in a shift, points in a trend.
PERLA_SHIFT = 6
PERLA_TREND = 5
RUN_RULES = {"anhoej": "anhoej-2014", "perla": "perla-2011"}
# Under this many useful points the runs analysis rarely signals (Anhøj & Olesen 2014).
USEFUL_ADVISED = 10


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


def sides(values: Floats, centre: Floats) -> list[tuple[int, int]]:
    """(position, +1 or −1) of the useful points: observed and not on the centre line."""
    tie = TIE * np.fmax(np.abs(values), np.abs(centre))
    with np.errstate(invalid="ignore"):
        side = np.where(values > centre + tie, 1, np.where(values < centre - tie, -1, 0))
    return [(i, s) for i, s in enumerate(side.tolist()) if s]


def runs_of(useful: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Unbroken stretches of useful points on one side; points on the line are passed over."""
    runs: list[list[tuple[int, int]]] = []
    for point in useful:
        if runs and runs[-1][-1][1] == point[1]:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def run_test(values: Floats, centre: Floats) -> RunTest:
    """The runs analysis of one segment around its centre line."""
    useful = sides(values, centre)
    runs = runs_of(useful)
    longest, fewest = run_limits(len(useful))
    return RunTest(
        useful=len(useful),
        longest_run=max((len(run) for run in runs), default=0),
        longest_run_max=longest,
        crossings=max(len(runs) - 1, 0),
        crossings_min=fewest,
    )


def run_bits(values: Floats, centre: Floats, shift: int, trend: int | None) -> Bytes:
    """Marks of runs of `shift` points, and of `trend` points all rising or falling.

    Points on the median, missing points and, in trends, repeated values are passed over.
    """
    bits = np.zeros(len(values), dtype=np.uint8)
    for run in runs_of(sides(values, centre)):
        if len(run) >= shift:
            mark = Signal.SHIFT_HIGH if run[0][1] > 0 else Signal.SHIFT_LOW
            bits[[i for i, _ in run]] |= np.uint8(mark)
    if trend is None:
        return bits
    observed = [i for i in range(len(values)) if not math.isnan(values[i])]
    steps = [(b, int(np.sign(values[b] - values[a]))) for a, b in pairwise(observed)]
    for run in runs_of([step for step in steps if step[1]]):
        if len(run) >= trend - 1:
            first = observed[observed.index(run[0][0]) - 1]
            here = [first, *(i for i, _ in run)]
            # A turning point takes the later trend.
            bits[here] &= ~np.uint8(Signal.TREND_UP | Signal.TREND_DOWN)
            bits[here] |= np.uint8(Signal.TREND_UP if run[0][1] > 0 else Signal.TREND_DOWN)
    return bits


def run_chart(
    values: ArrayLike,
    *,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    improvement: str = "up",
    target: ArrayLike | None = None,
    rules: str = "anhoej",
) -> ControlChart:
    """A run chart: the median of each segment, with the `anhoej` or the `perla` rules.

    Arguments as for `xmr`. Limits are NaN and there is no assurance icon. Source: Anhøj & Olesen
    2014; Perla, Provost & Murray 2011.
    """
    if rules not in RUN_RULES:
        raise ValueError(f"There are no run rules {rules!r}: choose anhoej or perla.")
    series = as_values(values)
    if series.ndim != 1 or not len(series):
        raise ValueError("A run chart needs one value a period, and at least one period.")
    check_baseline(baseline)
    bounds = segment_bounds(len(series), rebase)
    centre = np.full(len(series), np.nan)
    bits = np.zeros(len(series), dtype=np.uint8)
    tests, counted = [], []
    for start, stop in bounds:
        part = series[start:stop]
        used = in_baseline(~np.isnan(part), baseline)
        counted.append(int(used.sum()))
        if used.any():
            centre[start:stop] = np.median(part[used])
        test = run_test(part, centre[start:stop])
        tests.append(test)
        perla = rules == "perla"
        shift = PERLA_SHIFT if perla else test.longest_run_max + 1
        trend = PERLA_TREND if perla else None
        bits[start:stop] = run_bits(part, centre[start:stop], shift, trend)
    none = np.full(len(series), np.nan)
    chart = assemble(
        "run",
        series,
        Lines(centre, none, none, counted),
        bounds,
        dialect=replace(QICHARTS2, name=RUN_RULES[rules]),
        improvement=improvement,
        target=target,
        baseline=baseline,
        signals=bits,
        notes=_notes(tests[-1], rules),
        runs=tests,
        thin=False,
    )
    early = tests[-1].useful < USEFUL_ADVISED
    return replace(chart, assurance=None, variation=None if early else chart.variation)


def _notes(test: RunTest, rules: str) -> list[str]:
    notes = []
    if test.useful < USEFUL_ADVISED:
        notes.append(
            f"Only {test.useful} points lie off the median: a run chart says little "
            f"before there are {USEFUL_ADVISED}."
        )
    if rules == "anhoej" and test.too_few_crossings:
        notes.append(
            f"The line crosses the median {test.crossings} times, where at least "
            f"{test.crossings_min} are expected by chance: the level has probably shifted."
        )
    return notes
