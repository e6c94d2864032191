"""Small multiples: one measure at many places on one scale, in the order of their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from spreadwell.charts import icons, palette
from spreadwell.charts.axes import axis_room, rule
from spreadwell.charts.control_key import line_entry, shape
from spreadwell.charts.control_lines import MARKS, joined_line, level_line, marks_of, points, stroke
from spreadwell.charts.control_segments import LIMIT, LIMIT_DASH, TARGET_DASH
from spreadwell.charts.control_table import drawn_columns
from spreadwell.charts.control_wording import number_text
from spreadwell.charts.frame import MARGIN, SMALL, Cell, Look, Picture, Table, compose, words
from spreadwell.charts.icons import ASSURANCE_SAID, VARIATION_SAID
from spreadwell.charts.legend import legend
from spreadwell.charts.scales import Linear, period_text, tick_text, value_ticks
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.text import cut, width
from spreadwell.charts.wording import count, sentence
from spreadwell.methods.spc import ControlChart

HEIGHT = 78.0
HEAD = 48.0
FOOT = 20.0
GAP = 18.0
ICON = 8.0
# What a panel needs to stay readable; a phone takes two beside one another.
LEAST = 150.0


@dataclass(frozen=True, slots=True)
class Panel:
    """One place: its name, its chart over the shared periods, and its page."""

    name: str
    chart: ControlChart
    url: str = ""


def small_multiples(
    panels: Sequence[Panel],
    periods: Sequence[str],
    look: Look | None = None,
    *,
    name: str,
    unit: str = "",
    scale: float = 1.0,
    title: str = "",
) -> Picture:
    """Many control charts side by side; every chart has one point for each of `periods`.

    All share one value axis and one time axis, so that heights compare. Places stand in the order
    of their names, never of their values. Raises ValueError when a chart does not fit.
    """
    look = look or Look()
    for panel in panels:
        if len(panel.chart.values) != len(periods):
            points_ = len(panel.chart.values)
            raise ValueError(f"{panel.name} has {points_} points for {len(periods)} periods.")
    ordered = sorted(panels, key=lambda panel: (panel.name.casefold(), panel.name))
    drawn = [drawn_columns(panel.chart, scale) for panel in ordered]
    known = [v for lines in drawn for line in lines for v in line if v is not None]
    ticks = value_ticks(known, 4)
    left = axis_room(ticks, unit)
    room = look.width - 2 * MARGIN
    across = min(max(int((room + GAP) // (LEAST + GAP)), 1), 3 if look.width < 900 else 5)
    wide = (room - GAP * (across - 1)) / across
    body: list[Markup | None] = []
    for i, (panel, lines) in enumerate(zip(ordered, drawn, strict=True)):
        x = MARGIN + (i % across) * (wide + GAP)
        y = (i // across) * (HEAD + HEIGHT + FOOT + GAP)
        body += _panel(panel, lines, periods, (x, y, wide), left, ticks, unit)
    deep = -(-len(ordered) // across) * (HEAD + HEIGHT + FOOT + GAP)
    marks = {mark for panel in ordered for mark in marks_of(panel.chart, panel.chart.excluded)}
    entries = [shape(mark) for mark in MARKS if mark in marks]
    entries += [
        line_entry("Mean", palette.INK, 1.4, None),
        line_entry("Limits", LIMIT, 1.2, LIMIT_DASH),
    ]
    if any(panel.chart.target is not None for panel in ordered):
        entries.append(line_entry("Target", icons.TARGET, 1.6, TARGET_DASH))
    key, more = legend(entries, look.width, deep)
    return compose(
        look,
        title=title or f"{name}, place by place",
        sentence=_sentence(ordered, periods, name),
        height=deep + more + 8,
        body=[part for part in [*body, *key] if part is not None],
        table=_table(ordered, periods, drawn),
        links=any(panel.url for panel in ordered),
    )


def _panel(
    panel: Panel,
    lines: Sequence[Sequence[float | None]],
    periods: Sequence[str],
    box: tuple[float, float, float],
    axis: float,
    ticks: Sequence[float],
    unit: str,
) -> list[Markup | None]:
    """One place's chart with its name, latest value and icons."""
    chart, (x, y, wide) = panel.chart, box
    left, right, top = x + axis, x + wide, y + HEAD
    foot = top + HEIGHT
    to_y = Linear(ticks[0], ticks[-1], foot, top)
    step = (right - left) / max(len(periods), 1)
    edges = [left + i * step for i in range(len(periods) + 1)]
    xs = [at + step / 2 for at in edges[:-1]]
    out: list[Markup | None] = [_name(panel, x, y, wide)]
    at = right - ICON
    for icon in (icons.assurance_icon(chart.assurance), icons.variation_icon(chart.variation)):
        if icon is not None:
            out.append(icons.control_glyph(icon, at, y + 26, ICON))
            at -= 2 * ICON + 4
    if chart.latest is not None:
        values = [v for v in lines[0] if v is not None]
        latest = number_text(lines[0][chart.latest] or 0.0, max(values) - min(values), unit)
        out.append(words(cut(latest, SMALL, at - x), x, y + 31, fill=palette.QUIET_INK))
    for tick in (ticks[0], ticks[-1]):
        out.append(rule(left, to_y(tick), right, to_y(tick)))
        label = tick_text(tick, ticks) + unit
        out.append(words(label, left - 5, to_y(tick) + 4, anchor="end", size=11,
                         fill=palette.QUIET_INK))  # fmt: skip
    levels = [[None if v is None else to_y(v) for v in line] for line in lines]
    for segment in chart.segments:
        part, ends = slice(segment.start, segment.stop), edges[segment.start : segment.stop + 1]
        limits = "".join(level_line(ends, levels[k][part]) for k in (2, 3))
        out.append(stroke(limits, LIMIT, 1.2, LIMIT_DASH))
        out.append(stroke(level_line(ends, levels[1][part]), palette.INK, 1.4))
    for line in levels[4:]:
        out.append(stroke(level_line(edges, line), icons.TARGET, 1.6, TARGET_DASH))
    out.append(stroke(joined_line(xs, levels[0]), palette.MARK_RULE, 1.2))
    out += points(marks_of(chart, chart.excluded), xs, levels[0], min(max(step * 0.4, 1.7), 3.2))
    if periods:
        out += _ends(periods, left, right, foot)
    return out


