"""What a number usually is at a place, and the question when one is not: asked, never refused."""

from dataclasses import dataclass

import numpy as np

from spreadwell.formats.periods import Period

from .charts import Series, chart_for, shown_scale, shown_unit
from .models import Measure, Reading

FEWEST_POINTS = 10
"""Limits that rest on fewer readings would ask about too much."""

MANY_TIMES = 3
"""A number above this many times the last one is more often a slip than a change."""

PARTS = ("numerator", "denominator", "value")

Numbers = dict[str, float | None]
"""A reading by the names of its parts; None where blank."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual for one measure at one place: limits in the shown unit, and the last numbers.

    `low` and `high` are None where readings are too few for limits. `last` has the parts of the
    reading of `period`, None where there is none.
    """

    low: float | None
    high: float | None
    last: Numbers
    period: str
    scale: float = 1.0
    unit: str = ""

    @property
    def outside(self) -> str:
        """The question about a number outside the limits; {} stands for the number."""
        if self.low is None or self.high is None:
            return ""
        return (
            f"{{}}{self.unit} lies outside {self.low:,.4g}{self.unit} to "
            f"{self.high:,.4g}{self.unit}, where this site's numbers usually are. Is that right?"
        )

    @property
    def times(self) -> str:
        """The question about a number many times the last one; {} stand for both."""
        return f"{{}} is more than three times the {{}} of {self.period}. Is that right?"

    def question(self, given: Numbers) -> str:
        """Return what to ask about numbers, or nothing where they are as usual."""
        for part, number in given.items():
            last = self.last.get(part)
            if number is not None and last and number > MANY_TIMES * last:
                return self.times.format(f"{number:,.15g}", f"{last:,.15g}")
        shown = self._shown(given)
        if shown is None or self.low is None or self.high is None:
            return ""
        if self.low <= shown <= self.high:
            return ""
        return self.outside.format(f"{shown:,.4g}")

    def distance(self, given: Numbers) -> float:
        """How far numbers lie from the middle of what is usual: 1 is at a limit, 0 not known."""
        shown = self._shown(given)
        if shown is None or self.low is None or self.high is None or self.high <= self.low:
            return 0.0
        return abs(2 * shown - self.low - self.high) / (self.high - self.low)

    def _shown(self, given: Numbers) -> float | None:
        """The number on the scale on which it is charted."""
        value = given.get("value")
        if value is not None:
            return value
        top, bottom = given.get("numerator"), given.get("denominator")
        return None if top is None or not bottom else top / bottom * self.scale


def usual_of(
    measure: Measure, series: Series | None, before: Reading | None, period: Period
) -> Usual:
    """Return what is usual before a period: limits of the chart so far, and the last reading."""
    scale = shown_scale(measure)
    low = high = None
    if series is not None and np.isfinite(series.ratio).sum() >= FEWEST_POINTS:
        # Not the chart that is shown: with a run chart, or with p′, the next number has no limits.
        chart = chart_for(measure, series, kind="xmr")
        drawn = np.flatnonzero(np.isfinite(chart.lower) & np.isfinite(chart.upper))
        if len(drawn) and chart.upper[drawn[-1]] > chart.lower[drawn[-1]]:
            low = _rounded(chart.lower[drawn[-1]] * scale)
            high = _rounded(chart.upper[drawn[-1]] * scale)
            if measure.statistic != "mean":
                low = max(low, 0.0)  # nothing that is counted can be below nothing
    last = {part: getattr(before, part) if before is not None else None for part in PARTS}
    return Usual(low, high, last, period.previous().label, scale, shown_unit(measure))


def _rounded(limit: float) -> float:
    """A limit as it is told, so that what is said and what is tested are one."""
    return float(f"{limit:.4g}")
