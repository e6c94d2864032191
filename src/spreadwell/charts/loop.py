"""The loop: where everything is, one station a step, with its count, its link and what is late."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from spreadwell.charts import palette
from spreadwell.charts.frame import MARGIN, Look, Picture, Table, compose, words
from spreadwell.charts.marks import arrow_head
from spreadwell.charts.svg import Markup, element, path
from spreadwell.charts.wording import count, joined, sentence, short

TITLE = "The loop: where everything is"


@dataclass(frozen=True, slots=True)
class Station:
    """A step of the loop: its key, its noun for one and for many, and its phase."""

    key: str
    one: str
    many: str
    phase: int


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the loop: what it is for, in words, and its two colours."""

    name: str
    ink: str
    tint: str


PHASES = (
    Phase("Choose what matters", palette.ACCENT, palette.ACCENT_TINT),
    Phase("Try it in places", palette.SPECIAL, "#cdbfe4"),
    Phase("Know what worked", palette.GOOD, "#a6d6ba"),
    Phase("Take it further", "#00646e", "#9ad3d8"),
)
STATIONS = (
    Station("mission", "mission", "missions", 0),
    Station("discovery", "finding", "findings", 0),
    Station("opportunity", "opportunity", "opportunities", 0),
    Station("shortlist", "shortlist", "shortlists", 0),
    Station("innovation", "innovation", "innovations", 1),
    Station("network", "network", "networks", 1),
    Station("site", "site", "sites", 1),
    Station("readings", "reading", "readings", 1),
    Station("effect", "effect", "effects", 2),
    Station("claim", "claim", "claims", 2),
    Station("decision", "decision", "decisions", 2),
    Station("wave", "next wave", "next waves", 3),
    Station("learning", "lesson", "lessons", 3),
)
KEYS = tuple(s.key for s in STATIONS)


@dataclass(frozen=True, slots=True)
class Step:
    """What stands at one step: how many, how many of them late, and where the count links to."""

    key: str
    count: int
    late: int = 0
    url: str = ""


def loop(steps: Sequence[Step], look: Look | None = None, *, title: str = TITLE) -> Picture:
    """The loop with a count at each step that links, and late ones marked with "!" and words.

    `steps` in any order; a step left out shows 0. Raises ValueError on an unknown or doubled key
    and on a negative count.
    """
    look = look or Look()
    by_key = _checked(steps)
    full = [(s, by_key.get(s.key, Step(s.key, 0))) for s in STATIONS]
    rows = tuple((s.many.capitalize(), step.count, step.late) for s, step in full)
    table = Table(("Step", "How many", "Late"), rows)
    body, height = (_column if look.narrow else _ring)(full, look)
    return compose(
        look,
        title=title,
        sentence=_sentence(full),
        height=height,
        body=body,
        table=table,
        links=any(step.url for _, step in full),
    )


def _checked(steps: Sequence[Step]) -> dict[str, Step]:
    out: dict[str, Step] = {}
    for step in steps:
        if step.key not in KEYS:
            raise ValueError(f"The loop has no step called {step.key}.")
        if step.key in out:
            raise ValueError(f"The step {step.key} is given twice.")
        if step.count < 0 or step.late < 0:
            raise ValueError(f"The step {step.key} cannot have a count below nought.")
        out[step.key] = step
    return out


def _sentence(full: Sequence[tuple[Station, Step]]) -> str:
    held = joined([count(step.count, s.one, s.many) for s, step in full])
    late = [count(step.late, s.one, s.many) for s, step in full if step.late]
    total = sum(step.late for _, step in full)
    verb = "is" if total == 1 else "are"
    return sentence(
        f"the loop holds {held}",
        f"{joined(late)} {verb} late" if late else "nothing is late",
    )


