"""The lines and points of a control chart as SVG paths, few enough to draw in no time."""

from __future__ import annotations

from collections.abc import Sequence

from spreadwell.charts import icons, palette
from spreadwell.charts.svg import Markup, element, number
from spreadwell.methods.spc import ControlChart, PointKind, Signal

LOW_SIGNALS = Signal.OUTSIDE_LOW | Signal.TREND_DOWN | Signal.TWO_IN_THREE_LOW | Signal.SHIFT_LOW
# Shape and fill of each mark, and what it says.
MARKS = {
    "common": (icons.COMMON_CAUSE, "Usual variation"),
    "improvement-up": (icons.IMPROVEMENT, "Improvement, higher"),
    "improvement-down": (icons.IMPROVEMENT, "Improvement, lower"),
    "concern": (icons.CONCERN, "Concern"),
    "neutral": (icons.NEUTRAL, "Changed"),
}


def mark_of(kind: PointKind, label: Signal, improves_up: bool) -> str:
    """The mark of a point of this kind."""
    if kind is PointKind.COMMON_CAUSE:
        return "common"
    if kind is PointKind.IMPROVEMENT:
        return "improvement-up" if improves_up else "improvement-down"
    return kind.value


def mark_path(mark: str, x: float, y: float, r: float) -> str:
    """The outline of one mark of about radius r, centred at x, y."""
    if mark == "common":
        half = f"a{r:.2f} {r:.2f} 0 1 0"
        return f"M{x - r:.1f} {y:.1f}{half} {2 * r:.2f} 0{half} {-2 * r:.2f} 0Z"
    if mark.startswith("improvement"):
        a = r * 1.3 * (1 if mark.endswith("up") else -1)
        w = r * 1.3
        corners = [(x, y - a), (x + w, y + a * 0.75), (x - w, y + a * 0.75)]
    elif mark == "concern":
        a = r * 1.35
        corners = [(x, y - a), (x + a, y), (x, y + a), (x - a, y)]
    else:
        a, b = r * 1.15, r * 0.6
        corners = [(x - a, y), (x - b, y - a), (x + b, y - a), (x + a, y), (x + b, y + a)]
        corners.append((x - b, y + a))
    return "M" + "L".join([f"{u:.1f} {v:.1f}" for u, v in corners]) + "Z"


def points(
    chart: ControlChart, xs: Sequence[float], ys: Sequence[float | None], r: float
) -> list[Markup]:
    """All points, one path for each kind of mark; signals above common cause."""
    shapes: dict[str, list[str]] = {}
    up = chart.improvement.value != "down"
    for x, y, kind, label in zip(xs, ys, chart.kinds, chart.labels, strict=True):
        if y is not None:
            mark = mark_of(kind, label, up)
            shapes.setdefault(mark, []).append(mark_path(mark, x, y, r))
    return [
        element("path", d="".join(shapes[m]), fill=MARKS[m][0], stroke=palette.INK, stroke_width=1)
        for m in MARKS
        if m in shapes
    ]


def joined_line(xs: Sequence[float], ys: Sequence[float | None]) -> str:
    """The `d` of a line through the points, broken where one is missing."""
    out, down = [], False
    for x, y in zip(xs, ys, strict=True):
        if y is None:
            down = False
            continue
        out.append(f"{'L' if down else 'M'}{x:.1f} {y:.1f}")
        down = True
    return "".join(out)


def level_line(edges: Sequence[float], ys: Sequence[float | None]) -> str:
    """The `d` of a line that keeps a level through each period; equal levels become one step.

    `edges` has one entry more than `ys`: where each period starts and the last one ends.
    """
    out: list[str] = []
    before: float | None = None
    for i, y in enumerate(ys):
        if y is None:
            before = None
            continue
        if before is None:
            out.append(f"M{number(edges[i])} {number(y)}")
        elif abs(y - before) > 0.005:
            out.append(f"V{number(y)}")
        if i + 1 == len(ys) or ys[i + 1] is None or abs((ys[i + 1] or 0) - y) > 0.005:
            out.append(f"H{number(edges[i + 1])}")
        before = y
    return "".join(out)


def stroke(d: str, colour: str, line: float, dash: str | None = None) -> Markup | None:
    """A line of this colour and width, or nothing where it has no length."""
    if not d:
        return None
    return element(
        "path", d=d, fill="none", stroke=colour, stroke_width=line, stroke_dasharray=dash
    )
