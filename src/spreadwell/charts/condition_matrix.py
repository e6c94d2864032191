"""The condition matrix: what was rated at each site, beside how it went there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from spreadwell.charts import palette
from spreadwell.charts.frame import MARGIN, SMALL, Cell, Look, Picture, Table, compose, words
from spreadwell.charts.grid import Grid, draw_grid
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.marks import Shape, point
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.text import width
from spreadwell.charts.wording import count, joined, sentence, signed

Went = Literal["helped", "unclear", "differently"]
WENT: dict[Went, tuple[Shape, str, str]] = {
    "helped": ("triangle", palette.GOOD, "helped"),
    "unclear": ("circle", palette.MUTED, "not clear yet"),
    "differently": ("diamond", palette.CONCERN, "went differently"),
}
RATINGS: dict[int, str] = {
    -2: "strong barrier",
    -1: "weak barrier",
    0: "neither",
    1: "weak help",
    2: "strong help",
}
"""Source: the rating rules of the CFIR, Damschroder and Lowery 2013, doi:10.1186/1748-5908-8-51."""

_CELL = 38.0
_ROW = 38.0
_LEAN = 44.0


@dataclass(frozen=True, slots=True)
class RatedSite:
    """One site: a rating a condition (None = not rated), how it went and by how much, its page.

    `effect` is in the measure's own unit, None where none was estimated.
    """

    site: str
    ratings: tuple[int | None, ...]
    went: Went | None = None
    effect: float | None = None
    url: str = ""


def condition_matrix(
    conditions: Sequence[str],
    sites: Sequence[RatedSite],
    look: Look | None = None,
    *,
    unit: str = "",
    better: Literal["up", "down"] = "up",
    title: str = "Conditions and how it went",
) -> Picture:
    """The matrix, sites where it helped most on top, sites with no outcome yet last.

    Raises ValueError naming a site whose ratings do not fit the conditions or lie outside −2..2.
    """
    look = look or Look()
    for s in sites:
        if len(s.ratings) != len(conditions):
            raise ValueError(f"{s.site} needs one rating, or a blank, for each condition.")
        if any(r is not None and r not in RATINGS for r in s.ratings):
            raise ValueError(f"{s.site} has a rating outside −2 to 2.")
        if s.effect is not None and not math.isfinite(s.effect):
            raise ValueError(f"{s.site} has an effect that is not a number.")
    ordered = sorted(sites, key=lambda s: _order(s, better))
    body, y = _draw(conditions, ordered, look)
    drawn, more = legend(_entries(ordered), look.width, y)
    how = f"Effect, {unit}" if unit else "Effect"
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (s.site, WENT[s.went][2] if s.went else None, s.effect, *s.ratings) for s in ordered
    )
    return compose(
        look,
        title=title,
        sentence=_sentence(conditions, ordered),
        height=y + more + 6,
        body=body + drawn,
        table=Table(("Site", "How it went", how, *conditions), rows),
        vega=_vega(conditions, ordered),
        links=any(s.url for s in ordered),
    )


def _order(site: RatedSite, better: str) -> tuple[int, float, str]:
    group = list(WENT).index(site.went) if site.went else len(WENT)
    effect = site.effect
    if effect is None:
        return group, math.inf, site.site
    return group, -effect if better == "up" else effect, site.site


def _draw(
    conditions: Sequence[str], sites: Sequence[RatedSite], look: Look
) -> tuple[list[Markup], float]:
    """Bands of conditions as wide as the page, each beginning with how it went."""
    cell = 32.0 if look.narrow else _CELL
    longest = max((width(s.site, SMALL) for s in sites), default=0.0) + 10
    names = min(108.0 if look.narrow else 172.0, longest)
    # The last slanted name leans past its column.
    fit = max(int((look.width - 2 * MARGIN - names - _LEAN) // cell) - 1, 2)
    bands = max(math.ceil(len(conditions) / fit), 1)
    each = max(math.ceil(len(conditions) / bands), 1)
    urls = [s.url for s in sites]
    out: list[Markup] = []
    y = 4.0
    for start in range(0, max(len(conditions), 1), each):
        chosen = range(start, min(start + each, len(conditions)))

        def draw(
            r: int, c: int, x: float, top: float, w: float, h: float, chosen: range = chosen
        ) -> list[Markup]:
            if c == 0:
                return _outcome(sites[r], x, top, w, h)
            return rating(sites[r].ratings[chosen[c - 1]], x + w / 2, top + h / 2, w)

        heads = ["How it went", *(conditions[c] for c in chosen)]
        grid = Grid(
            [s.site for s in sites], heads, cell_width=cell, row_height=_ROW, urls=urls
        )  # fmt: skip
        drawn, y = draw_grid(grid, look, draw, y)
        out += drawn
    return out, y


def rating(value: int | None, x: float, y: float, room: float = 38.0) -> list[Markup]:
    """A tile with the number, larger and darker the stronger; nothing where it was not rated."""
    size = 13.0 if room > 24 else 11.0
    if value is None:
        return []
    if value == 0:
        ring = element(
            "circle",
            cx=x,
            cy=y,
            r=min(9, room / 2 - 2),
            fill=palette.WASH,
            stroke=palette.MARK_RULE,
        )
        return [ring, words("0", x, y + 4.3, size=size, anchor="middle")]
    colour, wash = (
        (palette.ACCENT, palette.ACCENT_TINT) if value > 0 else (palette.CONCERN, "#f6c9a4")
    )
    strong = abs(value) == 2
    half = min(14.0, (room - 3) / 2) * (1.0 if strong else 0.8)
    ink = palette.PAPER if strong else palette.INK
    # Help is square, a barrier is cut off at the corners, so that print in grey tells them apart.
    if value > 0:
        shape = element(
            "rect", x=x - half, y=y - half, width=2 * half, height=2 * half, rx=2,
            fill=colour if strong else wash, stroke=colour, stroke_width=1.25,
        )  # fmt: skip
    else:
        k = half * 0.5
        corners = [(-k, -half), (k, -half), (half, -k), (half, k), (k, half), (-k, half),
                   (-half, k), (-half, -k)]  # fmt: skip
        d = "M" + "L".join(f"{x + dx:.1f} {y + dy:.1f}" for dx, dy in corners) + "Z"
        shape = element(
            "path", d=d, fill=colour if strong else wash, stroke=colour, stroke_width=1.25
        )
    text = signed(value, 0)
    return [shape, words(text, x, y + size * 0.35, size=size, anchor="middle", fill=ink, bold=True)]


def _outcome(site: RatedSite, x: float, y: float, w: float, h: float) -> list[Markup]:
    middle = x + w / 2
    edge = element(
        "line", x1=x + w, y1=y, x2=x + w, y2=y + h, stroke=palette.MARK_RULE, stroke_width=1.5
    )
    if site.went is None:
        return [edge, *_waiting(middle, y + h / 2)]
    shape, colour, _ = WENT[site.went]
    if site.effect is None:
        return [edge, point(shape, middle, y + h / 2, 6, fill=colour)]
    text = words(signed(site.effect, 1), middle, y + h - 6, anchor="middle")
    return [edge, point(shape, middle, y + 12, 5.5, fill=colour), text]


def _waiting(x: float, y: float) -> list[Markup]:
    """A question mark where there is no outcome yet."""
    return [words("?", x, y + 4.5, size=13, anchor="middle", fill=palette.QUIET_INK, bold=True)]


def _entries(sites: Sequence[RatedSite]) -> list[Entry]:
    out = [
        Entry(text, lambda x, y, s=shape, c=colour: point(s, x, y, 5.5, fill=c))  # type: ignore[misc]
        for went, (shape, colour, text) in WENT.items()
        if any(s.went == went for s in sites)
    ]
    if any(s.went is None for s in sites):
        out.append(Entry("no outcome yet", _waiting, room=12))
    held = {r for s in sites for r in s.ratings if r is not None}
    for value in sorted(held, reverse=True):

        def tile(x: float, y: float, v: int = value) -> list[Markup]:
            return rating(v, x, y, 22)

        out.append(Entry(RATINGS[value], tile, room=22))
    if any(r is None for s in sites for r in s.ratings):
        blank = Entry(
            "empty: not rated",
            lambda x, y: element(
                "rect", x=x - 8, y=y - 8, width=16, height=16, fill=palette.PAPER,
                stroke=palette.RULE,
            ),
            room=18,
        )  # fmt: skip
        out.append(blank)
    return out


def _sentence(conditions: Sequence[str], sites: Sequence[RatedSite]) -> str:
    if not sites or not conditions:
        return "No condition has been rated yet."
    verbs = {"helped": "it helped at", "unclear": "it is not clear yet at",
             "differently": "it went differently at"}  # fmt: skip
    said = [f"{verbs[w]} {n}" for w in WENT if (n := sum(s.went == w for s in sites))]
    waiting = sum(s.went is None for s in sites)
    if waiting:
        said.append(f"{waiting} {'has' if waiting == 1 else 'have'} no outcome yet")
    cells = len(sites) * len(conditions)
    blank = sum(r is None for s in sites for r in s.ratings)
    never = [
        name for c, name in enumerate(conditions) if all(s.ratings[c] is None for s in sites)
    ]  # fmt: skip
    verb = "is" if blank == 1 else "are"
    return sentence(
        f"of {count(len(sites), 'site')}, {joined(said)}",
        f"{blank:,} of {cells:,} ratings {verb} still blank" if blank else "every rating is there",
        f"rated nowhere yet: {joined(never)}" if never else "",
    )


def _vega(conditions: Sequence[str], sites: Sequence[RatedSite]) -> dict[str, object]:
    values = [
        {"site": s.site, "condition": name, "rating": r, "went": s.went}
        for s in sites
        for name, r in zip(conditions, s.ratings, strict=True)
        if r is not None
    ]
    return {
        "data": {"values": values},
        "mark": "rect",
        "encoding": {
            "x": {"field": "condition", "type": "nominal", "sort": list(conditions)},
            "y": {"field": "site", "type": "nominal", "sort": [s.site for s in sites]},
            "color": {
                "field": "rating", "type": "quantitative", "scale": {"domainMid": 0},
            },
        },
    }  # fmt: skip
