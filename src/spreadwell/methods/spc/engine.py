"""Limits, rules and icons of many series at once, for every kind: the one way to compute them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from spreadwell.methods.spc.batch import Batch, empty_batch
from spreadwell.methods.spc.judging import WAYS, fill_icons, with_runs
from spreadwell.methods.spc.kinds.kind import Kind
from spreadwell.methods.spc.kinds.registry import kind_named
from spreadwell.methods.spc.part import Lines, Part
from spreadwell.methods.spc.question import Question, direction, targets
from spreadwell.methods.spc.rules import signal_bits
from spreadwell.methods.spc.segments import as_values, in_baseline, left_out, segment_bounds
from spreadwell.methods.spc.shapes import Bools, Bytes, Floats, Improvement

# Series a block: small enough that a block's arrays stay in the processor's cache.
BLOCK = 1024
# Kinds whose two-sigma lines do not lie at two thirds of their limits.
TWO_SIGMA = ("mr", "g", "t")


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
            baseline=None if rules.rebase_drops_baseline and asked.rebase else asked.baseline,
        )
        for start in range(0, count, BLOCK):
            _block(answer, slice(start, start + BLOCK), ready, out)
        if rules.runs_analysis:
            answer = with_runs(answer, out)
        for start in range(0, count, BLOCK):
            fill_icons(answer, slice(start, start + BLOCK))
    return answer


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


def _ways(improvements: Sequence[str], count: int) -> NDArray[np.uint8]:
    """The place in `Improvement` of each series' direction."""
    if len(improvements) not in (1, count):
        raise ValueError(
            f"There are {count} series but {len(improvements)} directions of improvement."
        )
    codes: Bytes = np.array([WAYS.index(direction(way)) for way in improvements], dtype=np.uint8)
    return codes if len(codes) == count else np.repeat(codes, count)
