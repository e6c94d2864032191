"""The gap to the aim: how far from the baseline, what is planned, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spreadwell.charts import palette
from spreadwell.charts.axes import rule
from spreadwell.charts.frame import MARGIN, SMALL, Cell, Look, Picture, Table, compose, words
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.marks import hatch
from spreadwell.charts.scales import Linear
from spreadwell.charts.svg import Markup, element, path
from spreadwell.charts.text import cut, width
from spreadwell.charts.wording import NOT_QUANTIFIED, figure, interval, sentence

Drawer = Callable[[float, float], Markup]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the way: its amount towards the target, with a range; None = not quantified.

    Amounts are in the aim's unit and positive towards the target, whichever way that is.
    """

    name: str
    amount: float | None
    low: float | None = None
    high: float | None = None


def gap_to_aim(
    baseline: float,
    today: float,
    target: float,
    planned: Sequence[Part] = (),
    look: Look | None = None,
    *,
    closed_by: Sequence[Part] = (),
    unit: str = "",
    title: str = "Gap to the aim",
) -> Picture:
    """The gap picture: one bar from baseline to target, then each part with its range or words.

    `closed_by` are the parts of what is closed that an effect explains, `planned` what is under
    way. Raises ValueError when the target equals the baseline.
    """
    look = look or Look()
    if target == baseline:
        raise ValueError("The target must differ from the baseline.")
    gap = _Gap.of(baseline, today, target, planned)
    body, height = _draw(gap, list(closed_by), list(planned), look, unit)
    return compose(
        look,
        title=title,
        sentence=_sentence(gap, planned, unit),
        height=height,
        body=body,
        table=_table(gap, closed_by, planned),
        vega=_vega(gap),
    )


@dataclass(frozen=True, slots=True)
class _Gap:
    """The three lengths of the bar, in the aim's unit, positive towards the target."""

    baseline: float
    today: float
    target: float
    total: float
    closed: float
    planned: float
    planned_low: float | None
    planned_high: float | None
    missing: float
    unknown: int

    @classmethod
    def of(cls, baseline: float, today: float, target: float, parts: Sequence[Part]) -> _Gap:
        way = 1.0 if target > baseline else -1.0
        total, closed = abs(target - baseline), (today - baseline) * way
        amounts = [p.amount for p in parts if p.amount is not None]
        ranged = [
            (p.low, p.high)
            for p in parts
            if p.amount is not None and p.low is not None and p.high is not None
        ]
        # Ends are added, which is wider than the range of the sum: cautious on purpose.
        whole = bool(amounts) and len(ranged) == len(amounts)
        planned = sum(amounts)
        return cls(
            baseline,
            today,
            target,
            total,
            closed,
            planned,
            sum(r[0] for r in ranged) if whole else None,
            sum(r[1] for r in ranged) if whole else None,
            max(total - closed - planned, 0.0),
            sum(1 for p in parts if p.amount is None),
        )


def _draw(
    gap: _Gap, closed_by: list[Part], planned: list[Part], look: Look, unit: str
) -> tuple[list[Markup], float]:
    left, right = MARGIN + 24, look.width - MARGIN - 20
    reach = max(gap.total, gap.closed, gap.closed + gap.planned)
    low = min(0.0, gap.closed)
    x = Linear(low, reach, left, right)
    top, bar = 46.0, 44.0
    ident = f"{look.prefix}-planned"
    out: list[Markup] = [
        element("defs", hatch(ident, palette.ACCENT, palette.ACCENT_WASH, gap=8)),
        element(
            "rect", x=x(0), y=top, width=x(gap.total) - x(0), height=bar, fill=palette.PAPER,
            stroke=palette.QUIET_INK, stroke_width=1.5, stroke_dasharray="5 4", rx=3,
        ),
    ]  # fmt: skip
    done, plan = x(gap.closed), x(gap.closed + max(gap.planned, 0))
    if gap.closed > 0:
        out.append(_bar(x(0), top, done - x(0), bar, palette.ACCENT, palette.ACCENT))
    elif gap.closed < 0:
        out.append(_bar(done, top, x(0) - done, bar, palette.CONCERN_WASH, palette.CONCERN))
    if gap.planned > 0:
        out.append(_bar(done, top, plan - done, bar, f"url(#{ident})", palette.ACCENT))
    if gap.planned_low is not None and gap.planned_high is not None:
        out += _range(x, gap.closed + gap.planned_low, gap.closed + gap.planned_high, top + bar / 2)
    out += _inside(gap, x, top + bar / 2)
    out += _posts(gap, x, top, bar, look)
    y = top + bar + 26
    drawn, more = legend(_entries(gap, ident, unit), look.width, y)
    out += drawn
    y += more + 8
    for heading, parts in (("Closed by", closed_by), ("Planned", planned)):
        if parts:
            lines, y = _parts(heading, parts, gap, look, y)
            out += lines
    return out, y + 4


