"""What people decided about charts of the example, and a measure defined on a page."""

from typing import Any

from spreadwell.domain.foundation.origins import Origin
from spreadwell.domain.measures import limiting
from spreadwell.domain.measures.charts import series_of
from spreadwell.domain.measures.columns import readings_as_columns
from spreadwell.domain.measures.definitions import change_here, define_here
from spreadwell.domain.measures.limits import NONE
from spreadwell.domain.models import Measure, Reading
from spreadwell.formats.measures import MeasureDefinition

from .loading import Loading

JUDGED_BY = "cholesterol_at_target"
ENOUGH = 2
"""So many charts show new limits; the rest still show the suggestion."""

LOCAL: dict[str, Any] = {
    "id": "interpreter_booked",
    "name": "Interpreter booked",
    "definition": "Reviews of people who need an interpreter for which one was booked.",
    "why_it_matters": "A review that one side does not understand changes nothing.",
    "numerator": "Reviews with an interpreter booked",
    "denominator": "Reviews of people whose record says that they need one",
    "unit": "reviews",
    "statistic": "proportion",
    "per": 100,
    "direction": "up",
    "target": 80,
    "kind": "process",
    "cadence": "month",
    "source": "Invented for the example portfolio; not a real extract.",
    "supplied_by": "extract",
    "author": "Example portfolio, analysis",
    "review_date": "2027-04-01",
}


def load(loading: Loading) -> None:
    """Define a local measure, change it once, and set new limits where a level has changed."""
    by = loading.person("analyst")
    measure = define_here(by=by, definition=MeasureDefinition.model_validate(LOCAL))
    later = {
        **LOCAL,
        "target": None,
        "targets": [{"from": "2025-04", "target": 80}, {"from": "2026-04", "target": 90}],
        "exclusions": ["People who chose to bring somebody who interprets for them"],
    }
    change_here(by=by, measure=measure, definition=MeasureDefinition.model_validate(later))
    Measure.objects.filter(pk=measure.pk).update(origin=Origin.INVENTED)
    _new_levels(loading)


def _new_levels(loading: Loading) -> None:
    """Begin new limits at the first places where the readings suggest it."""
    measure = loading.measures[JUDGED_BY]
    columns = readings_as_columns(Reading.objects.all(), [measure])
    made = 0
    for site in loading.sites.values():
        series = series_of(columns, measure, site.organisation_id, NONE)
        found = limiting.suggestion_for(measure, series) if series else None
        if series is None or found is None or made == ENOUGH:
            continue
        limiting.rebase(
            by=loading.person("analyst"),
            measure=measure,
            organisation=site.organisation,
            period=series.periods[found.position],
            reason="The reviews have been part of the working week since then, and stay so.",
        )
        made += 1
