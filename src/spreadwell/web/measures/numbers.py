"""Numbers and their history: each period's number, who sent it when, and what stood before."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.measures.models import Measure, Reading, Submission
from spreadwell.domain.measures.permissions import check_send, check_withdraw
from spreadwell.domain.measures.questions import Answered, answers_of
from spreadwell.domain.networks.models import Organisation
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.viewer import Viewer
from spreadwell.exchange.workbooks import told
from spreadwell.formats.periods import Period

from ..middleware import PageRequest
from ..pages import find, render

AT_ONCE = 60
"""Periods on a page: five years of months."""


@dataclass(frozen=True, slots=True)
class Stood:
    """One number that stands or stood: who sent it, when and how, and what became of it."""

    number: str
    who: str
    how: str
    submission: Submission
    opens: bool
    became: str


@dataclass(frozen=True, slots=True)
class PeriodNumbers:
    """One period: what stands, what stood before, and what its sender said of it."""

    label: str
    now: Stood | None
    before: list[Stood]
    answered: Answered | None


def numbers(request: PageRequest, slug: str, code: str) -> HttpResponse:
    """Show every number of one measure at one place, with its history."""
    viewer = request.viewer
    measure = find(Measure.objects.visible_to(viewer), slug=slug)
    place = find(Organisation.objects.visible_to(viewer), code=code)
    rows = Reading.objects.visible_to(viewer).filter(
        measure=measure, organisation=place, stratifier=""
    )
    readings = list(rows.select_related("submission__sent_by").defer("submission__content"))
    if not readings:
        raise Http404("There are no readings of this measure there that you may see.")
    shown = _periods(viewer, measure, place, readings)
    context = {
        "measure": measure,
        "place": place,
        "periods": shown[:AT_ONCE],
        "more": max(len(shown) - AT_ONCE, 0),
        "corrected": sum(bool(one.before) for one in shown),
        "no_send": allowed(check_send, viewer),
        "no_withdraw": allowed(check_withdraw, viewer),
    }
    return render(request, "measures/numbers.jinja", context)


def _periods(
    viewer: Viewer, measure: Measure, place: Organisation, readings: list[Reading]
) -> list[PeriodNumbers]:
    by_period: dict[str, list[Reading]] = {}
    for one in sorted(readings, key=lambda one: (-one.ordinal, -one.pk)):
        by_period.setdefault(one.period, []).append(one)
    names = _names(viewer, readings)
    sources = {one.submission_id for one in readings}
    opens = set(
        Submission.objects.visible_to(viewer).filter(pk__in=sources).values_list("pk", flat=True)
    )
    answered = answers_of(viewer, measure, place.pk)
    made = []
    for period, many in by_period.items():
        stood = [(one, _stood(one, names, opens)) for one in many]
        now = next((words for one, words in stood if one.is_current), None)
        made.append(
            PeriodNumbers(
                Period.parse(period).label,
                now,
                [words for one, words in stood if not one.is_current],
                answered.get(many[0].ordinal) if now else None,
            )
        )
    return made


def _names(viewer: Viewer, readings: list[Reading]) -> dict[int, str]:
    """The names of senders whom the viewer may know."""
    senders = {key for one in readings if (key := one.submission.sent_by_id) is not None}
    seen = Person.objects.visible_to(viewer).filter(pk__in=senders)
    names = {one.pk: one.name for one in seen}
    if viewer.person_id in senders and viewer.person_id is not None:
        names[viewer.person_id] = "You"
    return names


def _stood(one: Reading, names: dict[int, str], opens: set[int]) -> Stood:
    source = one.submission
    sender = source.sent_by_id
    who = "An extract" if sender is None else names.get(sender, "Somebody who sends for this place")
    became = ""
    if not one.is_current:
        withdrawn = source.state == "withdrawn"
        became = f"withdrawn: {source.withdrawn_because}" if withdrawn else "corrected since"
    return Stood(told(one), who, source.get_way_display(), source, source.pk in opens, became)
