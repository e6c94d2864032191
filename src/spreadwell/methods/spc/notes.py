"""What a chart has to say about itself before anybody reads it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spreadwell.methods.spc.constants import BASELINE_ADVISED
from spreadwell.methods.spc.dialects import Dialect
from spreadwell.methods.spc.shapes import Floats, Segment


def count_notes(segments: Sequence[Segment], baseline: int | None, dialect: Dialect) -> list[str]:
    """Sentences on limits that rest on few points, for the latest segment."""
    if not segments:
        return []
    last = segments[-1]
    since = " since the rebase" if len(segments) > 1 else ""
    plural = "point" if last.points == 1 else "points"
    notes = []
    if last.points < dialect.provisional_points:
        notes.append(
            f"Too few points for limits: {last.points} {plural}{since}, "
            f"and limits need at least {dialect.provisional_points}."
        )
    elif last.provisional:
        notes.append(
            f"The limits are provisional: they rest on {last.points} {plural}{since}, "
            f"and settle from {dialect.min_points}."
        )
    if baseline is not None and dialect.min_points:
        used = last.baseline_points
        if last.points >= dialect.provisional_points > used:
            notes.append(
                f"A baseline of {used} points is too short for limits: "
                f"use at least {dialect.provisional_points}."
            )
        elif dialect.provisional_points <= used < BASELINE_ADVISED:
            notes.append(
                f"The baseline holds {used} points: {BASELINE_ADVISED} or more are advised."
            )
    return notes


def xmr_suitability(values: Floats) -> str | None:
    """Why an XmR chart does not suit these values, or None where it does."""
    observed = values[~np.isnan(values)]
    if len(observed) < 2:
        return None
    most = int(np.unique(observed, return_counts=True)[1].max())
    if most == len(observed):
        return (
            "Every value is the same, so there is no variation to chart: "
            "an XmR chart does not suit; a run chart, or a t or g chart for rare events, may."
        )
    if 2 * most >= len(observed):
        return (
            f"{most} of {len(observed)} values are the same, so an XmR chart does not suit: "
            "use a t or g chart where these are rare events, otherwise a run chart."
        )
    return None
