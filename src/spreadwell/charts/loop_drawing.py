"""How the loop is drawn: a ring for a desk, two joined columns for a phone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from spreadwell.charts import palette
from spreadwell.charts.frame import MARGIN, Look, words
from spreadwell.charts.loop_steps import PHASES, STATIONS, Phase, Station, Step
from spreadwell.charts.marks import arrow_head
from spreadwell.charts.svg import Markup, element, path
from spreadwell.charts.wording import count, short


def _node(station: Station, step: Step, x: float, y: float, r: float) -> list[Markup]:
    """The circle with its count, and the "!" where something is late."""
    phase = PHASES[station.phase]
    first = station is STATIONS[0]
    text = short(step.count)
    size = r * (0.72 if len(text) <= 3 else 0.58)
    out = [
        element(
            "circle", cx=x, cy=y, r=r, stroke=phase.ink, stroke_width=3,
            fill=phase.ink if first else palette.PAPER,
        ),
        words(
            text, x, y + size * 0.36, size=size, anchor="middle", bold=True,
            fill=_count_ink(phase, step, first),
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


def _count_ink(phase: Phase, step: Step, first: bool) -> str:
    if first:
        return palette.PAPER
    return phase.ink if step.count else palette.QUIET_INK


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


@lru_cache(maxsize=16)
def _ring_points(
    cx: float, cy: float, a: float, b: float, n: int
) -> tuple[tuple[float, float], ...]:
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
    return tuple(out)


_FINE = 8


def ring(full: Sequence[tuple[Station, Step]], look: Look) -> tuple[list[Markup], float]:
    w = look.width
    a, b = w / 2 - 124, 168.0
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
    top = cy - 68
    for i, phase in enumerate(PHASES):
        y = top + i * 42
        first = next(k for k, (s, _) in enumerate(full) if s.phase == i)
        last = max(k for k, (s, _) in enumerate(full) if s.phase == i)
        names = f"{full[first][0].many} to {full[last][0].many}"
        out.append(element("rect", x=cx - 112, y=y - 13, width=6, height=32, rx=3, fill=phase.ink))
        out.append(words(phase.name, cx - 96, y, size=16, fill=phase.ink, bold=True))
        out.append(words(names, cx - 96, y + 17, size=13, fill=palette.QUIET_INK))
    return out


_ROW = 62.0
_TURN = 38.0


def column(full: Sequence[tuple[Station, Step]], look: Look) -> tuple[list[Markup], float]:
    """The loop for a phone: down the left, up the right, closed at top and bottom."""
    down = (len(full) + 1) // 2
    r = 23.0
    left, right = MARGIN + r + 2, look.width / 2 + r + 10
    top = 50.0
    at = [(left, top + i * _ROW) for i in range(down)]
    step_up = (down - 1) * _ROW / (len(full) - down - 1)
    at += [(right, top + (down - 1) * _ROW - i * step_up) for i in range(len(full) - down)]
    out: list[Markup] = []
    for i, (station, _) in enumerate(full):
        (x0, y0), (x1, y1) = at[i], at[(i + 1) % len(at)]
        phase = PHASES[station.phase]
        # The two columns are joined over the top and under the bottom, clear of the words.
        turn = 0.0 if x0 == x1 else (_TURN if x1 > x0 else -_TURN)
        piece = [(x0, y0), (x0, y0 + turn), (x1, y1 + turn), (x1, y1)]
        out.append(
            element(
                "path",
                d=path(piece),
                fill="none",
                stroke=phase.tint,
                stroke_width=9,
                stroke_linejoin="round",
            )
        )
        angle = math.atan2(y1 - y0, x1 - x0)
        mx, my = (x0 + x1) / 2, (y0 + y1) / 2 + turn
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
    return out, top + (down - 1) * _ROW + _TURN + 16
