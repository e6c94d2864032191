"""Charts of stored readings: the same JSON that ``spreadwell chart --json`` gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from django.http import Http404, HttpRequest
from ninja import Query, Router

from spreadwell.charts.chart_json import Chart
from spreadwell.charts.frame import Look
from spreadwell.charts.telling import Floats, tell
from spreadwell.domain.measures.charts import chart_for, choice_for, picture_for, series_of
from spreadwell.domain.measures.columns import readings_as_columns
from spreadwell.domain.measures.limits import NONE, limits_book
from spreadwell.domain.measures.models import Measure, Reading
from spreadwell.domain.measures.series import Series
from spreadwell.domain.networks.models import Organisation
from spreadwell.formats.periods import Period

from .errors import FAILURES, Wrong
from .listing import measure_called, stored
from .paging import Page, Paged, page_of, paged
from .signing_in import viewer_on

router = Router(tags=["Charts"])
ASKED = "The kind of chart was asked for."
MOST = 100
"""Charts of one page: each is computed when it is asked for."""


class Charts(Paged):
    """A page of charts of one measure, by place."""

    charts: list[Chart]


@dataclass(frozen=True, slots=True)
class _Told:
    """A stored series as the JSON of charts tells it."""

    measure: str
    site: str
    series: Series
    stratifier: str | None = None
    stratum: str | None = None

    @property
    def periods(self) -> Sequence[Period]:
        return self.series.periods

    @property
    def is_pair(self) -> bool:
        return self.series.is_pair

    @property
    def numbers(self) -> Mapping[str, Floats]:
        return {name: getattr(self.series, name) for name in ("numerator", "denominator", "value")}


@router.get("/charts", response={200: Charts, **FAILURES}, summary="Charts of one measure")
def charts(
    request: HttpRequest,
    measure: Annotated[str, Query(max_length=80)],
    site: Annotated[
        list[str], Query(max_length=200, description="codes of places; may repeat; all without")
    ] = [],  # noqa: B006
    kind: Annotated[
        str, Query(max_length=12, description="xmr, run, p, …; chosen for the readings without")
    ] = "",
    page: Page = 1,
    size: Annotated[int, Query(ge=1, le=MOST, description=f"up to {MOST}")] = 20,
) -> dict[str, object]:
    """The chart of each place's readings, with what people decided about its limits."""
    viewer = viewer_on(request)
    found = measure_called(request, measure)
    columns = readings_as_columns(Reading.objects.visible_to(viewer), [found])
    there = np.unique(columns.organisation).tolist()
    rows = Organisation.objects.visible_to(viewer).filter(pk__in=there).order_by("code")
    places = list(rows.filter(code__in=[stored(one) for one in site]) if site else rows)
    if site and not places:
        raise Http404
    made = []
    some = page_of(places, page, size)
    book = limits_book([found.pk], [place.pk for place in some])
    for place in some:
        limits = book.get((found.pk, place.pk), NONE)
        series = series_of(columns, found, place.pk, limits)
        if series is not None:
            made.append(_chart(found, place, series, kind))
    return {"charts": made, **paged(len(places), page, size)}


def _chart(measure: Measure, place: Organisation, series: Series, kind: str) -> Chart:
    choice = choice_for(measure, series)
    try:
        made = chart_for(measure, series, kind=kind)
    except (KeyError, ValueError) as error:
        raise Wrong(422, f"{place.code}: {str(error).strip(chr(39))}") from None
    look = Look(heading=True)
    sentence = picture_for(measure, series, made, look, site=place.name).sentence
    told = _Told(measure.slug, place.code, series)
    return tell(told, made, choice.reason if made.kind == choice.kind else ASKED, sentence)
