"""How ready a site is, and how that changed: seven domains, a column each time it was rated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from spreadwell.charts import palette
from spreadwell.charts.frame import Cell, Look, Picture, Table, compose, words
from spreadwell.charts.grid import Grid, draw_grid
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.marks import Shape, arrow_head, point
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.wording import count, joined, sentence

Rating = Literal["simple", "complicated", "complex"]
RATINGS: tuple[Rating, ...] = get_args(Rating)
"""The simplest first. Source: NASSS, Greenhalgh et al. 2017, doi:10.2196/jmir.8775."""

_LOOKS: dict[Rating, tuple[Shape, str]] = {
    "simple": ("circle", palette.GOOD),
    "complicated": ("square", palette.ACCENT),
    "complex": ("diamond", palette.CONCERN),
}
SHOWN = 6
"""How many times are drawn; the table holds all of them."""

_ROW, _ROW_NARROW = 38.0, 44.0
_CELL, _CELL_NARROW = 84.0, 56.0
_UP, _DOWN = -1.5708, 1.5708


@dataclass(frozen=True, slots=True)
class ReadinessTime:
    """One time a site was rated: when, and the rating of each domain (None = not rated)."""

    when: str
    ratings: tuple[Rating | None, ...]


def readiness_change(
    domains: Sequence[str],
    times: Sequence[ReadinessTime],
    look: Look | None = None,
    *,
    title: str = "How ready this site is",
) -> Picture:
    """A shape for each domain and time, with an arrow where it became simpler or more complex.

    `times` in order; the last six are drawn. Raises ValueError naming the time whose ratings do
    not fit the domains or are none of the three.
    """
    look = look or Look()
    for one in times:
        if len(one.ratings) != len(domains):
            raise ValueError(f"{one.when} needs one rating, or a blank, for each domain.")
        if any(r is not None and r not in RATINGS for r in one.ratings):
            raise ValueError(f"{one.when} has a rating that is not one of the three.")
    shown = list(times[-SHOWN:])
    first = len(times) - len(shown)

    def draw(r: int, c: int, x: float, y: float, w: float, h: float) -> list[Markup]:
        before = times[first + c - 1].ratings[r] if first + c else None
        return _cell(shown[c].ratings[r], before, x + w / 2, y + h / 2)

    grid = Grid(
        list(domains),
        [one.when for one in shown],
        cell_width=_CELL_NARROW if look.narrow else _CELL,
        row_height=_ROW_NARROW if look.narrow else _ROW,
    )
    body, y = draw_grid(grid, look, draw)
    drawn, more = legend(_entries(times), look.width, y)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, *(one.ratings[r] for one in times)) for r, name in enumerate(domains)
    )
    return compose(
        look,
        title=title,
        sentence=_sentence(domains, times),
        height=y + more + 6,
        body=body + drawn,
        table=Table(("Domain", *_names(times)), rows),
        vega=_vega(domains, times),
    )


def _names(times: Sequence[ReadinessTime]) -> list[str]:
    """The times as columns of a table, each once."""
    seen: dict[str, int] = {}
    made = []
    for one in times:
        seen[one.when] = seen.get(one.when, 0) + 1
        made.append(one.when if seen[one.when] == 1 else f"{one.when} ({seen[one.when]})")
    return made


def _cell(now: Rating | None, before: Rating | None, x: float, y: float) -> list[Markup]:
    if now is None:
        return []
    shape, colour = _LOOKS[now]
    out = [point(shape, x, y, 8, fill=colour)]
    if before is not None and before != now:
        simpler = RATINGS.index(now) < RATINGS.index(before)
        out.append(_arrow(x + 19, y, simpler=simpler))
    return out


def _arrow(x: float, y: float, *, simpler: bool) -> Markup:
    stem = element(
        "line", x1=x, y1=y - 7, x2=x, y2=y + 7, stroke=palette.INK, stroke_width=1.75
    )  # fmt: skip
    tip = arrow_head(x, y + 9, _DOWN, 8, palette.INK)
    if not simpler:
        tip = arrow_head(x, y - 9, _UP, 8, palette.INK)
    return element("g", stem, tip)


def _entries(times: Sequence[ReadinessTime]) -> list[Entry]:
    held = {r for one in times for r in one.ratings}
    out = []
    for key in RATINGS:
        if key in held:
            shape, colour = _LOOKS[key]
            out.append(
                Entry(key, lambda x, y, s=shape, c=colour: point(s, x, y, 6, fill=c))  # type: ignore[misc]
            )
    simpler, harder = _changes(times, 0)
    if simpler:
        out.append(Entry("simpler than the time before", lambda x, y: _arrow(x, y, simpler=True)))
    if harder:
        out.append(
            Entry("more complex than the time before", lambda x, y: _arrow(x, y, simpler=False))
        )
    if None in held:
        out.append(Entry("not rated", lambda x, y: words("–", x, y + 4, anchor="middle")))
    return out


def _changes(times: Sequence[ReadinessTime], since: int) -> tuple[list[int], list[int]]:
    """Domains that became simpler and those that became more complex, step by step from a time."""
    simpler: list[int] = []
    harder: list[int] = []
    for earlier, later in zip(times[since:], times[since + 1 :], strict=False):
        for r, (was, now) in enumerate(zip(earlier.ratings, later.ratings, strict=True)):
            if was is None or now is None or was == now:
                continue
            (simpler if RATINGS.index(now) < RATINGS.index(was) else harder).append(r)
    return simpler, harder


def _sentence(domains: Sequence[str], times: Sequence[ReadinessTime]) -> str:
    if not times or not domains:
        return "Readiness has not been rated yet."
    last = times[-1]
    counts = {key: sum(r == key for r in last.ratings) for key in RATINGS}
    said = [f"{n} {key}" for key, n in counts.items() if n]
    blank = sum(r is None for r in last.ratings)
    if blank:
        said.append(f"{blank} not rated")
    first = f"on {last.when}, of {count(len(domains), 'domain')} {joined(said)}"
    if len(times) < 2:
        return sentence(first, "rated once so far")
    simpler, harder = _changes(times, len(times) - 2)
    parts = []
    if simpler:
        parts.append(f"{joined([domains[r].lower() for r in simpler])} became simpler")
    if harder:
        parts.append(f"{joined([domains[r].lower() for r in harder])} became more complex")
    since = f"since {times[-2].when} " + ("; ".join(parts) or "no domain changed")
    return sentence(first, since)


def _vega(domains: Sequence[str], times: Sequence[ReadinessTime]) -> dict[str, object]:
    values = [
        {"domain": name, "when": when, "rating": rating}
        for one, when in zip(times, _names(times), strict=True)
        for name, rating in zip(domains, one.ratings, strict=True)
        if rating is not None
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "point", "filled": True, "size": 120},
        "encoding": {
            "x": {"field": "when", "type": "nominal", "sort": _names(times)},
            "y": {"field": "domain", "type": "nominal", "sort": list(domains)},
            "shape": {"field": "rating", "type": "nominal", "sort": list(RATINGS)},
            "color": {"field": "rating", "type": "nominal", "sort": list(RATINGS)},
        },
    }
