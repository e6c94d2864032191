"""Sparklines: a chart the size of a word, which ends in the shape of its latest state."""

from __future__ import annotations

from collections.abc import Sequence

from spreadwell.charts import palette
from spreadwell.charts.control_lines import joined_line, stroke
from spreadwell.charts.control_table import drawn_columns
from spreadwell.charts.control_wording import number_text
from spreadwell.charts.frame import Picture, Table
from spreadwell.charts.icons import ASSURANCE_SAID
from spreadwell.charts.scales import period_text
from spreadwell.charts.states import SAID, state_symbol, states_of
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.wording import joined, sentence
from spreadwell.methods.spc import ControlChart

WIDTH, HEIGHT = 112.0, 26.0
END = 24.0


def sparkline(
    chart: ControlChart,
    periods: Sequence[str],
    *,
    name: str,
    unit: str = "",
    scale: float = 1.0,
) -> Picture:
    """A chart that stands in a line of text: the values, their limits as a band, the latest state.

    Its sentence is its text alternative and stands in the drawing as its label; the table holds
    the values. Raises ValueError when the periods do not fit the points.
    """
    if len(periods) != len(chart.values):
        raise ValueError(f"There are {len(chart.values)} points but {len(periods)} periods.")
    lines = drawn_columns(chart, scale)
    known = [v for line in lines[:4] for v in line if v is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    slope = (HEIGHT - 6) / ((high - low) or 1.0)
    heights = [[None if v is None else HEIGHT - 3 - (v - low) * slope for v in line]
               for line in lines]  # fmt: skip
    step = (WIDTH - END - 4) / max(len(periods), 1)
    xs = [2 + (i + 0.5) * step for i in range(len(periods))]
    said = _said(chart, periods, lines, name, unit)
    body: list[Markup | None] = [_band(chart, heights, step)]
    body.append(stroke(joined_line(xs, heights[0]), palette.INK, 1.4))
    if chart.latest is not None:
        symbol = state_symbol(states_of(chart)[chart.latest])
        middle = f"translate({WIDTH - END / 2:g} {HEIGHT / 2:g})"
        body.append(element("g", symbol.drawing, transform=middle))
    svg = element(
        "svg",
        [part for part in body if part is not None],
        xmlns=Markup("http://www.w3.org/2000/svg"),
        viewbox=f"0 0 {WIDTH:g} {HEIGHT:g}",
        width=WIDTH,
        height=HEIGHT,
        role="img",
        aria_label=said,
        class_="sw-spark",
        font_family="Arial, Helvetica, sans-serif",
    )
    rows = tuple(zip(periods, lines[0], strict=True))
    return Picture(str(svg), name, said, Table(("Period", "Value"), rows))


def _band(
    chart: ControlChart, heights: Sequence[Sequence[float | None]], step: float
) -> Markup | None:
    """The limits of the latest segment as a pale band with an outline, for grey printers."""
    if not chart.segments:
        return None
    last = chart.segments[-1]
    low, high = heights[2][last.stop - 1], heights[3][last.stop - 1]
    if low is None or high is None:
        return None
    x = 2 + last.start * step
    return element(
        "rect", x=x, y=high, width=(last.stop - last.start) * step, height=max(low - high, 1),
        fill=palette.WASH, stroke=palette.MARK_RULE, stroke_width=0.8,
    )  # fmt: skip


def _said(
    chart: ControlChart,
    periods: Sequence[str],
    lines: Sequence[Sequence[float | None]],
    name: str,
    unit: str,
) -> str:
    """Name, span, latest value, its state, and the target."""
    seen = [i for i, v in enumerate(lines[0]) if v is not None]
    if not seen or chart.latest is None:
        return sentence(f"{name}: no values yet")
    values = [v for v in lines[0] if v is not None]
    latest = number_text(values[-1], max(values) - min(values), unit)
    parts = [SAID[states_of(chart)[chart.latest]]]
    if chart.assurance is not None:
        parts.append(ASSURANCE_SAID[chart.assurance])
    span = [period_text(periods[seen[0]]), period_text(periods[seen[-1]])]
    since = f", since {span[0]}" if span[0] != span[1] else ""
    return sentence(f"{name}: {latest} in {span[1]}{since}; {joined(parts)}")
