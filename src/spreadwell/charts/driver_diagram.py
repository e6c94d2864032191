"""The driver diagram: an aim, what drives it, and the changes that would move the drivers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spreadwell.charts import palette
from spreadwell.charts.cards import Card, Tone, card, draw_card, elbow, measured
from spreadwell.charts.frame import MARGIN, Cell, Look, Picture, Table, compose, words
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.marks import point
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.wording import count, joined, sentence
from spreadwell.formats.outline import Branch, at_depth

LEVELS = ("Aim", "Primary drivers", "Secondary drivers", "Change ideas")
"""Source: Bennett and Provost, What's your theory?, Quality Progress 2015."""

_ONE = ("aim", "primary driver", "secondary driver", "change idea")
_TONES = (
    Tone(palette.ACCENT_DARK, palette.ACCENT_DARK, palette.PAPER, bold=True),
    Tone(palette.ACCENT_TINT, palette.ACCENT, palette.INK, bold=True),
    Tone(palette.ACCENT_WASH, palette.ACCENT, palette.INK),
    Tone(palette.PAPER, palette.MARK_RULE, palette.INK),
)
_GAP = 10.0
_BETWEEN = 26.0
_STEP = 18.0
_NAMED = 4


def driver_diagram(
    branches: Sequence[Branch],
    look: Look | None = None,
    *,
    urls: Mapping[str, str] | None = None,
    title: str = "What drives the aim",
) -> Picture:
    """The diagram of an outline: one aim, and up to three levels of drivers and ideas beneath.

    `urls` makes measures links, by the measure's name. Raises ValueError where there is not
    exactly one aim, or naming a line that lies deeper than a change idea.
    """
    look = look or Look()
    if len(branches) != 1:
        raise ValueError(
            "A driver diagram has one aim: one line that is not indented, and all others beneath."
        )
    deeper = at_depth(branches, len(LEVELS))
    if deeper:
        raise ValueError(f"“{deeper[0].text}” lies deeper than a change idea.")
    aim, linked = branches[0], urls or {}
    body, height = (_outline if look.narrow else _across)(aim, look, linked)
    if measured(branches):
        drawn, more = legend([_entry()], look.width, height)
        body, height = body + drawn, height + more + 4
    return compose(
        look,
        title=title,
        sentence=_sentence(aim),
        height=height,
        body=body,
        table=Table((*LEVELS, "Measure"), tuple(_rows(aim, ()))),
        links=any(linked.get(b.measure) for b in measured(branches)),
    )


def _across(aim: Branch, look: Look, urls: Mapping[str, str]) -> tuple[list[Markup], float]:
    """Left to right: a parent stands in the middle of what belongs to it."""
    # A column for each level that is there, so that a short diagram is not cramped.
    levels = max(d for d in range(len(LEVELS)) if at_depth([aim], d)) + 1
    used = max(levels, 2)
    wide = (look.width - 2 * MARGIN - _BETWEEN * (used - 1)) / used
    lefts = [MARGIN + d * (wide + _BETWEEN) for d in range(used)]
    lines: list[Markup] = []
    cards: list[Markup] = []
    heads = [
        words(LEVELS[d], lefts[d], 16, bold=True, fill=palette.QUIET_INK) for d in range(levels)
    ]

    def lay(branch: Branch, depth: int, y: float) -> tuple[float, float]:
        """Draws a branch and all beneath from y; returns its own middle and the y below all."""
        made = card(branch, wide, bold=_TONES[depth].bold)
        middles: list[float] = []
        below = y
        for k, under in enumerate(branch.branches):
            at, below = lay(under, depth + 1, below + (_GAP if k else 0))
            middles.append(at)
        if not middles:
            middle, below = y + made.tall / 2, y + made.tall
        else:
            middle = (middles[0] + middles[-1]) / 2
            # A tall card may need more room than all that hangs on it.
            short = made.tall - (below - y)
            if short > 0:
                middle, below = y + made.tall / 2, y + made.tall
            middle = min(max(middle, y + made.tall / 2), below - made.tall / 2)
        right = lefts[depth] + wide
        for at in middles:
            d = elbow(right, middle, lefts[depth + 1], at)
            lines.append(
                element("path", d=d, fill="none", stroke=palette.MARK_RULE, stroke_width=1.5)
            )
        cards.extend(draw_card(made, lefts[depth], middle - made.tall / 2, _TONES[depth], urls))
        return middle, below

    _, bottom = lay(aim, 0, 28)
    return [*heads, *lines, *cards], bottom + 14


