"""Charts of many series that share their question: what the engine answers with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spreadwell.methods.spc.dialects import Dialect
from spreadwell.methods.spc.kinds.kind import Kind
from spreadwell.methods.spc.run_tests import RunCounts
from spreadwell.methods.spc.shapes import Bools, Bytes, Floats

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Charts of one kind of many series; `bounds` are the (start, stop) of their segments.

    `values`: series × periods as charted. Lines (`centre`, `lower`, `upper`, `two_sigma`) are
    series × segments where the kind is level, else series × periods; before clipping, NaN where
    there is no limit. Per series and segment: `points`, `baseline_points`, `unscreened`. Per
    series and period: `signals` and `labels` (bits of `Signal`), `kinds` (places in
    `tables.KINDS`). Per series: `latest` (last observed period, −1 for none), `variation` and
    `assurance` (places in `icons.VARIATION` and `icons.ASSURANCE`), `spread` (sigma_z of the
    last segment), `ways` (places in `Improvement`). `targets`: 1 or all series × 1 or all
    periods. `runs`: one a segment.
    """

    kind: Kind
    rules: Dialect
    bounds: Spans
    values: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    two_sigma: tuple[Floats, Floats] | None
    points: NDArray[np.int64]
    baseline_points: NDArray[np.int64]
    unscreened: Bools
    signals: Bytes
    labels: Bytes
    kinds: Bytes
    latest: NDArray[np.intp]
    variation: Bytes
    assurance: Bytes
    spread: Floats
    ways: Bytes
    targets: Floats | None
    runs: tuple[RunCounts, ...]
    excluded: tuple[int, ...]
    baseline: int | None

    @property
    def dialect(self) -> str:
        """The name of the rules followed."""
        return self.rules.name

    @property
    def mean(self) -> Floats:
        """The centre line, by its name on a chart of means."""
        return self.centre

    def __len__(self) -> int:
        return len(self.values)

    def line(self, line: Floats, row: int) -> Floats:
        """One series' line with one entry a period."""
        if not self.kind.level:
            return np.asarray(line[row], dtype=np.float64)
        lengths = [stop - start for start, stop in self.bounds]
        return np.asarray(np.repeat(line[row], lengths), dtype=np.float64)


def empty_batch(
    kind: Kind,
    rules: Dialect,
    bounds: Spans,
    values: Floats,
    *,
    two_sigma: bool,
    ways: Bytes,
    targets: Floats | None,
    excluded: tuple[int, ...],
    baseline: int | None,
) -> Batch:
    """A batch whose answers are still to be filled in."""
    count, length = values.shape
    segments = len(bounds)
    wide = segments if kind.level else length

    def lines() -> Floats:
        return np.empty((count, wide))

    def marks() -> Bytes:
        # Periods first, as the rules read them; seen from outside series come first.
        return np.empty((length, count), dtype=np.uint8).T

    return Batch(
        kind=kind,
        rules=rules,
        bounds=bounds,
        values=values,
        centre=lines(),
        lower=lines(),
        upper=lines(),
        two_sigma=(lines(), lines()) if two_sigma else None,
        points=np.empty((count, segments), dtype=np.int64),
        baseline_points=np.empty((count, segments), dtype=np.int64),
        unscreened=np.zeros((count, segments), dtype=np.bool_),
        signals=marks(),
        labels=marks(),
        kinds=marks(),
        latest=np.empty(count, dtype=np.intp),
        variation=np.zeros(count, dtype=np.uint8),
        assurance=np.zeros(count, dtype=np.uint8),
        spread=np.full(count, np.nan),
        ways=ways,
        targets=targets,
        runs=(),
        excluded=excluded,
        baseline=baseline,
    )
