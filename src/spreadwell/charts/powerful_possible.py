"""Powerful × possible: where each opportunity lies, how sure the panel is, and what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from spreadwell.charts import palette
from spreadwell.charts.axes import rule
from spreadwell.charts.frame import MARGIN, SMALL, Look, Picture, Table, compose, words
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.marks import Shape, point
from spreadwell.charts.placement import Box, Placed, place
from spreadwell.charts.scales import Linear, tick_text, ticks
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.text import width, wrap
from spreadwell.charts.wording import count, joined, sentence

Verdict = Literal["in", "depends", "not this round"]
SHAPES: dict[Verdict, tuple[Shape, str, str]] = {
    "in": ("circle", palette.GOOD, "in"),
    "depends": ("diamond", palette.SPECIAL, "depends on the weights"),
    "not this round": ("square", palette.MUTED, "not this round"),
}


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One opportunity: its two scores, their standard errors, and what the panel's scores say."""

    name: str
    possible: float
    powerful: float
    possible_se: float
    powerful_se: float
    verdict: Verdict
    url: str = ""


def powerful_possible(
    items: Sequence[Opportunity],
    look: Look | None = None,
    *,
    low: float = 0.0,
    high: float = 10.0,
    title: str = "Powerful and possible",
) -> Picture:
    """The scatter of opportunities with a cloud of one standard error around each.

    Scores lie between `low` and `high`. Raises ValueError naming the opportunity outside them.
    """
    look = look or Look()
    for item in items:
        if not (low <= item.possible <= high and low <= item.powerful <= high):
            raise ValueError(f"{item.name} has a score outside {low:g} to {high:g}.")
        if not (item.possible_se >= 0 and item.powerful_se >= 0):
            raise ValueError(f"{item.name} has a standard error below nought.")
    order = sorted(items, key=lambda i: (list(SHAPES).index(i.verdict), -i.powerful, i.name))
    body, height = _draw(order, look, low, high)
    columns = ("Opportunity", "Powerful", "± SE", "Possible", "± SE of possible", "Verdict")
    rows = tuple(
        (i.name, i.powerful, i.powerful_se, i.possible, i.possible_se, i.verdict) for i in order
    )
    return compose(
        look,
        title=title,
        sentence=_sentence(order),
        height=height,
        body=body,
        table=Table(columns, rows),
        vega=_vega(order),
        links=any(i.url for i in order),
    )


def _draw(
    items: Sequence[Opportunity], look: Look, low: float, high: float
) -> tuple[list[Markup], float]:
    left, top = MARGIN + 28.0, 22.0
    right = look.width - MARGIN
    bottom = top + (320.0 if look.narrow else 400.0)
    x, y = Linear(low, high, left + 12, right - 12), Linear(low, high, bottom - 12, top + 12)
    middle = (low + high) / 2
    out: list[Markup] = [
        element(
            "rect", x=left, y=top, width=right - left, height=bottom - top, fill=palette.WASH, rx=4
        ),
        element(
            "rect", x=x(middle), y=top, width=right - x(middle), height=y(middle) - top,
            fill=palette.ACCENT_WASH,
        ),
        rule(x(middle), top, x(middle), bottom, stroke=palette.MARK_RULE),
        rule(left, y(middle), right, y(middle), stroke=palette.MARK_RULE),
    ]  # fmt: skip
    clip = f"{look.prefix}-clip"
    out.append(
        element(
            "clipPath",
            element("rect", x=left, y=top, width=right - left, height=bottom - top),
            id=clip,
        )
    )
    out += _axes(x, y, low, high, left, bottom, look)
    corners, blocked = _quadrants(left, right, top, bottom, look)
    out.append(
        element("g", [_cloud(i, x, y) for i in items if _has_cloud(i)], clip_path=f"url(#{clip})")
    )
    out += corners
    frame = Box(left + 3, top + 3, right - 3, bottom - 3)
    at = [(x(i.possible), y(i.powerful)) for i in items]
    numbers = [str(k + 1) for k in range(len(items))]
    wordings = [_wordings(i.name, n, look) for i, n in zip(items, numbers, strict=True)]
    sizes = [[_size(lines, look) for lines in each] for each in wordings]
    spots = place(at, sizes, frame, blocked=blocked)
    keyed: list[int] = []
    for k, item in enumerate(items):
        spot = spots[k]
        shape, colour, _ = SHAPES[item.verdict]
        px, py = at[k]
        if spot is None:
            # No room even for a number beside the point: it stands in a larger point.
            keyed.append(k)
            parts = [point(shape, px, py, 8.5, fill=colour, stroke=palette.PAPER)]
            paper = palette.PAPER
            parts.append(words(numbers[k], px, py + 4, size=11, anchor="middle", fill=paper))
        else:
            lines = wordings[k][spot.choice]
            if lines == [numbers[k]]:
                keyed.append(k)
            mark = point(shape, px, py, 6, fill=colour, stroke=palette.PAPER)
            parts = [*_leader(spot, px, py), mark, *_placed(lines, spot, look)]
        out.append(_linked(item, parts))
    return _below(out, items, keyed, numbers, look, bottom + 42)


