"""From one row of a batch to a finished chart, with what its guards say."""

from __future__ import annotations

import math

import numpy as np

from spreadwell.methods.spc.batch import Batch
from spreadwell.methods.spc.guards import (
    missing_guards,
    no_width,
    points_guards,
    range_gap_guards,
    run_guards,
    suitability,
    unscreened_guard,
)
from spreadwell.methods.spc.icons import ASSURANCE, VARIATION
from spreadwell.methods.spc.kinds.run import ANHOEJ
from spreadwell.methods.spc.rules import two_thirds
from spreadwell.methods.spc.shapes import ControlChart, Floats, Guard, Improvement, Segment
from spreadwell.methods.spc.tables import KINDS, SIGNALS

WAYS = tuple(Improvement)


def chart_at(
    batch: Batch, row: int = 0, *, clip: tuple[float, float] | None = None
) -> ControlChart:
    """The chart of one series of a batch; `clip` holds drawn lines where values can be."""
    clip = clip or batch.kind.clip
    centre, lower, upper = (
        batch.line(line, row) for line in (batch.centre, batch.lower, batch.upper)
    )
    if batch.two_sigma is None:
        two_sigma = two_thirds(centre, lower, upper)
    else:
        no_limit = np.isnan(lower) & np.isnan(upper)
        low, high = (np.where(no_limit, np.nan, batch.line(t, row)) for t in batch.two_sigma)
        two_sigma = low, high
    values = batch.values[row]
    segments = _segments(batch, row, centre, lower, upper)
    latest = int(batch.latest[row]) if batch.latest[row] >= 0 else None
    guards, suits = _guards(batch, row, values, segments, lower, upper, latest)
    target = None
    if batch.targets is not None:
        aims = batch.targets[row if len(batch.targets) > 1 else 0]
        target = np.broadcast_to(aims, values.shape).copy()
    return ControlChart(
        kind=batch.kind.name,
        dialect=batch.rules.name,
        improvement=WAYS[batch.ways[row]],
        values=values,
        centre=centre,
        lower=clipped(lower, clip),
        upper=clipped(upper, clip),
        two_sigma_lower=clipped(two_sigma[0], clip),
        two_sigma_upper=clipped(two_sigma[1], clip),
        target=target,
        kinds=tuple([KINDS[code] for code in batch.kinds[row].tolist()]),
        labels=tuple([SIGNALS[code] for code in batch.labels[row].tolist()]),
        signals=tuple([SIGNALS[code] for code in batch.signals[row].tolist()]),
        segments=segments,
        latest=latest,
        variation=VARIATION[batch.variation[row]],
        assurance=ASSURANCE[batch.assurance[row]],
        suits=suits,
        guards=guards,
        runs=tuple(test.of(row) for test in batch.runs),
        bounds=clip,
        dispersion=(("sigma_z", float(batch.spread[row])),) if _is_prime(batch) else (),
        excluded=batch.excluded,
    )


def clipped(line: Floats, clip: tuple[float, float] | None) -> Floats:
    """A line as drawn: no lower or higher than values can be."""
    return line if clip is None else np.clip(line, *clip)


def _is_prime(batch: Batch) -> bool:
    return batch.kind.name in ("pprime", "uprime")


def _segments(
    batch: Batch, row: int, centre: Floats, lower: Floats, upper: Floats
) -> tuple[Segment, ...]:
    low, high = batch.kind.clip or (-math.inf, math.inf)
    made = []
    for place, (start, stop) in enumerate(batch.bounds):
        points, counted = int(batch.points[row, place]), int(batch.baseline_points[row, place])
        down, up = float(lower[stop - 1]), float(upper[stop - 1])
        made.append(
            Segment(
                start=start,
                stop=stop,
                points=points,
                baseline_points=counted,
                centre=float(centre[stop - 1]),
                # Written so that NaN, where there is no limit, stays.
                lower=low if down < low else down,
                upper=high if up > high else up,
                provisional=points < batch.rules.min_points,
            )
        )
    return tuple(made)


def _guards(
    batch: Batch,
    row: int,
    values: Floats,
    segments: tuple[Segment, ...],
    lower: Floats,
    upper: Floats,
    latest: int | None,
) -> tuple[tuple[Guard, ...], bool]:
    """The guards of one series, and whether its kind of chart suits it."""
    found: list[Guard] = []
    unsuited = suitability(values) if batch.kind.name == "xmr" else None
    if unsuited:
        found.append(unsuited)
    alike = unsuited is not None and unsuited.code == "constant"
    if batch.kind.thin and not alike and (flat := no_width(segments, lower, upper)):
        found.append(flat)
    undone = int(batch.unscreened[row].sum())
    if undone:
        found.append(unscreened_guard(undone))
    if batch.kind.rests_on:
        found += range_gap_guards(segments)
    else:
        found += missing_guards(batch.values[row], latest)
    if batch.kind.thin:
        found += points_guards(segments, batch.baseline, batch.rules)
    else:
        found += run_guards(batch.runs[-1].of(row), batch.rules.name == ANHOEJ)
    return tuple(found), unsuited is None
