"""The files of a look: its pictures, the readings and starts it rests on, and its result."""

import json

from django.http import Http404, HttpResponse

from spreadwell.charts.frame import WIDE, Look, Picture
from spreadwell.domain.claims.frozen import FrozenInput
from spreadwell.domain.claims.models import Effect, Protocol
from spreadwell.domain.claims.permissions import check_open
from spreadwell.domain.claims.stored import equity_of, result_of, shows_size
from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.measures.charts import shown_unit
from spreadwell.methods.effects.results import EffectResult

from ..downloads import file_of, picture_file
from ..middleware import PageRequest
from ..pages import find
from .pictures import (
    beside_picture,
    equity_picture,
    event_picture,
    forest_picture,
    history_picture,
    may_see_strata,
)
from .presenters import names_of

CSV = "text/csv; charset=utf-8"


def effect_file(request: PageRequest, pk: int, look: int, name: str, kind: str) -> HttpResponse:
    """Give a look's pictures, its frozen input as CSV, or its result as JSON."""
    rows = Protocol.objects.visible_to(request.viewer)
    protocol = find(rows.select_related("innovation", "measure"), pk=pk)
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
            if not shows_size(result_of(effect)) and allowed(check_open, request.viewer):
                raise Http404("No effect is shown yet.")
            name = f"effect-{pk}-{look}.json"
            return file_of(_as_json(effect), name, "application/json", invented=invented)
    result = result_of(effect)
    if not shows_size(result):
        raise Http404("No effect is shown yet.")
    drawn = Look(WIDE, "picture", invented, heading=True)
    picture = None
    if name == "event-study":
        picture = event_picture(protocol, result, drawn)
    elif name == "forest":
        picture = forest_picture(result, names_of(request.viewer, result), drawn)
    elif name == "beside":
        picture = beside_picture(effect, result, shown_unit(protocol.measure), drawn)
    elif name == "history":
        mine = Effect.objects.visible_to(request.viewer).filter(protocol=protocol)
        picture = history_picture(list(mine.filter(look__lte=look).defer("frozen_input")), drawn)
    elif name.startswith("equity-"):
        picture = _equity_file(request, effect, result, name.removeprefix("equity-"), drawn)
    return picture_file(picture, f"effect-{pk}-{look}-{name}", kind, invented=invented)


def _equity_file(
    request: PageRequest, effect: Effect, result: EffectResult, key: str, look: Look
) -> Picture | None:
    found = equity_of(effect).get(key)
    if found is None or not may_see_strata(request.viewer, effect.protocol, key):
        return None
    return equity_picture(key, found, result, look)


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
