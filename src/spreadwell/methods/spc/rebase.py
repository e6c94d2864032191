"""Where a rebase might be due: evidence for a person to weigh, never done automatically."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spreadwell.methods.spc.runs import runs_of, sides
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
    useful = sides(values, chart.centre[part])
    if not useful:
        return None
    run = runs_of(useful)[-1]
    start = run[0][0]
    observed = ~np.isnan(values)
    before = values[:start][observed[:start]]
    after = values[start:][observed[start:]]
    if len(run) < LASTED or len(before) < LASTED:
        return None
    side = "above" if run[0][1] > 0 else "below"
    return RebaseSuggestion(
        position=segment.start + start,
        points=len(run),
        before=float(before.mean()),
        after=float(after.mean()),
        evidence=(
            f"The last {len(run)} points off the centre line are all {side} it: the mean was "
            f"{before.mean():.4g} before and is {after.mean():.4g} since. Rebase only where the "
            "cause is known and the change is expected to stay."
        ),
    )
