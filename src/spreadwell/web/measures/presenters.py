"""What the pages of measures print: places with icons, months and small charts, the funnel."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.urls import reverse
from markupsafe import Markup

from spreadwell.charts.control_funnel import funnel_chart
from spreadwell.charts.frame import NARROW, WIDE, Look, Picture
from spreadwell.charts.icon_table import IconCell, icon_rows, icon_table
from spreadwell.charts.icons import assurance_icon, control_glyph, variation_icon
from spreadwell.charts.small_multiples import Panel, small_multiples
from spreadwell.charts.state_table import state_rows
from spreadwell.charts.states import State, states_of
from spreadwell.charts.wording import figure
from spreadwell.domain.measures.charts import (
    Series,
    chart_for,
    icons_for,
    series_of,
    shown_scale,
    shown_unit,
)
from spreadwell.domain.measures.columns import Columns, readings_as_columns
from spreadwell.domain.measures.limits import NONE, limits_book
from spreadwell.domain.measures.models import Measure, Reading
from spreadwell.domain.measures.reading_off import IconPair
from spreadwell.domain.networks.models import Organisation
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.formats.periods import Period
from spreadwell.methods.spc import ControlChart, funnel

# Rows of the icon table at once: what a person reads in one go; the rest a page further.
AT_ONCE = 30
# Small charts at once, and months beside the names: as many as a desk shows without scrolling.
SMALL = 12
MONTHS = 12
# Wide enough for one measure beside the names of places.
ONE_COLUMN = 520
# Below this the places differ about as chance makes them.
ALIKE = 1.5


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
    series: dict[int, Series] = field(default_factory=dict)

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

    def url(self, place: Place) -> str:
        """The address of a place's chart."""
        return reverse("measures:chart", args=[self.measure.slug, place.code])


def shown_to(viewer: Viewer, measure: Measure, only: Collection[int] | None = None) -> Shown:
    """Gather a measure's readings for a viewer, places where an innovation runs first."""
    rows = Reading.objects.visible_to(viewer)
    columns = readings_as_columns(rows, [measure], organisations=only)
    keys = np.unique(columns.organisation).tolist()
    return Shown(measure, columns, places_of(viewer, keys))


def places_of(viewer: Viewer, keys: Collection[int]) -> tuple[Place, ...]:
    """Name the places with these keys, those where an innovation runs first."""
    sites = ImplementationSite.objects.visible_to(viewer).filter(started__isnull=False)
    using = set(sites.order_by().values_list("organisation_id", flat=True))
    rows = Organisation.objects.visible_to(viewer)
    if len(keys) <= 500:  # beyond, naming them costs more than reading them all
        rows = rows.filter(pk__in=keys)
    wanted = set(keys)
    found = rows.order_by().values_list("pk", "code", "name", "origin")
    places = [
        Place(pk, code, name, pk in using, origin == "invented")
        for pk, code, name, origin in found
        if pk in wanted
    ]
    return tuple(sorted(places, key=lambda place: (not place.uses, place.name)))


def icon_cell(pair: IconPair | None, unit: str) -> IconCell | None:
    """One cell of an icon table: both icons and the latest value; None without a reading."""
    if pair is None:
        return None
    latest = "" if pair.latest is None else f"{figure(pair.latest)}{unit}"
    return IconCell(variation_icon(pair.variation), assurance_icon(pair.assurance), latest)


def _cells(shown: Shown, places: Sequence[Place]) -> list[list[IconCell | None]]:
    icons = icons_for(shown.columns, shown.measure, [place.pk for place in places])
    unit = shown_unit(shown.measure)
    return [[icon_cell(icons.get(place.pk), unit)] for place in places]


def icon_picture(shown: Shown, places: Sequence[Place], look: Look) -> Picture | None:
    """The icon table of some places as a picture to keep; None without any."""
    if not places:
        return None
    return icon_table(
        [place.name for place in places],
        [shown.measure.name],
        _cells(shown, places),
        look,
        urls=[shown.url(place) for place in places],
        glyph=control_glyph,
        title=f"{shown.measure.name}, place by place",
    )


def icon_html(shown: Shown, places: Sequence[Place]) -> Markup | None:
    """The same as a table of the page."""
    if not places:
        return None
    made = icon_rows(
        [place.name for place in places],
        [shown.measure.name],
        _cells(shown, places),
        prefix="icons",
        caption=f"{shown.measure.name}, place by place",
        glyph=control_glyph,
        urls=[shown.url(place) for place in places],
    )
    return Markup(made)


