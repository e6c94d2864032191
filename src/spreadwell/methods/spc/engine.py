"""XmR limits, rules and icons of many series at once: the one way they are computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from spreadwell.methods.spc.constants import D4
from spreadwell.methods.spc.dialects import Dialect, dialect_named
from spreadwell.methods.spc.icons import assurance_codes, take_latest, variation_table
from spreadwell.methods.spc.rules import signal_bits
from spreadwell.methods.spc.segments import as_values, check_baseline, in_baseline, segment_bounds
from spreadwell.methods.spc.shapes import Bools, Bytes, Floats, Improvement
from spreadwell.methods.spc.tables import MISSING, kind_table, label_table

# Series a block: small enough that a block's arrays stay in the processor's cache.
BLOCK = 1024


@dataclass(frozen=True, slots=True)
class XmrBatch:
    """XmR charts of many series; `bounds` are the (start, stop) of their shared segments.

    Per series and segment: `mean`, `lower`, `upper` (NaN where too few points), `points`.
    Per series and period: `signals` and `labels` (bits of `Signal`), `kinds` (places in
    `tables.KINDS`). Per series: `latest` (last observed period, −1 for none), `variation` and
    `assurance` (places in `icons.VARIATION` and `icons.ASSURANCE`).
    """

    dialect: str
    bounds: tuple[tuple[int, int], ...]
    mean: Floats
    lower: Floats
    upper: Floats
    points: NDArray[np.int64]
    baseline_points: NDArray[np.int64]
    signals: Bytes
    labels: Bytes
    kinds: Bytes
    latest: NDArray[np.intp]
    variation: Bytes
    assurance: Bytes


def xmr_lines(
    values: Floats, baseline: int | None, dialect: Dialect
) -> tuple[Floats, Floats, Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Mean, lower and upper limit, points and baseline points of one segment of each series.

    `values` is periods × series; each answer has one entry a series. Source: METHODS of
    Wheeler's XmR chart; screening by Nelson 1982 unless it would leave no variation.
    """
    observed = ~np.isnan(values)
    points = observed.sum(axis=0)
    used = in_baseline(observed, baseline)
    counted = points if used is observed else used.sum(axis=0)
    base = np.where(used, values, 0.0)
    mean = base.sum(axis=0) / counted
    pairs = used[1:] & used[:-1]
    ranges = np.where(pairs, np.abs(base[1:] - base[:-1]), 0.0)
    amr = ranges.sum(axis=0) / pairs.sum(axis=0)
    if dialect.screen:
        kept = ranges < D4 * amr
        kept &= pairs
        screened = np.where(kept, ranges, 0.0).sum(axis=0)
        amr = np.where(screened > 0, screened / kept.sum(axis=0), amr)
    # Equal values have themselves as mean; a sum divided by a count may miss it by rounding.
    flat = amr == 0
    if flat.any():
        first = np.take_along_axis(base, used.argmax(axis=0)[None], axis=0)[0]
        level = np.where(used, values == first, True).all(axis=0)
        mean = np.where(flat & level, first, mean)
    width = dialect.constant * amr
    enough = (points >= dialect.provisional_points) & (counted >= dialect.provisional_points)
    width = np.where(enough, width, np.nan)
    return mean, mean - width, mean + width, points, counted


