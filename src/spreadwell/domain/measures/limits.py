"""What people decided about the limits of a chart: new levels, a baseline, points left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from spreadwell.charts.control_events import Annotation, Happening
from spreadwell.methods.spc import Question

from .models import LimitsChange, Measure

MARKED: dict[str, Happening] = {
    "rebase": "rebase", "baseline": "baseline", "exclusion": "excluded",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """Decisions that stand for one chart, by ordinals of its periods; none by default."""

    rebase: tuple[int, ...] = ()
    baseline: int | None = None
    excluded: tuple[int, ...] = ()
    changes: tuple[LimitsChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rebase or self.excluded or self.baseline is not None)

    def with_change(self, kind: str, *, ordinal: int = 0, points: int | None = None) -> Limits:
        """The limits as they would be with one more decision."""
        return Limits(
            tuple(sorted({*self.rebase, *([ordinal] if kind == "rebase" else [])})),
            points if kind == "baseline" else self.baseline,
            tuple(sorted({*self.excluded, *([ordinal] if kind == "exclusion" else [])})),
            self.changes,
        )

    def without(self, change: LimitsChange) -> Limits:
        """The limits as they would be without one of their decisions."""
        return limits_from(one for one in self.changes if one.pk != change.pk)

    def question(self, first: int, length: int, asked: Question) -> Question:
        """What a chart of a span is asked: decisions on periods outside it say nothing there."""
        inside = range(first, first + length)
        return Question(
            baseline=self.baseline,
            rebase=[one - first for one in self.rebase if one in inside and one > first],
            improvement=asked.improvement,
            target=asked.target,
            dialect=asked.dialect,
            exclude=[one - first for one in self.excluded if one in inside],
        )


NONE = Limits()

Book = Mapping[tuple[int, int], Limits]
"""Limits by keys of measure and organisation; a chart that is not in it was left as it is."""


def limits_from(changes: Iterable[LimitsChange]) -> Limits:
    """Gather standing decisions on one chart."""
    kept = tuple(changes)
    at: dict[str, list[int]] = {"rebase": [], "exclusion": []}
    baseline = None
    for one in kept:
        if one.ordinal is None:
            baseline = one.points
        else:
            at[one.kind].append(one.ordinal)
    return Limits(tuple(sorted(at["rebase"])), baseline, tuple(sorted(at["exclusion"])), kept)


def limits_book(measures: Collection[int], organisations: Collection[int] | None = None) -> Book:
    """Return every decision that stands on charts of some measures, in one query.

    Whoever may see a chart sees the limits by which it is read, so no viewer is asked for.
    """
    rows = LimitsChange.objects.standing().filter(measure__in=measures)
    if organisations is not None:
        rows = rows.filter(organisation__in=organisations)
    found: dict[tuple[int, int], list[LimitsChange]] = {}
    for one in rows.select_related("made_by"):
        found.setdefault((one.measure_id, one.organisation_id), []).append(one)
    return {key: limits_from(changes) for key, changes in found.items()}


def limits_of(measure: Measure, organisation: int) -> Limits:
    """Return the decisions that stand on one chart."""
    return limits_book([measure.pk], [organisation]).get((measure.pk, organisation), NONE)


def limit_marks(limits: Limits, first: int) -> list[Annotation]:
    """The decisions as marks on a chart that begins at `first`: who, when and why."""
    return [
        Annotation(
            0 if one.ordinal is None else one.ordinal - first,
            MARKED[one.kind],
            _text(one),
            by=str(one.made_by),
            noted=timezone.localdate(one.made_at).isoformat(),
        )
        for one in limits.changes
    ]


def _text(one: LimitsChange) -> str:
    if one.kind == "baseline":
        return f"limits rest on the first {one.points} points of each level. {one.reason}"
    return one.reason
