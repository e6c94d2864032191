"""Where a rebase might be due: evidence for a person to weigh, never done automatically."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spreadwell.methods.spc.run_tests import sides, stretches
from spreadwell.methods.spc.shapes import ControlChart

# A new level is suggested only once it could carry provisional limits of its own.
LASTED = 7


@dataclass(frozen=True, slots=True)
class RebaseSuggestion:
    """A level that has lasted to the latest point: where it starts, and the evidence."""

    position: int
    points: int
    before: float
    after: float
    evidence: str


def suggest_rebase(chart: ControlChart) -> RebaseSuggestion | None:
    """A rebase worth discussing, or None: the latest segment has kept to one side of its centre.

    Only a run that reaches the latest point, is at least 7 points long and starts after at least
    7 earlier points counts. A person decides, knowing the cause. Source: Making Data Count.
    """
    if chart.kind == "funnel" or not chart.segments:
        return None
    segment = chart.segments[-1]
    part = slice(segment.start, segment.stop)
    values = chart.values[part]
    with np.errstate(invalid="ignore"):
        runs = stretches(sides(values, chart.centre[part])[None])
    if not len(runs.lengths):
        return None
    length, start = int(runs.lengths[-1]), int(runs.places[runs.first[-1]])
    observed = ~np.isnan(values)
    before = values[:start][observed[:start]]
    after = values[start:][observed[start:]]
    if length < LASTED or len(before) < LASTED:
        return None
    side = "above" if runs.sign[-1] > 0 else "below"
    return RebaseSuggestion(
        position=segment.start + start,
        points=length,
        before=float(before.mean()),
        after=float(after.mean()),
        evidence=(
            f"The last {length} points off the centre line are all {side} it: the mean was "
            f"{before.mean():.4g} before and is {after.mean():.4g} since. Rebase only where the "
            "cause is known and the change is expected to stay."
        ),
    )
