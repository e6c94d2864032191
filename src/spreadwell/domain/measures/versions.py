"""Versions of a definition side by side: what changed, field by field, and whether it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery

from spreadwell.formats.measures import MeasureDefinition

from ..networks.models import Organisation
from ..people.viewer import Viewer
from .models import Measure, MeasureVersion, Reading, Submission

Told = Mapping[str, Any]

COUNTING = ("definition", "numerator", "denominator", "exclusions", "unit", "statistic", "per",
            "cadence", "codelists")  # fmt: skip
"""What is counted, of whom and how often: where these change, old and new may not be alike."""

JUDGING = ("name", "direction", "target", "targets", "chart", "dialect", "source", "supplied_by",
           "due_days", "sign_off", "stratifiers", "disclosure")  # fmt: skip
"""How it is read and who supplies it."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field in two versions, in words."""

    field: str
    before: str
    after: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A version and how it differs from the one before it."""

    version: MeasureVersion
    changes: tuple[FieldChange, ...]
    submissions: int


def what_changed(before: Told, after: Told) -> str:
    """Say in words which parts of a definition differ."""
    parts = [
        name.replace("_", " ")
        for name in (*COUNTING, *JUDGING)
        if (before.get(name) or None) != (after.get(name) or None)
    ]
    if not parts:
        return "notes around the definition changed, not what is counted."
    return f"changed: {', '.join(parts)}."


def counts_otherwise(before: Told, after: Told) -> bool:
    """Tell whether what is counted changed, so that old and new readings may not be alike."""
    return any((before.get(name) or None) != (after.get(name) or None) for name in COUNTING)


def changes_between(before: Told, after: Told) -> tuple[FieldChange, ...]:
    """Return every field that differs, in the order of the type."""
    names = [field.alias or name for name, field in MeasureDefinition.model_fields.items()]
    return tuple(
        FieldChange(
            name.replace("_", " "), in_words(before.get(name)), in_words(after.get(name)),
            name in COUNTING,
        )
        for name in names
        if (before.get(name) or None) != (after.get(name) or None)
    )  # fmt: skip


def compared(viewer: Viewer, measure: Measure) -> list[Compared]:
    """Return the versions of a measure, the latest first, each beside the one before it."""
    rows = MeasureVersion.objects.visible_to(viewer).filter(measure=measure)
    versions = list(rows.select_related("made_by").order_by("number"))
    counts = _sent_under(viewer, measure, versions)
    found = []
    earlier: list[Told] = [{}, *(one.definition for one in versions)]
    for i, version in enumerate(versions):
        changes = changes_between(earlier[i], version.definition) if i else ()
        found.append(Compared(version, changes, counts.get(version.pk, 0)))
    return found[::-1]


@dataclass(frozen=True, slots=True)
class Behind:
    """A version of a definition and how many readings of one chart were sent under it."""

    version: MeasureVersion
    readings: int
    first: str
    last: str


def versions_behind(measure: Measure, organisation: Organisation) -> list[Behind]:
    """Return under which version the readings of one chart were sent; none where there is one."""
    versions = list(measure.versions.order_by("number"))
    if len(versions) < 2:
        return []
    rows = Reading.objects.filter(
        measure=measure, organisation=organisation, is_current=True, stratum=""
    )
    found: dict[int, list[str]] = {}
    for period, day in rows.order_by("ordinal").values_list("period", "submission__sent_at"):
        stood = [i for i, one in enumerate(versions) if one.loaded_at <= day]
        found.setdefault(stood[-1] if stood else 0, []).append(period)
    return [Behind(versions[i], len(p), p[0], p[-1]) for i, p in sorted(found.items())]


def in_words(value: Any) -> str:
    """A field as text: nothing, words, or a list of them."""
    if value is None or value in ([], ""):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {in_words(one)}" for key, one in value.items() if one is not None)
    if isinstance(value, list):
        return "; ".join(in_words(one) for one in value)
    return str(value)


def _sent_under(
    viewer: Viewer, measure: Measure, versions: Sequence[MeasureVersion]
) -> dict[int, int]:
    """How many submissions that the viewer may see came in under each version, in one query."""
    if len(versions) < 2:
        return {}
    readings = Reading.objects.filter(submission=OuterRef("pk"), measure=measure)
    stood = MeasureVersion.objects.filter(measure=measure, loaded_at__lte=OuterRef("sent_at"))
    seen = Submission.objects.visible_to(viewer).filter(Exists(readings), state="accepted")
    under = seen.annotate(under=Subquery(stood.order_by("-number").values("pk")[:1]))
    rows = under.order_by().values("under").annotate(sent=Count("pk", distinct=True))
    return dict(rows.values_list("under", "sent"))
