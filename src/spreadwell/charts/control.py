"""The control chart: points with shapes, limits, target, rebases, what was tried, and icons."""

from __future__ import annotations

import math
from collections.abc import Sequence

from spreadwell.charts import icons, palette
from spreadwell.charts.axes import axis_room, rule, time_axis, value_axis
from spreadwell.charts.control_events import (
    TAG_HEIGHT,
    Annotation,
    draw_key,
    draw_tag,
    numbered,
    tag_rows,
)
from spreadwell.charts.control_lines import (
    MARKS,
    joined_line,
    level_line,
    mark_of,
    mark_path,
    points,
    stroke,
)
from spreadwell.charts.control_table import control_table, control_vega, drawn_columns
from spreadwell.charts.control_wording import (
    centre_name,
    chart_spread,
    control_sentence,
    number_text,
)
from spreadwell.charts.frame import MARGIN, SMALL, Look, Picture, compose, words
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.scales import Linear, linear, period_text
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.text import cut, width
from spreadwell.methods.spc import ControlChart

PLOT = 230.0
PLOT_NARROW = 200.0
ICON = 15.0
LABEL_GAP = 14.0
LIMIT = palette.QUIET_INK
LIMIT_DASH = "5 3"
OLD_DASH = "1.5 3"
TARGET_DASH = "9 3 2 3"


def control_chart(
    chart: ControlChart,
    periods: Sequence[str],
    look: Look | None = None,
    *,
    name: str,
    site: str = "",
    unit: str = "",
    scale: float = 1.0,
    annotations: Sequence[Annotation] = (),
) -> Picture:
    """A control or run chart as a picture.

    `periods`: one a point. `unit` follows numbers; `scale` multiplies values (100 with "%").
    Raises ValueError when the periods do not fit the points or an annotation lies outside.
    Source of the look: Making Data Count, with shapes and outlines for contrast.
    """
    look = look or Look()
    count = len(chart.values)
    if len(periods) != count:
        raise ValueError(f"There are {count} points but {len(periods)} periods.")
    tags = numbered(annotations, count)
    drawn = drawn_columns(chart, scale)
    height = PLOT_NARROW if look.narrow else PLOT
    left_words = 46.0
    known = [v for line in drawn for v in line if v is not None]
    low_high = [*known, *_bound(chart, known, scale)]
    _, marks = linear(low_high, 1.0, 0.0)
    left = max(MARGIN + axis_room(marks, unit), left_words)
    right = look.width - (MARGIN if look.narrow else _label_room(chart, drawn, unit, scale))
    step = (right - left) / max(count, 1)
    xs = [left + (i + 0.5) * step for i in range(count)]
    edges = [left + i * step for i in range(count + 1)]
    rows = tag_rows(tags, xs)
    head = 2 * ICON + 10
    top = head + (max(rows, default=-1) + 1) * TAG_HEIGHT + 10
    y_scale, marks = linear(low_high, top + height, top)
    body = _head(chart, periods, drawn[0], look, unit, scale)
    body += value_axis(y_scale, marks, left, right, suffix=unit)
    levels = [[None if v is None else y_scale(v) for v in line] for line in drawn]
    body += _rebases(chart, edges, levels[0], top, top + height)
    body += _old_limits(chart, y_scale, scale, edges)
    body += _lines(chart, xs, edges, levels)
    for (tag, note), row in zip(tags, rows, strict=True):
        x, y = xs[note.position], head + 12 + row * TAG_HEIGHT
        body.append(rule(x, y + 8, x, top + height, stroke=palette.MARK_RULE, dash="2 3"))
        body.append(draw_tag(tag, note.kind, x, y))
    body += points(chart, xs, levels[0], min(max(step * 0.36, 2.4), 4.6))
    if not look.narrow:
        body += _end_labels(chart, drawn, levels, right, top, unit, scale)
    body += time_axis(periods, xs, top + height, low=MARGIN, high=look.width - MARGIN)
    y = top + height + 28
    entries = _entries(chart, drawn, look.narrow, unit, scale)
    key, more = legend(entries, look.width, y)
    events, taller = draw_key(tags, periods, look.width, y + more + 4)
    said = control_sentence(chart, periods, name=name, site=site, unit=unit, scale=scale)
    return compose(
        look,
        title=f"{name}, {site}" if site else name,
        sentence=said,
        height=y + more + taller + 12,
        body=[part for part in [*body, *key, *events] if part is not None],
        table=control_table(chart, periods, tags, drawn),
        vega=control_vega(chart, periods, drawn, unit),
    )


