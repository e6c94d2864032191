"""Cards of wrapped text and what joins them, for diagrams made of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spreadwell.charts import palette
from spreadwell.charts.frame import SMALL, words
from spreadwell.charts.marks import point
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.text import width, wrap
from spreadwell.formats.outline import Branch

LINE = 15.0
PAD = 8.0
# A link needs 24 px to be hit with a finger.
_TAG = 24.0


@dataclass(frozen=True, slots=True)
class Tone:
    """How a card looks: fill, line, ink, and whether its words are bold."""

    fill: str
    stroke: str
    ink: str
    bold: bool = False
    dash: str | None = None


PLAIN = Tone(palette.PAPER, palette.MARK_RULE, palette.INK)
EMPTY = Tone(palette.PAPER, palette.MARK_RULE, palette.QUIET_INK, dash="4 3")


@dataclass(frozen=True, slots=True)
class Card:
    """The words of one branch wrapped to a width, its measure beneath, and the height it takes."""

    branch: Branch
    lines: tuple[str, ...]
    measure: tuple[str, ...]
    wide: float
    tall: float


def card(branch: Branch, wide: float, *, bold: bool = False) -> Card:
    """The branch wrapped to a card so wide; a measure takes its own lines beneath."""
    lines = wrap(branch.text, SMALL, wide - 2 * PAD, bold=bold)
    measure = wrap(branch.measure, SMALL, wide - 2 * PAD - 16, lines=2) if branch.measure else []
    tall = 2 * PAD + LINE * len(lines) - 3
    if measure:
        tall += max(LINE * len(measure) + 4, _TAG)
    return Card(branch, tuple(lines), tuple(measure), wide, tall)


def draw_card(
    made: Card, x: float, y: float, tone: Tone, urls: Mapping[str, str], *, tall: float = 0.0
) -> list[Markup]:
    """The card with its top left corner at x, y; its measure a link where `urls` has one."""
    tall = max(tall, made.tall)
    out = [
        element(
            "rect", x=x, y=y, width=made.wide, height=tall, rx=4, fill=tone.fill,
            stroke=tone.stroke, stroke_width=1.25, stroke_dasharray=tone.dash,
        )
    ]  # fmt: skip
    at = y + PAD + 10 + (tall - made.tall) / 2
    for line in made.lines:
        out.append(words(line, x + PAD, at, fill=tone.ink, bold=tone.bold))
        at += LINE
    if made.measure:
        out.append(_measure(made, x + PAD, at - 11, tone, urls))
    return out


def _measure(made: Card, x: float, y: float, tone: Tone, urls: Mapping[str, str]) -> Markup:
    """A diamond and the measure's name."""
    name = made.branch.measure
    room = max(LINE * len(made.measure) + 4, _TAG)
    first = y + room / 2 + 4 - LINE / 2 * (len(made.measure) - 1)
    url = urls.get(name, "")
    dark = tone.fill == palette.ACCENT_DARK
    ink = palette.PAPER if dark else palette.ACCENT_DARK
    parts = [point("diamond", x + 5, first - 4, 4.2, fill="#ffdd57", stroke=palette.INK)]
    parts += [
        words(
            t, x + 16, first + k * LINE, fill=ink, text_decoration="underline" if url else None
        )
        for k, t in enumerate(made.measure)
    ]  # fmt: skip
    if not url:
        return element("g", element("title", f"Measure: {name}"), parts)
    wide = 16 + max(width(t, SMALL) for t in made.measure)
    area = element("rect", x=x - 2, y=y, width=wide + 4, height=room, fill=tone.fill)
    return element("a", area, parts, href=url, aria_label=f"Measure: {name}", class_="sw-step")


def elbow(x0: float, y0: float, x1: float, y1: float) -> str:
    """The `d` of a line that leaves sideways, turns once and arrives sideways."""
    middle = (x0 + x1) / 2
    if abs(y0 - y1) < 1:
        return f"M{x0:.1f} {y0:.1f}H{x1:.1f}"
    return f"M{x0:.1f} {y0:.1f}H{middle:.1f}V{y1:.1f}H{x1:.1f}"


def measured(branches: Sequence[Branch]) -> list[Branch]:
    """All branches at any depth that have a measure."""
    out: list[Branch] = []
    for b in branches:
        out += ([b] if b.measure else []) + measured(b.branches)
    return out