def _name(panel: Panel, x: float, y: float, wide: float) -> Markup:
    text = words(cut(panel.name, SMALL, wide, bold=True), x, y + 13, bold=True)
    if not panel.url:
        return text
    area = element("rect", x=x, y=y, width=wide, height=HEAD - 2, fill=palette.PAPER)
    return element("a", area, text, href=panel.url, aria_label=panel.name, class_="sw-step")


def _ends(periods: Sequence[str], left: float, right: float, foot: float) -> list[Markup]:
    """The first and the last period under a panel, the last alone where both do not fit."""
    first, last = period_text(periods[0]), period_text(periods[-1])
    out = [words(last, right, foot + 14, anchor="end", size=11, fill=palette.QUIET_INK)]
    if first != last and width(first, 11) + width(last, 11) + 8 < right - left:
        out.append(words(first, left, foot + 14, size=11, fill=palette.QUIET_INK))
    return out


def _sentence(panels: Sequence[Panel], periods: Sequence[str], name: str) -> str:
    if not panels or not periods:
        return sentence(f"{name}: no readings yet")
    kinds = Counter(panel.chart.variation for panel in panels)
    said = [f"{kinds[k]:,} {VARIATION_SAID[k]}" for k in VARIATION_SAID if kinds[k]]
    if kinds[None]:
        said.append(f"{kinds[None]:,} too early to judge")
    return sentence(
        f"{name} at {count(len(panels), 'place')}, {period_text(periods[0])} to "
        f"{period_text(periods[-1])}, all on one scale and in the order of their names",
        f"By their latest values: {'; '.join(said)}",
    )


def _table(
    panels: Sequence[Panel],
    periods: Sequence[str],
    drawn: Sequence[Sequence[Sequence[float | None]]],
) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for panel, lines in zip(panels, drawn, strict=True):
        at = panel.chart.latest
        variation, assurance = panel.chart.variation, panel.chart.assurance
        numbers = [line[at] for line in lines[:4]] if at is not None else [None] * 4
        rows.append(
            (
                panel.name,
                None if at is None else periods[at],
                *numbers,
                VARIATION_SAID[variation] if variation else None,
                ASSURANCE_SAID[assurance] if assurance else None,
            )
        )
    heads = ("Place", "Latest period", "Value", "Centre", "Lower limit", "Upper limit")
    return Table((*heads, "Reading", "Against the target"), tuple(rows))
