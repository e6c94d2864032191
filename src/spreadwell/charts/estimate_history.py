"""The estimate over time: each look with both its ranges, as readings came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spreadwell.charts import palette
from spreadwell.charts.axes import axis_room, rule, time_axis, value_axis
from spreadwell.charts.frame import MARGIN, Look, Picture, Table, compose, words
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.marks import point
from spreadwell.charts.scales import linear, period_text
from spreadwell.charts.svg import Markup, element, path
from spreadwell.charts.wording import count, interval, sentence, signed


@dataclass(frozen=True, slots=True)
class LookPoint:
    """One look: the last period of its readings, its estimate and its two ranges.

    `low`, `high` hold if this were the only look; `wide_low`, `wide_high` at every look at once.
    """

    period: str
    estimate: float
    low: float | None = None
    high: float | None = None
    wide_low: float | None = None
    wide_high: float | None = None


def estimate_history(
    looks: Sequence[LookPoint],
    look: Look | None = None,
    *,
    unit: str = "",
    title: str = "The estimate as readings came in",
) -> Picture:
    """Estimates look by look, in the order given; ValueError without any."""
    look = look or Look()
    if not looks:
        raise ValueError("A history needs at least one look.")
    body, height = _draw(looks, look, unit)
    columns = (
        "Readings up to", "Estimate", "From, if the only look", "To, if the only look",
        "From, allowing for every look", "To, allowing for every look",
    )  # fmt: skip
    rows = tuple(
        (one.period, one.estimate, one.low, one.high, one.wide_low, one.wide_high) for one in looks
    )
    return compose(
        look,
        title=title,
        sentence=_sentence(looks, unit),
        height=height,
        body=body,
        table=Table(columns, rows),
        vega=_vega(looks),
    )


def _draw(looks: Sequence[LookPoint], look: Look, unit: str) -> tuple[list[Markup], float]:
    top, plot = 30.0, 190.0
    bottom = top + plot
    ends = [(one.low, one.high, one.wide_low, one.wide_high) for one in looks]
    values = [0.0, *(one.estimate for one in looks)]
    values += [end for four in ends for end in four if end is not None]
    scale, marks = linear(values, bottom, top, about=6)
    left, right = MARGIN + axis_room(marks), look.width - MARGIN
    gap = (right - left) / len(looks)
    centres = [left + (i + 0.5) * gap for i in range(len(looks))]
    out: list[Markup] = [
        words(f"Difference{f' ({unit})' if unit else ''}", MARGIN, 14, fill=palette.QUIET_INK),
        *value_axis(scale, marks, left, right),
    ]
    for x, one in zip(centres, looks, strict=True):
        if one.wide_low is not None and one.wide_high is not None:
            cap = min(5.0, gap * 0.3)
            out.append(_thin(x, scale(one.wide_low), scale(one.wide_high), cap))
        if one.low is not None and one.high is not None:
            out.append(_thick(x, scale(one.low), scale(one.high)))
        out.append(point("circle", x, scale(one.estimate), 4.5, fill=palette.ACCENT_DARK))
    out += time_axis([one.period for one in looks], centres, bottom + 2, low=left, high=right)
    middle = (left + right) / 2
    out.append(
        words("Readings up to", middle, bottom + 38, anchor="middle", fill=palette.QUIET_INK)
    )
    drawn, more = legend(_entries(looks), look.width, bottom + 50)
    return out + drawn, bottom + 50 + more + 6


def _thin(x: float, low: float, high: float, cap: float) -> Markup:
    d = path([(x, low), (x, high)]) + path([(x - cap, low), (x + cap, low)])
    d += path([(x - cap, high), (x + cap, high)])
    return element("path", d=d, stroke=palette.QUIET_INK, stroke_width=1.5, fill="none")


def _thick(x: float, low: float, high: float) -> Markup:
    return rule(x, low, x, high, stroke=palette.ACCENT, stroke_width=6)


def _entries(looks: Sequence[LookPoint]) -> list[Entry]:
    out = [
        Entry("estimate", lambda x, y: point("circle", x, y, 4.5, fill=palette.ACCENT_DARK)),
    ]
    if any(one.low is not None for one in looks):
        out.append(Entry("thick: if this were the only look", lambda x, y: _thick(x, y - 7, y + 7)))
    if any(one.wide_low is not None for one in looks):
        out.append(Entry("thin: allowing for every look", lambda x, y: _thin(x, y - 7, y + 7, 4)))
    return out


def _sentence(looks: Sequence[LookPoint], unit: str) -> str:
    last = looks[-1]
    of = f" {unit}" if unit else ""
    ranged = ""
    if last.wide_low is not None and last.wide_high is not None:
        ranged = f", {interval(last.wide_low, last.wide_high, sign=True)} allowing for every look"
    elif last.low is not None and last.high is not None:
        ranged = f", {interval(last.low, last.high, sign=True)}"
    return sentence(
        f"{count(len(looks), 'look')} so far; with readings up to {period_text(last.period)}, the "
        f"estimate is {signed(last.estimate)}{of}{ranged}"
    )


def _vega(looks: Sequence[LookPoint]) -> dict[str, object]:
    values = [
        {
            "period": one.period, "estimate": one.estimate, "low": one.low, "high": one.high,
            "wide_low": one.wide_low, "wide_high": one.wide_high,
        }
        for one in looks
    ]  # fmt: skip
    x = {"field": "period", "type": "ordinal", "title": "Readings up to"}

    def ranged(low: str, high: str, size: int) -> dict[str, object]:
        y = {"field": low, "type": "quantitative", "title": "Difference"}
        return {
            "mark": {"type": "rule", "size": size},
            "encoding": {"x": x, "y": y, "y2": {"field": high}},
        }

    dot = {"x": x, "y": {"field": "estimate", "type": "quantitative"}}
    return {
        "data": {"values": values},
        "layer": [
            ranged("wide_low", "wide_high", 1),
            ranged("low", "high", 5),
            {"mark": {"type": "point", "filled": True}, "encoding": dot},
        ],
    }
