"""Limits, rules and icons of many series at once, for every kind: the one way to compute them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from spreadwell.methods.spc.batch import Batch, empty_batch
from spreadwell.methods.spc.icons import assurance_codes, take_latest, variation_table
from spreadwell.methods.spc.kinds.kind import Kind
from spreadwell.methods.spc.kinds.registry import kind_named
from spreadwell.methods.spc.kinds.run import PERLA
from spreadwell.methods.spc.part import Lines, Part
from spreadwell.methods.spc.question import Question, direction, targets
from spreadwell.methods.spc.rules import signal_bits
from spreadwell.methods.spc.run_tests import (
    PERLA_SHIFT,
    PERLA_TREND,
    RunCounts,
    run_counts,
    shift_bits,
    sides,
    stretches,
    trend_bits,
)
from spreadwell.methods.spc.segments import as_values, in_baseline, left_out, segment_bounds
from spreadwell.methods.spc.shapes import Bools, Bytes, Floats, Improvement
from spreadwell.methods.spc.tables import MISSING, kind_table, label_table

# Series a block: small enough that a block's arrays stay in the processor's cache.
BLOCK = 1024
WAYS = tuple(Improvement)
# A run chart with fewer useful points since the rebase rarely signals (Anhøj & Olesen 2014).
USEFUL_ADVISED = 10


def chart_batch(
    kind: str | Kind,
    *columns: ArrayLike,
    question: Question | None = None,
    improvements: Sequence[str] | None = None,
    targets_given: ArrayLike | None = None,
) -> Batch:
    """Charts of many series of equal length that are asked the same question.

    `columns`: what the kind takes (`Kind.takes`), each series × periods, missing as NaN.
    `improvements` (one a series) and `targets_given` (series × 1, or series × periods) stand in
    for those of the question. Raises ValueError with one sentence on bad input.
    """
    chosen, asked = kind_named(kind), question or Question()
    if len(columns) != len(chosen.takes):
        raise ValueError(f"A {chosen.name} chart needs {', '.join(chosen.takes)}.")
    given = tuple(
        as_values(column, f"{name}s") for column, name in zip(columns, chosen.takes, strict=True)
    )
    if any(column.ndim != 2 for column in given):
        raise ValueError("A batch needs series in rows and periods in columns.")
    count, length = given[0].shape
    if length == 0:
        raise ValueError("There is nothing to chart: give at least one period.")
    bounds = segment_bounds(length, asked.rebase)
    out = left_out(length, asked.exclude)
    ways = _ways(improvements or [asked.improvement], count)
    aims = targets(asked.target if targets_given is None else targets_given, count, length)
    if not chosen.has_direction:
        ways, aims = np.full(count, WAYS.index(Improvement.NEITHER), dtype=np.uint8), None
    rules = chosen.rules(asked.rules)
    with np.errstate(invalid="ignore", divide="ignore"):
        ready = chosen.prepare(given, bounds)
        answer = empty_batch(
            chosen,
            rules,
            bounds,
            ready[0],
            two_sigma=chosen.name in TWO_SIGMA,
            ways=ways,
            targets=aims,
            excluded=tuple(asked.exclude),
            baseline=asked.baseline,
        )
        for start in range(0, count, BLOCK):
            _block(answer, slice(start, start + BLOCK), ready, out)
        if rules.runs_analysis:
            answer = _with_runs(answer, out)
        for start in range(0, count, BLOCK):
            _icons(answer, slice(start, start + BLOCK))
    return answer


# Kinds whose two-sigma lines do not lie at two thirds of their limits.
TWO_SIGMA = ("mr", "g", "t")


def _block(answer: Batch, rows: slice, ready: tuple[Floats, ...], out: Bools | None) -> None:
    """Fill in lines and signals of one block of series."""
    kind, rules = answer.kind, answer.rules
    number = len(ready[0][rows])
    # One column alone would be summed in another order, and end in another last digit.
    turned = tuple(
        np.ascontiguousarray(np.repeat(column[rows], 2 if number == 1 else 1, axis=0).T)
        for column in ready
    )
    seen = ~np.isnan(turned[kind.rests_on])
    signals = np.empty(turned[0].shape, dtype=np.uint8)
    for place, (start, stop) in enumerate(answer.bounds):
        observed = seen[start:stop]
        used = in_baseline(observed, answer.baseline)
        inside = None
        if out is not None and out[start:stop].any():
            here = out[start:stop]
            used = used & ~here[:, None]
            inside = np.flatnonzero(~here) if rules.ranges_span_excluded else None
        columns = tuple(column[start:stop] for column in turned)
        lines = kind.lines(Part(columns, used, rules, inside))
        points = observed.sum(axis=0)
        counted = points if used is observed else used.sum(axis=0)
        if kind.thin and rules.provisional_points:
            thin = (points < rules.provisional_points) | (counted < rules.provisional_points)
            if thin.any():
                lines.lower = np.where(thin, np.nan, lines.lower)
                lines.upper = np.where(thin, np.nan, lines.upper)
                if lines.two_sigma is not None:
                    low, high = (np.where(thin, np.nan, line) for line in lines.two_sigma)
                    lines.two_sigma = low, high
        signals[start:stop] = signal_bits(
            columns[0], lines.centre, lines.lower, lines.upper, rules, lines.two_sigma
        )
        _keep(answer, rows, place if kind.level else slice(start, stop), lines, number)
        answer.points[rows, place] = points[:number]
        answer.baseline_points[rows, place] = counted[:number]
        if lines.unscreened is not None:
            answer.unscreened[rows, place] = lines.unscreened[:number]
        if lines.spread is not None:
            answer.spread[rows] = lines.spread[:number]
    answer.signals[rows] = signals.T[:number]


def _keep(answer: Batch, rows: slice, place: int | slice, lines: Lines, number: int) -> None:
    """Put a segment's lines where they belong, two sigma lines only where they stand alone."""
    for kept, line in (
        (answer.centre, lines.centre),
        (answer.lower, lines.lower),
        (answer.upper, lines.upper),
    ):
        kept[rows, place] = line.T[:number]
    if answer.two_sigma is not None and lines.two_sigma is not None:
        for kept, line in zip(answer.two_sigma, lines.two_sigma, strict=True):
            kept[rows, place] = line.T[:number]