def charted(shown: Shown, places: Sequence[Place]) -> list[tuple[Place, Series, ControlChart]]:
    """The chart of each place as it is shown there, with what people decided about it."""
    book = limits_book([shown.measure.pk], [place.pk for place in places])
    found = []
    for place in places:
        limits = book.get((shown.measure.pk, place.pk), NONE)
        series = series_of(shown.columns, shown.measure, place.pk, limits)
        if series is not None:
            found.append((place, series, chart_for(shown.measure, series)))
    return found


Charts = Sequence[tuple[Place, Series, ControlChart]]


def months_html(shown: Shown, charts: Charts) -> Markup | None:
    """Places × months, each with what its point said; None without any."""
    if not charts:
        return None
    last = int(shown.columns.ordinal.max())
    first = max(int(shown.columns.ordinal.min()), last - MONTHS + 1)
    rows = [_states(series, chart, first, last) for _, series, chart in charts]
    made = state_rows(
        [place.name for place, _, _ in charts],
        [str(Period(shown.columns.kind, one)) for one in range(first, last + 1)],
        rows,
        prefix="months",
        caption=f"{shown.measure.name}, period by period",
        urls=[shown.url(place) for place, _, _ in charts],
    )
    return Markup(made)


def _states(series: Series, chart: ControlChart, first: int, last: int) -> list[State]:
    states = states_of(chart)
    for place in series.suppressed:
        states[place] = "held_back"
    none: State = "missing"
    return [
        states[one - series.first] if 0 <= one - series.first < len(states) else none
        for one in range(first, last + 1)
    ]


def small_pictures(shown: Shown, charts: Charts, *looks: Look) -> list[Picture | None]:
    """The charts of some places side by side on one scale, in each look; None under two."""
    spans = [(series.first, len(series.value)) for _, series, _ in charts]
    # Panels share their periods: places whose readings span others stand on their own pages.
    usual = max(set(spans), key=spans.count) if spans else (0, 0)
    kept = [one for one, span in zip(charts, spans, strict=True) if span == usual][:SMALL]
    if len(kept) < 2:
        return [None for _ in looks]
    periods = [str(one) for one in kept[0][1].periods]
    panels = [Panel(place.name, chart, shown.url(place)) for place, _, chart in kept]
    unit, scale = shown_unit(shown.measure), shown_scale(shown.measure)
    return [
        small_multiples(panels, periods, look, name=shown.measure.name, unit=unit, scale=scale)
        for look in looks
    ]


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """The funnel of one period, and what its spread means in words."""

    chart: ControlChart
    period: Period
    words: str


def funnel_periods(shown: Shown) -> list[Period]:
    """The periods of which a funnel can be drawn: those with at least five places, latest first."""
    columns = shown.columns
    if shown.measure.statistic not in ("proportion", "rate") or not len(columns):
        return []
    known = np.isfinite(columns.numerator) & (columns.denominator > 0)
    ordinals, counts = np.unique(columns.ordinal[known], return_counts=True)
    return [columns.period(int(one)) for one in ordinals[counts >= 5][::-1]]


def funnel_of(shown: Shown, period: Period) -> Funnel | None:
    """Places of different size in one period, against limits that allow for their size."""
    columns, measure = shown.columns, shown.measure
    known = np.isfinite(columns.numerator) & (columns.denominator > 0)
    here = columns.take((columns.ordinal == period.ordinal) & known)
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
        return None
    return Funnel(chart, period, _spread_in_words(chart))


def funnel_pictures(shown: Shown, found: Funnel | None, *looks: Look) -> list[Picture | None]:
    """The funnel in each look; its limits were computed once for all of them."""
    if found is None:
        return [None for _ in looks]
    name = f"{shown.measure.name}, {found.period.label}"
    unit, scale = shown_unit(shown.measure), shown_scale(shown.measure)
    return [funnel_chart(found.chart, look, name=name, unit=unit, scale=scale) for look in looks]


def _spread_in_words(chart: ControlChart) -> str:
    """How much more places differ than chance alone would make them."""
    phi = dict(chart.dispersion).get("phi", 0.0)
    if phi < ALIKE:
        return (
            "The places differ about as much as chance alone would make them: a place outside the "
            "limits is worth asking about, the order of those inside says nothing."
        )
    return (
        "The places differ more than chance alone would make them: they serve different people in "
        "different ways. So the limits are widened by as much, and only a place outside those "
        "stands out from all the others."
    )


def wide_and_narrow(prefix: str, invented: bool, *, width: int = WIDE) -> tuple[Look, Look]:
    """The looks of one picture on a desk, `width` wide, and on a phone."""
    return Look(width, prefix, invented), Look(NARROW, f"{prefix}-narrow", invented)