def _bound(chart: ControlChart, known: Sequence[float], scale: float) -> list[float]:
    """Nought, where values cannot be lower and lie near it: the axis then starts there."""
    if chart.bounds is None or not known:
        return []
    floor = chart.bounds[0] * scale
    return [floor] if min(known) - floor < (max(known) - min(known)) * 0.5 else []


def _head(
    chart: ControlChart,
    periods: Sequence[str],
    values: Sequence[float | None],
    look: Look,
    unit: str,
    scale: float,
) -> list[Markup | None]:
    """The latest value on the left, the icons on the right, both in the space above the plot."""
    out: list[Markup | None] = []
    x = look.width - MARGIN - ICON
    for icon in (icons.assurance_icon(chart.assurance), icons.variation_icon(chart.variation)):
        if icon is not None:
            out.append(icons.control_glyph(icon, x, ICON + 4, ICON))
            x -= 2 * ICON + 8
    if chart.latest is not None:
        value = number_text(values[chart.latest] or 0.0, chart_spread(chart, scale), unit)
        latest = f"{value} in {period_text(periods[chart.latest])}"
        room = x - MARGIN
        out.append(words("Latest", MARGIN, 13, fill=palette.QUIET_INK))
        out.append(words(cut(latest, 16, room, bold=True), MARGIN, 31, size=16, bold=True))
    return out


def _rebases(
    chart: ControlChart,
    edges: Sequence[float],
    values: Sequence[float | None],
    top: float,
    bottom: float,
) -> list[Markup | None]:
    out: list[Markup | None] = []
    for segment in chart.segments[1:]:
        x = edges[segment.start]
        out.append(rule(x, top, x, bottom, stroke=palette.INK, stroke_width=1.2, dash="6 3"))
        text = "Rebased"
        # The word stands at the end of the line that the points leave free.
        near = [y for y in values[max(segment.start - 4, 0) : segment.start + 4] if y is not None]
        low = sum(near) > len(near) * (top + bottom) / 2
        near_end = x + width(text, 11) + 8 > edges[-1]
        out.append(
            words(
                text,
                x - 4 if near_end else x + 4,
                top + 11 if low else bottom - 5,
                size=11,
                anchor="end" if near_end else None,
            )
        )
    return out


def _old_limits(
    chart: ControlChart, y_scale: Linear, scale: float, edges: Sequence[float]
) -> list[Markup | None]:
    """The limits before a rebase, carried on faintly beside the new ones."""
    out: list[Markup | None] = []
    for old, new in zip(chart.segments, chart.segments[1:], strict=False):
        for value in (
            chart.lower[old.stop - 1],
            chart.centre[old.stop - 1],
            chart.upper[old.stop - 1],
        ):
            if math.isfinite(value):
                y = y_scale(float(value) * scale)
                x1, x2 = edges[new.start], edges[new.stop]
                out.append(rule(x1, y, x2, y, stroke=palette.MARK_RULE, dash=OLD_DASH))
    return out


def _lines(
    chart: ControlChart,
    xs: Sequence[float],
    edges: Sequence[float],
    levels: Sequence[Sequence[float | None]],
) -> list[Markup | None]:
    values, centre, lower, upper, *target = levels
    out: list[Markup | None] = []
    for segment in chart.segments:
        part = slice(segment.start, segment.stop)
        ends = edges[segment.start : segment.stop + 1]
        for line, dash, thick in (
            (lower, LIMIT_DASH, 1.4),
            (upper, LIMIT_DASH, 1.4),
            (centre, None, 1.6),
        ):
            colour = LIMIT if dash else palette.INK
            out.append(stroke(level_line(ends, line[part]), colour, thick, dash))
    for line in target:
        out.append(stroke(level_line(edges, line), icons.TARGET, 2, TARGET_DASH))
    out.append(stroke(joined_line(xs, values), palette.MARK_RULE, 1.5))
    return out


