"""What the pages of a site print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from spreadwell.charts.control_events import Annotation
from spreadwell.charts.frame import NARROW, Look, Picture
from spreadwell.domain.learning.models import Lesson
from spreadwell.domain.measures.charts import Series, chart_for, picture_for, series_of
from spreadwell.domain.measures.columns import readings_as_columns
from spreadwell.domain.measures.models import Measure, Reading
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import (
    Adaptation,
    ConditionRating,
    ImplementationSite,
    ReadinessRating,
    TestOfChange,
)
from spreadwell.domain.sites.queries import DueMeasure
from spreadwell.formats.periods import Period, PeriodKind

from .frameworks import NASSS_NAMES

MOST_CHARTS = 6
SHORT = 70


@dataclass(frozen=True, slots=True)
class DueRow:
    """A number due: its name, the period, when it is wanted, and last time's beside it."""

    name: str
    slug: str
    period: str
    due: date
    late: bool
    before: str


@dataclass(frozen=True, slots=True)
class ChartOf:
    """One measure's chart at the site, wide and narrow."""

    name: str
    slug: str
    wide: Picture
    narrow: Picture


def due_rows(due: Sequence[DueMeasure], today: date) -> list[DueRow]:
    """Present what is due with the reading of the period before."""
    return [
        DueRow(
            one.measure.name,
            one.measure.slug,
            one.period.label,
            one.due,
            one.due < today,
            _told(one),
        )
        for one in due
    ]


def _told(one: DueMeasure) -> str:
    """Say the reading before in words."""
    period = one.period.previous().label
    reading = one.before
    if reading is None:
        return f"{period}: nothing was sent"
    if reading.value is not None:
        return f"{period}: {reading.value:,g} {one.measure.unit}"
    return f"{period}: {reading.numerator:,g} of {reading.denominator:,g}"


def charts_of(viewer: Viewer, site: ImplementationSite) -> list[ChartOf]:
    """Draw the measures of the site's innovation with its tests and adaptations on them."""
    attached = site.version.innovation.measures.select_related("measure")
    measures = [one.measure for one in attached.order_by("-primary", "measure__name")]
    made = []
    for measure in measures[:MOST_CHARTS]:
        if measure.cadence == PeriodKind.INTEGER.value:
            continue
        columns = readings_as_columns(
            Reading.objects.visible_to(viewer), [measure], organisations=[site.organisation_id]
        )
        series = series_of(columns, measure, site.organisation_id)
        if series is not None:
            made.append(_chart(viewer, site, measure, series))
    return made


def _chart(viewer: Viewer, site: ImplementationSite, measure: Measure, series: Series) -> ChartOf:
    chart = chart_for(measure, series)
    notes = annotations(viewer, site, series)
    invented = site.invented or measure.invented

    def draw(name: str, width: int | None) -> Picture:
        prefix = f"m{measure.pk}-{name}"
        look = Look(prefix=prefix, invented=invented)
        if width:
            look = Look(width=width, prefix=prefix, invented=invented)
        return picture_for(measure, series, chart, look, site=site.name, annotations=notes)

    return ChartOf(measure.name, measure.slug, draw("wide", None), draw("narrow", NARROW))


def annotations(viewer: Viewer, site: ImplementationSite, series: Series) -> list[Annotation]:
    """Return what happened at the site within the series: its start, tests and adaptations."""
    found: list[tuple[date, str, str]] = []
    if site.started:
        found.append((site.started, "event", "Went live"))
    if site.stopped:
        found.append((site.stopped, "event", "Stopped"))
    adaptations: QuerySet[Adaptation] = Adaptation.objects.visible_to(viewer)
    tests: QuerySet[TestOfChange] = TestOfChange.objects.visible_to(viewer)
    found += [(one.on, "adaptation", one.what) for one in adaptations.filter(site=site)]
    found += [(one.started, "test", one.question) for one in tests.filter(site=site)]
    made = []
    for on, kind, text in found:
        place = series.position(Period.containing(on, series.kind))
        if place is not None:
            short = text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"
            made.append(Annotation(place, kind, short))  # type: ignore[arg-type]
    return made


def readiness_rows(ratings: Sequence[ReadinessRating]) -> list[tuple[str, str]]:
    """Return each NASSS domain with its latest rating; a domain not rated says so."""
    latest = {one.domain: one for one in sorted(ratings, key=lambda r: (r.rated_on, r.pk))}
    rows = []
    for number, name in NASSS_NAMES.items():
        one = latest.get(number)
        said = f"{one.get_rating_display()}{': ' + one.note if one.note else ''}" if one else ""
        rows.append((name, said or "Not rated yet"))
    return rows


RATING_WORDS = {
    2: "Helps strongly (+2)",
    1: "Helps a little (+1)",
    0: "Neither, or mixed (0)",
    -1: "Hinders a little (−1)",
    -2: "Hinders strongly (−2)",
    None: "Not found out yet",
}


def condition_rows(ratings: Sequence[ConditionRating]) -> list[tuple[str, str, str]]:
    """Return (condition, rating in words, evidence), strongest first, blanks last."""
    ordered = sorted(ratings, key=lambda r: (r.rating is None, -(r.rating or 0), r.construct))
    return [(one.construct, RATING_WORDS[one.rating], one.evidence) for one in ordered]


def lessons_alike(viewer: Viewer, site: ImplementationSite) -> QuerySet[Lesson]:
    """Return lessons from other sites of the same innovation, this site's own first."""
    rows: QuerySet[Lesson] = Lesson.objects.visible_to(viewer)
    return rows.filter(innovation=site.version.innovation).select_related("site")[:6]
