"""Axes and their labels, drawn the same way in every picture."""

from __future__ import annotations

from collections.abc import Sequence

from spreadwell.charts import palette
from spreadwell.charts.frame import SMALL, words
from spreadwell.charts.scales import Linear, tick_text, time_labels
from spreadwell.charts.svg import Markup, escape, number
from spreadwell.charts.text import width


def rule(
    x1: float, y1: float, x2: float, y2: float, *, stroke: str = palette.RULE,
    stroke_width: float = 1.0, dash: str | None = None,
) -> Markup:  # fmt: skip
    """A straight line."""
    dashed = f' stroke-dasharray="{escape(dash)}"' if dash else ""
    return Markup(
        f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" '
        f'stroke="{escape(stroke)}" stroke-width="{number(stroke_width)}"{dashed}/>'
    )


def value_axis(
    scale: Linear, marks: Sequence[float], left: float, right: float, *, suffix: str = ""
) -> list[Markup]:
    """Horizontal grid lines with their values to the left of `left`."""
    out = []
    for mark in marks:
        y = scale(mark)
        out.append(rule(left, y, right, y, stroke=palette.MARK_RULE if mark == 0 else palette.RULE))
        text = tick_text(mark, marks) + suffix
        out.append(words(text, left - 6, y + 4, anchor="end", fill=palette.QUIET_INK))
    return out


def axis_room(marks: Sequence[float], suffix: str = "") -> float:
    """How much room the widest tick label needs left of an axis."""
    return max(width(tick_text(m, marks) + suffix, SMALL) for m in marks) + 10


def level_axis(
    scale: Linear, marks: Sequence[float], top: float, bottom: float, *, suffix: str = ""
) -> list[Markup]:
    """Vertical grid lines with their values under `bottom`, thinned until they stay apart."""
    every, texts = 1, [tick_text(m, marks) + suffix for m in marks]
    widest = max(width(t, SMALL) for t in texts) + 8
    gap = abs(scale(marks[1]) - scale(marks[0])) if len(marks) > 1 else widest
    while every < len(marks) and gap * every < widest:
        every += 1
    out = []
    # Counting from nought keeps nought labelled when others are dropped.
    zero = next((i for i, m in enumerate(marks) if m == 0), 0)
    for i, (mark, text) in enumerate(zip(marks, texts, strict=True)):
        x = scale(mark)
        out.append(rule(x, top, x, bottom, stroke=palette.MARK_RULE if mark == 0 else palette.RULE))
        if (i - zero) % every == 0:
            out.append(words(text, x, bottom + 16, anchor="middle", fill=palette.QUIET_INK))
    return out


def time_axis(
    periods: Sequence[str], positions: Sequence[float], y: float, *, low: float, high: float
) -> list[Markup]:
    """Period labels under y that stay apart and inside low..high, each with a small tick."""
    out = []
    free = low
    for label in time_labels(periods, positions, SMALL):
        half = width(label.text, SMALL) / 2
        x = min(max(label.at, low + half), high - half)
        out.append(rule(label.at, y, label.at, y + 5, stroke=palette.MARK_RULE))
        # Keeping a label inside the edge may push it towards the next one.
        if x - half >= free:
            out.append(words(label.text, x, y + 18, anchor="middle", fill=palette.QUIET_INK))
            free = x + half + 6
    return out
