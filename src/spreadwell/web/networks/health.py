"""Asking the members of a network how it goes, their answers, and the picture of all of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from spreadwell.charts.frame import NARROW, Look, Picture
from spreadwell.charts.health_check import FEWEST, Asked, health_check
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.networks.asking import (
    answer_health_check,
    ask_members,
    check_asked,
    check_round_open,
)
from spreadwell.domain.networks.health import Round, own_views, rounds_of
from spreadwell.domain.networks.models import Feature, HealthCheck, Network
from spreadwell.domain.networks.permissions import check_run
from spreadwell.domain.people.viewer import Viewer

from ..asking import Question, ask
from ..formkit import DayField, PageForm, Pick
from ..middleware import PageRequest
from ..pages import attempt, find, guard, render
from .doing import crumbs_of, here, one_network

QUESTIONS: dict[str, tuple[str, str]] = {
    Feature.PURPOSE: (
        "Do we want the same thing?",
        "We agree what this network is for, and it matters to each of us.",
    ),
    Feature.STRUCTURE: (
        "Do we work together well?",
        "Who does what is clear, and decisions are shared.",
    ),
    Feature.MASS: (
        "Are we enough, and the right ones?",
        "Those who are needed are here, and take part.",
    ),
    Feature.INTELLIGENCE: (
        "Do we learn from each other?",
        "What one of us finds out, the others hear and use.",
    ),
    Feature.COMMUNITY: (
        "Do we trust each other?",
        "People feel they belong, and can say when something goes wrong.",
    ),
}
LEFT_OUT = ""


class AskForm(PageForm):
    """From when until when the members are asked."""

    opens = DayField(label="First day", required=False, help_text="Blank means today.")
    closes = DayField(label="Last day", help_text="Two weeks give most people time to answer.")


class AnswerForm(PageForm):
    """Five views, any of which may be left out."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [*((str(n), str(n)) for n in range(1, 6)), (LEFT_OUT, "Leave out")]
        for number, (feature, (question, hint)) in enumerate(QUESTIONS.items(), start=1):
            self.fields[name_of(feature)] = Pick(
                label=f"{number}. {question}", choices=choices, required=False, help_text=hint
            )

    def views(self) -> dict[str, int | None]:
        """Return the views by feature, None where one was left out."""
        given = {feature: self.cleaned_data[name_of(feature)] for feature in QUESTIONS}
        return {feature: int(view) if view else None for feature, view in given.items()}


def name_of(feature: str) -> str:
    """Return a feature as the name of a field."""
    return feature.replace(" ", "_")


@dataclass(frozen=True, slots=True)
class Health:
    """What the page of a network shows of its health, wide and narrow."""

    wide: Picture
    narrow: Picture
    latest: Round | None
    running: HealthCheck | None
    may_answer: bool
    answered: bool


def health_of(viewer: Viewer, network: Network, today: date) -> Health:
    """Draw how the members see a network, and say what the viewer can do about it."""
    rounds = rounds_of(viewer, network, today)
    latest = rounds[-1] if rounds else None
    running = latest.check_round if latest and latest.check_round.closes >= today else None
    times = _times(rounds)

    def draw(look: Look) -> Picture:
        return health_check(times, look)

    return Health(
        draw(Look(prefix="health", invented=network.invented)),
        draw(Look(NARROW, "health-narrow", network.invented)),
        latest,
        running,
        running is not None and not allowed(_check_answer, viewer, running),
        running is not None and bool(own_views(viewer, running)),
    )


def _times(rounds: Sequence[Round]) -> list[Asked]:
    """Name each round by its month, by its day where a month had two."""
    months = Counter((one.check_round.opens.year, one.check_round.opens.month) for one in rounds)
    made = []
    for one in rounds:
        opens = one.check_round.opens
        alone = months[opens.year, opens.month] == 1
        when = f"{opens:%B %Y}" if alone else f"{opens.day} {opens:%b %Y}"
        made.append(Asked(when, one.asked, one.views))
    return made


def _check_answer(viewer: Viewer, check_round: HealthCheck) -> None:
    check_asked(viewer, check_round)
    check_round_open(check_round)


def ask_round(request: PageRequest, slug: str) -> HttpResponse:
    """Open a round."""
    network = one_network(request, slug)
    lead = (
        "Five questions on one page, two minutes on a phone. Each member finds it on Home. "
        f"Views are shown without names, and only once {FEWEST} have answered."
    )
    return ask(
        request,
        Question(
            "Ask the members how it goes", "Ask them", "The members are asked now.",
            crumbs_of(network), lead,
        ),
        AskForm(request.POST or None),
        ask_members,
        here(network),
        reason=allowed(check_run, request.viewer, network),
        network=network,
    )  # fmt: skip


def answer(request: PageRequest, pk: int) -> HttpResponse:
    """Say how one sees the network; the answers can be changed until the round closes."""
    rows = HealthCheck.objects.visible_to(request.viewer).select_related("network")
    check_round = find(rows, pk=pk)
    guard(check_asked, request.viewer, check_round)
    closed = allowed(check_round_open, check_round)
    mine = own_views(request.viewer, check_round)
    initial = {name_of(f): str(mine[f]) for f in mine}
    form = AnswerForm(request.POST or None, initial=initial)
    # A page of radio buttons alone is sent empty where nothing was chosen.
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if form.is_valid():
            done = "Thank you. You can change your answers until this closes."
            given = {"check_round": check_round, "views": form.views()}
            if attempt(request, done, answer_health_check, form, **given) is not None:
                return redirect(here(check_round.network))
    context = {
        "network": check_round.network,
        "check_round": check_round,
        "form": form,
        "closed": closed,
        "fewest": FEWEST,
        "answered": bool(mine),
        "today": timezone.localdate(),
    }
    return render(request, "networks/answer.jinja", context)
