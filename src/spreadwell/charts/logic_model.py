"""The logic model: from what goes in to what changes in the end, in five stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spreadwell.charts import palette
from spreadwell.charts.cards import EMPTY, PLAIN, Card, Tone, card, draw_card, measured
from spreadwell.charts.frame import MARGIN, Cell, Look, Picture, Table, compose, words
from spreadwell.charts.marks import arrow_head
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.wording import count, joined, sentence
from spreadwell.formats.logic_models import STAGES, stage_of
from spreadwell.formats.outline import Branch

_HEAD = 28.0
_GAP = 8.0
_BETWEEN = 20.0
_HEADS = (
    Tone(palette.QUIET_INK, palette.QUIET_INK, palette.PAPER, bold=True),
    Tone(palette.ACCENT, palette.ACCENT, palette.PAPER, bold=True),
    Tone(palette.ACCENT, palette.ACCENT, palette.PAPER, bold=True),
    Tone(palette.GOOD, palette.GOOD, palette.PAPER, bold=True),
    Tone(palette.GOOD, palette.GOOD, palette.PAPER, bold=True),
)
_SINGLE = {"inputs": "input", "activities": "activity", "outputs": "output", "outcomes": "outcome",
           "impact": "impact"}  # fmt: skip
_PLURAL = {"impact": "impacts"}
_NOTHING = Branch("Nothing said yet")


def logic_model(
    branches: Sequence[Branch],
    look: Look | None = None,
    *,
    urls: Mapping[str, str] | None = None,
    title: str = "How it is meant to work",
) -> Picture:
    """The picture of a logic model whose first level are stages, in any order.

    `urls` makes measures links, by the measure's name. Raises ValueError naming a line that is
    no stage, or a stage that comes twice.
    """
    look, linked = look or Look(), urls or {}
    held = _checked(branches)
    body, height = (_down if look.narrow else _across)(held, look, linked)
    rows: list[tuple[Cell, ...]] = []
    for stage, items in held.items():
        rows += [(stage.capitalize(), b.text, b.measure or None) for b in items]
        if not items:
            rows.append((stage.capitalize(), None, None))
    return compose(
        look,
        title=title,
        sentence=_sentence(held),
        height=height,
        body=body,
        table=Table(("Stage", "What", "Measure"), tuple(rows)),
        links=any(linked.get(b.measure) for b in measured(branches)),
    )


def _checked(branches: Sequence[Branch]) -> dict[str, list[Branch]]:
    held: dict[str, list[Branch]] = {}
    for branch in branches:
        stage = stage_of(branch.text)
        if stage is None:
            raise ValueError(f"“{branch.text}” is not a stage; the stages are {joined(STAGES)}.")
        if stage in held:
            raise ValueError(f"The stage {stage} comes twice.")
        held[stage] = _flat(branch.branches)
    return {stage: held.get(stage, []) for stage in STAGES}


def _flat(branches: Sequence[Branch], above: str = "") -> list[Branch]:
    """Every line its own card; what is nested says what it belongs to."""
    out: list[Branch] = []
    for b in branches:
        out.append(Branch(f"{above}{b.text}", (), b.measure))
        out += _flat(b.branches, f"{b.text}: ")
    return out


def _across(
    held: Mapping[str, Sequence[Branch]], look: Look, urls: Mapping[str, str]
) -> tuple[list[Markup], float]:
    wide = (look.width - 2 * MARGIN - _BETWEEN * (len(STAGES) - 1)) / len(STAGES)
    out: list[Markup] = []
    bottom = 0.0
    for k, (stage, items) in enumerate(held.items()):
        x = MARGIN + k * (wide + _BETWEEN)
        out += _head(stage, k, x, 6, wide)
        if k + 1 < len(STAGES):
            out.append(_arrow(x + wide + _BETWEEN - 4, 6 + _HEAD / 2, 0.0))
        drawn, below = _stack(items, x, 6 + _HEAD + _GAP, wide, urls)
        out += drawn
        bottom = max(bottom, below)
    return out, bottom + 12


def _down(
    held: Mapping[str, Sequence[Branch]], look: Look, urls: Mapping[str, str]
) -> tuple[list[Markup], float]:
    wide = look.width - 2 * MARGIN
    out: list[Markup] = []
    y = 6.0
    for k, (stage, items) in enumerate(held.items()):
        out += _head(stage, k, MARGIN, y, wide)
        drawn, y = _stack(items, MARGIN, y + _HEAD + 6, wide, urls)
        out += drawn
        if k + 1 < len(STAGES):
            out.append(_arrow(look.width / 2, y + 19, 1.5707963))
            y += 26
    return out, y + 12


def _stack(
    items: Sequence[Branch], x: float, y: float, wide: float, urls: Mapping[str, str]
) -> tuple[list[Markup], float]:
    out: list[Markup] = []
    cards: list[Card] = [card(b, wide) for b in items] or [card(_NOTHING, wide)]
    for made in cards:
        out += draw_card(made, x, y, PLAIN if items else EMPTY, urls)
        y += made.tall + _GAP
    return out, y - _GAP


def _head(stage: str, k: int, x: float, y: float, wide: float) -> list[Markup]:
    tone = _HEADS[k]
    box = element("rect", x=x, y=y, width=wide, height=_HEAD, rx=4, fill=tone.fill)
    return [box, words(stage.capitalize(), x + 8, y + 18.5, size=13, fill=tone.ink, bold=True)]


def _arrow(x: float, y: float, angle: float) -> Markup:
    return arrow_head(x, y, angle, 12, palette.MARK_RULE)


def _sentence(held: Mapping[str, Sequence[Branch]]) -> str:
    said = [
        count(len(items), _SINGLE[s], _PLURAL.get(s, s)) for s, items in held.items() if items
    ]  # fmt: skip
    empty = [s for s, items in held.items() if not items]
    if not said:
        return "Nothing is said yet about how it is meant to work."
    tied = sum(bool(b.measure) for items in held.values() for b in items)
    return sentence(
        f"the logic model names {joined(said)}",
        f"nothing is said yet about {joined(empty)}" if empty else "",
        f"{count(tied, 'line')} {'has' if tied == 1 else 'have'} a measure" if tied else "",
    )
