"""Guard rails: where a chart was made differently, or says less, than its numbers suggest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from spreadwell.methods.spc.constants import BASELINE_ADVISED, USEFUL_ADVISED
from spreadwell.methods.spc.dialects import Dialect
from spreadwell.methods.spc.shapes import Floats, Guard, RunTest, Segment


def points_guards(
    segments: Sequence[Segment], baseline: int | None, dialect: Dialect
) -> list[Guard]:
    """Limits that rest on few points: those of the latest segment, and earlier ones without."""
    last = segments[-1]
    since = " since the rebase" if len(segments) > 1 else ""
    plural = "point" if last.points == 1 else "points"
    found = []
    # Without a rule of its own, a dialect still needs one range.
    least = max(dialect.provisional_points, 2)
    thin = [str(one.points) for one in segments[:-1] if one.points < least]
    if thin:
        where = "A level before has" if len(thin) == 1 else f"{len(thin)} levels before have"
        found.append(
            Guard(
                "too_few_points_before",
                f"{where} no limits: {' and '.join(thin)} points, where {least} are needed.",
            )
        )
    if last.points < least:
        found.append(
            Guard(
                "too_few_points",
                f"Too few points for limits: {last.points} {plural}{since}, "
                f"and limits need at least {least}.",
            )
        )
    elif last.provisional:
        found.append(
            Guard(
                "provisional",
                f"The limits are provisional: they rest on {last.points} {plural}{since}, "
                f"and settle from {dialect.min_points}.",
            )
        )
    if baseline is not None and dialect.min_points:
        used = last.baseline_points
        if last.points >= dialect.provisional_points > used:
            found.append(
                Guard(
                    "short_baseline",
                    f"A baseline of {used} points is too short for limits: "
                    f"use at least {dialect.provisional_points}.",
                )
            )
        elif dialect.provisional_points <= used < BASELINE_ADVISED:
            found.append(
                Guard(
                    "short_baseline",
                    f"The baseline holds {used} points: {BASELINE_ADVISED} or more are advised.",
                )
            )
    return found


def suitability(values: Floats) -> Guard | None:
    """Why an XmR chart does not suit these values, or None where it does."""
    observed = np.sort(values[~np.isnan(values)])
    if len(observed) < 2:
        return None
    most = most_common(observed)
    if most == len(observed):
        return Guard(
            "constant",
            "Every value is the same, so there is no variation to chart: the limits lie on the "
            "mean; an XmR chart does not suit; a run chart, or a t or g chart for rare events, "
            "may.",
        )
    if 2 * most >= len(observed):
        return Guard(
            "mostly_equal",
            f"{most} of {len(observed)} values are the same, so an XmR chart does not suit: "
            "use a t or g chart where these are rare events, otherwise a run chart.",
        )
    return None


def most_common(ordered: Floats) -> int:
    """How often the most common of these sorted values occurs."""
    changes = np.flatnonzero(ordered[1:] != ordered[:-1]).tolist()
    edges = [-1, *changes, len(ordered) - 1]
    return max(after - before for before, after in pairwise(edges))


def no_width(segments: Sequence[Segment], lower: Floats, upper: Floats) -> Guard | None:
    """Segments whose limits have no width, because the points they rest on are all the same."""
    flat = 0
    for one in segments:
        wide = float(np.fmax.reduce(upper[one.start : one.stop] - lower[one.start : one.stop]))
        # NaN: there are no limits to speak of.
        flat += wide <= 1e-9 * abs(one.centre)
    if not flat:
        return None
    where = "" if len(segments) == 1 else f" in {flat} of {len(segments)} segments"
    return Guard(
        "constant",
        f"The points that limits rest on are all the same{where}: the limits lie on the centre "
        "line.",
    )


def unscreened_guard(count: int) -> Guard:
    """Screening that would have left no variation."""
    where = "" if count == 1 else f" in {count} segments"
    return Guard(
        "not_screened",
        f"Moving ranges were not screened{where}: screening would have left no variation.",
    )


def missing_guards(values: Floats, latest: int | None) -> list[Guard]:
    """Periods without a value, and a latest point that is not the last period."""
    gaps = np.isnan(values)
    if latest is None or not gaps.any():
        return []
    found = gap_guards(int(gaps[:latest].sum()))
    after = len(values) - 1 - latest
    if after:
        which = "The last period has" if after == 1 else f"The last {after} periods have"
        found.append(
            Guard("latest_observed", f"{which} no value: the icons are of the point before.")
        )
    return found


def gap_guards(count: int) -> list[Guard]:
    """So many periods without a value."""
    if not count:
        return []
    which = "1 period has" if count == 1 else f"{count} periods have"
    return [
        Guard(
            "missing",
            f"{which} no value: that breaks runs and trends and leaves out the ranges beside.",
        )
    ]


def range_gap_guards(segments: Sequence[Segment]) -> list[Guard]:
    """Periods without a value on a chart of ranges, where the first range is never there."""
    return gap_guards(sum(one.stop - one.start - one.points for one in segments))


def run_guards(test: RunTest, anhoej: bool) -> list[Guard]:
    """What the runs of the latest segment have to say beyond the points they mark."""
    found = []
    if test.useful < USEFUL_ADVISED:
        lie = {0: "No point lies", 1: "Only 1 point lies"}.get(
            test.useful, f"Only {test.useful} points lie"
        )
        found.append(
            Guard(
                "few_useful_points",
                f"{lie} off the median: a run chart says little before there are {USEFUL_ADVISED}.",
            )
        )
    if anhoej and test.too_few_crossings:
        often = {0: "never", 1: "once"}.get(test.crossings, f"{test.crossings} times")
        found.append(
            Guard(
                "too_few_crossings",
                f"The line crosses the median {often}, where at least {test.crossings_min} "
                "crossings are expected by chance: the level has probably shifted.",
            )
        )
    return found