def _bar(x: float, y: float, w: float, h: float, fill: str, stroke: str) -> Markup:
    return element(
        "rect",
        x=x,
        y=y,
        width=max(w, 0),
        height=h,
        fill=fill,
        stroke=stroke,
        stroke_width=1.5,
        rx=3,
    )


def _range(x: Linear, low: float, high: float, y: float) -> list[Markup]:
    a, b = x.clamped(low), x.clamped(high)
    d = path([(a, y), (b, y)]) + path([(a, y - 7), (a, y + 7)]) + path([(b, y - 7), (b, y + 7)])
    return [
        element("path", d=d, stroke=palette.PAPER, stroke_width=5, fill="none"),
        element("path", d=d, stroke=palette.INK, stroke_width=2, fill="none"),
    ]


def _inside(gap: _Gap, x: Linear, y: float) -> list[Markup]:
    """The lengths written in the bar where they fit."""
    out = []
    if gap.closed > 0:
        text = figure(gap.closed)
        if x(gap.closed) - x(0) > width(text, 15, bold=True) + 12:
            middle = (x(0) + x(gap.closed)) / 2
            out.append(
                words(text, middle, y + 5, size=15, fill=palette.PAPER, anchor="middle", bold=True)
            )
    if gap.missing > 0:
        text = figure(gap.missing)
        start = gap.closed + max(gap.planned, 0)
        if gap.planned_high is not None:
            start = max(start, min(gap.closed + gap.planned_high, gap.total))
        if x(gap.total) - x(max(start, 0)) > width(text, 15, bold=True) + 20:
            middle = (x(max(start, 0)) + x(gap.total)) / 2
            out.append(words(text, middle, y + 5, size=15, anchor="middle", bold=True))
    return out


def _posts(gap: _Gap, x: Linear, top: float, bar: float, look: Look) -> list[Markup]:
    """Baseline, today and target above the bar, kept apart."""
    posts = [("baseline", gap.baseline, 0.0), ("today", gap.today, gap.closed)]
    posts.append(("target", gap.target, gap.total))
    widths = [max(width(n, SMALL), width(figure(v), 14, bold=True)) for n, v, _ in posts]
    at = [x(p) for _, _, p in posts]
    order = sorted(range(3), key=lambda i: at[i])
    centre = [
        min(max(at[i], MARGIN + widths[i] / 2), look.width - MARGIN - widths[i] / 2)
        for i in range(3)
    ]
    for a, b in pairwise(order):
        need = centre[a] + (widths[a] + widths[b]) / 2 + 10
        centre[b] = max(centre[b], need)
    over = centre[order[-1]] + widths[order[-1]] / 2 - (look.width - MARGIN)
    if over > 0:
        centre[order[-1]] -= over
        for a, b in zip(order[-2::-1], order[:0:-1], strict=False):
            centre[a] = min(centre[a], centre[b] - (widths[a] + widths[b]) / 2 - 10)
    out = []
    for i, (name, value, _) in enumerate(posts):
        out.append(words(name, centre[i], 14, anchor="middle", fill=palette.QUIET_INK))
        out.append(words(figure(value), centre[i], 30, size=14, anchor="middle", bold=True))
        out.append(rule(centre[i], 34, at[i], 40, stroke=palette.INK))
        out.append(rule(at[i], 40, at[i], top + bar + 6, stroke=palette.INK, stroke_width=2))
    return out


def _entries(gap: _Gap, ident: str, unit: str) -> list[Entry]:
    of = f" {unit}" if unit else ""

    def swatch(fill: str, stroke: str, dash: str | None = None) -> Drawer:
        return lambda x, y: element(
            "rect", x=x - 10, y=y - 7, width=20, height=14, fill=fill, stroke=stroke, rx=2,
            stroke_dasharray=dash,
        )  # fmt: skip

    out = []
    if gap.closed >= 0:
        text = f"closed so far: {figure(gap.closed)}{of}"
        out.append(_entry(text, swatch(palette.ACCENT, palette.ACCENT)))
    else:
        text = f"further away than at the start: {figure(-gap.closed)}{of}"
        out.append(_entry(text, swatch(palette.CONCERN_WASH, palette.CONCERN)))
    out.append(_entry(f"planned: {_planned(gap)}", swatch(f"url(#{ident})", palette.ACCENT)))
    out.append(_entry(f"missing: {_missing(gap)}", swatch(palette.PAPER, palette.QUIET_INK, "4 3")))
    return out