def _facts(
    chart: ControlChart, drawn: Sequence[Sequence[float | None]], unit: str, scale: float
) -> list[tuple[int, str, str]]:
    """(line, words, number) of the lines at the latest period."""
    at = len(chart.values) - 1
    spread = chart_spread(chart, scale)
    names = ((3, "Upper"), (1, centre_name(chart).capitalize()), (2, "Lower"), (4, "Target"))
    out = []
    for line, text in names:
        value = drawn[line][at] if line < len(drawn) and at >= 0 else None
        if value is not None:
            out.append((line, text, number_text(value, spread, unit)))
    return out


def _label_room(
    chart: ControlChart, drawn: Sequence[Sequence[float | None]], unit: str, scale: float
) -> float:
    texts = [f"{name} {value}" for _, name, value in _facts(chart, drawn, unit, scale)]
    return max((width(text, SMALL) for text in texts), default=0.0) + 14 + MARGIN


def _end_labels(
    chart: ControlChart,
    drawn: Sequence[Sequence[float | None]],
    levels: Sequence[Sequence[float | None]],
    right: float,
    top: float,
    unit: str,
    scale: float,
) -> list[Markup | None]:
    """The name and number of each line at its right end, pushed apart where they would touch."""
    facts = _facts(chart, drawn, unit, scale)
    placed = sorted(
        (levels[line][-1] or 0.0, line, f"{text} {value}") for line, text, value in facts
    )
    out: list[Markup | None] = []
    last = top - LABEL_GAP
    for y, line, text in placed:
        last = max(y, last + LABEL_GAP)
        ink = palette.WARN if line == 4 else palette.INK
        out.append(words(text, right + 8, last + 4, fill=ink, bold=line == 1))
    return out


def _entries(
    chart: ControlChart,
    drawn: Sequence[Sequence[float | None]],
    narrow: bool,
    unit: str,
    scale: float,
) -> list[Entry]:
    """The marks and lines that are there; a phone reads the numbers here."""
    up = chart.improvement.value != "down"
    here = {
        mark_of(kind, label, up)
        for kind, label in zip(chart.kinds, chart.labels, strict=True)
        if kind.value != "missing"
    }

    def shape(mark: str) -> Entry:
        def draw(x: float, y: float) -> Markup:
            return element(
                "path", d=mark_path(mark, x, y, 4.6), fill=MARKS[mark][0], stroke=palette.INK
            )

        return Entry(MARKS[mark][1], draw)

    def line(text: str, colour: str, thick: float, dash: str | None) -> Entry:
        def draw(x: float, y: float) -> Markup:
            return rule(x - 12, y, x + 12, y, stroke=colour, stroke_width=thick, dash=dash)

        return Entry(text, draw, room=26)

    out = [shape(mark) for mark in MARKS if mark in here]
    facts = {number: value for number, _, value in _facts(chart, drawn, unit, scale)}
    middle = centre_name(chart).capitalize()
    if 1 in facts:
        out.append(line(f"{middle} {facts[1]}" if narrow else middle, palette.INK, 1.6, None))
    if 3 in facts:
        limits = "Provisional limits" if chart.provisional else "Limits"
        numbers = f" {facts.get(2, '')} to {facts[3]}" if narrow else ""
        out.append(line(f"{limits}{numbers}", LIMIT, 1.4, LIMIT_DASH))
    if 4 in facts:
        text = f"Target {facts[4]}" if narrow else "Target"
        out.append(line(text, icons.TARGET, 2, TARGET_DASH))
    if len(chart.segments) > 1:
        out.append(line("Limits before the rebase", palette.MARK_RULE, 1, OLD_DASH))
    return out
