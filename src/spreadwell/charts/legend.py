"""A legend that says each shape in words, in as many lines as the width needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spreadwell.charts import palette
from spreadwell.charts.frame import MARGIN, SMALL, words
from spreadwell.charts.svg import Markup
from spreadwell.charts.text import width, wrap

LINE = 20.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a legend: its words, how to draw it centred at a point, and its room."""

    text: str
    draw: Callable[[float, float], Markup | Sequence[Markup]]
    room: float = 16.0


def legend(
    entries: Sequence[Entry], total: float, y: float, *, left: float = MARGIN
) -> tuple[list[Markup], float]:
    """The legend from y downwards in `total` width; returns the drawing and its height."""
    out: list[Markup] = []
    x, line = left, y + LINE / 2
    for entry in entries:
        lines = wrap(entry.text, SMALL, total - left - MARGIN - entry.room - 6)
        needs = entry.room + 6 + max((width(t, SMALL) for t in lines), default=0)
        if x > left and x + needs > total - MARGIN:
            x, line = left, line + LINE
        drawn = entry.draw(x + entry.room / 2, line)
        out.extend([drawn] if isinstance(drawn, Markup) else drawn)
        for i, text in enumerate(lines):
            out.append(words(text, x + entry.room + 6, line + 4 + i * 15, fill=palette.INK))
        line += 15 * max(len(lines) - 1, 0)
        x += needs + 18
    return out, (line + LINE / 2 - y) if entries else 0.0
