"""How it went at each site, by the last look at the measure that an innovation is judged on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from spreadwell.methods.effects.results import SiteEffect

from ..innovations.models import Innovation
from ..people.viewer import Viewer
from .evidence import latest_effects
from .models import Effect, Protocol
from .stored import result_of, shows_size

Went = Literal["helped", "unclear", "differently"]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Code of a site's organisation → (how it went, its effect in the unit of the measure).

    `better` is the direction that helps. Nothing is told where the grade shows no size.
    """

    protocol: Protocol | None = None
    unit: str = ""
    better: Literal["up", "down"] = "up"
    by_code: Mapping[str, tuple[Went, float]] = field(default_factory=dict)


def outcomes_of(viewer: Viewer, innovation: Innovation) -> Outcomes:
    """Return how it went at the sites of an innovation, as far as the viewer may see effects."""
    seen = set(
        Effect.objects.visible_to(viewer)
        .filter(protocol__innovation=innovation, is_latest=True)
        .values_list("pk", flat=True)
    )
    for effect in latest_effects(innovation):
        if effect.pk not in seen:
            continue
        result = result_of(effect)
        if shows_size(result) and result.sites:
            better: Literal["up", "down"] = (
                "down" if result.question.improvement == "down" else "up"
            )
            return Outcomes(
                effect.protocol,
                result.scale.words,
                better,
                {one.site: _went(one, better) for one in result.sites},
            )
    return Outcomes()


def _went(one: SiteEffect, better: str) -> tuple[Went, float]:
    """Say how it went at one site, from its estimate shrunken towards the others where it has one.

    A range that holds nought says that it is not clear yet.
    """
    shrunk = one.shrunken is not None
    value = one.shrunken if one.shrunken is not None else one.estimate
    low, high = (
        (one.shrunken_lower, one.shrunken_upper) if shrunk else (one.lower, one.upper)
    )  # fmt: skip
    if low is None or high is None or low <= 0 <= high:
        return "unclear", value
    up = low > 0
    return ("helped" if up == (better == "up") else "differently"), value
