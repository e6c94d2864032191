"""The XmR chart of one series: a batch of one row, with its words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from spreadwell.methods.spc.dialects import Dialect, dialect_named
from spreadwell.methods.spc.engine import xmr_batch
from spreadwell.methods.spc.icons import ASSURANCE, VARIATION
from spreadwell.methods.spc.notes import count_notes, xmr_suitability
from spreadwell.methods.spc.segments import as_values
from spreadwell.methods.spc.shapes import ControlChart, Floats, Improvement, Segment
from spreadwell.methods.spc.tables import KINDS, SIGNALS


def xmr(
    values: ArrayLike,
    *,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    improvement: str = "up",
    target: ArrayLike | None = None,
    dialect: str | Dialect = "mdc",
    bounds: tuple[float, float] | None = None,
) -> ControlChart:
    """The XmR (individuals and moving range) chart of one series.

    `values`: one a period, missing as NaN or None. `baseline`: limits rest on the first so many
    points of each segment. `rebase`: positions of the first points of new segments, counted
    from 0. `target`: a number or one a period. `bounds`: what values can be; only drawing is
    clipped to it. Raises ValueError with one sentence on bad input. Source: Wheeler 1993;
    Making Data Count guides.
    """
    rules = dialect_named(dialect)
    series = as_values(values)
    if series.ndim != 1:
        raise ValueError("A chart needs one value a period.")
    aims = None if target is None else np.atleast_1d(as_values(target, "targets"))
    if aims is not None and aims.shape not in ((1,), series.shape):
        raise ValueError(f"Give one target, or one for each of {len(series)} periods.")
    batch = xmr_batch(
        series[None],
        baseline=baseline,
        rebase=rebase,
        improvement=improvement,
        target=aims,
        dialect=rules,
    )
    segments = tuple(
        Segment(
            start=start,
            stop=stop,
            points=int(batch.points[0, i]),
            baseline_points=int(batch.baseline_points[0, i]),
            centre=float(batch.mean[0, i]),
            lower=float(batch.lower[0, i]),
            upper=float(batch.upper[0, i]),
            provisional=bool(batch.points[0, i] < rules.min_points),
        )
        for i, (start, stop) in enumerate(batch.bounds)
    )
    lengths = [stop - start for start, stop in batch.bounds]
    mean, lower, upper = (
        np.repeat(line[0], lengths) for line in (batch.mean, batch.lower, batch.upper)
    )
    unsuited = xmr_suitability(series)
    notes = count_notes(segments, baseline, rules)
    return ControlChart(
        kind="xmr",
        dialect=rules.name,
        improvement=Improvement(improvement),
        values=series,
        centre=mean,
        lower=clip(lower, bounds),
        upper=clip(upper, bounds),
        two_sigma_lower=clip(mean - (mean - lower) * (2 / 3), bounds),
        two_sigma_upper=clip(mean + (upper - mean) * (2 / 3), bounds),
        target=None if aims is None else np.broadcast_to(aims, series.shape).copy(),
        kinds=tuple(KINDS[code] for code in batch.kinds[0].tolist()),
        labels=tuple(SIGNALS[code] for code in batch.labels[0].tolist()),
        signals=tuple(SIGNALS[code] for code in batch.signals[0].tolist()),
        segments=segments,
        latest=int(batch.latest[0]) if batch.latest[0] >= 0 else None,
        variation=VARIATION[batch.variation[0]],
        assurance=ASSURANCE[batch.assurance[0]],
        suits=unsuited is None,
        notes=(*([unsuited] if unsuited else []), *notes),
        bounds=bounds,
    )


def clip(line: Floats, bounds: tuple[float, float] | None) -> Floats:
    """A line as drawn: no lower or higher than values can be."""
    return line if bounds is None else np.clip(line, *bounds)
