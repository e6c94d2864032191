"""What happened at a place, marked on its charts with who recorded it, after the last point too."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import timezone

from spreadwell.charts.control_events import Annotation, Happening
from spreadwell.formats.periods import Period, PeriodKind

from ..measures.models import Measure, MeasureVersion, Reading, Submission
from ..measures.series import Series
from ..measures.versions import counts_otherwise
from ..people.viewer import Viewer
from .models import Adaptation, ImplementationSite, SiteSpell, TestOfChange

SHORT = 70
"""Marks are read under a chart: more than a line each stands on their own page."""

PAUSES = ("paused",)


def marks_of(
    viewer: Viewer,
    measure: Measure,
    series: Series,
    *,
    organisation: int,
    site: ImplementationSite | None = None,
) -> list[Annotation]:
    """Return what a viewer may know of a place that bears on the chart of a measure.

    Starts, pauses and stops, adaptations, tests of change, notes sent with readings, and changes
    of what is counted. With `site`, what belongs to that site alone.
    """
    if series.kind is PeriodKind.INTEGER:
        return []
    sites = ImplementationSite.objects.visible_to(viewer).filter(
        organisation_id=organisation, started__isnull=False
    )
    if site is not None:
        sites = sites.filter(pk=site.pk)
    named = list(sites.select_related("version__innovation"))
    keys = [one.pk for one in named]
    found = [
        *_of_sites(named),
        *_pauses(viewer, keys),
        *_of_adaptations(viewer, keys),
        *_of_tests(viewer, keys, measure),
        *_of_readings(viewer, measure, organisation),
        *_of_definition(viewer, measure),
    ]
    return [_at(series, *one) for one in sorted(found, key=lambda one: one[0])]


Found = tuple[date, Happening, str, str, date | None, str]
"""The day, what it was, in words, by whom, noted when, and where it stands."""


def _at(
    series: Series, day: date, kind: Happening, text: str, by: str, noted: date | None, source: str
) -> Annotation:
    short = " ".join(text.split())
    short = short if len(short) <= SHORT else f"{short[: SHORT - 1]}…"
    place = series.place_of(Period.containing(day, series.kind))
    said = noted.isoformat() if noted else ""
    return Annotation(place, kind, short, day.isoformat(), by, said, source)


def _of_sites(sites: Iterable[ImplementationSite]) -> Iterator[Found]:
    for one in sites:
        innovation = one.version.innovation
        if one.started:
            yield one.started, "event", f"{innovation} started", "", None, ""
        if one.stopped:
            yield one.stopped, "event", f"{innovation} stopped", "", None, ""


def _pauses(viewer: Viewer, sites: list[int]) -> Iterator[Found]:
    rows = SiteSpell.objects.visible_to(viewer).filter(site__in=sites, state__in=PAUSES)
    for one in rows.select_related("site__version__innovation"):
        innovation = one.site.version.innovation
        yield one.entered, "event", f"{innovation} paused", "", None, ""
        if one.left and not one.site.stopped:
            yield one.left, "event", f"{innovation} went on", "", None, ""


def _of_adaptations(viewer: Viewer, sites: list[int]) -> Iterator[Found]:
    rows = Adaptation.objects.visible_to(viewer).filter(site__in=sites)
    for one in rows.select_related("recorded_by"):
        yield one.on, "adaptation", one.what, str(one.recorded_by), None, "adaptations of the site"


def _of_tests(viewer: Viewer, sites: list[int], measure: Measure) -> Iterator[Found]:
    rows = TestOfChange.objects.visible_to(viewer).filter(site__in=sites)
    for one in rows:
        if one.measure_id in (None, measure.pk):
            yield one.started, "test", one.question, "", None, "tests of change"


def _of_readings(viewer: Viewer, measure: Measure, organisation: int) -> Iterator[Found]:
    """Notes that came with readings, at the first period that each submission brought here."""
    sent = Submission.objects.visible_to(viewer).exclude(note="").filter(state="accepted")
    rows = Reading.objects.filter(
        measure=measure, organisation=organisation, is_current=True, stratum="",
        submission__in=sent.values("pk"),
    )  # fmt: skip
    first: dict[int, Reading] = {}
    for row in rows.select_related("submission__sent_by").order_by("ordinal"):
        first.setdefault(row.submission_id, row)
    for row in first.values():
        day = Period(PeriodKind(row.period_kind), row.ordinal).start
        by = str(row.submission.sent_by or "")
        noted = timezone.localdate(row.submission.sent_at)
        yield day, "note", row.submission.note, by, noted, str(row.submission)


def _of_definition(viewer: Viewer, measure: Measure) -> Iterator[Found]:
    """Days since when something else is counted."""
    rows = MeasureVersion.objects.visible_to(viewer).filter(measure=measure)
    before: MeasureVersion | None = None
    for one in rows.select_related("made_by").order_by("number"):
        if before is not None and counts_otherwise(before.definition, one.definition):
            day = timezone.localdate(one.loaded_at)
            text = f"Counted otherwise since version {one.number}: {one.what_changed}"
            yield day, "note", text, str(one.made_by or ""), day, "versions of the measure"
        before = one
