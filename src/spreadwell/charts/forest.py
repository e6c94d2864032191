"""The forest: each site's effect with its range, the mean of all, and the range for a next site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spreadwell.charts import palette
from spreadwell.charts.axes import level_axis, rule
from spreadwell.charts.frame import MARGIN, SMALL, Look, Picture, Table, compose, words
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.marks import point
from spreadwell.charts.scales import Linear, linear
from spreadwell.charts.svg import Markup, element, path
from spreadwell.charts.text import cut, width
from spreadwell.charts.wording import count, interval, sentence, signed


@dataclass(frozen=True, slots=True)
class ForestRow:
    """One site: its estimate, range (None = none can be told) and weight in the mean (0 to 1)."""

    label: str
    estimate: float
    low: float | None = None
    high: float | None = None
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class ForestMean:
    """The mean over sites, its range, and the range in which a next site would probably fall."""

    estimate: float
    low: float
    high: float
    next_low: float | None = None
    next_high: float | None = None
    label: str = "All sites"


def forest(
    rows: Sequence[ForestRow],
    mean: ForestMean | None = None,
    look: Look | None = None,
    *,
    unit: str = "",
    better: str = "up",
    sort: bool = True,
    thing: str = "site",
    title: str = "Effect at each site",
) -> Picture:
    """The forest picture; `better` ("up", "down", "neither") says which side is helpful.

    `thing` is what a row is.

    Sorted by estimate, most helpful first, unless `sort` is False. Raises ValueError when empty.
    """
    look = look or Look()
    if not rows:
        raise ValueError("A forest needs at least one site.")
    if better not in ("up", "down", "neither"):
        raise ValueError("Better is up, down or neither.")
    ordered = list(rows)
    if sort:
        ordered.sort(key=lambda r: r.estimate if better == "down" else -r.estimate)
    body, height = _draw(ordered, mean, look, unit, better, thing)
    return compose(
        look,
        title=title,
        sentence=_sentence(ordered, mean, unit, better, thing),
        height=height,
        body=body,
        table=_table(ordered, mean, thing),
        vega=_vega(ordered),
    )


def _draw(
    rows: Sequence[ForestRow],
    mean: ForestMean | None,
    look: Look,
    unit: str,
    better: str,
    thing: str,
) -> tuple[list[Markup], float]:
    texts = [_numbers(r.estimate, r.low, r.high) for r in rows]
    if mean:
        texts.append(_numbers(mean.estimate, mean.low, mean.high))
    stacked = look.narrow
    numbers = max(width(t, SMALL, bold=True) for t in texts)
    names = 0.0 if stacked else 168.0
    left = MARGIN + names + 8
    right = look.width - MARGIN - (0 if stacked else numbers + 14) - 8
    row = 40.0 if stacked else 24.0
    top = 30.0
    bottom = top + row * (len(rows) + (1 if mean else 0)) + (10 if mean else 0) + 4
    values = [0.0] + [v for r in rows for v in (r.estimate, r.low, r.high) if v is not None]
    if mean:
        values += [mean.low, mean.high]
        values += [v for v in (mean.next_low, mean.next_high) if v is not None]
    scale, marks = linear(values, left, right, about=4 if stacked else 6)
    out = level_axis(scale, marks, top, bottom)
    out += _directions(scale, better, MARGIN, right)
    heaviest = max((r.weight or 0 for r in rows), default=0) or 1.0

    def line(label: str, text: str, y: float, bold: bool) -> float:
        if stacked:
            room = look.width - 2 * MARGIN - numbers - 10
            shown = cut(label, SMALL, room, bold=bold)
            out.append(_backed(shown, MARGIN, y + 12, bold=bold))
            out.append(_backed(text, look.width - MARGIN, y + 12, anchor="end", bold=bold))
            return y + 27
        shown = cut(label, SMALL, names, bold=bold)
        out.append(words(shown, MARGIN, y + row / 2 + 4, bold=bold))
        x = look.width - MARGIN
        out.append(words(text, x, y + row / 2 + 4, anchor="end", bold=bold))
        return y + row / 2

    for i, r in enumerate(rows):
        y = line(r.label, texts[i], top + i * row, False)
        size = 3.2 + 3.6 * ((r.weight / heaviest) ** 0.5 if r.weight is not None else 0.5)
        out += _row(r, scale, y, size)
    if mean:
        base = top + len(rows) * row + 6
        out.append(rule(MARGIN, base, look.width - MARGIN, base, stroke=palette.MARK_RULE))
        y = line(mean.label, texts[-1], base + 2, True)
        out += _mean(mean, scale, y)
    out.append(
        words(
            f"Effect{f' ({unit})' if unit else ''}", (left + right) / 2, bottom + 34,
            anchor="middle", fill=palette.QUIET_INK,
        )
    )  # fmt: skip
    drawn, more = legend(_entries(rows, mean, thing), look.width, bottom + 44)
    return out + drawn, bottom + 44 + more + 6


def _backed(text: str, x: float, y: float, *, bold: bool, anchor: str | None = None) -> Markup:
    """Words over grid lines: the same words in a paper-coloured outline stand behind them."""
    behind = words(
        text, x, y, bold=bold, anchor=anchor, fill=palette.PAPER, stroke=palette.PAPER,
        stroke_width=4, stroke_linejoin="round", aria_hidden="true",
    )  # fmt: skip
    return element("g", behind, words(text, x, y, bold=bold, anchor=anchor))


def _row(r: ForestRow, scale: Linear, y: float, size: float) -> list[Markup]:
    out = []
    if r.low is not None and r.high is not None:
        out.append(
            rule(scale(r.low), y, scale(r.high), y, stroke=palette.ACCENT, stroke_width=1.75)
        )
        out.append(point("square", scale(r.estimate), y, size, fill=palette.ACCENT))
    else:
        out.append(point("square", scale(r.estimate), y, size, fill=palette.ACCENT, hollow=True))
    return out


def _mean(mean: ForestMean, scale: Linear, y: float) -> list[Markup]:
    out = []
    if mean.next_low is not None and mean.next_high is not None:
        out.append(
            rule(
                scale(mean.next_low), y, scale(mean.next_high), y, stroke=palette.SPECIAL,
                stroke_width=3, dash="2 3",
            )
        )  # fmt: skip
    x0, x, x1 = scale(mean.low), scale(mean.estimate), scale(mean.high)
    shape = path([(x0, y), (x, y - 7), (x1, y), (x, y + 7)], closed=True)
    out.append(element("path", d=shape, fill=palette.ACCENT_DARK))
    return out


def _directions(scale: Linear, better: str, left: float, right: float) -> list[Markup]:
    if better == "neither":
        return []
    zero = scale.clamped(0)
    sides = ("worse with it", "better with it")
    if better == "down":
        sides = (sides[1], sides[0])
    out = []
    if zero - left > width(f"← {sides[0]}", SMALL):
        out.append(words(f"← {sides[0]}", zero - 8, 20, anchor="end", fill=palette.QUIET_INK))
    if right - zero > width(f"{sides[1]} →", SMALL):
        out.append(words(f"{sides[1]} →", zero + 8, 20, fill=palette.QUIET_INK))
    return out


def _numbers(estimate: float, low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"{signed(estimate, fixed=True)} (no range)"
    return f"{signed(estimate, fixed=True)} ({interval(low, high, sign=True, fixed=True)})"


def _entries(rows: Sequence[ForestRow], mean: ForestMean | None, thing: str) -> list[Entry]:
    out = []
    if any(r.low is not None for r in rows):
        larger = "; a larger square counts for more"
        words_ = f"a {thing}{larger if any(r.weight is not None for r in rows) else ''}"
        out.append(Entry(words_, lambda x, y: point("square", x, y, 5)))
    if any(r.low is None for r in rows):
        out.append(
            Entry(f"a {thing} without a range", lambda x, y: point("square", x, y, 5, hollow=True))
        )
    if mean:
        flat = Linear(0, 1, 0, 1)

        def diamond(x: float, y: float) -> list[Markup]:
            return _mean(ForestMean(x, x - 10, x + 10), flat, y)

        out.append(Entry("mean and its range", diamond, room=22))
        if mean.next_low is not None:
            out.append(
                Entry(
                    "range for a next site",
                    lambda x, y: rule(
                        x - 12, y, x + 12, y, stroke=palette.SPECIAL, stroke_width=3, dash="2 3"
                    ),
                    room=24,
                )
            )
    return out


def _sentence(
    rows: Sequence[ForestRow], mean: ForestMean | None, unit: str, better: str, thing: str
) -> str:
    of = f" {unit}" if unit else ""
    parts = []
    if mean:
        parts.append(
            f"over {count(len(rows), thing)} the mean effect is {signed(mean.estimate)}{of} "
            f"(range {interval(mean.low, mean.high, sign=True)})"
        )
        if mean.next_low is not None and mean.next_high is not None:
            parts.append(
                "a next site would probably fall between "
                f"{signed(mean.next_low)} and {signed(mean.next_high)}"
            )
    if rows and all(r.low is None for r in rows):
        parts.append(f"{count(len(rows), thing)} alone: too few for a range to be given")
        return sentence(*parts)
    up = sum(1 for r in rows if r.low is not None and r.low > 0)
    down = sum(1 for r in rows if r.high is not None and r.high < 0)
    if better == "neither":
        parts.append(f"{up} of {len(rows)} ranges lie above nought and {down} below")
    else:
        good, bad = (up, down) if better == "up" else (down, up)
        parts.append(
            f"at {good} of {count(len(rows), thing)} the whole range is on the helpful side, "
            f"at {bad} on the other"
        )
    return sentence(*parts)


def _table(rows: Sequence[ForestRow], mean: ForestMean | None, thing: str) -> Table:
    columns = (thing.capitalize(), "Effect", "From", "To", "Weight")
    body: list[tuple[str | float | None, ...]] = [
        (r.label, r.estimate, r.low, r.high, r.weight) for r in rows
    ]
    if mean:
        body.append((mean.label, mean.estimate, mean.low, mean.high, None))
        if mean.next_low is not None:
            body.append(("Range for a next site", None, mean.next_low, mean.next_high, None))
    return Table(columns, tuple(body))


def _vega(rows: Sequence[ForestRow]) -> dict[str, object]:
    values = [{"site": r.label, "estimate": r.estimate, "low": r.low, "high": r.high} for r in rows]
    y = {"field": "site", "type": "nominal", "sort": [r.label for r in rows], "title": None}
    return {
        "data": {"values": values},
        "layer": [
            {
                "mark": "rule",
                "encoding": {
                    "y": y,
                    "x": {"field": "low", "type": "quantitative", "title": "Effect"},
                    "x2": {"field": "high"},
                },
            },
            {
                "mark": {"type": "square", "filled": True},
                "encoding": {"y": y, "x": {"field": "estimate", "type": "quantitative"}},
            },
        ],
    }
