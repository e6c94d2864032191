"""The picture that leads the page of an opportunity: who bears the need, or who said it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from spreadwell.domain.discovery.models import Finding, Opportunity
from spreadwell.domain.discovery.queries import places_heard
from spreadwell.domain.measures.charts import shown_scale
from spreadwell.domain.measures.equity import equity_of
from spreadwell.domain.measures.models import Measure, Reading
from spreadwell.domain.measures.strata import stratifiers_of
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.places import places_of_networks

from ..measures.equity_words import change_words, gap_picture, ladder_words
from ..measures.presenters import wide_and_narrow
from ..missions.presenters import Drawn
from .presenters import behind_drawn


@dataclass(frozen=True, slots=True)
class Lead:
    """A picture with the sentences that say what to see in it."""

    drawn: Drawn
    heading: str
    said: tuple[str, ...] = ()
    measure: Measure | None = None


def lead_of(
    viewer: Viewer, one: Opportunity, measures: list[Measure], findings: QuerySet[Finding]
) -> Lead | None:
    """Return the gap between groups of people that a measure shows; else who said the need."""
    for measure in measures:
        found = _burden(viewer, measure)
        if found is not None:
            return found
    if not viewer.in_office:
        return None
    invented = one.invented or findings.filter(origin="invented").exists()
    drawn = behind_drawn(findings, places_heard(findings), invented=invented)
    return Lead(drawn, "Who said it") if drawn else None


def _burden(viewer: Viewer, measure: Measure) -> Lead | None:
    ways = stratifiers_of(viewer, measure)
    if not ways:
        return None
    by = "imd_quintile" if "imd_quintile" in ways else ways[0]
    rows: Any = Reading.objects.visible_to(viewer)
    found = equity_of(rows, measure, by, networks=places_of_networks(viewer))
    if found is None:
        return None
    mine = rows.as_columns().filter(measure=measure, stratifier=by)
    invented = measure.invented or mine.filter(organisation__origin="invented").exists()
    wide, narrow = (gap_picture(found, look) for look in wide_and_narrow("burden", invented))
    scale = shown_scale(measure)
    said = change_words(found, scale), ladder_words(found, scale)
    return Lead(
        Drawn(wide, narrow), f"Who it burdens: {measure.name}", tuple(filter(None, said)), measure
    )
