"""Forecasts beside what was seen, once the effect is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from spreadwell.methods.effects.results import EffectResult

from ..claims.models import Effect
from ..people.viewer import Viewer
from ..priorities.models import Forecast


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was seen of a forecast: the change in 100, better being positive, with its range."""

    seen: float
    low: float
    high: float
    certainty: str
    protocol: int


@dataclass(frozen=True, slots=True)
class Held:
    """A forecast, and what was seen; None while the effect is not known."""

    forecast: Forecast
    outcome: Outcome | None


def held_against(viewer: Viewer) -> list[Held]:
    """Return every forecast that the viewer may see, with what was seen where it is known.

    Known is an effect on the measure that was named, past its guard rails and with a range; one
    that fits no change at all counts too, or only successes would be scored.
    """
    forecasts = list(
        Forecast.objects.visible_to(viewer).select_related(
            "entry__opportunity__innovation", "entry__shortlist__mission", "measure"
        )
    )
    effects = _latest(forecasts, viewer)
    return [Held(one, _outcome(effects.get(_key(one)))) for one in forecasts]


def _key(forecast: Forecast) -> tuple[int | None, int | None]:
    innovation = getattr(forecast.entry.opportunity, "innovation", None)
    return (innovation.pk if innovation else None, forecast.measure_id)


def _latest(forecasts: Sequence[Forecast], viewer: Viewer) -> dict[tuple[int, int], Effect]:
    """Return the latest look at each innovation and measure that somebody forecast."""
    rows = Effect.objects.visible_to(viewer).filter(
        is_latest=True,
        protocol__innovation__opportunity__in={one.entry.opportunity_id for one in forecasts},
    )
    found = rows.select_related("protocol__measure")
    return {(one.protocol.innovation_id, one.protocol.measure_id): one for one in found}


def _outcome(effect: Effect | None) -> Outcome | None:
    if effect is None:
        return None
    result = EffectResult.from_dict(effect.result)
    head = result.headline
    if not result.gate.ok or head.lower is None or head.upper is None:
        return None
    sign = -1.0 if effect.protocol.measure.improvement == "down" else 1.0
    low, high = sorted((sign * head.lower, sign * head.upper))
    return Outcome(sign * head.estimate, low, high, result.grade.words, effect.protocol_id)
