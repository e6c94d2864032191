"""The lines and points of a control chart as SVG paths, few enough to draw in no time."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from spreadwell.charts import icons, palette
from spreadwell.charts.svg import Markup, element, escape, number
from spreadwell.methods.spc import ControlChart, PointKind, Signal

# Shape and fill of each mark, and what it says: "few" and "excluded" are hollow.
MARKS = {
    "few": (palette.PAPER, "Few people counted"),
    "common": (icons.COMMON_CAUSE, "Usual variation"),
    "improvement-up": (icons.IMPROVEMENT, "Improvement, higher"),
    "improvement-down": (icons.IMPROVEMENT, "Improvement, lower"),
    "concern": (icons.CONCERN, "Concern"),
    "neutral": (icons.NEUTRAL, "Changed"),
    "excluded": (palette.PAPER, "Left out of the limits"),
}


def mark_of(kind: PointKind, label: Signal, improves_up: bool) -> str:
    """The mark of a point of this kind."""
    if kind is PointKind.COMMON_CAUSE:
        return "common"
    if kind is PointKind.IMPROVEMENT:
        return "improvement-up" if improves_up else "improvement-down"
    return kind.value


def marks_of(chart: ControlChart, excluded: Collection[int] = ()) -> list[str]:
    """The mark of every point, "missing" where there is none."""
    up = chart.improvement.value != "down"
    named = {kind: mark_of(kind, Signal.NONE, up) for kind in PointKind}
    marks = [named[kind] for kind in chart.kinds]
    for place in excluded:
        if 0 <= place < len(marks) and marks[place] != "missing":
            marks[place] = "excluded"
    return marks


def mark_path(mark: str, x: float, y: float, r: float) -> str:
    """The outline of one mark of about radius r, centred at x, y."""
    if mark in ("common", "excluded"):
        round_ = f"M{x - r:.1f} {y:.1f}{_halves(r)}"
        if mark == "common":
            return round_
        a = r * 1.15
        cross = f"M{x - a:.1f} {y - a:.1f}L{x + a:.1f} {y + a:.1f}"
        return f"{round_}{cross}M{x - a:.1f} {y + a:.1f}L{x + a:.1f} {y - a:.1f}"
    if mark == "few":
        return f"M{x - r:.1f} {y - r:.1f}h{2 * r:.1f}v{2 * r:.1f}h{-2 * r:.1f}Z"
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


def _halves(r: float) -> str:
    """The two half turns of a circle, from its left end."""
    turn = f"a{r:.2f} {r:.2f} 0 1 0"
    return f"{turn} {2 * r:.2f} 0{turn} {-2 * r:.2f} 0Z"


def points(
    marks: Sequence[str], xs: Sequence[float], ys: Sequence[float | None], r: float
) -> list[Markup]:
    """All points, one path for each kind of mark; signals above common cause."""
    shapes: dict[str, list[str]] = {}
    halves = _halves(r)
    for x, y, mark in zip(xs, ys, marks, strict=False):
        if y is None:
            continue
        if mark == "common":
            shapes.setdefault(mark, []).append(f"M{x - r:.1f} {y:.1f}{halves}")
        else:
            shapes.setdefault(mark, []).append(mark_path(mark, x, y, r))
    return [
        Markup(
            f'<path d="{"".join(shapes[m])}" fill="{MARKS[m][0]}" stroke="{palette.INK}" '
            f'stroke-width="{1.2 if m == "excluded" else 1}"/>'
        )
        for m in MARKS
        if m in shapes
    ]


def mark_drawing(mark: str, x: float, y: float, r: float = 4.6) -> Markup:
    """One mark by itself, as a legend shows it."""
    return element("path", d=mark_path(mark, x, y, r), fill=MARKS[mark][0], stroke=palette.INK)


def joined_line(xs: Sequence[float], ys: Sequence[float | None]) -> str:
    """The `d` of a line through the points, broken where one is missing."""
    out, down = [], False
    for x, y in zip(xs, ys, strict=False):
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
    held: float | None = None
    for i, y in enumerate(ys):
        # The same level runs on: most periods of most lines.
        if y == held:
            continue
        if held is not None:
            if y is not None and abs(y - held) <= 0.005:
                continue
            out.append(f"H{number(edges[i])}")
        if y is not None:
            out.append(f"V{number(y)}" if held is not None else f"M{number(edges[i])} {number(y)}")
        held = y
    if held is not None:
        out.append(f"H{number(edges[len(ys)])}")
    return "".join(out)


def stroke(d: str, colour: str, line: float, dash: str | None = None) -> Markup | None:
    """A line of this colour and width, or nothing where it has no length."""
    if not d:
        return None
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return Markup(
        f'<path d="{escape(d)}" fill="none" stroke="{colour}" stroke-width="{number(line)}"'
        f"{dashed}/>"
    )
