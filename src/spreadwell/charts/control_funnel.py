"""The funnel: places of different size against limits that narrow; nobody is ranked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spreadwell.charts import palette
from spreadwell.charts.axes import axis_room, level_axis, rule, value_axis
from spreadwell.charts.control_key import line_entry, shape
from spreadwell.charts.control_lines import MARKS, joined_line, marks_of, points, stroke
from spreadwell.charts.control_segments import on_paper
from spreadwell.charts.control_wording import (
    SIGNAL_SAID,
    SMALL_COUNT,
    chart_spread,
    control_sentence,
    number_text,
)
from spreadwell.charts.frame import (
    MARGIN,
    SMALL,
    Cell,
    Look,
    Picture,
    ReadOut,
    ReadOuts,
    Spec,
    Table,
    compose,
    words,
)
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.placement import Box, place
from spreadwell.charts.scales import linear
from spreadwell.charts.svg import Markup
from spreadwell.charts.text import cut, width
from spreadwell.charts.wording import sentence
from spreadwell.methods.spc import ControlChart

PLOT = 260.0
NAMED = 8
INNER_DASH = "2 3"
OUTER_DASH = "5 3"


def funnel_chart(
    chart: ControlChart,
    look: Look | None = None,
    *,
    name: str,
    counted: str = "People counted",
    unit: str = "",
    scale: float = 1.0,
) -> Picture:
    """A funnel as a picture; `counted` names the horizontal axis. Other arguments as elsewhere.

    Only places beyond the 99.8% limits are named. Raises ValueError for another kind of chart.
    """
    look = look or Look()
    if chart.kind != "funnel" or chart.x is None:
        raise ValueError("Only a funnel can be drawn as one.")
    names = chart.names or tuple(f"Place {i + 1}" for i in range(len(chart.values)))
    order = np.argsort(chart.x, kind="stable")
    sizes = chart.x.tolist()
    values = (chart.values * scale).tolist()
    limits = [
        (line * scale)[order].tolist()
        for line in (chart.lower, chart.two_sigma_lower, chart.two_sigma_upper, chart.upper)
    ]
    # Limits of very small places run far out: the smallest quarter does not set the axis.
    small = len(values) // 4
    inner = [*limits[1], *limits[2], *limits[0][small:], *limits[3][small:]]
    _, marks = linear([*values, *inner], 1.0, 0.0)
    left = MARGIN + axis_room(marks, unit)
    right, top = look.width - MARGIN - 14, 12.0
    y_scale, marks = linear([*values, *inner], top + PLOT, top)
    x_scale, x_marks = linear([0.0, *sizes], left, right, 4 if look.narrow else 6)
    xs = [x_scale(v) for v in sizes]
    ys: list[float | None] = [y_scale(v) for v in values]
    body: list[Markup | None] = [*value_axis(y_scale, marks, left, right, suffix=unit)]
    body += level_axis(x_scale, x_marks, top, top + PLOT)
    ordered = [xs[i] for i in order]
    for line, dash in zip(limits, (OUTER_DASH, INNER_DASH, INNER_DASH, OUTER_DASH), strict=True):
        inside = [y_scale(v) if v <= y_scale.high else None for v in line]
        body.append(stroke(joined_line(ordered, inside), palette.QUIET_INK, 1.4, dash))
    centre = y_scale(float(chart.centre[0]) * scale)
    body.append(rule(left, centre, right, centre, stroke=palette.INK, stroke_width=1.6))
    marked = funnel_marks(chart)
    body += points(marked, xs, ys, 4.4)
    body += _names(chart, names, xs, ys, Box(left, top, right + 14, top + PLOT))
    y = top + PLOT + 36
    body.append(words(counted, (left + right) / 2, y, anchor="middle", fill=palette.QUIET_INK))
    key, more = legend(_entries(chart, counted), look.width, y + 6)
    return compose(
        look,
        title=name,
        sentence=control_sentence(chart, names, name=name, unit=unit, scale=scale),
        height=y + more + 14,
        body=[part for part in [*body, *key] if part is not None],
        table=_table(chart, names, counted, scale),
        vega=lambda: funnel_vega(chart, names, counted, scale),
        readouts=ReadOuts(
            _readouts(chart, names, counted, scale, unit, xs, ys),
            (left, top, right, top + PLOT),
            at=0,
            around=True,
        ),
    )


def _names(
    chart: ControlChart,
    names: Sequence[str],
    xs: Sequence[float],
    ys: Sequence[float | None],
    frame: Box,
) -> list[Markup]:
    """The names of places beyond the outer limits, where there is room and not too many."""
    shown = [i for i, label in enumerate(chart.labels) if label]
    if not shown or len(shown) > NAMED:
        return []
    texts = [cut(names[i], SMALL, 120) for i in shown]
    at = [(xs[i], ys[i] or 0.0) for i in shown]
    places = place(at, [[(width(t, SMALL), 14.0)] for t in texts], frame)
    return [
        on_paper(text, found.box.x0, found.box.y1 - 3, fill=palette.INK)
        for text, found in zip(texts, places, strict=True)
        if found is not None
    ]


def funnel_marks(chart: ControlChart) -> list[str]:
    """The mark of each place; "few" where hardly anybody was counted and nothing stands out."""
    marks = marks_of(chart)
    if chart.x is None:
        return marks
    few = (chart.x < SMALL_COUNT).tolist()
    return ["few" if m == "common" and f else m for m, f in zip(marks, few, strict=True)]


def _readouts(
    chart: ControlChart,
    names: Sequence[str],
    counted: str,
    scale: float,
    unit: str,
    xs: Sequence[float],
    ys: Sequence[float | None],
) -> list[ReadOut]:
    """Each place in words, the smallest first."""
    spread = chart_spread(chart, scale)

    def said(value: float) -> str:
        return number_text(value * scale, spread, unit)

    out = []
    for i in np.argsort(chart.x, kind="stable").tolist() if chart.x is not None else []:
        label = chart.labels[i]
        state = SIGNAL_SAID[label].replace("limit", "99.8% limit") if label else "within the limits"
        size = f"{chart.x[i]:,.0f}" if chart.x is not None else ""
        text = sentence(
            f"{names[i]}: {said(float(chart.values[i]))}, {counted.lower()} {size}",
            state,
            f"its 99.8% limits {said(float(chart.lower[i]))} to {said(float(chart.upper[i]))}",
        )
        out.append(ReadOut(xs[i], ys[i] or 0.0, text))
    return out


def _entries(chart: ControlChart, counted: str) -> list[Entry]:
    here = set(funnel_marks(chart))
    named = {"common": "Within the limits", "few": f"{counted}: fewer than {SMALL_COUNT}"}
    out = [shape(mark, named.get(mark, "")) for mark in MARKS if mark in here]
    limits = "wide" if chart.dialect.endswith("adjusted") else "exact"
    quiet = palette.QUIET_INK
    return [
        *out,
        line_entry("Overall average", palette.INK, 1.6, None),
        line_entry("95% limits", quiet, 1.4, INNER_DASH),
        line_entry(f"99.8% limits, {limits}", quiet, 1.4, OUTER_DASH),
    ]


def _table(chart: ControlChart, names: Sequence[str], counted: str, scale: float) -> Table:
    lines = (chart.x, chart.values, chart.lower, chart.two_sigma_lower)
    more = (chart.two_sigma_upper, chart.upper)
    columns = [[round(v, 10) for v in (line if i == 0 else line * scale).tolist()]
               for i, line in enumerate((*lines, *more)) if line is not None]  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (name, *(column[i] for column in columns), chart.kinds[i].value.replace("_", " "))
        for i, name in enumerate(names)
    ]
    heads = ("Place", counted, "Value", "99.8% lower", "95% lower", "95% upper", "99.8% upper")
    return Table((*heads, "Reading"), tuple(rows))


def funnel_vega(chart: ControlChart, names: Sequence[str], counted: str, scale: float) -> Spec:
    """The same funnel as a Vega-Lite spec."""
    table = _table(chart, names, counted, scale)
    keys = ("place", "counted", "value", "lower998", "lower95", "upper95", "upper998", "reading")
    data = [dict(zip(keys, row, strict=True)) for row in table.rows]
    x = {"field": "counted", "type": "quantitative", "title": counted}

    def y(field: str) -> dict[str, object]:
        return {"field": field, "type": "quantitative", "title": None, "scale": {"zero": False}}

    layers: list[dict[str, object]] = [
        {
            "mark": {"type": "line", "strokeDash": dash, "color": palette.QUIET_INK, "clip": True},
            "encoding": {"x": x, "y": y(field)},
        }
        for field, dash in (
            ("lower998", [5, 3]), ("lower95", [2, 3]), ("upper95", [2, 3]), ("upper998", [5, 3]),
        )
    ]  # fmt: skip
    average = {"datum": round(float(chart.centre[0]) * scale, 10)}
    layers.append({"mark": {"type": "rule", "color": palette.INK}, "encoding": {"y": average}})
    reading = {"field": "reading", "type": "nominal", "title": None}
    shown = [{"field": field, "type": "nominal"} for field in ("place", "counted", "value")]
    layers.append(
        {
            "mark": {"type": "point", "filled": True, "size": 60, "stroke": palette.INK},
            "encoding": {"x": x, "y": y("value"), "shape": reading, "fill": reading,
                         "tooltip": shown},
        }
    )  # fmt: skip
    return {"width": 640, "height": 320, "data": {"values": data}, "layer": layers}
