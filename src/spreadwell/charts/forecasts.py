"""What was forecast beside what was seen: a band with its likeliest value, and a point on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spreadwell.charts import palette
from spreadwell.charts.axes import level_axis, rule
from spreadwell.charts.frame import MARGIN, SMALL, Look, Picture, Table, compose, words
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.marks import point
from spreadwell.charts.scales import Linear, linear
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.text import cut
from spreadwell.charts.wording import sentence

NAMES, ROW, TALL, BAND = 250.0, 34.0, 52.0, 12.0


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """One forecast, low, likely and high, and what was seen with its own range; None if unknown."""

    name: str
    low: float
    likely: float
    high: float
    seen: float | None = None
    seen_low: float | None = None
    seen_high: float | None = None

    @property
    def within(self) -> bool:
        """Tell whether what was seen lies in the range that was forecast."""
        return self.seen is not None and self.low <= self.seen <= self.high


def forecasts(
    rows: Sequence[ForecastRow],
    look: Look | None = None,
    *,
    unit: str = "",
    title: str = "Forecast and seen",
) -> Picture:
    """Bands of what was forecast with what was seen on them, in the order given.

    Raises ValueError when there is none or a range does not rise.
    """
    look = look or Look()
    if not rows:
        raise ValueError("A picture of forecasts needs at least one.")
    if any(not row.low <= row.likely <= row.high for row in rows):
        raise ValueError("A forecast rises from low to high.")
    body, height = _draw(rows, look, unit)
    columns = ("Opportunity", "Low", "Likely", "High", "Seen", "Seen from", "Seen to")
    cells = tuple((r.name, r.low, r.likely, r.high, r.seen, r.seen_low, r.seen_high) for r in rows)
    return compose(
        look,
        title=title,
        sentence=_sentence(rows),
        height=height,
        body=body,
        table=Table(columns, cells),
        vega=_vega(rows, unit),
    )


def _draw(rows: Sequence[ForecastRow], look: Look, unit: str) -> tuple[list[Markup], float]:
    step = TALL if look.narrow else ROW
    left = MARGIN + (8 if look.narrow else NAMES)
    right, top = look.width - MARGIN - 8, 14.0
    bottom = top + step * len(rows)
    ends = [one for r in rows for one in (r.low, r.high, r.seen, r.seen_low, r.seen_high)]
    values = [0.0, *(one for one in ends if one is not None)]
    scale, marks = linear(values, left, right, about=4 if look.narrow else 6)
    out = level_axis(scale, marks, top, bottom)
    for place, row in enumerate(rows):
        y = top + step * place
        if look.narrow:
            name = cut(row.name, SMALL, look.width - 2 * MARGIN)
            out.append(words(name, MARGIN, y + 12))
            y += 34
        else:
            name = cut(row.name, SMALL, NAMES - 14)
            out.append(words(name, left - 12, y + ROW / 2 + 4, anchor="end"))
            y += ROW / 2
        out.append(element("g", element("title", _told(row)), _row(row, scale, y)))
    label = f"What it changed{f' ({unit})' if unit else ''}"
    middle = (left + right) / 2
    out.append(words(label, middle, bottom + 34, anchor="middle", fill=palette.QUIET_INK))
    drawn, more = legend(_entries(rows), look.width, bottom + 44)
    return out + drawn, bottom + 50 + more


def _row(row: ForecastRow, scale: Linear, y: float) -> list[Markup]:
    x0, x1 = scale(row.low), scale(row.high)
    out = [
        element(
            "rect", x=x0, y=y - BAND / 2, width=max(x1 - x0, 2.0), height=BAND, rx=3,
            fill=palette.ACCENT_TINT,
        ),
        rule(scale(row.likely), y - BAND / 2, scale(row.likely), y + BAND / 2,
             stroke=palette.ACCENT_DARK, stroke_width=2),
    ]  # fmt: skip
    if row.seen is None:
        return out
    if row.seen_low is not None and row.seen_high is not None:
        ends = scale(row.seen_low), scale(row.seen_high)
        out.append(rule(ends[0], y, ends[1], y, stroke=palette.INK, stroke_width=1.5))
    return [*out, _seen(row.within, scale(row.seen), y)]


def _seen(within: bool, x: float, y: float) -> Markup:
    """A full circle within the range, a hollow diamond outside: not by colour alone."""
    if within:
        return point("circle", x, y, 5.5, fill=palette.GOOD, stroke=palette.PAPER)
    return point("diamond", x, y, 5.5, fill=palette.CONCERN, hollow=True)


def _entries(rows: Sequence[ForecastRow]) -> list[Entry]:
    def band(x: float, y: float) -> list[Markup]:
        return _row(ForecastRow("", x - 10, x, x + 10), Linear(0, 1, 0, 1), y)

    out = [Entry("forecast, with the likeliest", band, room=26)]
    known = [r for r in rows if r.seen is not None]
    if any(r.within for r in known):
        out.append(Entry("seen, within the range", lambda x, y: _seen(True, x, y)))
    if any(not r.within for r in known):
        out.append(Entry("seen, outside it", lambda x, y: _seen(False, x, y)))
    return out


def _told(row: ForecastRow) -> str:
    said = f"{row.name}: forecast {row.likely:g} ({row.low:g} to {row.high:g})"
    return said if row.seen is None else f"{said}, seen {row.seen:.1f}"


def _sentence(rows: Sequence[ForecastRow]) -> str:
    known = [r for r in rows if r.seen is not None]
    if not known:
        return "Nothing that was forecast is known yet."
    below = sum(r.seen is not None and r.seen < r.low for r in known)
    above = sum(r.seen is not None and r.seen > r.high for r in known)
    inside = len(known) - below - above
    parts = [f"of {len(known)} known, {inside} fell within what was forecast"]
    if below:
        parts.append(f"{below} fell short")
    if above:
        parts.append(f"{above} did better")
    return sentence(", ".join(parts))


def _vega(rows: Sequence[ForecastRow], unit: str) -> dict[str, object]:
    values = [
        {"name": r.name, "low": r.low, "likely": r.likely, "high": r.high, "seen": r.seen}
        for r in rows
    ]
    y = {"field": "name", "type": "nominal", "sort": [r.name for r in rows], "title": None}
    x = {"field": "low", "type": "quantitative", "title": unit or "What it changed"}
    seen = {"field": "seen", "type": "quantitative"}
    return {
        "data": {"values": values},
        "layer": [
            {"mark": "bar", "encoding": {"y": y, "x": x, "x2": {"field": "high"}}},
            {"mark": {"type": "point", "filled": True}, "encoding": {"y": y, "x": seen}},
        ],
    }