def xmr_batch(
    values: ArrayLike,
    *,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    improvement: str | Sequence[str] = "up",
    target: ArrayLike | None = None,
    dialect: str | Dialect = "mdc",
) -> XmrBatch:
    """XmR charts of many series of equal length that share baseline and rebases.

    `values`: series × periods, missing as NaN. `improvement`: up, down or neither, for all or
    one a series. `target`: a number, one a series (series × 1) or series × periods. `rebase`:
    positions of first points, counted from 0. Raises ValueError with one sentence on bad input.
    Source: Making Data Count guides; Wheeler 1993; dialects name their tool.
    """
    rules = dialect_named(dialect)
    grid = as_values(values)
    if grid.ndim != 2:
        raise ValueError("A batch needs series in rows and periods in columns.")
    count, length = grid.shape
    if length == 0:
        raise ValueError("There is nothing to chart: give at least one period.")
    check_baseline(baseline)
    bounds = segment_bounds(length, rebase)
    ways = _improvements(improvement, count)
    aims = _targets(target, count, length)
    segments = len(bounds)
    answer = XmrBatch(
        dialect=rules.name,
        bounds=bounds,
        mean=np.empty((count, segments)),
        lower=np.empty((count, segments)),
        upper=np.empty((count, segments)),
        points=np.empty((count, segments), dtype=np.int64),
        baseline_points=np.empty((count, segments), dtype=np.int64),
        signals=np.empty((length, count), dtype=np.uint8).T,
        labels=np.empty((length, count), dtype=np.uint8).T,
        kinds=np.empty((length, count), dtype=np.uint8).T,
        latest=np.empty(count, dtype=np.intp),
        variation=np.zeros(count, dtype=np.uint8),
        assurance=np.zeros(count, dtype=np.uint8),
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        for start in range(0, count, BLOCK):
            rows = slice(start, start + BLOCK)
            aim = None if aims is None else aims[rows if len(aims) > 1 else slice(None)]
            _block(answer, rows, grid[rows], baseline, ways[rows], aim, rules)
    return answer


def _block(
    answer: XmrBatch,
    rows: slice,
    grid: Floats,
    baseline: int | None,
    ways: NDArray[np.uint8],
    target: Floats | None,
    dialect: Dialect,
) -> None:
    """Fill the rows of the answer from one block of series."""
    values = np.ascontiguousarray(grid.T)
    length, count = values.shape
    signals = np.empty((length, count), dtype=np.uint8)
    for place, (start, stop) in enumerate(answer.bounds):
        part = values[start:stop]
        mean, lower, upper, points, counted = xmr_lines(part, baseline, dialect)
        signals[start:stop] = signal_bits(part, mean[None], lower[None], upper[None], dialect)
        answer.mean[rows, place], answer.points[rows, place] = mean, points
        answer.lower[rows, place], answer.upper[rows, place] = lower, upper
        answer.baseline_points[rows, place] = counted
    missing = np.isnan(values)
    seen = length - 1 - np.argmin(missing[::-1], axis=0)
    seen = np.where(missing.all(axis=0), -1, seen)
    kinds = np.empty_like(signals)
    variation = np.zeros(count, dtype=np.uint8)
    for code, way in enumerate(Improvement):
        mine = ways == code
        if not mine.any():
            continue
        every = bool(mine.all())
        columns: slice | Bools = slice(None) if every else mine
        told = kind_table(way, dialect.improvement_shows)[signals[:, columns]]
        told[missing[:, columns]] = MISSING
        kinds[:, columns] = told
        last = np.maximum(seen[columns], 0)
        variation[columns] = variation_table(way)[
            take_latest(told, last), take_latest(signals[:, columns], last)
        ]
    answer.signals[rows] = signals.T
    answer.labels[rows] = label_table()[signals].T
    answer.kinds[rows] = kinds.T
    answer.latest[rows] = seen
    starts = np.array([start for start, _ in answer.bounds])
    segment = np.maximum(np.searchsorted(starts, seen, side="right") - 1, 0)
    low = take_latest(answer.lower[rows].T, segment)
    high = take_latest(answer.upper[rows].T, segment)
    mean = take_latest(answer.mean[rows].T, segment)
    # No limits, no icon: too few points yet to say.
    variation[np.isnan(low) | (seen < 0)] = 0
    answer.variation[rows] = variation
    if target is not None:
        aim = take_latest(np.broadcast_to(target, grid.shape).T, np.maximum(seen, 0))
        codes = assurance_codes(aim, low, high, mean, ways == 0, dialect)
        codes[(ways == 2) | (seen < 0)] = 0
        answer.assurance[rows] = codes


def _improvements(improvement: str | Sequence[str], count: int) -> NDArray[np.uint8]:
    """The place in `Improvement` of each series' direction."""
    given = [improvement] if isinstance(improvement, str) else list(improvement)
    names = [way.value for way in Improvement]
    for way in given:
        if way not in names:
            raise ValueError(f"There is no direction {way!r}: choose up, down or neither.")
    if len(given) not in (1, count):
        raise ValueError(f"There are {count} series but {len(given)} directions of improvement.")
    codes = np.array([names.index(way) for way in given], dtype=np.uint8)
    return codes if len(codes) == count else np.repeat(codes, count)


def _targets(target: ArrayLike | None, count: int, length: int) -> Floats | None:
    """Targets as 1 or `count` rows × 1 or `length` columns."""
    if target is None:
        return None
    aims = np.atleast_2d(as_values(target, "targets"))
    if aims.shape[0] not in (1, count) or aims.shape[1] not in (1, length):
        raise ValueError(f"Give one target, one a series, or one for each of {length} periods.")
    return aims
