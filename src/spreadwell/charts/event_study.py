"""The event study: the difference from comparators by time since the start."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spreadwell.charts import palette
from spreadwell.charts.axes import axis_room, rule, value_axis
from spreadwell.charts.frame import MARGIN, SMALL, Look, Picture, Table, compose, words
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.marks import point
from spreadwell.charts.scales import linear
from spreadwell.charts.svg import Markup, element, path
from spreadwell.charts.text import width
from spreadwell.charts.wording import count, interval, sentence, signed


@dataclass(frozen=True, slots=True)
class EventPoint:
    """One time since the start (0 = first period live), its estimate, range, and sites behind it.

    `low`, `high` bound the range that holds for all times at once; None where there is none.
    """

    time: int
    estimate: float
    low: float | None = None
    high: float | None = None
    sites: int | None = None


def event_study(
    points: Sequence[EventPoint],
    look: Look | None = None,
    *,
    unit: str = "",
    step: str = "month",
    reference: int = -1,
    title: str = "Before and after the start, beside sites not using it yet",
) -> Picture:
    """The event study picture.

    `unit` is said after each number ("in 100"), `step` names one period ("month", "quarter").
    Times at or before `reference` are what later ones are held against. Raises ValueError when
    there is no point or a time is doubled.
    """
    look = look or Look()
    ordered = sorted(points, key=lambda p: p.time)
    if not ordered:
        raise ValueError("An event study needs at least one time.")
    if len({p.time for p in ordered}) != len(ordered):
        raise ValueError("An event study may hold each time once.")
    body, height = _draw(ordered, look, unit, step, reference)
    rows = tuple((p.time, p.estimate, p.low, p.high, p.sites) for p in ordered)
    columns = (f"{step.capitalize()}s since the start", "Difference", "From", "To", "Sites")
    return compose(
        look,
        title=title,
        sentence=_sentence(ordered, unit, step),
        height=height,
        body=body,
        table=Table(columns, rows),
        vega=_vega(ordered, step),
    )


def _draw(
    points: Sequence[EventPoint], look: Look, unit: str, step: str, reference: int
) -> tuple[list[Markup], float]:
    top, plot = 34.0, 210.0 if look.narrow else 260.0
    bottom = top + plot
    values = [0.0] + [p.estimate for p in points]
    values += [v for p in points for v in (p.low, p.high) if v is not None]
    scale, marks = linear(values, bottom, top, about=6)
    left = MARGIN + axis_room(marks)
    right = look.width - MARGIN
    first, last = min(points[0].time, -1), max(points[-1].time, 0)
    gap = (right - left) / (last - first + 1)

    def at(time: float) -> float:
        return left + (time - first + 0.5) * gap

    start = at(-0.5)
    out: list[Markup] = [
        element("rect", x=start, y=top, width=right - start, height=plot, fill=palette.ACCENT_WASH),
        words(f"Difference{f' ({unit})' if unit else ''}", MARGIN, 14, fill=palette.QUIET_INK),
        *value_axis(scale, marks, left, right),
        rule(start, top - 6, start, bottom, stroke=palette.INK, dash="4 3", stroke_width=1.5),
        *_sides(start, left, right, top),
    ]
    r = min(5.0, max(2.6, gap * 0.3))
    for p in points:
        x = at(p.time)
        after = p.time >= 0
        colour = palette.ACCENT if after else palette.QUIET_INK
        if p.low is not None and p.high is not None:
            out += _whisker(x, scale(p.low), scale(p.high), min(4.0, gap * 0.25), colour)
        if p.time == reference and p.estimate == 0:
            out.append(point("diamond", x, scale(0), r, fill=palette.QUIET_INK))
        else:
            out.append(point("circle", x, scale(p.estimate), r, fill=colour, hollow=not after))
    out += _time_labels(points[0].time, points[-1].time, at, bottom)
    out.append(
        words(
            f"{step.capitalize()}s since the start", (left + right) / 2, bottom + 36,
            anchor="middle", fill=palette.QUIET_INK,
        )
    )  # fmt: skip
    drawn, more = legend(_entries(points, reference), look.width, bottom + 48)
    return out + drawn, bottom + 48 + more + 6


def _sides(start: float, left: float, right: float, top: float) -> list[Markup]:
    out = []
    before, after = "before the start", "after"
    if start - left > width(before, SMALL) + 10:
        out.append(words(before, start - 8, top - 2, anchor="end", fill=palette.QUIET_INK))
    if right - start > width(after, SMALL) + 10:
        out.append(words(after, start + 8, top - 2, fill=palette.ACCENT_DARK, bold=True))
    return out


def _whisker(x: float, low: float, high: float, cap: float, colour: str) -> list[Markup]:
    d = path([(x, low), (x, high)]) + path([(x - cap, low), (x + cap, low)])
    d += path([(x - cap, high), (x + cap, high)])
    return [element("path", d=d, stroke=colour, stroke_width=1.75, fill="none")]


def _time_labels(
    first: int, last: int, at: Callable[[float], float], bottom: float
) -> list[Markup]:
    gap = at(1) - at(0)
    need = width("−00", SMALL) + 8
    every = next(n for n in (1, 2, 3, 4, 6, 12, 24, 48, 96, 10**6) if n * gap >= need)
    return [
        words(
            f"−{-t}" if t < 0 else str(t), at(t), bottom + 18, anchor="middle",
            fill=palette.QUIET_INK,
        )
        for t in range(first, last + 1)
        if t % every == 0
    ]  # fmt: skip


def _entries(points: Sequence[EventPoint], reference: int) -> list[Entry]:
    def mark(hollow: bool, colour: str) -> Entry:
        text = "before: should lie around nought" if hollow else "after the start"
        return Entry(text, lambda x, y: point("circle", x, y, 4.5, fill=colour, hollow=hollow))

    out = []
    if any(p.time < 0 for p in points):
        out.append(mark(True, palette.QUIET_INK))
    if any(p.time >= 0 for p in points):
        out.append(mark(False, palette.ACCENT))
    if any(p.time == reference and p.estimate == 0 for p in points):
        out.append(
            Entry("held at nought", lambda x, y: point("diamond", x, y, 4, fill=palette.QUIET_INK))
        )
    if any(p.low is not None for p in points):
        out.append(
            Entry(
                "line: range that holds for all times at once",
                lambda x, y: _whisker(x, y - 7, y + 7, 4, palette.QUIET_INK),
            )
        )
    return out


def _sentence(points: Sequence[EventPoint], unit: str, step: str) -> str:
    of = f" {unit}" if unit else ""
    last = points[-1]
    when = f"{count(last.time, step)} after the start" if last.time >= 0 else "before the start"
    ranged = (
        f" (range {interval(last.low, last.high, sign=True)})"
        if last.low is not None and last.high is not None
        else ""
    )
    before = [p for p in points if p.time < 0 and p.low is not None and p.high is not None]
    clear = [p for p in before if not (p.low or 0) <= 0 <= (p.high or 0)]
    if not before:
        earlier = ""
    elif clear:
        earlier = (
            f"before the start, {len(clear)} of {count(len(before), 'range')} "
            f"{'leaves' if len(clear) == 1 else 'leave'} out “no difference”"
        )
    else:
        earlier = (
            f"before the start, {'the one range includes' if len(before) == 1 else 'all '}"
            f"{'' if len(before) == 1 else f'{len(before)} ranges include'} no difference"
        )
    value = signed(last.estimate) if math.isfinite(last.estimate) else "not known"
    return sentence(f"{when}, the difference is {value}{of}{ranged}", earlier)


def _vega(points: Sequence[EventPoint], step: str) -> dict[str, object]:
    values = [
        {"time": p.time, "estimate": p.estimate, "low": p.low, "high": p.high} for p in points
    ]
    x = {"field": "time", "type": "quantitative", "title": f"{step.capitalize()}s since the start"}
    return {
        "data": {"values": values},
        "layer": [
            {
                "mark": "rule",
                "encoding": {
                    "x": x,
                    "y": {"field": "low", "type": "quantitative", "title": "Difference"},
                    "y2": {"field": "high"},
                },
            },
            {
                "mark": {"type": "point", "filled": True},
                "encoding": {"x": x, "y": {"field": "estimate", "type": "quantitative"}},
            },
        ],
    }