def _node(station: Station, step: Step, x: float, y: float, r: float) -> list[Markup]:
    """The circle with its count, and the "!" where something is late."""
    phase = PHASES[station.phase]
    text = short(step.count)
    size = r * (0.72 if len(text) <= 3 else 0.58)
    out = [
        element(
            "circle", cx=x, cy=y, r=r, fill=palette.PAPER, stroke=phase.ink, stroke_width=3
        ),
        words(
            text, x, y + size * 0.36, size=size, anchor="middle", bold=True,
            fill=phase.ink if step.count else palette.QUIET_INK,
        ),
    ]  # fmt: skip
    if step.late:
        bx, by = x + r * 0.74, y - r * 0.74
        out.append(
            element(
                "circle", cx=bx, cy=by, r=9.5, fill=palette.WARN, stroke=palette.PAPER,
                stroke_width=2,
            )
        )  # fmt: skip
        out.append(
            words("!", bx, by + 4.8, size=13.5, fill=palette.PAPER, anchor="middle", bold=True)
        )
    return out


def _linked(station: Station, step: Step, parts: Sequence[Markup]) -> Markup:
    if not step.url:
        return element("g", parts)
    name = count(step.count, station.one, station.many).capitalize()
    late = f", {step.late:,} late" if step.late else ""
    return element("a", parts, href=step.url, aria_label=name + late, class_="sw-step")


# The ring of the wide picture: half axes of a rounded rectangle (a superellipse), fuller than an
# ellipse so that the words in the middle have room.
_POWER = 2.7
_R = 29.0


def _ring_point(t: float, cx: float, cy: float, a: float, b: float) -> tuple[float, float]:
    c, s = math.cos(t), math.sin(t)
    x = math.copysign(abs(c) ** (2 / _POWER), c)
    y = math.copysign(abs(s) ** (2 / _POWER), s)
    return cx + a * x, cy + b * y


def _ring_points(cx: float, cy: float, a: float, b: float, n: int) -> list[tuple[float, float]]:
    """n points at equal distances along the ring, clockwise, the first at the top left."""
    fine = [_ring_point(-math.pi / 2 + i / 720 * 2 * math.pi, cx, cy, a, b) for i in range(721)]
    along = [0.0]
    for (x0, y0), (x1, y1) in pairwise(fine):
        along.append(along[-1] + math.hypot(x1 - x0, y1 - y0))
    out, j = [], 0
    for k in range(n):
        target = along[-1] * k / n
        while along[j + 1] < target:
            j += 1
        f = (target - along[j]) / (along[j + 1] - along[j])
        (x0, y0), (x1, y1) = fine[j], fine[j + 1]
        out.append((x0 + f * (x1 - x0), y0 + f * (y1 - y0)))
    return out


_FINE = 8


