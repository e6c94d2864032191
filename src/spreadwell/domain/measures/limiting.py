"""Moving limits: confirmed by a person with a reason, withdrawn with a reason, never edited."""

from dataclasses import asdict
from typing import Any

import numpy as np
from django.utils import timezone

from spreadwell.formats.periods import Period
from spreadwell.methods.spc import ControlChart, RebaseSuggestion, suggest_rebase

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.answers import filled
from ..foundation.refusals import Invalid, NotNow
from ..networks.models import Organisation
from ..people.models import Person
from ..people.viewer import viewer_of
from .charts import Series, chart_for, series_of
from .columns import series_columns
from .models import LimitsChange, Measure, Reading
from .permissions import check_change_limits, check_withdraw_limits

FEWEST = 7
"""Limits of fewer points than this are none at all: the same for a level and for a baseline."""

ADVISED = 12
"""A baseline of fewer points is said to be short (Making Data Count)."""


@action
def rebase(
    *, by: Person, measure: Measure, organisation: Organisation, period: Period, reason: str
) -> LimitsChange:
    """Begin a new level at a period: limits before it stay as they were, and stay visible."""
    series = _series(measure, organisation)
    found = suggestion_for(measure, series)
    suggested = found is not None and series.periods[found.position] == period
    check_change_limits(viewer_of(by), organisation, "rebase", suggested=suggested)
    check_rebase(series, period)
    evidence = asdict(found) if found is not None and suggested else {}
    summary = f"set new limits for {measure} at {organisation} from {period.label}"
    return _keep(
        by, measure, organisation, summary, reason,
        kind="rebase", period=str(period), ordinal=period.ordinal, evidence=evidence,
    )  # fmt: skip


@action
def fix_baseline(
    *, by: Person, measure: Measure, organisation: Organisation, points: int, reason: str
) -> LimitsChange:
    """Let the limits of each level rest on its first points alone."""
    check_change_limits(viewer_of(by), organisation, "baseline")
    series = _series(measure, organisation)
    check_baseline(series, points)
    summary = f"fixed the baseline of {measure} at {organisation} to {points} points"
    return _keep(by, measure, organisation, summary, reason, kind="baseline", points=points)


@action
def leave_out(
    *, by: Person, measure: Measure, organisation: Organisation, period: Period, reason: str
) -> LimitsChange:
    """Leave one point out of the limits; it stays on the chart and is still read."""
    check_change_limits(viewer_of(by), organisation, "exclusion")
    series = _series(measure, organisation)
    check_leave_out(series, period)
    summary = f"left {period.label} out of the limits of {measure} at {organisation}"
    return _keep(
        by, measure, organisation, summary, reason,
        kind="exclusion", period=str(period), ordinal=period.ordinal,
    )  # fmt: skip


@action
def withdraw_limits(*, by: Person, change: LimitsChange, reason: str) -> LimitsChange:
    """Take a decision on limits back, with the reason; it stays readable."""
    change = LimitsChange.objects.select_for_update().get(pk=change.pk)
    check_withdraw_limits(viewer_of(by), change)
    check_stands(change)
    change.withdrawn_because = filled(reason, "reason", "Say why this is withdrawn.")
    change.withdrawn_by, change.withdrawn_at = by, timezone.now()
    change.save(update_fields=["withdrawn_because", "withdrawn_by", "withdrawn_at"])
    record(
        by=by,
        verb="measures.limits_withdrawn",
        thing=change,
        summary=f"{by} withdrew “{change}”: {change.withdrawn_because}",
    )
    return change


def check_stands(change: LimitsChange) -> None:
    """Raise where a decision was withdrawn already."""
    if change.withdrawn_at is not None:
        raise NotNow("This was withdrawn already.")


def check_rebase(series: Series, period: Period) -> None:
    """Raise unless a new level can begin there: a reading, points before it, none begun there."""
    place = _place(series, period)
    if period.ordinal in series.limits.rebase:
        raise NotNow(f"New limits begin at {period.label} already.")
    if not np.isfinite(series.ratio[:place]).any():
        raise Invalid(f"There is no reading before {period.label}.", field="period")


def check_baseline(series: Series, points: int) -> None:
    """Raise unless limits can rest on so many points."""
    if series.limits.baseline is not None:
        raise NotNow("The baseline is fixed already. Withdraw that first, with the reason.")
    known = int(np.isfinite(series.ratio).sum())
    if points < FEWEST:
        raise Invalid(f"Limits need at least {FEWEST} points.", field="points")
    if points > known:
        raise Invalid(f"There are {known} points; limits cannot rest on more.", field="points")


def check_leave_out(series: Series, period: Period) -> None:
    """Raise unless a point is there and enough stay for limits."""
    place = _place(series, period)
    if period.ordinal in series.limits.excluded:
        raise NotNow(f"{period.label} is left out already.")
    if not np.isfinite(series.ratio[place]):
        raise Invalid(f"There is no reading of {period.label}.", field="period")
    left = int(np.isfinite(series.ratio).sum()) - len(series.limits.excluded) - 1
    if left < FEWEST:
        raise NotNow(f"Only {left} points would stay; limits need at least {FEWEST}.")


def suggestion_for(measure: Measure, series: Series) -> RebaseSuggestion | None:
    """A new level worth discussing, read off the chart that is shown by default."""
    return suggestion_on(chart_for(measure, series), measure, series)


def suggestion_on(chart: ControlChart, measure: Measure, series: Series) -> RebaseSuggestion | None:
    """The same, on a chart that is at hand; a run chart has no limits to be moved."""
    return suggest_rebase(chart_for(measure, series, kind="xmr") if chart.kind == "run" else chart)


def _place(series: Series, period: Period) -> int:
    place = series.position(period) if period.kind is series.kind else None
    if place is None:
        first, last = series.periods[0].label, series.periods[-1].label
        raise Invalid(f"Choose a period from {first} to {last}.", field="period")
    return place


def _series(measure: Measure, organisation: Organisation) -> Series:
    """The series as everybody who may see it does; locked, so that decisions come one by one."""
    Measure.objects.select_for_update().get(pk=measure.pk)
    columns = series_columns(Reading.objects.all(), measure, organisation.pk)
    series = series_of(columns, measure, organisation.pk)
    if series is None:
        raise NotNow(f"There are no readings of {measure} at {organisation} yet.")
    return series


def _keep(
    by: Person, measure: Measure, place: Organisation, summary: str, reason: str, **fields: Any
) -> LimitsChange:
    said = filled(reason, "reason", "Say why: who reads the chart later sees it.")
    change = LimitsChange.objects.create(
        measure=measure, organisation=place, reason=said, made_by=by, **fields
    )
    record(
        by=by,
        verb=f"measures.limits_{change.kind}",
        thing=change,
        summary=f"{by} {summary}: {said}",
        detail={"measure": measure.slug, "organisation": place.code},
    )
    return change