def _with_runs(answer: Batch, out: Bools | None) -> Batch:
    """The runs analysis of every segment; a run chart is marked by it."""
    marks = answer.kind.name == "run"
    perla = answer.rules.name == PERLA
    tested: list[RunCounts] = []
    for place, (start, stop) in enumerate(answer.bounds):
        values = answer.values[:, start:stop]
        centre = (
            answer.centre[:, place, None] if answer.kind.level else answer.centre[:, start:stop]
        )
        if out is not None and answer.rules.ranges_span_excluded:
            values = np.where(out[start:stop], np.nan, values)
        runs = stretches(sides(values, centre))
        counts = run_counts(runs, len(answer))
        tested.append(counts)
        if marks:
            longest = np.full(len(answer), PERLA_SHIFT - 1) if perla else counts.longest_run_max
            bits = shift_bits(runs, values.shape, longest)
            if perla:
                bits |= trend_bits(values, PERLA_TREND)
            answer.signals[:, start:stop] = bits
    return replace(answer, runs=tuple(tested))


def _icons(answer: Batch, rows: slice) -> None:
    """Fill in labels, kinds and both icons of one block of series."""
    kind, rules = answer.kind, answer.rules
    values, signals = answer.values[rows].T, answer.signals[rows].T
    ways, count = answer.ways[rows], signals.shape[1]
    missing = np.isnan(values)
    seen = len(values) - 1 - np.argmin(missing[::-1], axis=0)
    seen = np.where(missing.all(axis=0), -1, seen)
    last = np.maximum(seen, 0)
    kinds = np.empty_like(signals)
    variation = np.zeros(count, dtype=np.uint8)
    alike = bool((ways == ways[0]).all()) if count else True
    for code in sorted(set(ways[:1].tolist() if alike else ways.tolist())):
        way = WAYS[code]
        columns: slice | Bools = slice(None) if alike else ways == code
        told = kind_table(way, rules.improvement_shows)[signals[:, columns]]
        told[missing[:, columns]] = MISSING
        kinds[:, columns] = told
        variation[columns] = variation_table(way)[
            take_latest(told, last[columns]), take_latest(signals[:, columns], last[columns])
        ]
    answer.labels[rows] = label_table()[signals].T
    answer.kinds[rows] = kinds.T
    answer.latest[rows] = seen
    starts = np.array([start for start, _ in answer.bounds])
    segment = np.maximum(np.searchsorted(starts, seen, side="right") - 1, 0)
    where = segment if kind.level else last
    centre, low, high = (
        take_latest(line[rows].T, where) for line in (answer.centre, answer.lower, answer.upper)
    )
    variation[seen < 0] = 0
    if not kind.thin:
        variation[answer.runs[-1].useful[rows] < USEFUL_ADVISED] = 0
    elif rules.min_points:
        # No limits, no icon: too few points yet to say.
        variation[np.isnan(low) & np.isnan(high)] = 0
    answer.variation[rows] = variation
    if answer.targets is not None and kind.thin:
        aims = answer.targets[rows if len(answer.targets) > 1 else slice(None)]
        aim = take_latest(np.broadcast_to(aims, (count, len(values))).T, last)
        codes = assurance_codes(aim, low, high, centre, ways == WAYS.index(Improvement.UP), rules)
        codes[(ways == WAYS.index(Improvement.NEITHER)) | (seen < 0)] = 0
        answer.assurance[rows] = codes


def _ways(improvements: Sequence[str], count: int) -> NDArray[np.uint8]:
    """The place in `Improvement` of each series' direction."""
    if len(improvements) not in (1, count):
        raise ValueError(
            f"There are {count} series but {len(improvements)} directions of improvement."
        )
    codes: Bytes = np.array([WAYS.index(direction(way)) for way in improvements], dtype=np.uint8)
    return codes if len(codes) == count else np.repeat(codes, count)
