"""The charts of a site, with what was tried marked on them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from spreadwell.charts.control_events import Annotation
from spreadwell.charts.frame import NARROW, Look, Picture
from spreadwell.domain.measures.charts import Series, chart_for, picture_for, series_of
from spreadwell.domain.measures.columns import readings_as_columns
from spreadwell.domain.measures.models import Measure, Reading
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import Adaptation, ImplementationSite, TestOfChange
from spreadwell.formats.periods import Period, PeriodKind

MOST_CHARTS = 6
SHORT = 70


@dataclass(frozen=True, slots=True)
class ChartOf:
    """One measure's chart at the site, wide and narrow."""

    name: str
    slug: str
    wide: Picture
    narrow: Picture


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
