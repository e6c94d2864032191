"""What happened at a site, and what people decided about its limits: tags and their key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from spreadwell.charts import palette
from spreadwell.charts.frame import MARGIN, SMALL, words
from spreadwell.charts.scales import period_text
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.text import wrap
from spreadwell.charts.wording import count, sentence
from spreadwell.formats.periods import Period

Happening = Literal["adaptation", "test", "event", "note", "rebase", "baseline", "excluded"]
LETTERS: dict[Happening, str] = {
    "adaptation": "A", "test": "T", "event": "E", "note": "N",
    "rebase": "R", "baseline": "B", "excluded": "X",
}  # fmt: skip
NAMES: dict[Happening, str] = {
    "adaptation": "Adaptation",
    "test": "Test of change",
    "event": "Event",
    "note": "Note",
    "rebase": "New limits",
    "baseline": "Baseline set",
    "excluded": "Left out of the limits",
}
FILLS: dict[Happening, tuple[str, str]] = {
    "adaptation": (palette.SPECIAL_WASH, palette.SPECIAL),
    "test": (palette.ACCENT_WASH, palette.ACCENT_DARK),
    "event": (palette.WASH, palette.INK),
    "note": (palette.WASH, palette.QUIET_INK),
    "rebase": (palette.PAPER, palette.INK),
    "baseline": (palette.PAPER, palette.INK),
    "excluded": (palette.PAPER, palette.INK),
}
# What goes through the plot as a line of its own, not as a mark of something that happened.
DECIDED = ("rebase", "baseline", "excluded")
TAG_HEIGHT = 18.0
# Tags stand in at most so many rows above a plot; then neighbours share one.
ROWS = 3
_REACH = (0.0, 26.0, 44.0, 70.0, 110.0, 180.0, 1e9)
# Marks said under the plot; the rest stand with the numbers.
KEYS, KEYS_NARROW = 14, 10


@dataclass(frozen=True, slots=True)
class Annotation:
    """Something that happened, or was decided, in the period at `position` (counted from 0).

    A position before the first or after the last point is allowed. `on`: the day, if known, as
    2025-03-05. `by`, `noted` and `source`: who recorded it, on which day, and where it stands.
    """

    position: int
    kind: Happening
    text: str
    on: str = ""
    by: str = ""
    noted: str = ""
    source: str = ""

    @property
    def provenance(self) -> str:
        """Who recorded it, when and where, in words; "" where none of it is known."""
        who = f"recorded by {self.by}" if self.by else ""
        return ", ".join(p for p in (who, self.noted and period_text(self.noted), self.source) if p)


Tagged = tuple[str, Annotation]


def numbered(annotations: Sequence[Annotation]) -> list[Tagged]:
    """Annotations in order of time, each with its tag: A1, T1, E1."""
    counts: dict[str, int] = {}
    out = []
    for note in sorted(annotations, key=lambda a: (a.position, a.on)):
        counts[note.kind] = counts.get(note.kind, 0) + 1
        out.append((f"{LETTERS[note.kind]}{counts[note.kind]}", note))
    return out


def axis_periods(periods: Sequence[str], tags: Sequence[Tagged]) -> list[str]:
    """The periods of the axis: those of the points, and on to the last mark after them.

    The axis grows by half its length at most (six periods where it is short); marks still later
    are told in the key alone.
    """
    most = max(len(periods) // 2, 6)
    later = [n.position for _, n in tags if len(periods) <= n.position < len(periods) + most]
    extra = max(later) - len(periods) + 1 if later and periods else 0
    return [*periods, *(shifted(periods[-1], i + 1) for i in range(extra))]


def shifted(period: str, steps: int) -> str:
    """The period so many steps on, "" where it has no successor that can be named."""
    try:
        return str(Period.parse(period).next(steps))
    except (ValueError, OverflowError):
        return ""


def happened_at(note: Annotation, periods: Sequence[str]) -> str:
    """When it happened, in words: the day where known, else the period."""
    if note.on:
        return period_text(note.on)
    if 0 <= note.position < len(periods):
        return period_text(periods[note.position])
    if not periods:
        return ""
    first = note.position < 0
    edge = shifted(periods[0 if first else -1], note.position - (0 if first else len(periods) - 1))
    return period_text(edge) if edge else "before the first period" if first else "later"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Tags that share one box above the plot: its words, kind, middle, row, and its marks."""

    text: str
    kind: Happening
    x: float
    row: int
    at: tuple[float, ...]


