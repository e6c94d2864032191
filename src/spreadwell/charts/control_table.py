"""The numbers behind a control chart, as a table and as a Vega-Lite spec."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from spreadwell.charts.control_events import Annotation
from spreadwell.charts.control_wording import SIGNAL_SAID, centre_name
from spreadwell.charts.frame import Cell, Table
from spreadwell.methods.spc import ControlChart

KIND_SAID = {
    "common_cause": "usual variation",
    "improvement": "improvement",
    "concern": "concern",
    "neutral": "changed",
    "missing": "missing",
}

DASHES = {"centre": [1, 0], "lower": [5, 3], "upper": [5, 3], "target": [9, 3]}


Columns = Sequence[Sequence[float | None]]


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
    rows = np.round(grid, 12 - math.floor(math.log10(largest))) if largest > 0 else grid
    return [[v if math.isfinite(v) else None for v in row] for row in rows.tolist()]


def control_table(
    chart: ControlChart,
    periods: Sequence[str],
    tags: Sequence[tuple[str, Annotation]],
    columns: Columns,
) -> Table:
    """One row a period: value, centre, limits, target, what the point says, what happened."""
    happened: dict[int, list[str]] = {}
    for tag, note in tags:
        happened.setdefault(note.position, []).append(f"{tag} {note.text}")
    middle = centre_name(chart)
    held = [*columns, [None] * len(periods)][:5]
    rows: list[tuple[Cell, ...]] = []
    for i, period in enumerate(periods):
        label = SIGNAL_SAID[chart.labels[i]].format(centre=middle) if chart.labels[i] else ""
        rows.append(
            (
                period,
                *(column[i] for column in held),
                KIND_SAID[chart.kinds[i].value],
                label,
                "; ".join(happened.get(i, [])),
            )
        )
    heads = ("Period", "Value", middle.capitalize(), "Lower limit", "Upper limit", "Target")
    return Table((*heads, "Reading", "Rule", "What happened"), tuple(rows))


def control_vega(
    chart: ControlChart, periods: Sequence[str], columns: Columns, unit: str
) -> dict[str, Any]:
    """A Vega-Lite spec of the same chart, for those who want to change how it looks."""
    names = ("value", "centre", "lower", "upper", "target")
    lines = dict(zip(names, columns, strict=False))
    data = [
        {
            "period": period,
            "reading": KIND_SAID[chart.kinds[i].value],
            **{name: line[i] for name, line in lines.items()},
        }
        for i, period in enumerate(periods)
    ]
    x = {"field": "period", "type": "ordinal", "title": None}

    def layer(field: str, mark: dict[str, Any], **more: Any) -> dict[str, Any]:
        y = {
            "field": field,
            "type": "quantitative",
            "title": unit or None,
            "scale": {"zero": False},
        }
        return {"mark": mark, "encoding": {"x": x, "y": y, **more}}

    layers = [
        layer(name, {"type": "line", "interpolate": "step", "strokeDash": dash})
        for name, dash in (
            ("centre", [1, 0]),
            ("lower", [5, 3]),
            ("upper", [5, 3]),
            ("target", [9, 3]),
        )
        if name in lines
    ]
    layers.append(layer("value", {"type": "line", "color": "#768692"}))
    shape = {"field": "reading", "type": "nominal"}
    layers.append(layer("value", {"type": "point", "filled": True}, shape=shape, color=shape))
    return {"data": {"values": data}, "layer": layers}
