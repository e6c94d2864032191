"""Effects: the list, the page of a protocol at three depths, and its files."""

import json
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from spreadwell.charts.frame import WIDE, Look
from spreadwell.domain.audit.queries import history_of
from spreadwell.domain.claims.beside import co_live
from spreadwell.domain.claims.effects import readiness_of
from spreadwell.domain.claims.frozen import FrozenInput
from spreadwell.domain.claims.models import Claim, Effect, Protocol
from spreadwell.domain.claims.permissions import check_draft_claim, check_open
from spreadwell.domain.claims.policies import check_look_again
from spreadwell.domain.claims.policies import check_open as check_open_now
from spreadwell.domain.claims.states import PROTOCOL
from spreadwell.domain.claims.stored import result_of
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.measures.strata import stratifiers_of
from spreadwell.domain.networks.models import Organisation
from spreadwell.jobs.effects import is_waiting
from spreadwell.methods.effects import wording
from spreadwell.methods.effects.results import EffectResult

from ..downloads import file_of, picture_file
from ..measures.presenters import wide_and_narrow
from ..middleware import PageRequest
from ..pages import find, render
from .presenters import (
    answer_of,
    checks_of,
    command_of,
    event_picture,
    forest_picture,
    method_rows,
    published_of,
)
from .registering import REGISTRARS

HEAVY = ("frozen_input",)
# Half of the page, so that both pictures stand side by side.
BESIDE = 470
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


def _names(request: PageRequest, result: EffectResult) -> dict[str, str]:
    codes = [one.site for one in result.sites]
    rows = Organisation.objects.visible_to(request.viewer).filter(code__in=codes)
    return dict(rows.values_list("code", "name"))


def detail(request: PageRequest, pk: int) -> HttpResponse:
    """Show what a protocol asks, and what is known of the answer."""
    protocol = _protocol(request, pk)
    viewer = request.viewer
    looks = list(Effect.objects.visible_to(viewer).filter(protocol=protocol).order_by("-look"))
    asked = request.GET.get("look", "")
    effect = next((one for one in looks if str(one.look) == asked), looks[0] if looks else None)
    context: dict[str, Any] = {
        "protocol": protocol,
        "colour": PROTOCOL.states[protocol.state].colour,
        "effect": effect,
        "looks": looks,
        "beside": co_live(protocol.innovation, protocol.measure, protocol.comparator_codes),
        "question": _question_rows(protocol),
        "no_open": allowed(check_open, viewer)
        or allowed(check_open_now, protocol, timezone.localdate()),
        "no_look": allowed(check_open, viewer) or allowed(check_look_again, protocol),
        "waiting": is_waiting(protocol),
        "by_groups": bool(stratifiers_of(viewer, protocol.measure)),
        "events": history_of(protocol),
    }
    if effect is None:
        context["gate"] = readiness_of(protocol)
    else:
        context |= _of_look(request, protocol, effect)
    return render(request, "effects/detail.jinja", context)


def _of_look(request: PageRequest, protocol: Protocol, effect: Effect) -> dict[str, Any]:
    result = result_of(effect)
    answer = answer_of(result)
    invented = protocol.innovation.invented
    names = _names(request, result)
    context: dict[str, Any] = {
        "answer": answer,
        "last_period": result.last_period,
        # Some checks name a size, so they wait with it.
        "checks": checks_of(result, names) if answer.shown else [],
        "why": wording.why_this_design(result),
        "would_change": wording.what_would_change_it(result),
        "method": method_rows(effect, result),
        "command": command_of(effect, FrozenInput.unpack(bytes(effect.frozen_input))),
        "published": published_of(protocol),
        "ours": answer.size or "Not shown",
        "claims": Claim.objects.visible_to(request.viewer).filter(effect__protocol=protocol),
        "no_claim": allowed(
            check_draft_claim, request.viewer, mission_id=protocol.innovation.mission_id
        ),
    }
    if answer.shown:
        wide, narrow = wide_and_narrow("event", invented, width=BESIDE)
        context["study"] = event_picture(protocol, result, wide)
        context["study_narrow"] = event_picture(protocol, result, narrow)
        wide, narrow = wide_and_narrow("forest", invented, width=BESIDE)
        context["forest"] = forest_picture(result, names, wide)
        context["forest_narrow"] = forest_picture(result, names, narrow)
    return context


def _question_rows(protocol: Protocol) -> list[tuple[str, str]]:
    question = protocol.question
    rows = [
        ("Measure", protocol.measure.name),
        ("Compared with", protocol.comparators),
        ("Places it names", str(len(protocol.comparator_codes)) or ""),
        ("Smallest change that would matter", _number(question.get("smallest_worthwhile"))),
        ("Periods at the start left out", str(question.get("window", 0))),
        ("Order of starts drawn at random", "Yes" if protocol.randomised else "No"),
        ("Registered", _day(protocol.registered_on)),
        ("Results opened", _day(protocol.opened_on)),
        ("Owner", str(protocol.owner)),
    ]
    return [(term, words) for term, words in rows if words]


def _number(value: float | None) -> str:
    return "Not set" if value is None else f"{value:g}"


def _day(day: Any) -> str:
    return f"{day.day} {day:%B %Y}" if day else "Not yet"


def effect_file(request: PageRequest, pk: int, look: int, name: str, kind: str) -> HttpResponse:
    """Give a look's pictures, its frozen input as CSV, or its result as JSON."""
    protocol = _protocol(request, pk)
    effect = find(Effect.objects.visible_to(request.viewer), protocol=protocol, look=look)
    frozen = FrozenInput.unpack(bytes(effect.frozen_input))
    invented = protocol.innovation.invented
    match name, kind:
        case "readings", "csv":
            return file_of(frozen.readings, "readings.csv", CSV, invented=invented)
        case "starts", "csv":
            return file_of(frozen.starts, "starts.csv", CSV, invented=invented)
        case "input", "zip":
            packed = bytes(effect.frozen_input)
            name = f"effect-{pk}-{look}.zip"
            return file_of(packed, name, "application/zip", invented=invented)
        case "result", "json":
            name = f"effect-{pk}-{look}.json"
            return file_of(_as_json(effect), name, "application/json", invented=invented)
    result = result_of(effect)
    if not answer_of(result).shown:
        raise Http404("No effect is shown yet.")
    drawn = Look(WIDE, "picture", invented, heading=True)
    picture = None
    if name == "event-study":
        picture = event_picture(protocol, result, drawn)
    elif name == "forest":
        picture = forest_picture(result, _names(request, result), drawn)
    return picture_file(picture, f"effect-{pk}-{look}-{name}", kind, invented=invented)


def _as_json(effect: Effect) -> bytes:
    made = {
        "computed_at": effect.computed_at.isoformat(),
        "fingerprint": effect.fingerprint,
        "versions": effect.versions,
        "invented": effect.protocol.innovation.invented,
        "question": effect.question,
        "result": effect.result,
    }
    return json.dumps(made, indent=2, ensure_ascii=False).encode()
