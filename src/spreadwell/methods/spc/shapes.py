"""The one shape that every control, run and funnel chart shares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag, StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]


class Improvement(StrEnum):
    """The direction in which a measure gets better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Signal(IntFlag):
    """The rules a point meets; a point may meet several."""

    NONE = 0
    OUTSIDE_HIGH = 1
    OUTSIDE_LOW = 2
    TREND_UP = 4
    TREND_DOWN = 8
    TWO_IN_THREE_HIGH = 16
    TWO_IN_THREE_LOW = 32
    SHIFT_HIGH = 64
    SHIFT_LOW = 128


HIGH = Signal.OUTSIDE_HIGH | Signal.TREND_UP | Signal.TWO_IN_THREE_HIGH | Signal.SHIFT_HIGH
LOW = Signal.OUTSIDE_LOW | Signal.TREND_DOWN | Signal.TWO_IN_THREE_LOW | Signal.SHIFT_LOW


class PointKind(StrEnum):
    """How a point is coloured and shaped."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL = "neutral"
    MISSING = "missing"


class VariationIcon(StrEnum):
    """The state of the latest point."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class AssuranceIcon(StrEnum):
    """The latest target against the latest limits."""

    PASS = "pass"
    FAIL = "fail"
    HIT_OR_MISS = "hit_or_miss"


@dataclass(frozen=True, slots=True)
class RunTest:
    """Anhøj's runs analysis of one segment (Anhøj & Olesen 2014)."""

    useful: int
    longest_run: int
    longest_run_max: int
    crossings: int
    crossings_min: int

    @property
    def shift(self) -> bool:
        """The longest run is longer than chance would give."""
        return self.longest_run > self.longest_run_max

    @property
    def too_few_crossings(self) -> bool:
        """The line is crossed less often than chance would give."""
        return self.crossings < self.crossings_min

    @property
    def signal(self) -> bool:
        """Either test signals."""
        return self.shift or self.too_few_crossings


@dataclass(frozen=True, slots=True)
class Segment:
    """Points `start` to `stop` (exclusive) that share one centre; limits rest on `baseline`.

    `points` counts observed values; `lower` and `upper` are those of its last period.
    """

    start: int
    stop: int
    points: int
    baseline_points: int
    centre: float
    lower: float
    upper: float
    provisional: bool


@dataclass(frozen=True, slots=True)
class Guard:
    """A guard rail that was applied to a chart: a code for programs, a sentence for people."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A control, run or funnel chart, ready to draw; arrays have one entry a point.

    `lower` and `upper` are drawn limits, clipped to `bounds`; rules and icons were tested on
    the limits before clipping. NaN: no value, or no limit. `x` holds the denominators of a
    funnel. `names` names its points.
    """

    kind: str
    dialect: str
    improvement: Improvement
    values: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    two_sigma_lower: Floats
    two_sigma_upper: Floats
    target: Floats | None
    kinds: tuple[PointKind, ...]
    labels: tuple[Signal, ...]
    signals: tuple[Signal, ...]
    segments: tuple[Segment, ...]
    latest: int | None
    variation: VariationIcon | None
    assurance: AssuranceIcon | None
    suits: bool = True
    guards: tuple[Guard, ...] = ()
    runs: tuple[RunTest, ...] = ()
    bounds: tuple[float, float] | None = None
    x: Floats | None = None
    names: tuple[str, ...] = ()
    # Spread beyond chance: sigma_z of p′ and u′ charts, φ and τ² of funnels.
    dispersion: tuple[tuple[str, float], ...] = ()
    # Positions left out of the limits.
    excluded: tuple[int, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the guards have to say, for the chart's sentence."""
        return tuple(guard.sentence for guard in self.guards)

    @property
    def mean(self) -> Floats:
        """The centre line, by its name on a chart of means."""
        return self.centre

    @property
    def provisional(self) -> bool:
        """The latest limits rest on fewer points than the dialect asks for."""
        return bool(self.segments) and self.segments[-1].provisional
