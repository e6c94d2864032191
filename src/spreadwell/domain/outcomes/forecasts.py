"""Forecasts beside what was seen, once the effect is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..claims.models import Effect
from ..claims.stored import result_of
from ..people.viewer import Viewer
from ..priorities.models import Forecast

# The innovation and the measure that a forecast is about; None where it names none.
Key = tuple[int | None, int | None]


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


def _key(forecast: Forecast) -> Key:
    innovation = getattr(forecast.entry.opportunity, "innovation", None)
    return (innovation.pk if innovation else None, forecast.measure_id)


def _latest(forecasts: Sequence[Forecast], viewer: Viewer) -> dict[Key, Effect]:
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
    result = result_of(effect)
    head = result.headline
    if not result.gate.ok or head.lower is None or head.upper is None:
        return None
    sign = -1.0 if result.question.improvement == "down" else 1.0
    low, high = sorted((sign * head.lower, sign * head.upper))
    return Outcome(sign * head.estimate, low, high, result.grade.words, effect.protocol_id)


@dataclass(frozen=True, slots=True)
class Score:
    """How well some forecasts did: how many are known, and how many held what was seen."""

    name: str
    known: int
    within: int


def within(one: Held) -> bool:
    """Tell whether what was seen lies within the forecast's range."""
    seen = one.outcome
    return seen is not None and one.forecast.low <= seen.seen <= one.forecast.high


def scored(known: Sequence[Held]) -> list[Score]:
    """Score known forecasts by the panel that made them, all panels first."""
    panels: dict[str, list[Held]] = {}
    for one in known:
        panels.setdefault(one.forecast.entry.shortlist.title, []).append(one)
    groups = [("All panels", list(known)), *panels.items()] if known else []
    return [Score(name, len(held), sum(map(within, held))) for name, held in groups]