def _outline(aim: Branch, look: Look, urls: Mapping[str, str]) -> tuple[list[Markup], float]:
    """For a phone: one under another, each level further in, a line down from each parent."""
    lines: list[Markup] = []
    cards: list[Markup] = []
    right = look.width - MARGIN

    def lay(branch: Branch, depth: int, y: float) -> float:
        left = MARGIN + depth * _STEP
        made: Card = card(branch, right - left, bold=_TONES[depth].bold)
        cards.extend(draw_card(made, left, y, _TONES[depth], urls))
        below = y + made.tall
        trunk = left + _STEP / 2
        last = below
        for under in branch.branches:
            at = below + 7
            below = lay(under, depth + 1, at)
            last = at + 14
            d = f"M{trunk:.1f} {last:.1f}H{left + _STEP:.1f}"
            lines.append(element("path", d=d, stroke=palette.MARK_RULE, stroke_width=1.5))
        if branch.branches:
            d = f"M{trunk:.1f} {y + made.tall:.1f}V{last:.1f}"
            lines.append(element("path", d=d, stroke=palette.MARK_RULE, stroke_width=1.5))
        return below

    used = [d for d in range(len(LEVELS)) if at_depth([aim], d)]
    key = [_level(d) for d in used]
    drawn, more = legend(key, look.width, 2)
    bottom = lay(aim, 0, more + 10)
    return [*drawn, *lines, *cards], bottom + 12


def _level(depth: int) -> Entry:
    tone = _TONES[depth]
    return Entry(
        _ONE[depth] + ("" if depth == 0 else "s"),
        lambda x, y: element(
            "rect", x=x - 8 + depth, y=y - 6, width=16 - 2 * depth, height=12, rx=2,
            fill=tone.fill, stroke=tone.stroke,
        ),
        room=18,
    )  # fmt: skip


def _entry() -> Entry:
    return Entry(
        "measure that would show it",
        lambda x, y: point("diamond", x, y, 4.2, fill="#ffdd57", stroke=palette.INK),
        room=12,
    )


def _sentence(aim: Branch) -> str:
    counts = [
        count(len(found), _ONE[d])
        for d in range(1, len(LEVELS))
        if (found := at_depth([aim], d))
    ]  # fmt: skip
    if not counts:
        return sentence(f"“{aim.text}” has no drivers yet")
    every = [b for d in range(len(LEVELS)) for b in at_depth([aim], d)]
    held = [b for b in every if b.measure]
    ideas = at_depth([aim], 3)
    bare = [b.text for b in ideas if not b.measure]
    named = [f"“{t}”" for t in bare[:_NAMED]]
    if len(bare) > _NAMED:
        named.append(f"{len(bare) - _NAMED} more")
    leads = "leads" if counts == ["1 primary driver"] else "lead"
    verb = "has" if len(held) == 1 else "have"
    return sentence(
        f"{joined(counts)} {leads} to the aim “{aim.text}”",
        f"{len(held)} of {count(len(every), 'line')} {verb} a measure",
        f"no measure yet for {count(len(bare), 'change idea')}: {joined(named)}" if bare else "",
    )


def _rows(branch: Branch, above: tuple[str, ...]) -> list[tuple[Cell, ...]]:
    """One row a line, with the lines above it, so that the table reads on its own."""
    here = (*above, branch.text)
    blank = (None,) * (len(LEVELS) - len(here))
    out: list[tuple[Cell, ...]] = [(*here, *blank, branch.measure or None)]
    for under in branch.branches:
        out += _rows(under, here)
    return out
