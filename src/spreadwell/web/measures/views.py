"""Measures: the list, one measure across places, and its definition in plain words."""

from typing import Any

from django.http import Http404, HttpResponse

from spreadwell.charts.frame import WIDE, Look, Picture
from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.innovations.models import InnovationMeasure
from spreadwell.domain.measures.charts import completeness, kind_of, told_of
from spreadwell.domain.measures.models import AimTarget, Measure, MeasureVersion
from spreadwell.domain.measures.permissions import (
    check_define_here,
    check_load_definitions,
    check_send,
)
from spreadwell.domain.measures.versions import compared
from spreadwell.formats.measure_words import CHARTS, explained
from spreadwell.formats.measure_yaml import definition_yaml

from ..downloads import file_of, picture_file
from ..middleware import PageRequest
from ..pages import find, render
from .diagrams import watching
from .narrowing import narrowed
from .presenters import (
    AT_ONCE,
    Funnel,
    Shown,
    charted,
    funnel_of,
    funnel_periods,
    funnel_pictures,
    icon_html,
    icon_picture,
    months_html,
    shown_to,
    small_pictures,
    wide_and_narrow,
)
from .words import KIND_WORDS, target_words


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
        "no_define": allowed(check_define_here, viewer),
    }
    return render(request, "measures/list.jinja", context)


def measure_of(request: PageRequest, slug: str) -> Measure:
    """Find a measure that the viewer may see."""
    return find(Measure.objects.visible_to(request.viewer), slug=slug)


def _page(request: PageRequest, shown: Shown) -> tuple[int, int]:
    """The page of places asked for, and how many there are."""
    pages = max(1, -(-len(shown.places) // AT_ONCE))
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return min(max(number, 1), pages), pages


def _funnel(request: PageRequest, shown: Shown) -> tuple[list[Any], Funnel | None]:
    """The periods of which a funnel can be drawn, and that of the one asked for."""
    periods = funnel_periods(shown)
    if not periods:
        return [], None
    asked = request.GET.get("period", "")
    chosen = next((one for one in periods if str(one) == asked), periods[0])
    return periods, funnel_of(shown, chosen)


def detail(request: PageRequest, slug: str) -> HttpResponse:
    """Show a measure: its places with icons, month by month, its funnel, and small charts."""
    measure = measure_of(request, slug)
    to = narrowed(request)
    shown = shown_to(request.viewer, measure, to.places)
    page, pages = _page(request, shown)
    places = shown.places[(page - 1) * AT_ONCE : page * AT_ONCE]
    charts = charted(shown, places)
    periods, found = _funnel(request, shown)
    funnel, funnel_for_phones = funnel_pictures(
        shown, found, *wide_and_narrow("funnel", shown.invented)
    )
    small, small_for_phones = small_pictures(
        shown, charts, *wide_and_narrow("small", shown.invented)
    )
    there, expected = completeness(shown.columns)
    links = InnovationMeasure.objects.visible_to(request.viewer).filter(measure=measure)
    is_pair = bool(len(shown.columns) and (shown.columns.denominator > 0).any())
    read_by = CHARTS[kind_of(measure, is_pair=is_pair)]
    context = {
        "measure": measure,
        "shown": shown,
        "to": to,
        "icons": icon_html(shown, places),
        "read_by": f"{read_by[:1].upper()}{read_by[1:]}",
        "months": months_html(shown, charts),
        "page": page,
        "pages": pages,
        "funnel": funnel,
        "funnel_narrow": funnel_for_phones,
        "funnel_found": found,
        "funnel_periods": periods,
        "small": small,
        "small_narrow": small_for_phones,
        "there": there,
        "expected": expected,
        "target": target_words(measure),
        "innovations": watching(
            request.viewer, measure, [one.innovation for one in links.select_related("innovation")]
        ),
        "no_send": allowed(check_send, request.viewer),
        "adds_up": is_pair and measure.statistic in ("proportion", "rate"),
        "events": history_of(measure),
    }
    return render(request, "measures/detail.jinja", context)


def measure_picture(request: PageRequest, slug: str, name: str, kind: str) -> HttpResponse:
    """Give one of a measure's pictures as a file."""
    measure = measure_of(request, slug)
    shown = shown_to(request.viewer, measure, narrowed(request).places)
    look = Look(WIDE, name if name[:1].isalpha() else "picture", shown.invented, heading=True)
    picture: Picture | None = None
    if name == "icons":
        picture = icon_picture(shown, shown.places, look)
    elif name == "funnel":
        picture = funnel_pictures(shown, _funnel(request, shown)[1], look)[0]
    return picture_file(picture, f"{slug}-{name}", kind, invented=shown.invented)


def definition(request: PageRequest, slug: str) -> HttpResponse:
    """Explain a measure in plain words, with every version beside the one before it."""
    measure = measure_of(request, slug)
    told = told_of(measure)
    links = InnovationMeasure.objects.visible_to(request.viewer).filter(measure=measure)
    aims = AimTarget.objects.visible_to(request.viewer).filter(measure=measure)
    context = {
        "measure": measure,
        "told": told,
        "explained": explained(told),
        "versions": compared(request.viewer, measure),
        "links": links.select_related("innovation__mission"),
        "aims": aims.select_related("aim__mission"),
        "no_change": allowed(check_define_here, request.viewer, measure),
        "events": history_of(measure),
    }
    return render(request, "measures/definition.jinja", context)


def definition_file(request: PageRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Give a definition as the YAML file that would hold it under review."""
    measure = measure_of(request, slug)
    rows = MeasureVersion.objects.visible_to(request.viewer).filter(measure=measure)
    version = rows.filter(number=number).first() if number is not None else rows.first()
    if version is None or not version.definition:
        raise Http404("There is no such version.")
    text = definition_yaml(version.definition)
    name = f"{slug}.yaml" if number is None else f"{slug}-version-{number}.yaml"
    return file_of(text.encode(), name, "application/yaml; charset=utf-8")
