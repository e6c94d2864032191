"""Measures: the list, one measure across places, and one chart."""

from typing import Any

from django.http import Http404, HttpResponse

from spreadwell.charts.frame import WIDE, Look, Picture
from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.models import InnovationMeasure
from spreadwell.domain.measures.charts import (
    WHY_XMR,
    Series,
    chart_for,
    choice_for,
    completeness,
    picture_for,
    series_of,
)
from spreadwell.domain.measures.models import Measure, MeasureVersion
from spreadwell.domain.measures.permissions import check_load_definitions, check_send
from spreadwell.methods.spc import ControlChart, suggest_rebase

from ..downloads import picture_file
from ..middleware import PageRequest
from ..pages import find, render
from .diagrams import watching
from .presenters import (
    AT_ONCE,
    ONE_COLUMN,
    Place,
    Shown,
    funnel_pictures,
    happenings,
    icon_picture,
    shown_to,
    wide_and_narrow,
)
from .words import KIND_WORDS, RULES, definition_rows, kinds_for, new_level


def measure_list(request: PageRequest) -> HttpResponse:
    """List the measures by what they watch."""
    viewer = request.viewer
    measures = Measure.objects.visible_to(viewer)
    links = InnovationMeasure.objects.visible_to(viewer).select_related("innovation")
    used: dict[int, list[Any]] = {}
    for link in links:
        used.setdefault(link.measure_id, []).append(link.innovation)
    groups = [
        (words, [(one, used.get(one.pk, [])) for one in measures if one.kind == kind])
        for kind, words in KIND_WORDS.items()
    ]
    context = {
        "groups": [(words, rows) for words, rows in groups if rows],
        "no_send": allowed(check_send, viewer),
        "no_load": allowed(check_load_definitions, viewer),
    }
    return render(request, "measures/list.jinja", context)


def _measure(request: PageRequest, slug: str) -> Measure:
    return find(Measure.objects.visible_to(request.viewer), slug=slug)


def _page(request: PageRequest, shown: Shown) -> tuple[int, int]:
    """The page of places asked for, and how many there are."""
    pages = max(1, -(-len(shown.places) // AT_ONCE))
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return min(max(number, 1), pages), pages


def detail(request: PageRequest, slug: str) -> HttpResponse:
    """Show a measure: its places with icons, its funnel, its definition and versions."""
    measure = _measure(request, slug)
    shown = shown_to(request.viewer, measure)
    page, pages = _page(request, shown)
    places = shown.places[(page - 1) * AT_ONCE : page * AT_ONCE]
    wide, narrow = wide_and_narrow("icons", shown.invented, width=ONE_COLUMN)
    funnel, funnel_for_phones = funnel_pictures(shown, *wide_and_narrow("funnel", shown.invented))
    there, expected = completeness(shown.columns)
    versions = MeasureVersion.objects.visible_to(request.viewer).filter(measure=measure)
    links = InnovationMeasure.objects.visible_to(request.viewer).filter(measure=measure)
    context = {
        "measure": measure,
        "shown": shown,
        "icons": icon_picture(shown, places, wide),
        "icons_narrow": icon_picture(shown, places, narrow),
        "page": page,
        "pages": pages,
        "funnel": funnel,
        "funnel_narrow": funnel_for_phones,
        "there": there,
        "expected": expected,
        "definition": definition_rows(measure),
        "versions": versions,
        "innovations": watching(
            request.viewer, measure, [one.innovation for one in links.select_related("innovation")]
        ),
        "no_send": allowed(check_send, request.viewer),
        "events": history_of(measure),
    }
    return render(request, "measures/detail.jinja", context)


def measure_picture(request: PageRequest, slug: str, name: str, kind: str) -> HttpResponse:
    """Give one of a measure's pictures as a file."""
    measure = _measure(request, slug)
    shown = shown_to(request.viewer, measure)
    look = Look(WIDE, name if name[:1].isalpha() else "picture", shown.invented, heading=True)
    picture: Picture | None = None
    if name == "icons":
        picture = icon_picture(shown, shown.places, look)
    elif name == "funnel":
        picture = funnel_pictures(shown, look)[0]
    return picture_file(picture, f"{slug}-{name}", kind, invented=shown.invented)


def chart(request: PageRequest, slug: str, code: str) -> HttpResponse:
    """Show one place's chart: what it says, the rules it was read by, and why this chart."""
    measure, place, series = _series(request, slug, code)
    choice = choice_for(measure, series)
    kinds = kinds_for(series)
    asked = request.GET.get("kind", "xmr")
    kind = asked if asked in kinds else "xmr"
    made = _chart_or_xmr(measure, series, kind)
    invented = measure.invented or place.invented
    notes = happenings(request.viewer, place, measure, series)
    pictures = [
        picture_for(measure, series, made, look, site=place.name, annotations=notes)
        for look in wide_and_narrow("chart", invented)
    ]
    suggestion = suggest_rebase(made)
    better = choice.kind if choice.kind in kinds and choice.kind != kind else ""
    context = {
        "measure": measure,
        "place": place,
        "made": pictures[0],
        "narrow": pictures[1],
        "kind": kind,
        "kinds": kinds,
        "why": WHY_XMR if kind == "xmr" else kinds[kind],
        "choice": choice,
        "better": better,
        "rules": RULES,
        "suggestion": suggestion,
        "new_level": new_level(measure, series, suggestion) if suggestion else "",
        "since": series.periods[suggestion.position].label if suggestion else "",
        "true_at": series.periods[-1].label,
        "no_send": allowed(check_send, request.viewer),
    }
    return render(request, "measures/chart.jinja", context)


def chart_picture(request: PageRequest, slug: str, code: str, kind: str) -> HttpResponse:
    """Give one place's chart as a file."""
    measure, place, series = _series(request, slug, code)
    asked = request.GET.get("kind", "xmr")
    made = _chart_or_xmr(measure, series, asked if asked in kinds_for(series) else "xmr")
    invented = measure.invented or place.invented
    look = Look(WIDE, "chart", invented, heading=True)
    notes = happenings(request.viewer, place, measure, series)
    picture = picture_for(measure, series, made, look, site=place.name, annotations=notes)
    return picture_file(picture, f"{slug}-{code}", kind, invented=invented)


def _series(request: PageRequest, slug: str, code: str) -> tuple[Measure, Place, Series]:
    measure = _measure(request, slug)
    shown = shown_to(request.viewer, measure)
    place = next((one for one in shown.places if one.code == code), None)
    series = series_of(shown.columns, measure, place.pk) if place else None
    if place is None or series is None:
        raise Http404("There are no readings of this measure there that you may see.")
    return measure, place, series


def _chart_or_xmr(measure: Measure, series: Series, kind: str) -> ControlChart:
    try:
        return chart_for(measure, series, kind=kind)
    except ValueError:
        return chart_for(measure, series)
