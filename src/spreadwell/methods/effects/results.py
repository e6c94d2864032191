"""What an effect is made of: frozen results that know their units and survive storage.

Every estimate, standard error and bound is in the unit of `EffectResult.scale`: with `per` 100 an
estimate of 2.5 means 2.5 more in 100, and 0.025 is `estimate / per`. None means "not computed", for
the reason given in the words beside it.
"""

from dataclasses import dataclass
from typing import Any

from spreadwell.methods.effects.estimate import Estimate, Scale
from spreadwell.methods.effects.further import (
    Aggregate,
    Aggregates,
    Bound,
    CountFit,
    Decomposition,
    Further,
    NeweyWest,
    Other,
    Part,
    Sensitivity,
    SeriesPoint,
    Synthetic,
    WaldTest,
)
from spreadwell.methods.effects.plain import from_plain, to_plain
from spreadwell.methods.effects.question import EffectQuestion

__all__ = [
    "Aggregate",
    "Aggregates",
    "AlwaysValid",
    "Bound",
    "Breakdown",
    "Cap",
    "CheckEstimate",
    "CountFit",
    "DateTest",
    "Decomposition",
    "EffectQuestion",
    "EffectResult",
    "Estimate",
    "EventStudy",
    "Further",
    "Gate",
    "Grade",
    "Influence",
    "NeweyWest",
    "Other",
    "Part",
    "Pooled",
    "PreTrend",
    "Requirement",
    "Scale",
    "SegmentedFit",
    "Sensitivity",
    "SeriesPoint",
    "SiteEffect",
    "Synthetic",
    "ThinPoint",
    "WaldTest",
]


@dataclass(frozen=True, slots=True)
class CheckEstimate:
    """Callaway and Sant'Anna (2021): `same_cells` weighs site-periods as the headline does,

    `event_mean` is the mean over event times (the published "dynamic" summary). `apart` says how
    many standard errors of the difference lie between `same_cells` and the headline.
    """

    same_cells: Estimate
    event_mean: Estimate
    compare: str
    apart: float | None
    agrees: bool


@dataclass(frozen=True, slots=True)
class ThinPoint:
    """The effect at a time since the start that too few sites reach to be drawn."""

    time: int
    estimate: float
    sites: int


