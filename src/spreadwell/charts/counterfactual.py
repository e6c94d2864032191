"""What was seen beside what would have been: one series and its counterfactual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from spreadwell.charts import palette
from spreadwell.charts.axes import axis_room, rule, time_axis, value_axis
from spreadwell.charts.frame import MARGIN, SMALL, Look, Picture, Table, compose, words
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.marks import point
from spreadwell.charts.scales import linear
from spreadwell.charts.svg import Markup, element, path
from spreadwell.charts.text import width
from spreadwell.charts.wording import figure, sentence


@dataclass(frozen=True, slots=True)
class BesidePoint:
    """One period: what was seen, and what would have been without (from the start on, a range)."""

    period: str
    seen: float | None
    without: float | None
    low: float | None = None
    high: float | None = None


def counterfactual(
    points: Sequence[BesidePoint],
    look: Look | None = None,
    *,
    start: int,
    unit: str = "",
    expected: str = "expected without it",
    title: str = "What was seen, and what would have been expected",
) -> Picture:
    """The series with its counterfactual; `start` is the index of the first period live.

    `expected` says in words what the second line is. Raises ValueError without a period, or with a
    start outside of them.
    """
    look = look or Look()
    if not points:
        raise ValueError("A series needs at least one period.")
    if not 0 <= start < len(points):
        raise ValueError("The start must be one of the periods.")
    body, height = _draw(points, look, start, unit, expected)
    columns = ("Period", "Seen", expected.capitalize(), "From", "To")
    rows = tuple((p.period, p.seen, p.without, p.low, p.high) for p in points)
    return compose(
        look,
        title=title,
        sentence=_sentence(points, start, unit),
        height=height,
        body=body,
        table=Table(columns, rows),
        vega=_vega(points),
    )


def _draw(
    points: Sequence[BesidePoint], look: Look, start: int, unit: str, expected: str
) -> tuple[list[Markup], float]:
    top, bottom = 34.0, 264.0
    four = [v for p in points for v in (p.seen, p.without, p.low, p.high) if v is not None]
    scale, marks = linear(four, bottom, top, about=6)
    left, right = MARGIN + axis_room(marks), look.width - MARGIN
    gap = (right - left) / len(points)
    xs = [left + (i + 0.5) * gap for i in range(len(points))]
    begin = left + start * gap
    out: list[Markup] = [words(unit or "Value", MARGIN, 14, fill=palette.QUIET_INK)]
    out += value_axis(scale, marks, left, right)
    band = [(x, p.low, p.high) for x, p in zip(xs, points, strict=True)]
    whole = [(x, a, b) for x, a, b in band if a is not None and b is not None]
    if len(whole) > 1:
        edge = [(x, scale(b)) for x, _, b in whole] + [(x, scale(a)) for x, a, _ in whole[::-1]]
        out.append(element("path", d=path(edge), fill=palette.ACCENT_WASH, stroke="none"))
    out.append(rule(begin, top - 6, begin, bottom, stroke=palette.INK, dash="4 3"))
    room = right - begin > width("start", SMALL) + 10
    out.append(
        words("start", begin + (6 if room else -6), top - 6, anchor="start" if room else "end",
              fill=palette.INK)
    )  # fmt: skip
    out += _line(xs, [p.without for p in points], scale, palette.QUIET_INK, "6 4")
    out += _line(xs, [p.seen for p in points], scale, palette.ACCENT, None)
    r = min(4.0, max(2.0, gap * 0.3))
    out += [
        point("circle", x, scale(p.seen), r, fill=palette.ACCENT)
        for x, p in zip(xs, points, strict=True)
        if p.seen is not None
    ]
    out += time_axis([p.period for p in points], xs, bottom + 2, low=left, high=right)
    drawn, more = legend(_entries(expected, bool(whole)), look.width, bottom + 30)
    return out + drawn, bottom + 30 + more + 6


def _line(
    xs: Sequence[float], values: Sequence[float | None], scale: object, ink: str, dash: str | None
) -> list[Markup]:
    assert callable(scale)
    out = []
    for known, run in groupby(zip(xs, values, strict=True), key=lambda pair: pair[1] is not None):
        if known:
            d = path([(x, scale(value)) for x, value in run])
            out.append(
                element("path", d=d, stroke=ink, stroke_width=2, fill="none", stroke_dasharray=dash)
            )
    return out


def _entries(expected: str, ranged: bool) -> list[Entry]:
    def stroke(ink: str, dash: str | None) -> Entry:
        text = "seen" if dash is None else expected
        return Entry(
            text,
            lambda x, y: rule(x - 11, y, x + 11, y, stroke=ink, stroke_width=2, dash=dash),
            room=22,
        )

    out = [stroke(palette.ACCENT, None), stroke(palette.QUIET_INK, "6 4")]
    if ranged:
        out.append(
            Entry(
                "shaded: range of what would be expected",
                lambda x, y: element(
                    "rect", x=x - 11, y=y - 7, width=22, height=14, fill=palette.ACCENT_WASH,
                    stroke=palette.MARK_RULE,
                ),
                room=22,
            )
        )  # fmt: skip
    return out


def _sentence(points: Sequence[BesidePoint], start: int, unit: str) -> str:
    late = [p for p in points[start:] if p.seen is not None and p.without is not None]
    of = unit if unit == "%" else f" {unit}" if unit else ""
    if not late:
        return "Nothing was seen yet since the start."
    last = late[-1]
    assert last.seen is not None and last.without is not None
    above = sum(1 for p in late if (p.seen or 0) > (p.without or 0))
    return sentence(
        f"last seen {figure(last.seen)}{of}, where {figure(last.without)} would have been expected",
        f"since the start, {above} of {len(late)} periods lie above what was expected",
    )


def _vega(points: Sequence[BesidePoint]) -> dict[str, object]:
    values = [
        {"period": p.period, "seen": p.seen, "without": p.without, "low": p.low, "high": p.high}
        for p in points
    ]
    x = {"field": "period", "type": "ordinal", "title": None}

    def line(name: str) -> dict[str, object]:
        y = {"field": name, "type": "quantitative", "title": None}
        return {"mark": "line", "encoding": {"x": x, "y": y}}

    area = {"x": x, "y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}
    return {
        "data": {"values": values},
        "layer": [{"mark": "area", "encoding": area}, line("without"), line("seen")],
    }
