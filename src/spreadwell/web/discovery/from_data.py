"""Findings from data: raised from a page of numbers, and drawn as the numbers are today."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from spreadwell.charts.control_events import Annotation
from spreadwell.charts.equity import equity
from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.wording import count, figure, sentence
from spreadwell.domain.discovery.data import Apart, Looked, Seen, seen
from spreadwell.domain.discovery.evidence import DataView, FindingData
from spreadwell.domain.discovery.from_data import raise_from_data, value_words
from spreadwell.domain.discovery.heard import TEXT_LIMIT, Heard
from spreadwell.domain.discovery.models import Finding
from spreadwell.domain.discovery.permissions import check_add_finding
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.measures.charts import chart_for, picture_for, shown_unit
from spreadwell.domain.measures.models import Measure, Reading
from spreadwell.domain.missions.models import Mission
from spreadwell.domain.networks.models import Organisation
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.places import places_of_networks
from spreadwell.formats.strata import STRATA

from ..asking import Question, ask
from ..formkit import LongText, Pick
from ..measures.equity_words import gap_picture, gap_points, said_after
from ..measures.presenters import wide_and_narrow
from ..middleware import PageRequest
from ..pages import find
from .forms import MissionForm

THEN, NOW = "then", "now"


class RaiseForm(MissionForm):
    """What the numbers say, for which mission, and what of them the finding keeps."""

    view = Pick(label="What the finding keeps", choices=DataView.choices)
    text = LongText(
        label="What the numbers say", rows=3, max_length=TEXT_LIMIT,
        help_text="One thing, in plain words. The numbers themselves stand beside it.",
    )  # fmt: skip
    place = forms.CharField(label="Place", max_length=80, required=False)

    def __init__(self, *args: Any, views: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["view"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = views
        if len(views) == 1:
            chosen.widget = forms.HiddenInput()


def _asked(request: PageRequest, slug: str, code: str, stratum: str) -> dict[str, Seen]:
    """Read what an address looks at, in each way in which it can be looked at."""
    viewer = request.viewer
    measure = find(Measure.objects.visible_to(viewer), slug=slug)
    place = find(Organisation.objects.visible_to(viewer), code=code) if code else None
    views = [DataView.EQUITY] if stratum else [DataView.MEASURE]
    if place is not None:
        views.append(DataView.GAP)
    found = {}
    for view in views:
        one = _seen(viewer, Looked(view.value, measure, place, stratum[:40]))
        if one is not None:
            found[view.value] = one
    if not found:
        raise Http404("There are no readings of this measure there that you may see.")
    return found


def _seen(viewer: Viewer, looked: Looked) -> Seen | None:
    rows = Reading.objects.visible_to(viewer)
    return seen(rows, looked, networks=places_of_networks(viewer))


def raise_one(request: PageRequest, slug: str, code: str = "", stratum: str = "") -> HttpResponse:
    """Raise a finding from the numbers that an address names: a measure, a place's, a gap."""
    found = _asked(request, slug, code, stratum)
    first = next(iter(found.values()))
    measure, place = first.looked.measure, first.looked.organisation
    where = f" at {place.name}" if place else ""
    question = Question(
        "Raise a finding from these numbers", "Raise it", "Raised. It keeps its link.",
        [("Measures", reverse("measures:list")),
         (measure.name, reverse("measures:detail", args=[measure.slug]))],
        f"{measure.name}{where}. "
        + " ".join(sentence(_said(one)) for one in found.values()),
        "The finding keeps the link to these numbers and what they say today, and draws them "
        "again as they change.",
    )  # fmt: skip
    form = RaiseForm(
        request.POST or None,
        viewer=request.viewer,
        views=[(key, _choice(one)) for key, one in found.items()],
        initial={"view": next(iter(found)), "place": place.borough if place else ""},
    )

    def raise_it(*, by: Person, mission: Mission, view: str, text: str, place: str) -> Finding:
        heard = Heard(
            text=text, role="", heard_on=timezone.localdate(), place=place, source_kind="data",
            source=f"{measure.name}{where}"[:200],
        )  # fmt: skip
        return raise_from_data(by=by, mission=mission, heard=heard, seen=found[view])

    def back(made: Finding) -> str:
        return reverse("discovery:finding", args=[made.pk])

    reason = allowed(check_add_finding, request.viewer)
    return ask(request, question, form, raise_it, back, reason=reason)


def _choice(one: Seen) -> str:
    if one.looked.view == DataView.MEASURE:
        return f"How it goes over time: {value_words(one)} in {one.period.label}"
    return f"How it stands against the rest: {value_words(one)} in {one.period.label}"