def clusters(tags: Sequence[Tagged], at: Sequence[float]) -> list[Cluster]:
    """One box a tag where there is room for that in a few rows, else neighbours in one box.

    `at`: where each tag belongs, from left to right.
    """
    placed = [(tag, note, x) for (tag, note), x in zip(tags, at, strict=True)]
    made: list[Cluster] = []
    for reach in _REACH:
        groups: list[list[tuple[str, Annotation, float]]] = []
        for one in placed:
            if groups and reach and one[2] - groups[-1][0][2] <= reach:
                groups[-1].append(one)
            else:
                groups.append([one])
        made = _rows(groups)
        if max((c.row for c in made), default=0) < ROWS:
            break
    return made


def _rows(groups: Sequence[Sequence[tuple[str, Annotation, float]]]) -> list[Cluster]:
    ends: list[float] = []
    made = []
    for group in groups:
        at = tuple(x for _, _, x in group)
        text, middle = _shared([tag for tag, _, _ in group]), (at[0] + at[-1]) / 2
        half = tag_width(text) / 2 + 2
        row = next((i for i, end in enumerate(ends) if end <= middle - half), len(ends))
        if row == len(ends):
            ends.append(0.0)
        ends[row] = middle + half
        kinds = {note.kind for _, note, _ in group}
        made.append(Cluster(text, kinds.pop() if len(kinds) == 1 else "event", middle, row, at))
    return made


def _shared(tags: Sequence[str]) -> str:
    """What a box for several tags says: "A1–3" where they follow one another, else "A1 +2"."""
    if len(tags) == 1:
        return tags[0]
    if len({tag[0] for tag in tags}) == 1:
        return f"{tags[0]}–{tags[-1][1:]}"
    return f"{tags[0]} +{len(tags) - 1}"


def tag_width(tag: str) -> float:
    """The width of a tag with its letter and number."""
    return 12.0 + 6.5 * len(tag)


def draw_tag(tag: str, kind: Happening, x: float, y: float) -> Markup:
    """One tag centred at x, y."""
    fill, ink = FILLS[kind]
    w = tag_width(tag)
    box = element("rect", x=x - w / 2, y=y - 8, width=w, height=16, rx=3, fill=fill, stroke=ink)
    return element("g", box, words(tag, x, y + 4, size=11, fill=ink, anchor="middle", bold=True))


def said_of(note: Annotation, periods: Sequence[str], also: str = "") -> str:
    """A mark in full words: what, when, why, who says so, and what else is known of it."""
    when = happened_at(note, periods)
    place = "" if note.position >= 0 else "before the first reading"
    head = ", ".join(p for p in (NAMES[note.kind], when, place if place != when else "") if p)
    return sentence(f"{head}: {note.text}" if note.text else head, note.provenance, also)


def draw_key(
    said: Sequence[tuple[str, Happening, str]], room: float, y: float, *, narrow: bool
) -> tuple[list[Markup], float]:
    """What each tag stands for, one under the other, and the height that takes.

    `said`: tag, kind and words of each. Where there are many, the latest are told.
    """
    most = KEYS_NARROW if narrow else KEYS
    left_out, shown = max(len(said) - most, 0), said[-most:]
    out: list[Markup] = []
    start = y
    for tag, kind, text in shown:
        out.append(draw_tag(tag, kind, MARGIN + 16, y + 10))
        lines = wrap(text, SMALL, room - 2 * MARGIN - 40)
        for i, line in enumerate(lines):
            out.append(words(line, MARGIN + 38, y + 14 + i * 15))
        y += 20 + 15 * (len(lines) - 1)
    if left_out:
        text = f"{count(left_out, 'earlier mark stands', 'earlier marks stand')} with the numbers."
        out.append(words(text, MARGIN, y + 14, fill=palette.QUIET_INK))
        y += 20
    return out, y - start
