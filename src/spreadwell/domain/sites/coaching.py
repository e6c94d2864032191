"""What the record says to a team about its tests of change, and how far it seems to have come.

It is told to the site's own people and its facilitator, in words; no list of sites is made of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import QuerySet

from spreadwell.methods.improvement import Cycle, Progress, Seen, look_at_cycles, suggest_progress
from spreadwell.methods.improvement.cycles import CyclesSeen, chains_of
from spreadwell.methods.spc import ControlChart

from ..measures.charts import chart_for, series_of, target_of
from ..measures.columns import readings_as_columns
from ..measures.models import Measure, Reading
from ..people.viewer import Viewer
from .models import ImplementationSite, TestOfChange
from .permissions import is_of_team

BASELINE = 6
"""Fewest readings before a start for a level to come from: our reading, half a year of months."""

LASTING = 3
"""Fewest readings since a lasting change for a level to be told."""


@dataclass(frozen=True, slots=True)
class Coaching:
    """What the record says of a team's tests, and the progress that it suggests."""

    cycles: CyclesSeen
    progress: Progress


def cycles_at(viewer: Viewer, site: ImplementationSite) -> list[TestOfChange]:
    """Return the tests of change of a site, the earliest first."""
    rows: QuerySet[TestOfChange] = TestOfChange.objects.visible_to(viewer)
    return list(rows.filter(site=site).select_related("measure", "follows"))


def ramps_of(tests: Sequence[TestOfChange]) -> list[list[TestOfChange]]:
    """Return the tests in ramps, each a chain in order, the ramp last worked on first."""
    by_key = {str(one.pk): one for one in tests}
    ramps = [[by_key[key] for key in chain] for chain in chains_of([_cycle(t) for t in tests])]
    return sorted(ramps, key=lambda ramp: max(one.started for one in ramp), reverse=True)


def coaching_for(
    viewer: Viewer, site: ImplementationSite, tests: Sequence[TestOfChange], today: date
) -> Coaching | None:
    """Return what the record says to the team; None for anybody who is not of the team."""
    if not is_of_team(viewer, site):
        return None
    cycles = [_cycle(one) for one in tests]
    primary = site.version.innovation.measures.select_related("measure").filter(primary=True)
    attached = primary.first()
    progress = suggest_progress(
        aim=site.version.innovation.mission.aims.exists() and attached is not None,
        team=site.team.filter(ends=None).values("person").distinct().count(),
        plan=bool(site.version.tidier) or any(one.plan.strip() for one in tests),
        activity=site.started is not None and site.started <= today,
        cycles=cycles,
        seen=_seen(viewer, site, attached.measure) if attached else Seen(),
    )
    return Coaching(look_at_cycles(cycles), progress)


def _cycle(test: TestOfChange) -> Cycle:
    return Cycle(
        key=str(test.pk),
        question=test.question,
        started=test.started,
        prediction=test.prediction,
        predicted_on=test.predicted_on,
        tried_with=test.tried_with,
        measure=test.measure.name if test.measure else "",
        what_happened=test.what_happened,
        learning=test.learning,
        next_act=test.next_act,  # type: ignore[arg-type]
        ended=test.ended,
        follows=str(test.follows_id or ""),
    )


def _seen(viewer: Viewer, site: ImplementationSite, measure: Measure) -> Seen:
    """Read off the site's chart of the measure it is judged by what lasting change it shows."""
    columns = readings_as_columns(
        Reading.objects.visible_to(viewer), [measure], organisations=[site.organisation_id]
    )
    series = series_of(columns, measure, site.organisation_id)
    if series is None or site.started is None:
        return Seen()
    before = sum(period.end < site.started for period in series.periods)
    values = series.ratio
    if before < BASELINE or np.isfinite(values[:before]).sum() < BASELINE:
        return Seen()
    # Read as one series from the start, whatever new level people have set since: that level is
    # what is asked about.
    chart = chart_for(measure, series, kind="xmr", decided=False)
    since = _since_when(chart, before)
    held = 0 if since is None else int(np.isfinite(values[since:]).sum())
    shift = since is not None and held >= LASTING
    goal = target_of(measure)
    share = None
    if shift and goal is not None:
        start, now = float(np.nanmean(values[:before])), float(np.nanmean(values[since:]))
        share = (now - start) / (goal - start) if goal != start else None
    outcome = measure.kind == "outcome"
    return Seen(
        share=share,
        outcome_shift=shift if outcome else None,
        process_shift=shift if measure.kind == "process" else None,
        held=held,
    )


def _since_when(chart: ControlChart, before: int) -> int | None:
    """Return the first point, after the start, of a run for the better that goes on to the end."""
    last = len(chart.kinds)
    first = last
    # A single ordinary point among signals does not end what lasts.
    missed = 0
    for i in range(last - 1, before - 1, -1):
        if chart.kinds[i] == "improvement":
            first, missed = i, 0
        elif chart.kinds[i] != "missing":
            missed += 1
            if missed > 1:
                break
    return first if first < last else None
