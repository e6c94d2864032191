"""What happened at a site, marked on its chart: adaptations, tests of change, events, rebases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from spreadwell.charts import palette
from spreadwell.charts.frame import MARGIN, SMALL, words
from spreadwell.charts.scales import period_text
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.text import wrap

Happening = Literal["adaptation", "test", "event"]
LETTERS: dict[Happening, str] = {"adaptation": "A", "test": "T", "event": "E"}
NAMES: dict[Happening, str] = {
    "adaptation": "Adaptation",
    "test": "Test of change",
    "event": "Event",
}
FILLS: dict[Happening, tuple[str, str]] = {
    "adaptation": (palette.SPECIAL_WASH, palette.SPECIAL),
    "test": (palette.ACCENT_WASH, palette.ACCENT_DARK),
    "event": (palette.WASH, palette.INK),
}
TAG_HEIGHT = 18.0


@dataclass(frozen=True, slots=True)
class Annotation:
    """Something that happened in the period at `position` (counted from 0), in a few words."""

    position: int
    kind: Happening
    text: str


def numbered(annotations: Sequence[Annotation], length: int) -> list[tuple[str, Annotation]]:
    """Annotations in order of time, each with its tag: A1, T1, E1; ValueError when outside."""
    counts: dict[str, int] = {}
    out = []
    for note in sorted(annotations, key=lambda a: a.position):
        if not 0 <= note.position < length:
            raise ValueError(f"“{note.text}” is marked outside the chart's {length} periods.")
        counts[note.kind] = counts.get(note.kind, 0) + 1
        out.append((f"{LETTERS[note.kind]}{counts[note.kind]}", note))
    return out


def tag_rows(tags: Sequence[tuple[str, Annotation]], xs: Sequence[float]) -> list[int]:
    """The row of each tag above the plot, so that no two overlap."""
    ends: list[float] = []
    rows = []
    for tag, note in tags:
        half = tag_width(tag) / 2 + 2
        x = xs[note.position]
        row = next((i for i, end in enumerate(ends) if end <= x - half), len(ends))
        if row == len(ends):
            ends.append(0.0)
        ends[row] = x + half
        rows.append(row)
    return rows


def tag_width(tag: str) -> float:
    """The width of a tag with its letter and number."""
    return 12.0 + 6.5 * len(tag)


def draw_tag(tag: str, kind: Happening, x: float, y: float) -> Markup:
    """One tag centred at x, y."""
    fill, ink = FILLS[kind]
    w = tag_width(tag)
    box = element("rect", x=x - w / 2, y=y - 8, width=w, height=16, rx=3, fill=fill, stroke=ink)
    return element("g", box, words(tag, x, y + 4, size=11, fill=ink, anchor="middle", bold=True))


def draw_key(
    tags: Sequence[tuple[str, Annotation]], periods: Sequence[str], room: float, y: float
) -> tuple[list[Markup], float]:
    """What each tag stands for, one under the other, and the height that takes."""
    out: list[Markup] = []
    start = y
    for tag, note in tags:
        out.append(draw_tag(tag, note.kind, MARGIN + 16, y + 10))
        text = f"{NAMES[note.kind]}, {period_text(periods[note.position])}: {note.text}"
        lines = wrap(text, SMALL, room - 2 * MARGIN - 40)
        for i, line in enumerate(lines):
            out.append(words(line, MARGIN + 38, y + 14 + i * 15))
        y += 20 + 15 * (len(lines) - 1)
    return out, y - start