def _said(one: Seen) -> str:
    """Say in one line what is looked at says now."""
    looked = one.looked
    when = f"in {one.period.label}"
    if one.equity is not None:
        way = STRATA[looked.way]
        pair = f"{way.words(one.equity.first)} against {way.words(one.equity.second)}"
        return f"{when}, {pair}: {value_words(one)}"
    if one.apart is not None:
        others = count(one.apart.others, "other place", "other places")
        said = value_words(one)
        joined = {"apart": "apart from", "ahead": "ahead of"}.get(said.split()[-1], "behind")
        return f"{when}, it is {said.rsplit(' ', 1)[0]} {joined} the {others} together"
    added = f", {count(one.places, 'place')} added up" if looked.organisation is None else ""
    return f"{when}: {value_words(one)}{added}"


@dataclass(frozen=True, slots=True)
class DrawnToday:
    """The numbers behind a finding: both pictures, what was said then, and what is said now."""

    wide: Picture
    narrow: Picture
    now: str
    since: str
    href: str


def drawn_today(viewer: Viewer, data: FindingData) -> DrawnToday | None:
    """Draw the numbers behind a finding as they are today; None where the viewer sees none."""
    looked = Looked(data.view, data.measure, data.organisation, data.stratum)
    found = _seen(viewer, looked)
    if found is None:
        return None
    wide, narrow = (_picture(found, data, look) for look in wide_and_narrow("data", found.invented))
    now = f"{value_words(found)} in {found.period.label}"
    return DrawnToday(wide, narrow, now, _since(found, data), _href(looked))


def _since(found: Seen, data: FindingData) -> str:
    """Say what became of it since the finding was raised."""
    if data.then_value is None:
        return ""
    if str(found.period) == data.then_period:
        if np.isclose(found.value, data.then_value):
            return "No later reading has come in since."
        was = value_words(found, data.then_value)
        return f"That reading was corrected since; it was {was}."
    change = found.value - data.then_value
    if np.isclose(change, 0.0):
        return "It stands where it stood."
    gap = found.looked.view != DataView.MEASURE
    if not gap:
        return f"That is {figure(abs(change))} {'higher' if change > 0 else 'lower'} than then."
    if np.sign(found.value) != np.sign(data.then_value):
        return f"Then it was {value_words(found, data.then_value)}."
    grew = abs(found.value) > abs(data.then_value)
    return f"That is {figure(abs(change))} {'more' if grew else 'less'} than then."


def _href(looked: Looked) -> str:
    """The page on which these numbers stand with all that is known of them."""
    slug = looked.measure.slug
    if looked.view == DataView.EQUITY:
        group = f"&group={looked.group}" if looked.group else ""
        return f"{reverse('measures:equity', args=[slug])}?by={looked.way}{group}"
    if looked.organisation is not None:
        return reverse("measures:chart", args=[slug, looked.organisation.code])
    return reverse("measures:detail", args=[slug])


def _marks(found: Seen, data: FindingData) -> list[tuple[int, str]]:
    """Where the last value stood when the finding was raised, and where it stands now."""
    then = found.at(data.then_period)
    marks = [] if then is None or then == found.latest else [(then, THEN)]
    return [*marks, (found.latest, NOW)]


def _picture(found: Seen, data: FindingData, look: Look) -> Picture:
    marks = _marks(found, data)
    if found.equity is not None:
        return gap_picture(found.equity, look, marks)
    if found.apart is not None:
        return _apart_picture(found, found.apart, look, marks)
    assert found.series is not None
    measure, place = found.looked.measure, found.looked.organisation
    then = found.at(data.then_period)
    told = f"A finding was raised: {data.then}"
    day = data.finding.heard_on.isoformat()
    notes = [] if then is None else [Annotation(then, "note", told, day)]
    chart = chart_for(measure, found.series)
    site = place.name if place else f"{count(found.places, 'place')} together"
    return picture_for(measure, found.series, chart, look, site=site, annotations=notes)


def _apart_picture(found: Seen, apart: Apart, look: Look, marks: list[tuple[int, str]]) -> Picture:
    measure, place = found.looked.measure, found.looked.organisation
    assert place is not None
    points = gap_points(measure, apart.periods, apart.place, apart.rest, apart.gaps)
    others = f"the other {count(apart.others, 'place')}"
    made = equity(
        points, look, first=place.name, second=others, unit=shown_unit(measure),
        said=said_after(measure), title=f"{measure.name}: {place.name} against {others}",
        names=[period.label for period in apart.periods], marks=marks,
    )  # fmt: skip
    return replace(made, sentence=sentence(_said(found)))
