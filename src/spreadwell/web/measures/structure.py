"""A measure added up by a structure of organisations: as it was then, or as it is today."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404, HttpResponse
from django.utils import timezone

from spreadwell.charts.control_events import Annotation
from spreadwell.charts.frame import WIDE, Look
from spreadwell.charts.wording import figure
from spreadwell.domain.foundation.refusals import Invalid
from spreadwell.domain.measures.charts import (
    Series,
    chart_for,
    picture_for,
    series_of,
    shown_scale,
    shown_unit,
)
from spreadwell.domain.measures.columns import readings_as_columns
from spreadwell.domain.measures.models import Measure, Reading
from spreadwell.domain.measures.recut import OUTSIDE, Recut, recut
from spreadwell.domain.networks.models import (
    EdgeKind,
    Organisation,
    OrganisationEdge,
    OrganisationKind,
)
from spreadwell.domain.networks.structure import structure_of
from spreadwell.domain.people.viewer import Viewer
from spreadwell.formats.periods import Period, PeriodKind

from ..downloads import picture_file
from ..middleware import PageRequest
from ..pages import find, render
from .presenters import wide_and_narrow

THEN, TODAY = "then", "today"
WAYS = {
    THEN: "As it was then",
    TODAY: "As it is today",
}
MEANS = {
    THEN: "Each reading counts for whom it belonged to in its own period. What has merged since "
    "stands apart until the day of the merger.",
    TODAY: "Every reading counts for whom it belongs to today, whenever it was read. What has "
    "merged since stands together from the beginning.",
}
KINDS = {
    OrganisationKind.PCN.value: ("PCN", "PCNs"),
    OrganisationKind.TRUST.value: ("trust", "trusts"),
}
"""Into what readings are added up: those that have members or run places."""


@dataclass(frozen=True, slots=True)
class Group:
    """One organisation with what adds up to it: periods, readings behind them, the latest value."""

    pk: int
    code: str
    name: str
    invented: bool
    readings: int
    first: str
    last: str
    latest: str


@dataclass(frozen=True, slots=True, eq=False)
class ByStructure:
    """A measure by one structure; `problem` says why it cannot be added up, "" where it can."""

    recut: Recut | None
    groups: tuple[Group, ...]
    outside: int
    problem: str = ""


def by_structure(viewer: Viewer, measure: Measure, kind: str, by: str, today: date) -> ByStructure:
    """Add up what a viewer may see of a measure by organisations of a kind, then or today."""
    columns = readings_as_columns(Reading.objects.visible_to(viewer), [measure])
    rows = Organisation.objects.visible_to(viewer)
    structure = structure_of(OrganisationEdge.objects.visible_to(viewer), kind)
    # A reading of a PCN is its own, whether anything is known of its members or not.
    alike = frozenset(rows.filter(kind=kind).order_by().values_list("pk", flat=True))
    structure = replace(structure, groups=structure.groups | alike)
    try:
        found = recut(
            columns,
            structure,
            on=today if by == TODAY else None,
            add_values=measure.statistic == "count",
        )
    except Invalid as refusal:
        return ByStructure(None, (), 0, str(refusal))
    keys = found.columns.organisation
    outside = int(found.readings[keys == OUTSIDE].sum())
    named = rows.filter(pk__in={int(key) for key in keys} - {OUTSIDE})
    groups = tuple(_group(one, measure, found) for one in named.order_by("name", "code"))
    return ByStructure(found, groups, outside)


def _group(one: Organisation, measure: Measure, found: Recut) -> Group:
    mine = found.columns.organisation == one.pk
    ordinals = found.columns.ordinal[mine]
    last = int(ordinals.argmax())
    latest = float(found.columns.ratio[mine][last])
    return Group(
        one.pk,
        one.code,
        one.name,
        one.invented,
        int(found.readings[mine].sum()),
        found.columns.period(int(ordinals.min())).label,
        found.columns.period(int(ordinals.max())).label,
        f"{figure(latest * shown_scale(measure))}{shown_unit(measure)}" if latest == latest else "",
    )


def _asked(request: PageRequest, slug: str) -> tuple[Measure, str, str, date]:
    measure = find(Measure.objects.visible_to(request.viewer), slug=slug)
    by, kind = request.GET.get("by", THEN), request.GET.get("kind", "")
    by = by if by in WAYS else THEN
    return measure, by, kind if kind in KINDS else "", timezone.localdate()


def structure(request: PageRequest, slug: str) -> HttpResponse:
    """Show a measure by its PCNs, or trusts: by the structure of then or of today."""
    measure, by, kind, today = _asked(request, slug)
    tried = {
        one: by_structure(request.viewer, measure, one, by, today)
        for one in ([kind] if kind else KINDS)
    }
    told = [one for one, found in tried.items() if found.groups or found.problem]
    kind = told[0] if told else next(iter(tried))
    found = tried[kind]
    context = {
        "measure": measure,
        "found": found,
        "by": by,
        "ways": WAYS,
        "means": MEANS[by],
        "kind": kind,
        "kinds": KINDS,
        "nouns": KINDS[kind],
        "invented": any(group.invented for group in found.groups) or measure.invented,
        "today": today,
    }
    return render(request, "measures/structure.jinja", context)


def structure_chart(request: PageRequest, slug: str, code: str) -> HttpResponse:
    """Chart what adds up to one organisation, by the structure of then or of today."""
    measure, by, _, today = _asked(request, slug)
    place, series, found = _series(request.viewer, measure, code, by, today)
    edges = _mergers(request.viewer, place)
    context = {
        "measure": measure,
        "place": place,
        "by": by,
        "ways": WAYS,
        "means": MEANS[by],
        "found": found,
        "edges": edges,
        "wide": None,
    }
    if series is not None:
        pictures = [
            picture_for(
                measure, series, chart_for(measure, series), look, site=place.name,
                annotations=_marks(place, series, edges),
            )
            for look in wide_and_narrow("chart", measure.invented or place.invented)
        ]  # fmt: skip
        context |= {
            "wide": pictures[0],
            "narrow": pictures[1],
            "group": next(one for one in found.groups if one.pk == place.pk),
            "true_at": series.periods[-1].label,
        }
    return render(request, "measures/structure_chart.jinja", context)


def structure_picture(request: PageRequest, slug: str, code: str, kind: str) -> HttpResponse:
    """Give that chart as a file; its name says by which structure."""
    measure, by, _, today = _asked(request, slug)
    place, series, _ = _series(request.viewer, measure, code, by, today)
    if series is None:
        raise Http404("There are no readings there by this structure.")
    invented = measure.invented or place.invented
    notes = _marks(place, series, _mergers(request.viewer, place))
    picture = picture_for(
        measure, series, chart_for(measure, series),
        Look(WIDE, "chart", invented, source=f"Structure {WAYS[by].lower()}", heading=True),
        site=place.name, annotations=notes,
    )  # fmt: skip
    return picture_file(picture, f"{slug}-{code}-{by}", kind, invented=invented)


def _series(
    viewer: Viewer, measure: Measure, code: str, by: str, today: date
) -> tuple[Organisation, Series | None, ByStructure]:
    """Find an organisation into which readings can be added up, and its series if it has one."""
    place = find(Organisation.objects.visible_to(viewer), code=code, kind__in=list(KINDS))
    found = by_structure(viewer, measure, place.kind, by, today)
    series = series_of(found.recut.columns, measure, place.pk) if found.recut else None
    return place, series, found


def _mergers(viewer: Viewer, place: Organisation) -> Sequence[OrganisationEdge]:
    """Return who an organisation took over from, and who took over from it."""
    rows = OrganisationEdge.objects.visible_to(viewer).filter(kind=EdgeKind.SUCCEEDED_BY)
    found = (rows.filter(source=place) | rows.filter(target=place)).order_by("starts", "pk")
    return list(found.select_related("source", "target"))


def _marks(
    place: Organisation, series: Series, edges: Sequence[OrganisationEdge]
) -> list[Annotation]:
    """Mark the mergers on a chart, one mark for each day."""
    if series.kind is PeriodKind.INTEGER:
        return []
    days: dict[date, list[str]] = {}
    for edge in edges:
        if edge.starts is not None and edge.target_id == place.pk:
            days.setdefault(edge.starts, []).append(edge.source.name)
    marks = []
    for day, names in days.items():
        position = series.position(Period.containing(day, series.kind))
        if position is not None:
            marks.append(Annotation(position, "event", f"Took over from {' and '.join(names)}"))
    return marks