def _wordings(name: str, number: str, look: Look) -> list[list[str]]:
    """The name in one line, in two, then its number; on a phone only the number."""
    if look.narrow:
        return [[number]]
    ways = [wrap(name, SMALL, room, lines=2) for room in (125.0, 80.0)]
    return [*(way for way in ways if way and not way[-1].endswith("…")), [number]]


def _size(lines: Sequence[str], look: Look) -> tuple[float, float]:
    return max(width(t, SMALL, bold=look.narrow) for t in lines) + 4, 14.0 * len(lines)


def _leader(spot: Placed, px: float, py: float) -> list[Markup]:
    """A thin line from the point to a label that stands away from it."""
    if not spot.far:
        return []
    nx = min(max(px, spot.box.x0), spot.box.x1)
    ny = min(max(py, spot.box.y0), spot.box.y1)
    return [rule(px, py, nx, ny, stroke=palette.MARK_RULE)]


def _placed(lines: Sequence[str], spot: Placed, look: Look) -> list[Markup]:
    x = (spot.box.x0 + spot.box.x1) / 2
    behind = element(
        "rect", x=spot.box.x0, y=spot.box.y0, width=spot.box.x1 - spot.box.x0,
        height=spot.box.y1 - spot.box.y0, rx=3, fill=palette.PAPER, fill_opacity=0.72,
    )  # fmt: skip
    return [behind] + [
        words(text, x, spot.box.y0 + 11 + 14 * n, anchor="middle", bold=look.narrow)
        for n, text in enumerate(lines)
    ]


def _below(
    out: list[Markup],
    items: Sequence[Opportunity],
    keyed: Sequence[int],
    numbers: Sequence[str],
    look: Look,
    y: float,
) -> tuple[list[Markup], float]:
    """The legend, then the names that did not fit beside their point."""
    seen = {i.verdict for i in items}

    def entry(verdict: Verdict) -> Entry:
        shape, colour, text = SHAPES[verdict]
        return Entry(text, lambda px, py: point(shape, px, py, 5.5, fill=colour))

    entries = [entry(v) for v in SHAPES if v in seen]
    if any(_has_cloud(i) for i in items):
        entries.append(
            Entry(
                "cloud: one standard error of the scores",
                lambda px, py: element(
                    "ellipse", cx=px, cy=py, rx=12, ry=7, fill=palette.ACCENT, fill_opacity=0.14,
                    stroke=palette.MUTED, stroke_dasharray="2 2",
                ),
                room=26,
            )
        )  # fmt: skip
    drawn, more = legend(entries, look.width, y)
    out += drawn
    y += more + 8
    for k in keyed:
        for j, line in enumerate(wrap(items[k].name, SMALL, look.width - 2 * MARGIN - 26, lines=2)):
            if j == 0:
                out.append(words(numbers[k], MARGIN + 16, y + 11, anchor="end", bold=True))
            out.append(words(line, MARGIN + 24, y + 11))
            y += 17
    return out, y + 4


