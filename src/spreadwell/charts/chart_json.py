"""A chart as JSON, for the command line and the API alike; schemas are generated from here."""

from typing import Literal

from pydantic import BaseModel, Field

from spreadwell.methods.spc.shapes import AssuranceIcon, Improvement

SignalName = Literal["outside", "trend", "two_of_three", "shift"]
State = Literal["common", "improvement", "concern", "neutral_high", "neutral_low"]
Variation = Literal[
    "common",
    "improvement_high",
    "improvement_low",
    "concern_high",
    "concern_low",
    "neutral_high",
    "neutral_low",
]
Numbers = list[float | None]


class GuardSaid(BaseModel):
    """A guard rail that was applied: a code for programs, a sentence for people."""

    code: str
    sentence: str


class ChartSegment(BaseModel):
    """Points from ``first`` to ``last`` that share one centre."""

    first: str
    last: str
    points: int
    baseline_points: int
    centre: float | None
    lower: float | None
    upper: float | None
    provisional: bool


class Runs(BaseModel):
    """Anhøj's runs analysis of one segment."""

    useful: int
    longest_run: int
    longest_run_limit: int
    crossings: int
    crossings_limit: int
    signal: bool


class Chart(BaseModel):
    """One series over time; parallel lists have one entry a point, null is not known."""

    measure: str
    site: str
    stratum: str | None = Field(description="the people charted; null for everyone together")
    stratifier: str | None = Field(description="what the stratum is one of")
    kind: str
    why_this_kind: str
    dialect: str
    improvement: Improvement
    periods: list[str]
    values: Numbers
    centre: Numbers
    lower: Numbers
    upper: Numbers
    two_sigma_lower: Numbers
    two_sigma_upper: Numbers
    target: Numbers | None = Field(description="one entry a point; null where there is no target")
    numerators: Numbers | None
    denominators: Numbers | None
    segment: list[int] = Field(description="the place of each point's segment, from 0")
    segments: list[ChartSegment]
    signals: list[SignalName | None] = Field(description="the rule that names each point")
    rules_met: list[list[str]] = Field(description="every rule each point meets, with its side")
    states: list[State | None] = Field(description="null where there is no value")
    variation: Variation | None
    assurance: AssuranceIcon | None
    latest: str | None = Field(description="the period of the last value, which the icons judge")
    suits: bool = Field(description="false where another kind of chart would serve better")
    excluded: list[str] = Field(description="periods left out of the limits")
    dispersion: dict[str, float | None]
    guards: list[GuardSaid]
    notes: list[str] = Field(description="how the series was made of its readings")
    runs: list[Runs] = Field(description="the runs analysis of each segment, where there is one")
    longest_run: int = Field(default=0, description="of the latest segment; run charts alone")
    longest_run_limit: int = Field(default=0, description="the longest run chance allows")
    crossings: int = Field(default=0, description="of the latest segment; run charts alone")
    crossings_limit: int = Field(default=0, description="the fewest crossings chance allows")
    useful: int = Field(default=0, description="points off the median in the latest segment")
    sentence: str


Pair = tuple[float | None, float | None]


class Limits(BaseModel):
    """A lower and an upper limit for each site, at two levels."""

    inner: list[Pair] = Field(serialization_alias="95")
    outer: list[Pair] = Field(serialization_alias="99.8")


class Funnel(BaseModel):
    """One measure at every site; parallel lists have one entry a site."""

    kind: Literal["funnel"]
    measure: str
    of: Literal["proportion", "ratio"]
    scale: Literal["arcsine", "sqrt", "log"]
    period: str | None = Field(description="null where all periods are added up")
    sites: list[str]
    values: list[float]
    numerators: list[float]
    denominators: list[float]
    target: float
    phi: float
    tau2: float
    limits: Limits = Field(description="limits that allow for chance alone")
    limits_by: Literal["exact", "scale"] = Field(
        description="exact, or by the scale that was asked for, as other tools draw them"
    )
    adjusted: Limits = Field(description="limits that allow for differences beyond chance")
    signals: list[Literal["outside"] | None] = Field(description="beyond the 99.8% limits drawn")
    states: list[State | None]
    dialect: str
    improvement: Improvement
    why_this_kind: str
    guards: list[GuardSaid]
    sentence: str
