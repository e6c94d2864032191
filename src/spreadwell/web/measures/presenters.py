"""What the pages of measures print: sites with icons, pictures, and the words beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.urls import reverse

from spreadwell.charts.control_events import Annotation
from spreadwell.charts.control_funnel import funnel_chart
from spreadwell.charts.frame import NARROW, WIDE, Look, Picture
from spreadwell.charts.icon_table import IconCell, icon_table
from spreadwell.charts.icons import assurance_icon, control_glyph, variation_icon
from spreadwell.charts.wording import figure
from spreadwell.domain.measures.charts import (
    Series,
    icons_for,
    shown_scale,
    shown_unit,
)
from spreadwell.domain.measures.columns import Columns, readings_as_columns
from spreadwell.domain.measures.models import Measure, Reading
from spreadwell.domain.networks.models import Organisation
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import Adaptation, ImplementationSite, TestOfChange
from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.methods.spc import funnel

# Rows of the icon table at once: what a person reads in one go; the rest a page further.
AT_ONCE = 30
SHORT = 60
# Wide enough for one measure beside the names of places.
ONE_COLUMN = 520


@dataclass(frozen=True, slots=True)
class Place:
    """A place with readings; `uses` is whether an innovation runs there."""

    pk: int
    code: str
    name: str
    uses: bool
    invented: bool


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """The readings of a measure that a viewer may see, and the places they are of."""

    measure: Measure
    columns: Columns
    places: tuple[Place, ...]

    @property
    def invented(self) -> bool:
        """Whether a place shown is invented."""
        return self.measure.invented or any(place.invented for place in self.places)

    @property
    def true_at(self) -> str:
        """The latest period with a reading, in words."""
        if not len(self.columns):
            return ""
        return self.columns.period(int(self.columns.ordinal.max())).label


def shown_to(viewer: Viewer, measure: Measure) -> Shown:
    """Gather a measure's readings for a viewer, places where an innovation runs first."""
    columns = readings_as_columns(Reading.objects.visible_to(viewer), [measure])
    keys = np.unique(columns.organisation).tolist()
    sites = ImplementationSite.objects.visible_to(viewer).filter(started__isnull=False)
    using = set(sites.values_list("organisation_id", flat=True))
    rows = Organisation.objects.visible_to(viewer).filter(pk__in=keys)
    places = [
        Place(one.pk, one.code, one.name, one.pk in using, one.invented)
        for one in rows.only("code", "name", "origin")
    ]
    places.sort(key=lambda place: (not place.uses, place.name))
    return Shown(measure, columns, tuple(places))


def icon_picture(shown: Shown, places: Sequence[Place], look: Look) -> Picture | None:
    """The icon table of some places; None without any."""
    if not places:
        return None
    icons = icons_for(shown.columns, shown.measure, [place.pk for place in places])
    unit = shown_unit(shown.measure)
    cells = []
    for place in places:
        pair = icons.get(place.pk)
        latest = "" if pair is None or pair.latest is None else f"{figure(pair.latest)}{unit}"
        cells.append(
            [
                None
                if pair is None
                else IconCell(
                    variation_icon(pair.variation), assurance_icon(pair.assurance), latest
                )
            ]
        )
    urls = [reverse("measures:chart", args=[shown.measure.slug, place.code]) for place in places]
    return icon_table(
        [place.name for place in places],
        [shown.measure.name],
        cells,
        look,
        urls=urls,
        glyph=control_glyph,
        title=f"{shown.measure.name}, place by place",
    )


def funnel_pictures(shown: Shown, *looks: Look) -> list[Picture | None]:
    """The funnel of the latest period in each look; None where the readings do not allow one.

    The limits of thousands of places take their time, so they are computed once for all looks.
    """
    columns, measure = shown.columns, shown.measure
    if not len(columns) or len(shown.places) < 5 or measure.statistic not in ("proportion", "rate"):
        return [None for _ in looks]
    last = int(columns.ordinal.max())
    here = columns.take((columns.ordinal == last) & (columns.denominator > 0))
    if len(here) < 5 or not np.isfinite(here.numerator).all():
        return [None for _ in looks]
    names = {place.pk: place.name for place in shown.places}
    try:
        chart = funnel(
            here.numerator,
            here.denominator,
            names=[names.get(pk, "") for pk in here.organisation.tolist()],
            kind="proportion" if measure.statistic == "proportion" else "ratio",
            improvement=measure.direction,
        )
    except ValueError:
        return [None for _ in looks]
    name = f"{measure.name}, {columns.period(last).label}"
    unit, scale = shown_unit(measure), shown_scale(measure)
    return [funnel_chart(chart, look, name=name, unit=unit, scale=scale) for look in looks]


def wide_and_narrow(prefix: str, invented: bool, *, width: int = WIDE) -> tuple[Look, Look]:
    """The looks of one picture on a desk, `width` wide, and on a phone."""
    return Look(width, prefix, invented), Look(NARROW, f"{prefix}-narrow", invented)


def happenings(viewer: Viewer, place: Place, measure: Measure, series: Series) -> list[Annotation]:
    """Starts, adaptations and tests of change at a place, where they lie on its chart."""
    if series.kind is PeriodKind.INTEGER:
        return []
    found: list[tuple[date, str, str]] = []
    sites = ImplementationSite.objects.visible_to(viewer).filter(
        organisation_id=place.pk, started__isnull=False
    )
    for site in sites.select_related("version__innovation"):
        if site.started:
            found.append((site.started, "event", f"{site.version.innovation} started"))
        if site.stopped:
            found.append((site.stopped, "event", f"{site.version.innovation} stopped"))
    for made in Adaptation.objects.visible_to(viewer).filter(site__organisation_id=place.pk):
        found.append((made.on, "adaptation", made.what))
    tests = TestOfChange.objects.visible_to(viewer).filter(site__organisation_id=place.pk)
    for cycle in tests:
        if cycle.measure_id in (None, measure.pk):
            found.append((cycle.started, "test", cycle.question))
    notes = []
    for day, kind, text in sorted(found):
        position = series.position(Period.containing(day, series.kind))
        if position is not None:
            short = text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"
            notes.append(Annotation(position, kind, short))  # type: ignore[arg-type]
    return notes