@dataclass(frozen=True, slots=True)
class EventStudy:
    """Effects by time since the start; arrays of one length, event time 0 is the first period live.

    `reference` is the last event time of the reference stretch: everything at or before it is
    what later periods are held against. `lower`, `upper` are simultaneous, the pointwise ones
    beside them. `periods_per_step` is 3 when months were joined to quarters. `thin` holds the
    times that too few sites reach to be drawn.
    """

    event_times: tuple[int, ...]
    estimates: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    pointwise_lower: tuple[float, ...]
    pointwise_upper: tuple[float, ...]
    sites: tuple[int, ...]
    reference: int
    critical_value: float
    periods_per_step: int
    se: tuple[float, ...] = ()
    thin: tuple[ThinPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteEffect:
    """One adopting site: its own estimate, and the estimate shrunken towards the others.

    `adopted` is the label of the period it started in.
    """

    site: str
    adopted: str
    estimate: float
    se: float | None
    lower: float | None
    upper: float | None
    shrunken: float | None
    shrunken_lower: float | None
    shrunken_upper: float | None
    weight: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """Sites pooled: random effects (REML, Knapp-Hartung) with the range for a next site."""

    estimate: float
    se: float
    lower: float
    upper: float
    tau2: float
    i2: float
    prediction_lower: float | None
    prediction_upper: float | None
    tau2_lower: float
    tau2_upper: float


@dataclass(frozen=True, slots=True)
class PreTrend:
    """Joint test that nothing happened before the start, with the slope it could have found.

    `detectable_slope` (scale units a period) would be noticed in 80 of 100 tries (Roth 2022).
    """

    statistic: float
    df1: int
    df2: float
    p: float
    slope: float
    detectable_slope: float
    flagged: bool


@dataclass(frozen=True, slots=True)
class DateTest:
    """A false start `periods` before the real one: what it finds should be nothing."""

    periods: int
    result: Estimate
    p: float
    flagged: bool


@dataclass(frozen=True, slots=True)
class Influence:
    """The site (or group) whose leaving moves the headline most."""

    site: str
    without: float
    lowest: float
    highest: float
    flagged: bool


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Relative magnitudes (Rambachan & Roth 2023): the largest multiple still excluding zero."""

    relative_magnitude: float
    grid_step: float


@dataclass(frozen=True, slots=True)
class AlwaysValid:
    """The interval that allows for looking at every period; `rho` is its tuning constant."""

    lower: float
    upper: float
    rho: float


@dataclass(frozen=True, slots=True)
class SegmentedFit:
    """Interrupted time series: step at the start and change of slope a period.

    `method` is "AR(1) REML" or "ordinary least squares"; `rho` the autocorrelation.
    """

    step: Estimate
    slope: Estimate
    before_slope: float
    rho: float | None
    harmonics: int
    before: int
    after: int
    method: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing an evaluation needs, in a sentence, with what was found."""

    requirement: str
    met: bool
    needed: str
    found: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether the effect can be evaluated yet, and what is missing."""

    ok: bool
    requirements: tuple[Requirement, ...]

    @property
    def missing(self) -> tuple[Requirement, ...]:
        """What is not met."""
        return tuple(item for item in self.requirements if not item.met)


@dataclass(frozen=True, slots=True)
class Cap:
    """A reason why the grade goes no higher than `grade`; `rule` is its stable name.

    `lifted_by` says what would lift it, or None where nothing in this design can.
    """

    rule: str
    grade: str
    reason: str
    lifted_by: str | None


@dataclass(frozen=True, slots=True)
class Grade:
    """Certainty: words lead, the letter stands at method level; the lowest cap applies.

    `shows_size` is False where a page must not print an effect size.
    """

    letter: str
    words: str
    caps: tuple[Cap, ...]
    shows_size: bool


@dataclass(frozen=True, slots=True)
class EffectResult:
    """The effect of an innovation at the sites that adopted, with all that was checked.

    `headline` is what a page shows when `gate.ok`; `site_weighted` the same with each site
    counting once; `unswitched` the version before a dip moved the headline to `dip_version`.
    `drift_adjusted` allows for a steady drift of the sites that adopt, `gathering_drift` for one
    that gathers pace.
    `further` is what an analyst asks for beyond the page.
    """

    question: EffectQuestion
    scale: Scale
    design: str
    design_words: str
    why_chosen: str
    weighting: str
    clusters: str
    headline: Estimate
    site_weighted: Estimate | None
    unswitched: Estimate | None
    dip_version: Estimate | None
    drift_adjusted: Estimate | None
    check: CheckEstimate | None
    permutation_p: float | None
    permutation_draws: int
    placebo_rank: int | None
    event_study: EventStudy | None
    sites: tuple[SiteEffect, ...]
    pooled: Pooled | None
    pre_trend: PreTrend | None
    dip: DateTest | None
    placebo_date: DateTest | None
    influence: Influence | None
    denominators: Estimate | None
    breakdown: Breakdown | None
    always_valid: AlwaysValid | None
    segmented: SegmentedFit | None
    gate: Gate
    grade: Grade
    adopters: int
    comparators: int
    not_yet_only: bool
    always_treated: tuple[str, ...]
    periods: int
    first_period: str
    last_period: str
    periods_joined: int
    baseline_mean: float
    missing_share: float
    notes: tuple[str, ...]
    fingerprint: str
    engine_version: str
    numpy_version: str
    gathering_drift: Estimate | None = None
    further: Further | None = None
    negative_control: Estimate | None = None

    @property
    def estimate(self) -> float:
        """The headline estimate, in scale units."""
        return self.headline.estimate

    def to_dict(self) -> dict[str, Any]:
        """The result as plain data for storage and JSON."""
        return dict(to_plain(self))

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "EffectResult":
        """The result from its plain data, with the same digits."""
        return from_plain(cls, data)
