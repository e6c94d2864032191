"""One chart: what it says, what people decided about it, why this chart, and its files."""

from dataclasses import dataclass, replace

from django.http import Http404, HttpResponse
from django.utils import timezone

from spreadwell.charts.control_events import Annotation
from spreadwell.charts.frame import WIDE, Look
from spreadwell.domain.foundation.refusals import Reason, allowed
from spreadwell.domain.measures.charts import (
    Series,
    chart_for,
    choice_for,
    dialect_of,
    kind_of,
    picture_for,
    series_of,
)
from spreadwell.domain.measures.columns import series_columns
from spreadwell.domain.measures.limiting import suggestion_on
from spreadwell.domain.measures.models import LimitsChange, Measure, Reading
from spreadwell.domain.measures.permissions import (
    check_change_limits,
    check_send,
    check_withdraw_limits,
)
from spreadwell.domain.measures.versions import versions_behind
from spreadwell.domain.networks.models import Organisation
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.marks import marks_of
from spreadwell.formats.measure_words import DIALECTS
from spreadwell.formats.periods import Period
from spreadwell.methods.spc import ControlChart

from ..downloads import picture_file
from ..middleware import PageRequest
from ..pages import find, render
from .presenters import wide_and_narrow
from .words import kinds_for, new_level, rules_for


@dataclass(frozen=True, slots=True, eq=False)
class Charted:
    """A measure at a place, its readings and the chart that was asked for."""

    measure: Measure
    place: Organisation
    series: Series
    kind: str
    dialect: str
    chart: ControlChart

    @property
    def invented(self) -> bool:
        """Whether pictures must say that this is an example."""
        return self.measure.invented or self.place.invented


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision on limits as the page lists it."""

    change: LimitsChange
    text: str
    no_withdraw: Reason


def series_at(request: PageRequest, slug: str, code: str) -> tuple[Measure, Organisation, Series]:
    """Find a measure's readings at a place, as far as the viewer may see them."""
    viewer = request.viewer
    measure = find(Measure.objects.visible_to(viewer), slug=slug)
    place = find(Organisation.objects.visible_to(viewer), code=code)
    columns = series_columns(Reading.objects.visible_to(viewer), measure, place.pk)
    series = series_of(columns, measure, place.pk)
    if series is None:
        raise Http404("There are no readings of this measure there that you may see.")
    return measure, place, series


def _charted(request: PageRequest, slug: str, code: str) -> Charted:
    measure, place, series = series_at(request, slug, code)
    choice = choice_for(measure, series).kind
    kind, dialect = request.GET.get("kind", ""), request.GET.get("rules", "")
    kind = kind if kind in kinds_for(series, choice) else choice
    dialect = dialect if dialect in DIALECTS else dialect_of(measure)
    try:
        made = chart_for(measure, series, kind=kind, dialect=dialect)
    except ValueError:
        made = chart_for(measure, series, dialect=dialect)
    return Charted(measure, place, series, made.kind, dialect, made)


def marks_on(viewer: Viewer, one: Charted) -> list[Annotation]:
    """What happened there that the viewer may know of."""
    return marks_of(viewer, one.measure, one.series, organisation=one.place.pk)


def chart(request: PageRequest, slug: str, code: str) -> HttpResponse:
    """Show one place's chart: what it says, the rules it was read by, and why this chart."""
    one = _charted(request, slug, code)
    measure, series = one.measure, one.series
    choice = choice_for(measure, series)
    notes = marks_on(request.viewer, one)
    pictures = [
        picture_for(measure, series, one.chart, look, site=one.place.name, annotations=notes)
        for look in wide_and_narrow("chart", one.invented)
    ]
    suggestion = suggestion_on(one.chart, measure, series)
    since = series.periods[suggestion.position] if suggestion else None
    kinds = kinds_for(series, choice.kind)
    usual = kind_of(measure, is_pair=series.is_pair)
    context = {
        "measure": measure,
        "place": one.place,
        "made": pictures[0],
        "narrow": pictures[1],
        "guards": one.chart.notes,
        "kind": one.kind,
        "kinds": kinds,
        "dialect": one.dialect,
        "dialects": DIALECTS,
        "choice": choice,
        "chosen": one.kind == choice.kind,
        "in_the_table": kinds.get(usual, "") if usual != one.kind else "",
        "rules": rules_for(one.kind, one.dialect),
        "suggestion": suggestion,
        "new_level": new_level(measure, series, suggestion) if suggestion else "",
        "since": since,
        "no_rebase": allowed(
            check_change_limits, request.viewer, one.place, "rebase", suggested=bool(suggestion)
        ),
        "no_limits": allowed(check_change_limits, request.viewer, one.place, "baseline"),
        "decided": decisions(request.viewer, measure, one.place),
        "behind": versions_behind(measure, one.place),
        "true_at": series.periods[-1].label,
        "today": timezone.localdate(),
        "no_send": allowed(check_send, request.viewer),
    }
    return render(request, "measures/chart.jinja", context)


def decisions(viewer: Viewer, measure: Measure, place: Organisation) -> list[Decided]:
    """List what was decided about a chart, what was withdrawn too."""
    rows = LimitsChange.objects.visible_to(viewer).filter(measure=measure, organisation=place)
    found = rows.select_related("made_by", "withdrawn_by", "organisation").order_by("-made_at")
    return [
        Decided(one, in_words(one), allowed(check_withdraw_limits, viewer, one)) for one in found
    ]


def in_words(change: LimitsChange) -> str:
    """What a decision did, in a few words."""
    match change.kind:
        case "rebase":
            return f"New limits from {_label(change.period)}"
        case "exclusion":
            return f"{_label(change.period)} left out of the limits"
    return f"Limits rest on the first {change.points} points of each level"


def _label(period: str) -> str:
    return Period.parse(period).label


def chart_picture(request: PageRequest, slug: str, code: str, kind: str) -> HttpResponse:
    """Give one place's chart as a file."""
    one = _charted(request, slug, code)
    look = Look(WIDE, "chart", one.invented, heading=True)
    picture = picture_for(
        one.measure, one.series, one.chart, look,
        site=one.place.name, annotations=marks_on(request.viewer, one),
    )  # fmt: skip
    return picture_file(picture, f"{slug}-{code}", kind, invented=one.invented)


def under(one: Charted, series: Series) -> Charted:
    """The same chart of the same readings, read by other limits."""
    try:
        made = chart_for(one.measure, series, kind=one.kind, dialect=one.dialect)
    except ValueError:
        made = chart_for(one.measure, series)
    return replace(one, series=series, chart=made)


def as_shown(measure: Measure, place: Organisation, series: Series) -> Charted:
    """The chart as it is shown when nothing else is asked."""
    made = chart_for(measure, series)
    return Charted(measure, place, series, made.kind, dialect_of(measure), made)
