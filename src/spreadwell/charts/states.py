"""The state of each month: what a point says, as one symbol with a shape and a letter."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, get_args

from spreadwell.charts import icons, palette
from spreadwell.charts.control_lines import MARKS, mark_path
from spreadwell.charts.frame import words
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.symbols import Symbol
from spreadwell.methods.spc import ControlChart, PointKind, Signal

State = Literal[
    "common", "improvement_high", "improvement_low", "concern_high", "concern_low",
    "neutral_high", "neutral_low", "early", "excluded", "held_back", "missing",
]  # fmt: skip
STATES: tuple[State, ...] = get_args(State)
SAID: dict[State, str] = {
    "common": "usual variation",
    "improvement_high": "improvement, higher",
    "improvement_low": "improvement, lower",
    "concern_high": "concern, higher",
    "concern_low": "concern, lower",
    "neutral_high": "changed, higher",
    "neutral_low": "changed, lower",
    "early": "too early to judge",
    "excluded": "left out of the limits",
    "held_back": "held back: few people",
    "missing": "no value",
}
HIGH = (
    Signal.OUTSIDE_HIGH | Signal.TREND_UP | Signal.TWO_IN_THREE_HIGH | Signal.SHIFT_HIGH
)  # what makes a point stand out upwards
RADIUS = 7.6


def states_of(chart: ControlChart) -> list[State]:
    """The state of every point of a chart, in the order of its periods."""
    limits = (chart.upper == chart.upper) | (chart.lower == chart.lower)
    judged = [True] * len(limits) if chart.kind == "run" else limits.tolist()
    out = [
        _state(kind, label, able)
        for kind, label, able in zip(chart.kinds, chart.labels, judged, strict=True)
    ]
    for place in chart.excluded:
        if out[place] != "missing":
            out[place] = "excluded"
    return out


@lru_cache(maxsize=512)
def _state(kind: PointKind, label: Signal, judged: bool) -> State:
    if kind is PointKind.MISSING:
        return "missing"
    if kind is PointKind.COMMON_CAUSE:
        return "common" if judged else "early"
    side = "high" if label & HIGH else "low"
    found: dict[str, State] = {str(state): state for state in STATES}
    return found[f"{kind.value}_{side}"]


@lru_cache(maxsize=32)
def state_symbol(state: State) -> Symbol:
    """The symbol of a state: its shape differs from every other's, by outline or by letter."""
    return Symbol(SAID[state], _drawing(state), RADIUS + 3)


def _drawing(state: State) -> Markup:
    ink = palette.INK
    if state == "missing":
        return words("–", 0, 4, anchor="middle", fill=palette.QUIET_INK)
    if state == "common":
        d = mark_path("common", 0, 0, 3.6)
        return element("path", d=d, fill=MARKS["common"][0], stroke=ink, stroke_width=1)
    if state == "early":
        d = mark_path("common", 0, 0, 3.6)
        return element("path", d=d, fill=palette.PAPER, stroke=ink, stroke_dasharray="2 1.5")
    if state == "held_back":
        return element("path", d="M-5 -5h10v10h-10ZM-5 0h10", fill=palette.PAPER, stroke=ink)
    if state == "excluded":
        d = mark_path("excluded", 0, 0, 4.6)
        return element("path", d=d, fill=palette.PAPER, stroke=ink, stroke_width=1.2)
    kind, _, side = state.partition("_")
    mark = {"improvement": f"improvement-{'up' if side == 'high' else 'down'}"}.get(kind, kind)
    fill = MARKS[mark][0]
    shape = element("path", d=mark_path(mark, 0, 0, RADIUS), fill=fill, stroke=ink)
    # A triangle is widest near its foot, and there its letter stands.
    base = {"improvement-up": 5.6, "improvement-down": 2.2}.get(mark, 4.0)
    letter = words(
        "H" if side == "high" else "L", 0, base, size=11, anchor="middle", bold=True,
        fill=palette.PAPER if kind == "neutral" else icons.LETTER,
    )  # fmt: skip
    return element("g", shape, letter)
