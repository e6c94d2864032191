"""Forecasts beside what was seen, once the effect is known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spreadwell.methods.priorities.forecasts import foretold_by, score_forecasts

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
        Forecast.objects.visible_to(viewer)
        .select_related("entry__opportunity__innovation", "entry__shortlist__mission", "measure")
        .prefetch_related("entry__shortlist__criteria")
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


# A range is read as the middle eight of ten of what was thought possible.
LEVEL = 0.8
# A rank correlation under so many forecasts says nothing.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Score:
    """How well some forecasts did, in people of 100.

    `within` of `known` held what was seen; `missed` is their mean CRPS, `unmoved` that of saying
    each time that nothing would change.
    """

    name: str
    known: int
    within: int
    missed: float
    unmoved: float

    @property
    def better(self) -> bool:
        """Tell whether forecasting came closer than saying that nothing would change."""
        return self.missed < self.unmoved


@dataclass(frozen=True, slots=True)
class Foretold:
    """How well a criterion's scores ordered the effects that were seen: −1 to 1, of so many."""

    name: str
    correlation: float
    of: int

    @property
    def words(self) -> str:
        """Say it without a number."""
        strength = abs(self.correlation)
        if strength < 0.3:
            return "hardly foretold what was seen"
        how = "well" if strength >= 0.7 else "in part"
        if self.correlation > 0:
            return f"foretold {how} what was seen"
        return "pointed the other way"


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
    return [_score(name, held) for name, held in groups]


def _score(name: str, held: Sequence[Held]) -> Score:
    low, high = (np.array([getattr(one.forecast, end) for one in held]) for end in ("low", "high"))
    seen = np.array([one.outcome.seen for one in held if one.outcome is not None])
    marks = score_forecasts(low, high, seen, LEVEL)
    nothing = np.zeros(len(seen))
    unmoved = score_forecasts(nothing, nothing, seen, LEVEL)
    inside = sum(map(within, held))
    return Score(name, len(held), inside, marks.mean_crps, unmoved.mean_crps)


def by_criterion(known: Sequence[Held]) -> list[Foretold]:
    """Which criteria foretold the effects seen, best first; empty under three forecasts."""
    names: dict[str, str] = {}
    for one in known:
        criteria = one.forecast.entry.shortlist.criteria.all()
        names |= {c.slug: c.name for c in criteria if c.slug in one.forecast.scores}
    found = []
    for slug, name in names.items():
        with_it = [one for one in known if slug in one.forecast.scores]
        scores = np.array([[one.forecast.scores[slug]] for one in with_it], dtype=float)
        effects = np.array([one.outcome.seen for one in with_it if one.outcome is not None])
        if len(with_it) < FEWEST:
            continue
        told = float(foretold_by(scores, effects)[0])
        if told == told:
            found.append(Foretold(name, told, len(with_it)))
    return sorted(found, key=lambda one: (-one.correlation, one.name))
