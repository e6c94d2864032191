"""The meeting view: powerful × possible on the wall, and sliders that answer at once."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse, QueryDict
from django.urls import reverse

from spreadwell.charts.frame import Look, Picture
from spreadwell.charts.powerful_possible import Opportunity, Verdict, powerful_possible
from spreadwell.domain.priorities.meeting import HALF, Dials, Table, in_force, lay_out, sides
from spreadwell.domain.priorities.models import Shortlist, ShortlistEntry
from spreadwell.domain.priorities.policies import check_seen
from spreadwell.domain.priorities.portfolio import Answer, answer, regret
from spreadwell.domain.priorities.robust import deprived_sentence
from spreadwell.domain.priorities.states import AFTER_FIRST

from ..formkit import PageForm
from ..middleware import PageRequest
from ..missions.presenters import NARROW, Drawn
from ..pages import guard, render
from .views import one_shortlist

# A wall is wide; a laptop shows the same picture smaller.
WALL = 780
MOST_POINTS = 40
# Money moves by ten thousand pounds a year.
THOUSANDS, TENS = 1e5, 10
# From so many of 100 plausible portfolios on it is in; up to so many it is not this round.
IN_FROM, OUT_TO = 80, 20


def _slider(label: str, top: float, step: float, **more: Any) -> forms.FloatField:
    """Return a number field that a script may show as a slider."""
    attrs = {"min": 0, "max": top, "step": step, "data-slider": "", "class": "nhsuk-input--width-5"}
    widget = forms.NumberInput(attrs=attrs)
    return forms.FloatField(label=label, min_value=0, required=False, widget=widget, **more)


class MeetingForm(PageForm):
    """The dials: weights, what there is, the floor, shares of missions."""

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = in_force(table)
        most = max(MOST_POINTS, *held.weights.values(), 0)
        for one in table.criteria:
            self.fields[f"w_{one.slug}"] = _slider(one.name, most, HALF)
        runs = any(one.runs for one in table.entries)
        label = "How many can start or go on" if runs else "How many can be taken up"
        self.fields["places"] = _slider(label, len(table.entries), 1)
        money = _top(held.money, table, "money") / THOUSANDS
        self.fields["money"] = _slider("Money, thousand pounds a year", _up(money, TENS), TENS)
        staff = _up(_top(held.staff, table, "staff"), 1)
        self.fields["staff"] = _slider("Staff time, hours a week", staff, 1)
        self.fields["floor"] = _slider("Of 100 that benefit, in the most deprived fifth", 60, 1)
        self.missions = sorted(set(table.missions)) if len(set(table.missions)) > 1 else []
        for at, mission in enumerate(self.missions):
            self.fields[f"share_{at}"] = _slider(f"Of 100 taken up, for {mission}", 100, 5)

    def dials(self, table: Table) -> Dials:
        """Return what is set; what is blank or not a number does not bind."""
        self.is_valid()  # what is wrong is said at its field; the rest is answered
        data = self.cleaned_data
        places = data.get("places")
        money = data.get("money")
        return Dials(
            weights={one.slug: data.get(f"w_{one.slug}") or 0.0 for one in table.criteria},
            places=None if places is None else max(1, round(places)),
            money=None if money is None else round(money * 1000 * 100),
            staff=data.get("staff"),
            equity_floor=min(100.0, data.get("floor") or 0.0),
            shares={
                one: min(100.0, data.get(f"share_{at}") or 0.0)
                for at, one in enumerate(self.missions)
            },
        )


def _top(held: float | None, table: Table, name: str) -> float:
    """Return where a slider of a budget ends: where it binds no more, or at twice what there is."""
    return max(2 * (held or 0), float(table.known(name, "high").sum()), 1.0)


def _up(number: float, step: int) -> int:
    """Round up to a whole step."""
    return int(-(-number // step) * step)


def _start(table: Table) -> dict[str, str]:
    """Return what stands before anybody moves anything: the weights and limits in force."""
    held = in_force(table)
    start = {f"w_{slug}": points for slug, points in held.weights.items()}
    start["places"], start["floor"] = held.places or 0, held.equity_floor or 0
    if held.money is not None:
        start["money"] = held.money / THOUSANDS
    if held.staff is not None:
        start["staff"] = held.staff
    return {key: f"{value:g}" for key, value in start.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """One opportunity as the wall shows it."""

    entry: ShortlistEntry
    of_100: int
    chosen: bool
    verdict: Verdict
    why: str


def lines_of(table: Table, found: Answer) -> list[Line]:
    """Return the lines, those in the proposed portfolio first."""
    lines = [
        Line(
            entry,
            found.of_100[i],
            found.chosen[i],
            _verdict(found.of_100[i]),
            found.leaves[i] if found.chosen[i] else found.gives[i],
        )
        for i, entry in enumerate(table.entries)
    ]
    return sorted(lines, key=lambda one: (not one.chosen, -one.of_100, one.entry.opportunity.title))


def _verdict(of_100: int) -> Verdict:
    return "in" if of_100 >= IN_FROM else "not this round" if of_100 <= OUT_TO else "depends"


def drawn_on_the_wall(table: Table, dials: Dials, found: Answer, *, invented: bool) -> Drawn:
    """Draw the cloud of each opportunity under these weights."""
    placed = sides(table, dials)
    items = [
        Opportunity(
            name=name,
            powerful=float(placed["powerful"][0][i]),
            powerful_se=float(placed["powerful"][1][i]),
            possible=float(placed["possible"][0][i]),
            possible_se=float(placed["possible"][1][i]),
            verdict=_verdict(found.of_100[i]),
        )
        for i, name in enumerate(table.names)
    ]

    def draw(width: int, prefix: str) -> Picture:
        look = Look(width=width, prefix=prefix, invented=invented)
        return powerful_possible(items, look, low=1, high=5)

    return Drawn(draw(WALL, "wall"), draw(NARROW, "wall-narrow"))


def meeting(request: PageRequest, pk: int) -> HttpResponse:
    """Show the wall; every dial stands in the address, so that a view can be kept and sent on."""
    shortlist = one_shortlist(request, pk)
    guard(check_seen, shortlist)
    others = Shortlist.objects.visible_to(request.viewer).filter(state__in=AFTER_FIRST)
    others = others.exclude(pk=pk).select_related("mission")
    beside = [one for one in others if str(one.pk) in request.GET.getlist("beside")]
    table = lay_out([shortlist, *beside])
    if table is None:
        return render(request, "priorities/meeting.jinja", {"shortlist": shortlist})
    start = _start(table)
    form = MeetingForm(_asked(request.GET, start), table=table)
    dials = form.dials(table)
    found = answer(table, dials)
    drawn: Drawn | None = None
    steady: list[str] = []
    given_up = 0.0
    if found.found:
        drawn = drawn_on_the_wall(table, dials, found, invented=shortlist.invented)
        steady, given_up = regret(table, dials)
    context = {
        "shortlist": shortlist,
        "table": table,
        "form": form,
        "weights": [form[f"w_{one.slug}"] for one in table.criteria],
        "limits": [form[name] for name in ("places", "money", "staff", "floor")],
        "shares": [form[f"share_{at}"] for at in range(len(form.missions))],
        "open": not any(dials.weights.values()),
        "others": [(one, one in beside) for one in others],
        "found": found,
        "lines": lines_of(table, found),
        "drawn": drawn,
        "steady": steady,
        "given_up": given_up,
        "deprived": deprived_sentence(table, dials),
        "any_weights": _without_weights(request.GET, start),
        "here": reverse("priorities:meeting", args=[pk]),
    }
    return render(request, "priorities/meeting.jinja", context, status=200)


def _without_weights(given: QueryDict, start: dict[str, str]) -> str:
    """Return the address of the same view under any weights."""
    asked = {key: one for key, one in _asked(given, start).items() if not key.startswith("w_")}
    beside = {"beside": given.getlist("beside")} if "beside" in given else {}
    return urlencode(asked | beside, doseq=True)


def _asked(given: QueryDict, start: dict[str, str]) -> dict[str, Any]:
    """Return what the address sets, and what stands at first where it sets nothing at all."""
    asked = {key: value for key, value in given.items() if key != "beside"}
    return asked or start
