"""Where everything of a control chart lies: worked out once, read by all that draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spreadwell.charts.control_wording import centre_name, number_text
from spreadwell.charts.frame import Look
from spreadwell.charts.scales import Linear
from spreadwell.methods.spc import ControlChart

VALUE, CENTRE, LOWER, UPPER, TARGET = range(5)


@dataclass(frozen=True, slots=True)
class Plan:
    """A chart on paper: its values as drawn, the places of its periods, the room of its plot.

    `columns` are value, centre, lower, upper and, where there is one, target, in drawn units;
    `levels` the same as heights. `periods`, `xs` and `edges` are those of the axis, which may
    go on after the last point. `marks`: the mark of each point.
    """

    chart: ControlChart
    look: Look
    unit: str
    spread: float
    columns: Sequence[Sequence[float | None]]
    levels: Sequence[Sequence[float | None]]
    marks: Sequence[str]
    periods: Sequence[str]
    xs: Sequence[float]
    edges: Sequence[float]
    left: float
    right: float
    top: float
    bottom: float
    y: Linear
    suppressed: frozenset[int]

    @property
    def count(self) -> int:
        """How many points there are, missing ones among them."""
        return len(self.marks)

    def said(self, line: int, at: int) -> str | None:
        """A line's number at a period as people read it, None where there is none."""
        if line >= len(self.columns) or not 0 <= at < self.count:
            return None
        value = self.columns[line][at]
        return None if value is None else number_text(value, self.spread, self.unit)

    def facts(self, at: int) -> list[tuple[int, str, str]]:
        """(line, its name, its number) of the lines at a period, from the top."""
        middle = centre_name(self.chart).capitalize()
        names = ((UPPER, "Upper"), (CENTRE, middle), (LOWER, "Lower"), (TARGET, "Target"))
        told = ((line, name, self.said(line, at)) for line, name in names)
        return [(line, name, number) for line, name, number in told if number is not None]

    def limits_said(self, at: int) -> str:
        """The lines at a period in one breath: "mean 52, limits 40 to 64"."""
        middle, low, high = (self.said(line, at) for line in (CENTRE, LOWER, UPPER))
        centre = f"{centre_name(self.chart)} {middle}" if middle is not None else ""
        if high is None and low is None:
            return centre
        limits = f"limits {low or 'none'} to {high or 'none'}"
        return f"{centre}, {limits}" if centre else limits
