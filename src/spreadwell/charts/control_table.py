"""The numbers behind a control chart, as a table and as a Vega-Lite spec."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from spreadwell.charts import icons, palette
from spreadwell.charts.control_plan import CENTRE, LOWER, TARGET, UPPER, VALUE, Plan
from spreadwell.charts.control_wording import SIGNAL_SAID, centre_name
from spreadwell.charts.frame import Cell, Spec, Table
from spreadwell.methods.spc import ControlChart, PointKind

KIND_SAID = {
    "common_cause": "usual variation",
    "improvement": "improvement",
    "concern": "concern",
    "neutral": "changed",
    "missing": "missing",
}
_SAID = {kind: KIND_SAID[kind.value] for kind in PointKind}


def drawn_columns(chart: ControlChart, scale: float) -> list[list[float | None]]:
    """Value, centre, lower, upper and, where there is one, target: scaled, None where unknown.

    Thirteen figures of the largest: what was computed, without the dust of binary fractions.
    """
    lines = [chart.values, chart.centre, chart.lower, chart.upper]
    if chart.target is not None:
        lines.append(chart.target)
    grid = np.array(lines) * scale
    known = np.isfinite(grid)
    largest = float(np.max(np.abs(grid), where=known, initial=0.0))
    if largest > 0:
        # Beyond 300 places the power of ten itself overflows.
        grid = np.round(grid, min(12 - math.floor(math.log10(largest)), 300))
    return [[v if v - v == 0 else None for v in row] for row in grid.tolist()]


def control_table(
    plan: Plan, periods: Sequence[str], happened: Mapping[int, Sequence[str]]
) -> Table:
    """One row a period: value, centre, limits, target, what the point says, what happened.

    What happened outside the readings stands in the first or the last row.
    """
    chart, last = plan.chart, len(periods) - 1
    notes: dict[int, list[str]] = {}
    for position in sorted(happened):
        notes.setdefault(min(max(position, 0), last), []).extend(happened[position])
    middle = centre_name(chart)
    rules = {s: SIGNAL_SAID[s].format(centre=middle) if s else "" for s in set(chart.labels)}
    states = states_said(plan)
    told = ["; ".join(notes[i]) if i in notes else "" for i in range(len(periods))]
    target = plan.columns[TARGET] if len(plan.columns) > TARGET else [None] * len(periods)
    rows: list[tuple[Cell, ...]] = list(
        zip(
            periods,
            *plan.columns[:TARGET],
            target,
            states,
            [rules[label] for label in chart.labels],
            told,
            strict=True,
        )
    )
    heads = ("Period", "Value", middle.capitalize(), "Lower limit", "Upper limit", "Target")
    return Table((*heads, "Reading", "Rule", "What happened"), tuple(rows))


def states_said(plan: Plan) -> list[str]:
    """What each point says of itself."""
    said = [_SAID[kind] for kind in plan.chart.kinds]
    for i, mark in enumerate(plan.marks):
        if mark == "excluded":
            said[i] = "left out of the limits"
    for i in plan.suppressed:
        if 0 <= i < len(said):
            said[i] = "held back: few people"
    return said


# How each state is drawn in a specification: Vega-Lite's name of the shape, and the fill.
_DRAWN = {
    "usual variation": ("circle", icons.COMMON_CAUSE),
    "improvement": ("triangle-up", icons.IMPROVEMENT),
    "concern": ("diamond", icons.CONCERN),
    "changed": ("square", icons.NEUTRAL),
    "left out of the limits": ("cross", palette.PAPER),
}


def control_vega(plan: Plan, happened: Mapping[int, Sequence[str]]) -> Spec:
    """A Vega-Lite spec of the same chart, for those who want to change how it looks."""
    names = ("value", "centre", "lower", "upper", "target")
    part = [0] * plan.count
    for k, segment in enumerate(plan.chart.segments):
        part[segment.start : segment.stop] = [k] * (segment.stop - segment.start)
    said = states_said(plan)
    data: list[dict[str, Any]] = []
    for i, period in enumerate(plan.periods):
        row: dict[str, Any] = {"period": period or f"later {i}"}
        if i < plan.count:
            row |= {"reading": said[i], "limits": part[i]}
            row |= {name: line[i] for name, line in zip(names, plan.columns, strict=False)}
        if i in happened:
            row["happened"] = list(happened[i])
        data.append(row)
    return {
        "width": 640,
        "height": 260,
        "data": {"values": data},
        "layer": _layers(plan, names, list(_DRAWN)),
    }


def _layers(plan: Plan, names: Sequence[str], states: Sequence[str]) -> list[dict[str, Any]]:
    """What happened, the lines of each set of limits, then the points."""
    # Periods in the order of the data: their names do not sort in every calendar.
    x = {"field": "period", "type": "ordinal", "title": None, "sort": None}

    def y(field: str) -> dict[str, Any]:
        title = plan.unit or None
        return {"field": field, "type": "quantitative", "title": title, "scale": {"zero": False}}

    layers: list[dict[str, Any]] = [
        {
            "transform": [{"filter": "isValid(datum.happened)"}],
            "mark": {"type": "rule", "strokeDash": [2, 3], "color": palette.MARK_RULE},
            "encoding": {"x": x, "tooltip": {"field": "happened", "type": "nominal"}},
        }
    ]
    looks = {
        LOWER: ([5, 3], palette.QUIET_INK),
        UPPER: ([5, 3], palette.QUIET_INK),
        CENTRE: ([1, 0], palette.INK),
        TARGET: ([9, 3, 2, 3], icons.TARGET),
    }
    for line, (dash, colour) in looks.items():
        if line >= len(plan.columns):
            continue
        mark = {"type": "line", "interpolate": "step", "strokeDash": dash, "color": colour}
        encoding = {"x": x, "y": y(names[line])}
        if line != TARGET:
            encoding["detail"] = {"field": "limits", "type": "nominal"}
        layers.append({"mark": mark, "encoding": encoding})
    value = y(names[VALUE])
    layers.append(
        {"mark": {"type": "line", "color": palette.MARK_RULE}, "encoding": {"x": x, "y": value}}
    )
    shape = {"domain": states, "range": [_DRAWN[s][0] for s in states]}
    fill = {"domain": states, "range": [_DRAWN[s][1] for s in states]}
    reading = {"field": "reading", "type": "nominal", "title": None}
    shown = ("period", "value", "reading", "lower", "upper", "happened")
    layers.append(
        {
            "transform": [{"filter": "isValid(datum.value)"}],
            "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1,
                     "stroke": palette.INK, "strokeWidth": 1},
            "encoding": {
                "x": x,
                "y": value,
                "shape": {**reading, "scale": shape},
                "fill": {**reading, "scale": fill},
                "tooltip": [{"field": field, "type": "nominal"} for field in shown],
            },
        }
    )  # fmt: skip
    return layers
