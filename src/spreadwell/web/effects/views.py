"""Effects: the list, the page of a protocol at three depths, and its files."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from spreadwell.charts.frame import WIDE
from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.claims.beside import co_live
from spreadwell.domain.claims.effects import readiness_of
from spreadwell.domain.claims.families import among_others
from spreadwell.domain.claims.frozen import FrozenInput
from spreadwell.domain.claims.grades import moves_open_to
from spreadwell.domain.claims.models import Claim, Effect, GradeMove, Protocol, ProtocolChange
from spreadwell.domain.claims.permissions import check_draft_claim, check_open, check_register
from spreadwell.domain.claims.places import sites_of
from spreadwell.domain.claims.policies import check_look_again
from spreadwell.domain.claims.policies import check_open as check_open_now
from spreadwell.domain.claims.states import PROTOCOL
from spreadwell.domain.claims.stored import result_of, standing_move
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.measures.charts import shown_unit
from spreadwell.domain.measures.models import Measure
from spreadwell.domain.measures.strata import stratifiers_of
from spreadwell.domain.networks.models import Organisation
from spreadwell.jobs.effects import is_waiting
from spreadwell.methods.effects import plainly, wording
from spreadwell.methods.effects.results import EffectResult

from ..measures.presenters import charted, shown_to, small_pictures, wide_and_narrow
from ..middleware import PageRequest
from ..pages import find, render
from .method import command_of, method_rows, published_of
from .pictures import (
    beside_picture,
    event_picture,
    forest_picture,
    history_picture,
    overlap_picture,
)
from .presenters import answer_of, changes_of, checks_of, counted, for_whom, names_of
from .registering import REGISTRARS

HEAVY = ("frozen_input",)
# Half of the page, so that both pictures stand side by side.
BESIDE = 470
# Small charts at once: as many as a desk shows without scrolling.
MOST_CHARTS = 12
CSV = "text/csv; charset=utf-8"


def effect_list(request: PageRequest) -> HttpResponse:
    """List protocols: opened ones with their answer, registered ones without."""
    protocols = Protocol.objects.visible_to(request.viewer).select_related("innovation", "measure")
    latest = {
        one.protocol_id: result_of(one)
        for one in Effect.objects.visible_to(request.viewer)
        .filter(is_latest=True, protocol__in=protocols)
        .defer(*HEAVY)
    }
    rows = [
        (
            one,
            wording.headline(latest[one.pk]) if one.pk in latest else "",
            PROTOCOL.states[one.state].colour,
        )
        for one in protocols
    ]
    context = {"rows": rows, "may_register": request.viewer.holds(*REGISTRARS)}
    return render(request, "effects/list.jinja", context)


def _protocol(request: PageRequest, pk: int) -> Protocol:
    rows = Protocol.objects.visible_to(request.viewer)
    return find(rows.select_related("innovation", "measure", "owner"), pk=pk)


def detail(request: PageRequest, pk: int) -> HttpResponse:
    """Show what a protocol asks, and what is known of the answer."""
    protocol = _protocol(request, pk)
    viewer = request.viewer
    looks = list(
        Effect.objects.visible_to(viewer)
        .filter(protocol=protocol)
        .select_related("protocol__measure", "protocol__innovation")
        .defer(*HEAVY)
        .order_by("-look")
    )
    asked = request.GET.get("look", "")
    effect = next((one for one in looks if str(one.look) == asked), looks[0] if looks else None)
    changes = ProtocolChange.objects.visible_to(viewer).filter(protocol=protocol)
    changed = changes_of(changes.select_related("by"))
    context: dict[str, Any] = {
        "protocol": protocol,
        "colour": PROTOCOL.states[protocol.state].colour,
        "effect": effect,
        "looks": looks,
        "beside": co_live(protocol.innovation, protocol.measure, protocol.comparator_codes),
        "question": _question_rows(protocol),
        "changed_late": [one for one in changed if one[0].after_opening],
        "changed_early": [one for one in changed if not one[0].after_opening],
        "no_open": allowed(check_open, viewer)
        or allowed(check_open_now, protocol, timezone.localdate()),
        "no_look": allowed(check_open, viewer) or allowed(check_look_again, protocol),
        "may_change": not allowed(check_register, viewer, protocol.innovation),
        "waiting": is_waiting(protocol),
        "by_groups": bool(stratifiers_of(viewer, protocol.measure)),
        "events": history_of(protocol),
    }
    if effect is None:
        context["gate"] = readiness_of(protocol)
        if protocol.question.get("selected_for_high_value"):
            context["anyway"] = plainly.expected_anyway(
                protocol.picked_highest, protocol.retest_correlation
            )
    else:
        context |= _of_look(request, protocol, effect, looks)
    return render(request, "effects/detail.jinja", context)


def _of_look(
    request: PageRequest, protocol: Protocol, effect: Effect, looks: list[Effect]
) -> dict[str, Any]:
    viewer = request.viewer
    result = result_of(effect)
    answer = answer_of(effect, result, looks, _places(protocol, result.adopters))
    names = names_of(viewer, result)
    analyst = not allowed(check_open, viewer)
    moves = GradeMove.objects.visible_to(viewer).filter(effect__protocol=protocol)
    context: dict[str, Any] = {
        "answer": answer,
        "last_period": result.last_period,
        "move": standing_move(effect),
        "moved_before": [
            one
            for one in moves.select_related("effect", "by")
            if one.effect_id != effect.pk and one.effect.look < effect.look
        ][-1:],
        "may_move": effect.is_latest and answer.shown and analyst and bool(moves_open_to(effect)),
        # Some checks name a size, so they wait with it.
        "checks": checks_of(result, names, counted(protocol.measure)) if answer.shown else [],
        "away": wording.explained_away(result, counted(protocol.measure)) if answer.shown else (),
        "not_yet_only": result.not_yet_only,
        "why": wording.why_this_design(result),
        "would_change": wording.what_would_change_it(result),
        "method": method_rows(
            effect, result, among_others(viewer, effect), sizes=answer.shown or analyst
        ),
        "command": command_of(effect, FrozenInput.unpack(bytes(effect.frozen_input))),
        "may_have_result": answer.shown or analyst,
        "published": published_of(protocol),
        "ours": wording.size(result) if answer.shown else "Not shown",
        "claims": Claim.objects.visible_to(viewer).filter(effect__protocol=protocol),
        "no_claim": allowed(check_draft_claim, viewer, mission_id=protocol.innovation.mission_id),
    }
    if answer.shown:
        context |= _pictures(request, protocol, effect, result, names, looks)
    return context


def _pictures(
    request: PageRequest,
    protocol: Protocol,
    effect: Effect,
    result: EffectResult,
    names: dict[str, str],
    looks: list[Effect],
) -> dict[str, Any]:
    """Every picture of a look, each for a desk and for a phone."""
    viewer, invented = request.viewer, protocol.innovation.invented
    unit = shown_unit(protocol.measure)
    made: dict[str, Any] = {}

    def draw(name: str, drawn: Any, width: int = WIDE) -> None:
        wide, narrow = wide_and_narrow(name, invented, width=width)
        made[name], made[f"{name}_narrow"] = drawn(wide), drawn(narrow)

    draw("study", lambda look: event_picture(protocol, result, look), BESIDE)
    draw("forest", lambda look: forest_picture(result, names, look), BESIDE)
    draw("beside_series", lambda look: beside_picture(effect, result, unit, look))
    draw("history_drawn", lambda look: history_picture(looks, look))
    own = [s.organisation_id for s in sites_of(protocol.innovation) if s.started]
    shown = shown_to(viewer, protocol.measure, only=own)
    charts = charted(shown, [place for place in shown.places if place.code in names][:MOST_CHARTS])
    made["charts_of"], made["most_charts"] = len(own), MOST_CHARTS
    made["charts"], made["charts_narrow"] = small_pictures(
        shown, charts, *wide_and_narrow("sites", invented)
    )
    compared = Organisation.objects.visible_to(viewer).filter(code__in=protocol.comparator_codes)
    places = (
        dict(compared.values_list("pk", "name")) if len(protocol.comparator_codes) < 500 else {}
    )
    today = timezone.localdate()
    draw("overlap", lambda look: overlap_picture(viewer, protocol, places, today, look))
    made["for_whom"] = for_whom(viewer, effect, result, invented=invented)
    return made


def _places(protocol: Protocol, many: int) -> str:
    """What its sites are called: wards, primary care networks; sites where they differ."""
    kinds = {site.organisation.get_kind_display() for site in sites_of(protocol.innovation)}
    word = kinds.pop().lower() if len(kinds) == 1 else "site"
    return word if many == 1 else f"{word}s"


def _question_rows(protocol: Protocol) -> list[tuple[str, str]]:
    question = protocol.question
    rows = [
        ("Primary measure", protocol.measure.name),
        ("Compared with", protocol.comparators),
        ("Places it names", str(len(protocol.comparator_codes) or "")),
        (
            "Smallest change that would matter",
            _number(question.get("smallest_worthwhile"), protocol.measure),
        ),
        ("Periods at the start left out", str(question.get("window", 0))),
        ("Looks planned", str(protocol.looks_planned)),
        ("When to stop early", protocol.stop_rules or "Not said"),
        ("Order of starts drawn at random", "Yes" if protocol.randomised else "No"),
        ("Registered", _moment(protocol.registered_at, protocol.registered_on)),
        ("Results first opened", _moment(protocol.opened_at, protocol.opened_on)),
        ("Owner", str(protocol.owner)),
    ]
    return [(term, words) for term, words in rows if words]


def _moment(at: datetime | None, on: date | None) -> str:
    """The day, with the time where it is known."""
    if at is None:
        return _day(on)
    local = timezone.localtime(at)
    return f"{_day(local)} at {local:%H:%M}"


def _number(value: float | None, measure: Measure) -> str:
    """A change that would matter, in what the measure counts."""
    if value is None:
        return "Not set"
    if measure.statistic != "proportion":
        return f"{value:g}"
    return f"{value:g} {counted(measure)} in {measure.per:,}"


def _day(day: Any) -> str:
    return f"{day.day} {day:%B %Y}" if day else "Not yet"