def _ring(full: Sequence[tuple[Station, Step]], look: Look) -> tuple[list[Markup], float]:
    w = look.width
    a, b = w / 2 - 100, 168.0
    cx, cy, height = w / 2, b + 72, 2 * b + 150
    n = len(full)
    dense = _ring_points(cx, cy, a, b, n * _FINE)
    # Turned back by two and a half steps, so that the mission stands at the top left.
    turn = -2 * _FINE
    dense = dense[turn:] + dense[:turn]
    at = dense[::_FINE]
    out: list[Markup] = []
    for i, (station, _) in enumerate(full):
        piece = [dense[(i * _FINE + j) % len(dense)] for j in range(_FINE + 1)]
        out.append(
            element(
                "path", d=path(piece), fill="none", stroke=PHASES[station.phase].tint,
                stroke_width=11, stroke_linecap="round",
            )
        )  # fmt: skip
    for i, (station, _) in enumerate(full):
        (x0, y0), (x1, y1) = (dense[(i * _FINE + j) % len(dense)] for j in (3, 5))
        angle = math.atan2(y1 - y0, x1 - x0)
        mx, my = dense[(i * _FINE + _FINE // 2) % len(dense)]
        tip = 6
        out.append(
            arrow_head(
                mx + tip * math.cos(angle), my + tip * math.sin(angle), angle, 11,
                PHASES[station.phase].ink,
            )
        )  # fmt: skip
    out += _middle(full, cx, cy)
    for (station, step), (x, y) in zip(full, at, strict=True):
        out.append(_linked(station, step, _station_wide(station, step, x, y, cx, cy, a)))
    return out, height


def _station_wide(
    station: Station, step: Step, x: float, y: float, cx: float, cy: float, a: float
) -> list[Markup]:
    name = (station.one if step.count == 1 else station.many).capitalize()
    late = f"{step.late:,} late" if step.late else ""
    parts = _node(station, step, x, y, _R)
    side = abs(x - cx) > a * 0.93
    if side:
        anchor, lx = (None, x + _R + 9) if x > cx else ("end", x - _R - 9)
        ly = y + (-1 if late else 5)
    else:
        anchor, lx = "middle", x
        ly = y - _R - (26 if late else 11) if y < cy else y + _R + 20
    parts.append(words(name, lx, ly, size=14, anchor=anchor, bold=True))
    if late:
        parts.append(words(late, lx, ly + 16, size=13, anchor=anchor, fill=palette.WARN, bold=True))
    return parts


def _middle(full: Sequence[tuple[Station, Step]], cx: float, cy: float) -> list[Markup]:
    """The four phases in the middle, in the order one walks them."""
    out: list[Markup] = []
    top = cy - 58
    for i, phase in enumerate(PHASES):
        y = top + i * 34
        first = next(k for k, (s, _) in enumerate(full) if s.phase == i)
        last = max(k for k, (s, _) in enumerate(full) if s.phase == i)
        names = f"{full[first][0].many} to {full[last][0].many}"
        out.append(element("rect", x=cx - 116, y=y - 12, width=6, height=26, rx=3, fill=phase.ink))
        out.append(words(phase.name, cx - 100, y, size=15, fill=phase.ink, bold=True))
        out.append(words(names, cx - 100, y + 15, size=12, fill=palette.QUIET_INK))
    return out


_ROW = 62.0


def _column(full: Sequence[tuple[Station, Step]], look: Look) -> tuple[list[Markup], float]:
    """The loop for a phone: down the left, up the right, closed at top and bottom."""
    down = (len(full) + 1) // 2
    r = 23.0
    left, right = MARGIN + r + 2, look.width / 2 + r + 10
    top = 34.0
    at = [(left, top + i * _ROW) for i in range(down)]
    step_up = (down - 1) * _ROW / (len(full) - down - 1)
    at += [(right, top + (down - 1) * _ROW - i * step_up) for i in range(len(full) - down)]
    out: list[Markup] = []
    for i, (station, _) in enumerate(full):
        (x0, y0), (x1, y1) = at[i], at[(i + 1) % len(at)]
        phase = PHASES[station.phase]
        out.append(
            element(
                "path", d=path([(x0, y0), (x1, y1)]), stroke=phase.tint, stroke_width=9, fill="none"
            )
        )
        angle = math.atan2(y1 - y0, x1 - x0)
        f = 0.5 if x0 == x1 else 0.72
        mx, my = x0 + f * (x1 - x0), y0 + f * (y1 - y0)
        tip = 5
        out.append(
            arrow_head(mx + tip * math.cos(angle), my + tip * math.sin(angle), angle, 9, phase.ink)
        )
    for (station, step), (x, y) in zip(full, at, strict=True):
        name = (station.one if step.count == 1 else station.many).capitalize()
        late = f"{step.late:,} late" if step.late else ""
        parts = _node(station, step, x, y, r)
        parts.append(words(name, x + r + 9, y + (-1 if late else 5), size=14, bold=True))
        if late:
            parts.append(words(late, x + r + 9, y + 15, size=13, fill=palette.WARN, bold=True))
        out.append(_linked(station, step, parts))
    return out, top + (down - 1) * _ROW + r + 14