def _entry(text: str, draw: Drawer) -> Entry:
    return Entry(text, draw, room=20)


def _planned(gap: _Gap) -> str:
    known = figure(gap.planned)
    if gap.planned_low is not None and gap.planned_high is not None:
        known += f" ({interval(gap.planned_low, gap.planned_high)})"
    if not gap.unknown:
        return known
    if gap.planned == 0 and gap.planned_low is None:
        return NOT_QUANTIFIED
    return f"{known}, and {gap.unknown} with {NOT_QUANTIFIED}"


def _missing(gap: _Gap) -> str:
    text = figure(gap.missing)
    if gap.planned_low is not None and gap.planned_high is not None:
        left = gap.total - gap.closed
        low, high = max(left - gap.planned_high, 0.0), max(left - gap.planned_low, 0.0)
        text += f" ({interval(low, high)})"
    return f"{text}, before what is not quantified" if gap.unknown else text


def _parts(
    heading: str, parts: Sequence[Part], gap: _Gap, look: Look, y: float
) -> tuple[list[Markup], float]:
    """Each part as a line of words, with a small bar of its amount and range."""
    out = [words(heading, MARGIN, y + 14, size=13, bold=True)]
    y += 22
    said = [_said(p) for p in parts]
    stacked = look.narrow
    right = look.width - MARGIN
    start = MARGIN if stacked else MARGIN + 200
    end = right if stacked else right - max(width(s, SMALL) for s in said) - 12
    most = max([gap.total] + [p.high or p.amount or 0 for p in parts])
    x = Linear(min([0.0] + [p.low for p in parts if p.low is not None]), most, start, end)
    for part, text in zip(parts, said, strict=True):
        room = right - MARGIN - width(text, SMALL) - 12 if stacked else 190
        out.append(words(cut(part.name, SMALL, room), MARGIN, y + 13))
        out.append(
            words(
                text, right, y + 13, anchor="end",
                fill=palette.INK if part.amount is not None else palette.CONCERN,
            )
        )  # fmt: skip
        line = y + (24 if stacked else 9)
        if part.amount is not None:
            out.append(rule(start, line, end, line))
            a, b = sorted((x(0), x(part.amount)))
            out.append(_bar(a, line - 5, b - a, 10, palette.ACCENT_TINT, palette.ACCENT))
            if part.low is not None and part.high is not None:
                out += _range(x, part.low, part.high, line)[1:]
        y += 36 if stacked and part.amount is not None else 22
    return out, y + 4


def _said(part: Part) -> str:
    if part.amount is None:
        return NOT_QUANTIFIED
    if part.low is None or part.high is None:
        return f"{figure(part.amount)} (no range)"
    return f"{figure(part.amount)} ({interval(part.low, part.high)})"


def _sentence(gap: _Gap, planned: Sequence[Part], unit: str) -> str:
    of = f" {unit}" if unit else ""
    way = "closed" if gap.closed >= 0 else "further away"
    return sentence(
        f"from {figure(gap.baseline)} at the start to {figure(gap.today)} today, the aim is "
        f"{figure(gap.target)}{of}",
        f"{figure(abs(gap.closed))} of {figure(gap.total)} {way}",
        f"planned: {_planned(gap)}" if planned else "nothing further is planned",
        f"missing: {_missing(gap)}",
    )


def _table(gap: _Gap, closed_by: Sequence[Part], planned: Sequence[Part]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        ("Baseline", gap.baseline, None, None, ""),
        ("Today", gap.today, None, None, ""),
        ("Target", gap.target, None, None, ""),
        ("Closed so far", gap.closed, None, None, ""),
    ]
    for group, parts in (("Closed by", closed_by), ("Planned", planned)):
        for p in parts:
            note = NOT_QUANTIFIED if p.amount is None else ""
            rows.append((f"{group}: {p.name}", p.amount, p.low, p.high, note))
    note = "before what is not quantified" if gap.unknown else ""
    rows.append(("Missing", gap.missing, None, None, note))
    return Table(("What", "Amount", "From", "To", "Note"), tuple(rows))


def _vega(gap: _Gap) -> dict[str, object]:
    values = [
        {"part": "closed so far", "order": 0, "amount": gap.closed},
        {"part": "planned", "order": 1, "amount": gap.planned},
        {"part": "missing", "order": 2, "amount": gap.missing},
    ]
    return {
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "x": {"field": "amount", "type": "quantitative", "stack": True},
            "color": {"field": "part", "type": "nominal"},
            "order": {"field": "order", "type": "quantitative"},
        },
    }
