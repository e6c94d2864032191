"""A chart of the methods as the chart of the JSON result."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from spreadwell.charts.chart_json import (
    Chart,
    ChartSegment,
    GuardSaid,
    Numbers,
    Runs,
    SignalName,
    State,
    Variation,
)
from spreadwell.formats.periods import Period
from spreadwell.methods.spc import ControlChart, Guard, PointKind, RunTest, Signal, VariationIcon
from spreadwell.methods.spc.shapes import HIGH

Floats = NDArray[np.float64]

RULES: dict[Signal, SignalName] = {
    Signal.OUTSIDE_HIGH: "outside",
    Signal.OUTSIDE_LOW: "outside",
    Signal.TREND_UP: "trend",
    Signal.TREND_DOWN: "trend",
    Signal.TWO_IN_THREE_HIGH: "two_of_three",
    Signal.TWO_IN_THREE_LOW: "two_of_three",
    Signal.SHIFT_HIGH: "shift",
    Signal.SHIFT_LOW: "shift",
}
STATES: dict[PointKind, State] = {
    PointKind.COMMON_CAUSE: "common",
    PointKind.IMPROVEMENT: "improvement",
    PointKind.CONCERN: "concern",
}
VARIATIONS: dict[VariationIcon, Variation] = {
    VariationIcon.COMMON_CAUSE: "common",
    VariationIcon.IMPROVEMENT_HIGH: "improvement_high",
    VariationIcon.IMPROVEMENT_LOW: "improvement_low",
    VariationIcon.CONCERN_HIGH: "concern_high",
    VariationIcon.CONCERN_LOW: "concern_low",
    VariationIcon.NEUTRAL_HIGH: "neutral_high",
    VariationIcon.NEUTRAL_LOW: "neutral_low",
}
MET = tuple([one.name.lower() for one in RULES if bits & one and one.name] for bits in range(256))
"""The names of the rules in every combination of signals."""


class SeriesTold(Protocol):
    """What is told of a series beside its chart."""

    @property
    def measure(self) -> str:
        """The measure's id."""

    @property
    def site(self) -> str:
        """The code of the place."""

    @property
    def stratifier(self) -> str | None:
        """By what people are told apart, None for everyone together."""

    @property
    def stratum(self) -> str | None:
        """Who is charted, None for everyone together."""

    @property
    def periods(self) -> Sequence[Period]:
        """The period of each point."""

    @property
    def is_pair(self) -> bool:
        """Whether readings are numerators with denominators."""

    @property
    def numbers(self) -> Mapping[str, Floats]:
        """The columns of the readings by their names."""


def known(number: Any) -> float | None:
    """A number for JSON: None where it is not known."""
    return None if number is None or number != number else float(number)


def numbers(line: Iterable[float] | Floats) -> Numbers:
    """A line for JSON: None where it is not known."""
    column: list[float] = np.asarray(line, dtype=np.float64).tolist()
    return [None if one != one else one for one in column]


def state(kind: PointKind, label: Signal) -> State | None:
    """The state of a point; None where there is no value."""
    if kind is PointKind.NEUTRAL:
        return "neutral_high" if label & HIGH else "neutral_low"
    return STATES.get(kind)


def guards_said(guards: Iterable[Guard], latest: str = "") -> list[GuardSaid]:
    """Guards for JSON; one on the latest observed point gives its period."""
    return [
        GuardSaid(
            code=guard.code,
            sentence=f"{guard.sentence[:-1]}, {latest}."
            if latest and guard.code == "latest_observed"
            else guard.sentence,
        )
        for guard in guards
    ]


def tell(
    series: SeriesTold, made: ControlChart, reason: str, sentence: str, notes: Iterable[str] = ()
) -> Chart:
    """The chart of one series for JSON; run charts also say what their runs come to."""
    periods = [str(period) for period in series.periods]
    latest = series.periods[made.latest] if made.latest is not None else None
    own = _run_keys(made.runs[-1]) if made.runs else {}
    pair = series.is_pair
    return Chart(
        measure=series.measure,
        site=series.site,
        stratum=series.stratum,
        stratifier=series.stratifier,
        kind=made.kind,
        why_this_kind=reason,
        dialect=made.dialect,
        improvement=made.improvement,
        periods=periods,
        values=numbers(made.values),
        centre=numbers(made.centre),
        lower=numbers(made.lower),
        upper=numbers(made.upper),
        two_sigma_lower=numbers(made.two_sigma_lower),
        two_sigma_upper=numbers(made.two_sigma_upper),
        target=None if made.target is None else numbers(made.target),
        numerators=numbers(series.numbers["numerator"]) if pair else None,
        denominators=numbers(series.numbers["denominator"]) if pair else None,
        segment=[i for i, part in enumerate(made.segments) for _ in range(part.start, part.stop)],
        segments=[
            ChartSegment(
                first=periods[one.start],
                last=periods[one.stop - 1],
                points=one.points,
                baseline_points=one.baseline_points,
                centre=known(one.centre),
                lower=known(one.lower),
                upper=known(one.upper),
                provisional=one.provisional,
            )
            for one in made.segments
        ],
        signals=[RULES.get(label) for label in made.labels],
        rules_met=[MET[signals] for signals in made.signals],
        states=[state(*one) for one in zip(made.kinds, made.labels, strict=True)],
        variation=VARIATIONS[made.variation] if made.variation else None,
        assurance=made.assurance,
        latest=str(latest) if latest else None,
        suits=made.suits,
        excluded=[periods[place] for place in made.excluded],
        dispersion={name: known(number) for name, number in made.dispersion},
        guards=guards_said(made.guards, latest.label if latest else ""),
        runs=[Runs(**_run_keys(one), signal=one.signal) for one in made.runs],
        notes=list(notes),
        sentence=sentence,
        **own,
    )


def _run_keys(test: RunTest) -> dict[str, int]:
    return {
        "useful": test.useful,
        "longest_run": test.longest_run,
        "longest_run_limit": test.longest_run_max,
        "crossings": test.crossings,
        "crossings_limit": test.crossings_min,
    }
