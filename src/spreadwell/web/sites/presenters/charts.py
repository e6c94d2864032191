"""The charts of a site, with what was tried marked on them."""

from dataclasses import dataclass

from spreadwell.charts.frame import NARROW, Look, Picture
from spreadwell.domain.measures.charts import Series, chart_for, picture_for, series_of
from spreadwell.domain.measures.columns import readings_as_columns
from spreadwell.domain.measures.models import Measure, Reading
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.marks import marks_of
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.formats.periods import PeriodKind

MOST_CHARTS = 6


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
    notes = marks_of(viewer, measure, series, organisation=site.organisation_id, site=site)
    invented = site.invented or measure.invented

    def draw(name: str, width: int | None) -> Picture:
        prefix = f"m{measure.pk}-{name}"
        look = Look(prefix=prefix, invented=invented)
        if width:
            look = Look(width=width, prefix=prefix, invented=invented)
        return picture_for(measure, series, chart, look, site=site.name, annotations=notes)

    return ChartOf(measure.name, measure.slug, draw("wide", None), draw("narrow", NARROW))