def _has_cloud(item: Opportunity) -> bool:
    return item.possible_se > 0 and item.powerful_se > 0


def _cloud(item: Opportunity, x: Linear, y: Linear) -> Markup:
    _, colour, _ = SHAPES[item.verdict]
    return element(
        "ellipse",
        cx=x(item.possible),
        cy=y(item.powerful),
        rx=abs(x(item.possible_se) - x(0)),
        ry=abs(y(item.powerful_se) - y(0)),
        fill=colour,
        fill_opacity=0.14,
        stroke=colour,
        stroke_opacity=0.7,
        stroke_dasharray="2 2",
    )


def _linked(item: Opportunity, parts: Sequence[Markup]) -> Markup:
    if not item.url:
        return element("g", element("title", item.name), parts)
    return element("a", parts, href=item.url, aria_label=item.name, class_="sw-step")


def _axes(
    x: Linear, y: Linear, low: float, high: float, left: float, bottom: float, look: Look
) -> list[Markup]:
    marks = [m for m in ticks(low, high, 6) if low <= m <= high]
    out = []
    for m in marks:
        text = tick_text(m, marks)
        out.append(words(text, x(m), bottom + 15, anchor="middle", fill=palette.QUIET_INK))
        out.append(words(text, left - 6, y(m) + 4, anchor="end", fill=palette.QUIET_INK))
    out.append(words("Powerful ↑", MARGIN, 14, bold=True))
    out.append(words("Possible →", look.width - MARGIN, bottom + 32, anchor="end", bold=True))
    return out


def _quadrants(
    left: float, right: float, top: float, bottom: float, look: Look
) -> tuple[list[Markup], list[Box]]:
    """A word in each corner, and the boxes that labels must leave free."""
    spots = (
        ("worth making possible", left + 8, top + 18, None),
        ("do first", right - 8, top + 18, "end"),
        ("not now", left + 8, bottom - 9, None),
        ("easy wins, small effect", right - 8, bottom - 9, "end"),
    )
    out, boxes = [], []
    for text, x, y, anchor in spots:
        if look.narrow:
            text = {
                "worth making possible": "make possible",
                "easy wins, small effect": "small effect",
            }.get(text, text)
        w = width(text, SMALL)
        out.append(words(text, x, y, anchor=anchor, fill=palette.QUIET_INK, font_style="italic"))
        x0 = x - w if anchor else x
        boxes.append(Box(x0 - 2, y - 12, x0 + w + 2, y + 4))
    return out, boxes


def _sentence(items: Sequence[Opportunity]) -> str:
    if not items:
        return "No opportunity has been scored yet."
    names = {v: [i.name for i in items if i.verdict == v] for v in SHAPES}
    parts = [f"of {count(len(items), 'opportunity', 'opportunities')}, {len(names['in'])} in"]
    if names["in"]:
        parts[0] += f" ({joined(names['in'])})"
    parts[0] += (
        f", {len(names['depends'])} depending on the weights, "
        f"{len(names['not this round'])} not this round"
    )
    return sentence(*parts)


def _vega(items: Sequence[Opportunity]) -> dict[str, object]:
    values = [
        {
            "name": i.name, "possible": i.possible, "powerful": i.powerful,
            "possible_se": i.possible_se, "powerful_se": i.powerful_se, "verdict": i.verdict,
        }
        for i in items
    ]  # fmt: skip
    return {
        "data": {"values": values},
        "mark": {"type": "point", "filled": True, "size": 90},
        "encoding": {
            "x": {"field": "possible", "type": "quantitative"},
            "y": {"field": "powerful", "type": "quantitative"},
            "shape": {"field": "verdict", "type": "nominal"},
            "color": {"field": "verdict", "type": "nominal"},
            "tooltip": {"field": "name", "type": "nominal"},
        },
    }
