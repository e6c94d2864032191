"""Time in each stage: how long things take from one step of the loop to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spreadwell.charts import palette
from spreadwell.charts.axes import level_axis, rule
from spreadwell.charts.frame import MARGIN, SMALL, Look, Picture, Table, compose, words
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.scales import linear
from spreadwell.charts.svg import Markup, element, path
from spreadwell.charts.text import cut, width
from spreadwell.charts.wording import count, figure, sentence


@dataclass(frozen=True, slots=True)
class StageTime:
    """One stage: median days, the days a quarter and three quarters needed at most, how many.

    `median` None = nothing has left this stage yet; `waiting` are in it now, `expected` is the
    time agreed for it.
    """

    stage: str
    median: float | None
    quarter: float | None = None
    three_quarters: float | None = None
    finished: int = 0
    waiting: int = 0
    expected: float | None = None


def time_in_stage(
    stages: Sequence[StageTime],
    look: Look | None = None,
    *,
    title: str = "Time in each stage",
) -> Picture:
    """A bar a stage with its middle half and the agreed time; in days.

    Raises ValueError when there is no stage or a time is below nought.
    """
    look = look or Look()
    if not stages:
        raise ValueError("Time in each stage needs at least one stage.")
    for s in stages:
        if any(v is not None and v < 0 for v in _values(s)):
            raise ValueError(f"{s.stage} has a time below nought.")
    body, height = _draw(stages, look)
    days = ("Median days", "A quarter by", "Three quarters by")
    columns = ("Stage", *days, "Finished", "Waiting now", "Agreed days")
    rows = tuple(
        (s.stage, s.median, s.quarter, s.three_quarters, s.finished, s.waiting, s.expected)
        for s in stages
    )
    return compose(
        look,
        title=title,
        sentence=_sentence(stages),
        height=height,
        body=body,
        table=Table(columns, rows),
        vega=_vega(stages),
    )


def _values(s: StageTime) -> tuple[float | None, ...]:
    return s.median, s.quarter, s.three_quarters, s.expected


def _draw(stages: Sequence[StageTime], look: Look) -> tuple[list[Markup], float]:
    stacked = look.narrow
    said = [_said(s) for s in stages]
    names = 0.0 if stacked else 172.0
    left = MARGIN + names + (4 if stacked else 8)
    right = look.width - MARGIN - 6
    if not stacked:
        right -= max(width(t, SMALL) for t in said) + 14
    values = [0.0] + [v for s in stages for v in _values(s) if v is not None]
    x, marks = linear(values, left, right, about=5 if stacked else 7)
    row = 42.0 if stacked else 30.0
    top = 6.0
    bottom = top + row * len(stages) + 4
    out = level_axis(x, marks, top, bottom)
    for k, (s, text) in enumerate(zip(stages, said, strict=True)):
        y = top + k * row
        if stacked:
            edge = look.width - MARGIN
            room = edge - MARGIN - width(text, SMALL) - 10
            box = element("rect", x=0, y=y, width=look.width, height=17, fill=palette.PAPER)
            out += [box, words(cut(s.stage, SMALL, room), MARGIN, y + 13)]
            out.append(words(text, edge, y + 13, anchor="end", fill=palette.QUIET_INK))
            line = y + 28
        else:
            line = y + row / 2
            out.append(words(cut(s.stage, SMALL, names), MARGIN, line + 4))
            edge = look.width - MARGIN
            out.append(words(text, edge, line + 4, anchor="end", fill=palette.QUIET_INK))
        if s.median is not None:
            late = s.expected is not None and s.median > s.expected
            colour = palette.CONCERN if late else palette.ACCENT
            wash = palette.CONCERN_WASH if late else palette.ACCENT_TINT
            out.append(
                element(
                    "rect", x=x(0), y=line - 7, width=max(x(s.median) - x(0), 1), height=14,
                    fill=wash, stroke=colour, stroke_width=1.5, rx=2,
                )
            )  # fmt: skip
            if s.quarter is not None and s.three_quarters is not None:
                a, b = x(s.quarter), x(s.three_quarters)
                d = path([(a, line), (b, line)])
                d += path([(a, line - 5), (a, line + 5)]) + path([(b, line - 5), (b, line + 5)])
                out.append(element("path", d=d, stroke=palette.INK, stroke_width=1.75, fill="none"))
        if s.expected is not None:
            out.append(_agreed(x(s.expected), line))
    out.append(
        words("days", (left + right) / 2, bottom + 33, anchor="middle", fill=palette.QUIET_INK)
    )
    drawn, more = legend(_entries(stages), look.width, bottom + 42)
    return out + drawn, bottom + 42 + more + 6


def _agreed(x: float, y: float) -> Markup:
    return rule(x, y - 11, x, y + 11, stroke=palette.INK, stroke_width=2.5, dash="3 2")


def _said(s: StageTime) -> str:
    parts = [] if s.median is None else [f"{figure(s.median, 0)} days"]
    if s.waiting:
        parts.append(f"{s.waiting:,} waiting")
    return ", ".join(parts) or "nothing yet"


def _entries(stages: Sequence[StageTime]) -> list[Entry]:
    def bar(fill: str, stroke: str) -> Entry:
        late = stroke == palette.CONCERN
        text = "median, longer than agreed" if late else "median: half took less"
        return Entry(
            text,
            lambda x, y: element(
                "rect", x=x - 10, y=y - 6, width=20, height=12, fill=fill, stroke=stroke, rx=2
            ),
            room=20,
        )

    late = [
        s.median is not None and s.expected is not None and s.median > s.expected for s in stages
    ]
    out = []
    if not all(late):
        out.append(bar(palette.ACCENT_TINT, palette.ACCENT))
    if any(late):
        out.append(bar(palette.CONCERN_WASH, palette.CONCERN))
    if any(s.quarter is not None for s in stages):
        out.append(
            Entry(
                "the middle half",
                lambda x, y: element(
                    "path", stroke=palette.INK, stroke_width=1.75, fill="none",
                    d=path([(x - 10, y), (x + 10, y)]) + path([(x - 10, y - 5), (x - 10, y + 5)])
                    + path([(x + 10, y - 5), (x + 10, y + 5)]),
                ),
                room=22,
            )
        )  # fmt: skip
    if any(s.expected is not None for s in stages):
        out.append(Entry("agreed time", lambda x, y: _agreed(x, y), room=8))
    return out


def _sentence(stages: Sequence[StageTime]) -> str:
    timed = [(s.median, s.stage) for s in stages if s.median is not None]
    late = [s for s in stages if s.median is not None and s.expected is not None]
    over = [s for s in late if (s.median or 0) > (s.expected or 0)]
    waiting = sum(s.waiting for s in stages)
    longest = max(timed, default=None)
    first = (
        f"the longest stage is {longest[1]}: half took {figure(longest[0], 0)} days or less"
        if longest
        else "nothing has finished a stage yet"
    )
    return sentence(
        first,
        f"{len(over)} of {count(len(late), 'stage')} with an agreed time took longer"
        if late
        else "",
        f"{waiting:,} {'is' if waiting == 1 else 'are'} waiting in a stage now",
    )


def _vega(stages: Sequence[StageTime]) -> dict[str, object]:
    values = [{"stage": s.stage, "days": s.median} for s in stages]
    return {
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "x": {"field": "days", "type": "quantitative", "title": "Median days"},
            "y": {
                "field": "stage", "type": "nominal", "sort": [s.stage for s in stages],
                "title": None,
            },
        },
    }  # fmt: skip
