"""A claim as a picture: its sentence with how sure one can be, and what it leaves unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spreadwell.charts import palette
from spreadwell.charts.frame import (
    BODY,
    HEADING,
    MARGIN,
    SMALL,
    Look,
    Picture,
    Table,
    compose,
    words,
)
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.text import width, wrap

_BAR = 6.0
_GAP = 10.0


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """What is drawn: `notes` are what must be read with it, `missing` the questions left open.

    `parts` are the table behind the picture; `citation` stands beneath.
    """

    sentence: str
    certainty: str
    notes: Sequence[str] = ()
    missing: Sequence[str] = ()
    parts: Sequence[tuple[str, str]] = ()
    citation: str = ""
    ended: str = ""


def claim_card(card: ClaimCard, look: Look | None = None, *, title: str = "Claim") -> Picture:
    """Draw a claim so that it can be shown elsewhere without losing what it leaves open."""
    look = look or Look()
    room = look.width - 2 * MARGIN - _BAR - _GAP
    page = _Page(MARGIN + _BAR + _GAP, room)
    if card.ended:
        page.tell(card.ended, BODY, bold=True, fill=palette.SPECIAL)
        page.space(4)
    page.tell(f"“{card.sentence}”", HEADING, bold=True)
    page.space(8)
    page.tell(f"How sure one can be: {_lower(card.certainty)}.", BODY, bold=True)
    for note in card.notes:
        page.space(4)
        page.tell(note, BODY)
    if card.missing:
        page.space(8)
        page.tell("What it does not say:", BODY, bold=True)
        for question in card.missing:
            page.tell(question, BODY, mark="?")
    if card.citation:
        page.space(8)
        page.tell(card.citation, SMALL, fill=palette.QUIET_INK)
    bar = element("rect", x=MARGIN, y=8, width=_BAR, height=page.y, rx=2, fill=palette.ACCENT_DARK)
    asked = len(card.missing)
    left = "1 question is open" if asked == 1 else f"{asked} questions are open"
    open_ = f" {left}: {' '.join(card.missing)}" if asked else " Nothing is left unsaid."
    told = " ".join(_ended(one) for one in (card.ended, *card.notes) if one)
    sentence = f"{_ended(card.certainty)}{open_}{f' {told}' if told else ''}"
    table = Table(("Part", "What it says"), tuple((term, said) for term, said in card.parts))
    return compose(
        look, title=title, sentence=sentence, height=page.y + 20, body=[bar, *page.out], table=table
    )


class _Page:
    """Lines of text, one beneath the other."""

    def __init__(self, x: float, room: float) -> None:
        self.x, self.room, self.y = x, room, 8.0
        self.out: list[Markup] = []

    def space(self, height: float) -> None:
        """Leave room."""
        self.y += height

    def tell(
        self, text: str, size: float, *, bold: bool = False, fill: str = palette.INK, mark: str = ""
    ) -> None:
        """Write a text, wrapped; a mark stands before its first line."""
        indent = width(mark, size, bold=True) + 8 if mark else 0.0
        for number, line in enumerate(wrap(text, size, self.room - indent, bold=bold)):
            self.y += size * 1.35
            if mark and number == 0:
                self.out.append(words(mark, self.x, self.y, size=size, fill=fill, bold=True))
            self.out.append(words(line, self.x + indent, self.y, size=size, fill=fill, bold=bold))


def _ended(text: str) -> str:
    """A note as a sentence: what a source replied may end without a full stop."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
