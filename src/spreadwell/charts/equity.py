"""Two groups of people over time, and the gap between them with its range."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from spreadwell.charts import palette
from spreadwell.charts.axes import axis_room, rule, time_axis, value_axis
from spreadwell.charts.equity_wording import KEPT_BACK, GapPoint, gap_sentence
from spreadwell.charts.frame import MARGIN, Cell, Look, Picture, Table, compose, words
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.marks import Shape, point
from spreadwell.charts.scales import Linear, linear, period_text
from spreadwell.charts.svg import Markup, element, path

COLOURS = (palette.CONCERN, palette.ACCENT)
SHAPES: Final[tuple[Shape, Shape]] = ("diamond", "circle")
DASHES = (None, "6 3")


def equity(
    points: Sequence[GapPoint],
    look: Look | None = None,
    *,
    first: str,
    second: str,
    unit: str = "",
    said: str = "",
    title: str = "The gap between two groups of people",
    names: Sequence[str] = (),
    marks: Sequence[tuple[int, str]] = (),
) -> Picture:
    """The picture of a gap: both groups above, the gap with its range below, on one time axis.

    `first` and `second` name the groups, `unit` follows each number of an axis, `said` each of
    the sentence ("of 100"); `names` are the periods as people say them, their codes if not
    given; `marks` are places of periods with a word for each, drawn across both. ValueError when
    there is no point.
    """
    look = look or Look()
    if not points:
        raise ValueError("A gap needs at least one period.")
    called = list(names) or [period_text(p.period) for p in points]
    body, height = _draw(points, look, (first, second), unit, marks)
    return compose(
        look,
        title=title,
        sentence=gap_sentence(points, called, first, second, said),
        height=height,
        body=body,
        table=_table(points, first, second),
        vega=lambda: _vega(points, first, second),
    )


def _draw(
    points: Sequence[GapPoint],
    look: Look,
    groups: tuple[str, str],
    unit: str,
    marks: Sequence[tuple[int, str]],
) -> tuple[list[Markup], float]:
    upper, lower = (130.0, 120.0) if look.narrow else (170.0, 140.0)
    top, between = 26.0, 48.0
    middle, start = top + upper, top + upper + between
    bottom = start + lower
    levels = [v for p in points for v in (p.first, p.second) if v is not None]
    gaps = [0.0, *(v for p in points for v in (p.gap, p.low, p.high) if v is not None)]
    above, above_marks = linear(levels, middle, top, about=5)
    below, below_marks = linear(gaps, bottom, start, about=5)
    left = MARGIN + max(axis_room(above_marks, unit), axis_room(below_marks, unit))
    right = look.width - MARGIN - 6
    step = (right - left) / max(len(points), 1)
    xs = [left + (i + 0.5) * step for i in range(len(points))]
    r = min(4.5, max(2.2, step * 0.32))
    out = [
        words("Each group", MARGIN, 14, fill=palette.QUIET_INK),
        *value_axis(above, above_marks, left, right, suffix=unit),
        *_marks(marks, xs, top, bottom, right),
        *_group(points, xs, above, 1, r),
        *_group(points, xs, above, 0, r),
        *_kept_back(points, xs, middle),
        words("The gap, with its range", MARGIN, start - 12, fill=palette.QUIET_INK),
        *value_axis(below, below_marks, left, right, suffix=unit),
        *_band(points, xs, below, step),
        rule(left, below(0), right, below(0), stroke=palette.INK, stroke_width=1.5),
        *_gap_line(points, xs, below, r),
        *time_axis([p.period for p in points], xs, bottom, low=left, high=right + 6),
    ]
    drawn, more = legend(_entries(points, groups), look.width, bottom + 28)
    return out + drawn, bottom + 28 + more + 6


def _runs(values: Sequence[float | None]) -> list[list[int]]:
    """Places of values that stand side by side, so that no line is drawn over a gap in them."""
    runs: list[list[int]] = [[]]
    for i, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(i)
    return [run for run in runs if run]


def _group(
    points: Sequence[GapPoint], xs: Sequence[float], scale: Linear, which: int, r: float
) -> list[Markup]:
    values = [(p.first, p.second)[which] for p in points]
    out = []
    for run in _runs(values):
        d = path([(xs[i], scale(values[i] or 0.0)) for i in run])
        out.append(
            element(
                "path", d=d, fill="none", stroke=COLOURS[which], stroke_width=2,
                stroke_dasharray=DASHES[which],
            )
        )  # fmt: skip
    for x, value in zip(xs, values, strict=True):
        if value is not None:
            out.append(point(SHAPES[which], x, scale(value), r, fill=COLOURS[which]))
    return out


def _marks(
    marks: Sequence[tuple[int, str]], xs: Sequence[float], top: float, bottom: float, right: float
) -> list[Markup]:
    """A line through both plots for each mark, its word at the top, on the side with room."""
    out = []
    for at, word in marks:
        late = xs[at] > right - 50
        out += [
            rule(xs[at], top, xs[at], bottom, stroke=palette.INK, stroke_width=1, dash="2 3"),
            words(
                word, xs[at] + (-4 if late else 4), top + 10, fill=palette.INK, bold=True,
                anchor="end" if late else "start",
            ),
        ]  # fmt: skip
    return out


def _kept_back(points: Sequence[GapPoint], xs: Sequence[float], y: float) -> list[Markup]:
    """A star on the axis under each period of which a group is not told."""
    return [
        words("∗", x, y - 4, size=15, anchor="middle", fill=palette.QUIET_INK, bold=True)
        for p, x in zip(points, xs, strict=True)
        if any(p.hidden)
    ]


def _band(
    points: Sequence[GapPoint], xs: Sequence[float], scale: Linear, step: float
) -> list[Markup]:
    out = []
    ends = [p.low if p.high is not None else None for p in points]
    for run in _runs(ends):
        # A single period still gets a band that can be seen.
        pad = [-step * 0.35, step * 0.35] if len(run) == 1 else [0.0]
        lows = [(xs[i] + by, scale(points[i].low or 0.0)) for i in run for by in pad]
        highs = [(xs[i] + by, scale(points[i].high or 0.0)) for i in run for by in pad]
        shape = path([*highs, *reversed(lows)], closed=True)
        out.append(element("path", d=shape, fill=palette.ACCENT_TINT, fill_opacity=0.55))
        for edge in (lows, highs):
            out.append(
                element("path", d=path(edge), fill="none", stroke=palette.ACCENT, stroke_width=1)
            )
    return out


def _gap_line(
    points: Sequence[GapPoint], xs: Sequence[float], scale: Linear, r: float
) -> list[Markup]:
    values = [p.gap for p in points]
    out = []
    for run in _runs(values):
        d = path([(xs[i], scale(values[i] or 0.0)) for i in run])
        out.append(element("path", d=d, fill="none", stroke=palette.ACCENT_DARK, stroke_width=2))
    for x, value in zip(xs, values, strict=True):
        if value is not None:
            out.append(point("square", x, scale(value), r, fill=palette.ACCENT_DARK))
    return out


def _entries(points: Sequence[GapPoint], groups: tuple[str, str]) -> list[Entry]:
    def drawn(which: int) -> Callable[[float, float], Sequence[Markup]]:
        def draw(x: float, y: float) -> Sequence[Markup]:
            line = rule(
                x - 12, y, x + 12, y, stroke=COLOURS[which], stroke_width=2, dash=DASHES[which]
            )
            return [line, point(SHAPES[which], x, y, 4.5, fill=COLOURS[which])]

        return draw

    def gap(x: float, y: float) -> Sequence[Markup]:
        box = element(
            "rect", x=x - 12, y=y - 6, width=24, height=12, fill=palette.ACCENT_TINT,
            fill_opacity=0.55, stroke=palette.ACCENT,
        )  # fmt: skip
        return [box, point("square", x, y, 4.5, fill=palette.ACCENT_DARK)]

    out = [Entry(name, drawn(i), 28) for i, name in enumerate(groups)]
    if any(p.gap is not None for p in points):
        out.append(Entry("gap, in its range", gap, 28))
    if any(any(p.hidden) for p in points):
        out.append(
            Entry(
                f"{KEPT_BACK}: too few people",
                lambda x, y: words("∗", x, y + 7, size=15, anchor="middle", bold=True),
            )
        )
    return out


def _table(points: Sequence[GapPoint], first: str, second: str) -> Table:
    def told(value: float | None, hidden: bool) -> Cell:
        return KEPT_BACK if hidden else None if value is None else round(value, 2)

    rows = tuple(
        (
            p.period,
            told(p.first, p.hidden[0]),
            told(p.second, p.hidden[1]),
            *(told(v, any(p.hidden)) for v in (p.gap, p.low, p.high)),
        )
        for p in points
    )
    return Table(("Period", _capital(first), _capital(second), "Gap", "From", "To"), rows)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _vega(points: Sequence[GapPoint], first: str, second: str) -> dict[str, object]:
    values = [
        {"period": p.period, "group": name, "value": _finite(value)}
        for p in points
        for name, value in ((first, p.first), (second, p.second))
    ]
    gaps = [
        {"period": p.period, "gap": _finite(p.gap), "low": _finite(p.low), "high": _finite(p.high)}
        for p in points
    ]
    x = {"field": "period", "type": "ordinal", "title": "Period"}
    return {
        "vconcat": [
            {
                "data": {"values": values},
                "mark": {"type": "line", "point": True},
                "encoding": {
                    "x": x,
                    "y": {"field": "value", "type": "quantitative", "title": "Each group"},
                    "color": {"field": "group", "type": "nominal", "title": None},
                    "strokeDash": {"field": "group", "type": "nominal", "title": None},
                },
            },
            {
                "data": {"values": gaps},
                "layer": [
                    {
                        "mark": {"type": "area", "opacity": 0.3},
                        "encoding": {
                            "x": x,
                            "y": {"field": "low", "type": "quantitative", "title": "The gap"},
                            "y2": {"field": "high"},
                        },
                    },
                    {
                        "mark": {"type": "line", "point": True},
                        "encoding": {"x": x, "y": {"field": "gap", "type": "quantitative"}},
                    },
                ],
            },
        ]
    }
