"""What the points of a batch say: runs, labels, states and both icons."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spreadwell.methods.spc.batch import Batch
from spreadwell.methods.spc.constants import USEFUL_ADVISED
from spreadwell.methods.spc.icons import assurance_codes, take_latest, variation_table
from spreadwell.methods.spc.kinds.run import PERLA
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
from spreadwell.methods.spc.shapes import Bools, Improvement
from spreadwell.methods.spc.tables import MISSING, kind_table, label_table

WAYS = tuple(Improvement)


def with_runs(answer: Batch, out: Bools | None) -> Batch:
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


def fill_icons(answer: Batch, rows: slice) -> None:
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
