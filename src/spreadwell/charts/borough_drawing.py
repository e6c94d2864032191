"""How the borough map is drawn: paper-cut areas, lettered marks, a key for what is too small."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spreadwell.charts import palette
from spreadwell.charts.axes import rule
from spreadwell.charts.borough_places import LINE, Laid, Want, Wording, lay_out
from spreadwell.charts.frame import MARGIN, SMALL, Look, words
from spreadwell.charts.ladder import ORDER, SAID, TINTS, State
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.outlines import Points, Projection, Room, fitted, inside, middle, simplified
from spreadwell.charts.placement import Box
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.text import width, wrap
from spreadwell.charts.wording import count
from spreadwell.formats.geojson import Area, Position

R = 8.5
_STATES = ORDER


@dataclass(frozen=True, slots=True)
class MapSite:
    """One site: the area it stands in ("" = not known), its state, its place and its page.

    `at` is (longitude, latitude) where it is known; a mark is moved as little as it must be.
    """

    name: str
    area: str
    state: State
    at: Position | None = None
    url: str = ""


@lru_cache(maxsize=32)
def _cut(
    areas: tuple[Area, ...], framed: tuple[str, ...], left: float, top: float, room: float,
    tallest: float,
) -> tuple[Projection, float, list[list[Points]]]:  # fmt: skip
    """Everything about the outlines that does not change with the sites."""
    chosen = [a for a in areas if a.name in framed]
    project, _, high = fitted(chosen, left + 8, top + 8, room - 16, tallest - 16)
    return project, high + 16, simplified(areas, project)


@lru_cache(maxsize=256)
def _room(rings: tuple[Points, ...]) -> Room:
    return inside(rings)


def draw_map(
    areas: Sequence[Area],
    sites: Sequence[MapSite],
    look: Look,
    highlighted: Collection[str],
    urls: Mapping[str, str],
    attribution: str,
) -> tuple[list[Markup], float]:
    """The whole drawing and its height."""
    held = {s.area for s in sites if s.area}
    meant = tuple(a.name for a in areas if not highlighted or a.name in highlighted)
    framed = tuple(dict.fromkeys([*meant, *(a.name for a in areas if a.name in held)]))
    top, room = 4.0, look.width - 2 * MARGIN
    project, high, shapes = _cut(
        tuple(areas), framed, MARGIN, top, room, 400.0 if look.narrow else 540.0
    )
    frame = Box(MARGIN, top, look.width - MARGIN, top + high)
    clip = f"{look.prefix}-clip"
    seen = {a.name: tuple(r) for a, r in zip(areas, shapes, strict=True) if _meets(r, frame)}
    shown = [n for n in framed if n in seen]
    here = {n: sorted((s for s in sites if s.area == n), key=_order) for n in shown}
    # An empty area that nobody asked about is named only where its name fits.
    wants = [_want(n, here[n], seen[n], project, key=bool(here[n] or highlighted)) for n in shown]
    laid = lay_out(wants, frame)
    needs = [n for n, f in zip(shown, laid, strict=True) if f.wording is not None and f.wording.key]
    keys = {n: str(k + 1) for k, n in enumerate(needs)}
    laid_below = {n for n, f in zip(shown, laid, strict=True) if f.below}
    cuts: list[Markup] = []
    ground = [n for n in seen if n not in shown]
    cuts += [_area(seen[n], "ground") for n in ground]
    links: list[Markup] = []
    over: list[Markup] = []
    # Areas that are meant come last, so that no neighbour covers their border.
    for n, found in sorted(zip(shown, laid, strict=True), key=lambda pair: pair[0] in meant):
        kind = "meant" if n in meant else "ground"
        label = _words(found, _middle(seen[n]), keys.get(n, ""))
        said = f"{n}: {count(len(here[n]), 'site')}"
        if urls.get(n):
            # Words lie over every area, so the link holds both and is drawn with the areas.
            inner = [_area(seen[n], kind), *label]
            link = element("a", inner, href=urls[n], aria_label=said, class_="sw-step")
            (links if kind == "meant" else cuts).append(link)
        else:
            cuts.append(_area(seen[n], kind))
            over += label
        over += _marks(found, here[n])
    out: list[Markup] = [
        element(
            "defs",
            element(
                "clipPath",
                element("rect", x=frame.x0, y=top, width=room, height=high, rx=4),
                id=clip,
            ),
        ),
        element("g", [*cuts, *links], clip_path=f"url(#{clip})"),
        *over,
    ]
    return _below(out, keys, laid_below, here, look, top + high + 10, attribution)


def _below(
    out: list[Markup],
    keys: Mapping[str, str],
    below: Collection[str],
    here: Mapping[str, Sequence[MapSite]],
    look: Look,
    y: float,
    attribution: str,
) -> tuple[list[Markup], float]:
    """The key of areas too small for their name, the legend of states, whom to credit."""
    entries = [_key(k, n, here[n], n in below) for n, k in keys.items()]
    drawn, more = legend(entries, look.width, y)
    out += drawn
    y += more + (6 if keys else 0)
    states = [s for s in _STATES if any(x.state == s for every in here.values() for x in every)]
    drawn, more = legend([_entry(s) for s in states], look.width, y)
    out += drawn
    y += more + 4
    if attribution:
        for line in wrap(f"Source: {attribution}", 11, look.width - 2 * MARGIN):
            y += 14
            out.append(words(line, MARGIN, y, size=11, fill=palette.QUIET_INK))
        y += 4
    return out, float(round(y + 4))


def _key(number: str, name: str, sites: Sequence[MapSite], marked: bool) -> Entry:
    """A line of the key; it carries the marks where the area itself had no room for them."""
    text = f"{name}, {count(len(sites), 'site')}" if sites else f"{name}, none"
    groups = _groups(sites) if marked else []
    wides = [_pill_width(n) + 5 for _, n in groups]
    room = 20 + sum(wides)

    def draw(x: float, y: float) -> list[Markup]:
        at = x - room / 2
        out = _number(number, at + 8, y, bool(sites))
        at += 22
        for (state, n), wide in zip(groups, wides, strict=True):
            out.append(_pill(state, n, at + wide / 2 - 2, y))
            at += wide
        return out

    return Entry(text, draw, room=room)


def _number(number: str, x: float, y: float, ringed: bool) -> list[Markup]:
    """The number of an area in the key; ringed where the area has sites."""
    ring = element("circle", cx=x, cy=y, r=9, fill=palette.PAPER, stroke=palette.INK)
    text = words(number, x, y + 4, anchor="middle", bold=True)
    return [ring, text] if ringed else [text]


def _groups(sites: Sequence[MapSite]) -> list[tuple[State, int]]:
    """How many sites are in each state that occurs."""
    counts = [(state, sum(s.state == state for s in sites)) for state in _STATES]
    return [(state, n) for state, n in counts if n]


def _entry(state: State) -> Entry:
    return Entry(SAID[state], lambda x, y: mark(state, x, y), room=2 * R + 4)


def _order(site: MapSite) -> tuple[int, str]:
    return _STATES.index(site.state), site.name


def _meets(rings: Sequence[Points], frame: Box) -> bool:
    at = [p for ring in rings for p in ring]
    box = Box(min(p[0] for p in at), min(p[1] for p in at), max(p[0] for p in at),
              max(p[1] for p in at)) if at else None  # fmt: skip
    return box is not None and box.hits(frame)


@lru_cache(maxsize=256)
def _middle(rings: tuple[Points, ...]) -> tuple[float, float]:
    return middle(_room(rings))


def _want(
    name: str,
    sites: Sequence[MapSite],
    rings: tuple[Points, ...],
    project: Projection,
    *,
    key: bool,
) -> Want:
    said = count(len(sites), "site") if sites else ""
    ways: list[tuple[str, ...]] = []
    for lines in (1, 2, 3):
        widest = max(width(name, SMALL, bold=True) / lines + 14, _longest(name))
        cut = wrap(name, SMALL, widest, bold=True) if lines > 1 else [name]
        ways += [(*cut, *more) for more in (((said,), ()) if said else ((),))]
    wordings = [
        Wording(w, max((width(t, SMALL, bold=True) for t in w), default=0.0) + 4)
        for w in dict.fromkeys(ways)
    ]
    if key:
        wordings.append(Wording(("88",), 20.0, True))
    # A link needs 24 px to be hit with a finger.
    edge = 24.0 if any(s.url for s in sites) else 20.0
    groups = _groups(sites)
    pill = max([0.0, *(_pill_width(n) for _, n in groups)]) + 5
    known = [project(s.at) for s in sites if s.at is not None]
    targets = tuple(known) if known and len(known) == len(sites) else ()
    single, grouped = (len(sites), edge, edge), (len(groups), pill, 20.0)
    return Want(_room(rings), _middle(rings), tuple(wordings), single, grouped, targets)


def _longest(name: str) -> float:
    return max((width(word, SMALL, bold=True) for word in name.split()), default=0.0)


def _area(rings: Sequence[Points], kind: str) -> Markup:
    d = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in rings)
    meant = kind == "meant"
    return element(
        "path",
        d=d,
        fill=palette.ACCENT_WASH if meant else palette.WASH,
        stroke=palette.ACCENT if meant else palette.RULE,
        stroke_width=1.25 if meant else 1,
        stroke_linejoin="round",
        fill_rule="evenodd",
    )


def _words(found: Laid, home: tuple[float, float], key: str) -> list[Markup]:
    if found.wording is None:
        return []
    if found.label is None:
        return [element("circle", cx=home[0], cy=home[1], r=2.5, fill=palette.INK)]
    x = (found.label.x0 + found.label.x1) / 2
    y = (found.label.y0 + found.label.y1) / 2
    out: list[Markup] = []
    if found.far:
        out.append(rule(*home, x, y, stroke=palette.INK))
        out.append(element("circle", cx=home[0], cy=home[1], r=2.5, fill=palette.INK))
    if found.wording.key:
        return out + _number(key, x, y, found.below or found.far or bool(found.marks))
    for k, text in enumerate(found.wording.lines):
        counted = k > 0 and text[0].isdigit()
        at = found.label.y0 + LINE * k + 11
        out.append(words(text, x, at, anchor="middle", bold=not counted))
    return out


def _marks(found: Laid, sites: Sequence[MapSite]) -> list[Markup]:
    if not found.grouped:
        out = []
        for (x, y), site in zip(found.marks, sites, strict=True):
            drawn = mark(site.state, x, y)
            said = f"{site.name}, {SAID[site.state]}"
            if site.url:
                drawn = element("a", drawn, href=site.url, aria_label=said, class_="sw-step")
            else:
                drawn = element("g", element("title", said), drawn)
            out.append(drawn)
        return out
    # No marks at all means that the key below carries them.
    return [
        _pill(state, n, x, y)
        for (x, y), (state, n) in zip(found.marks, _groups(sites), strict=False)
    ]


def _pill_width(n: int) -> float:
    return 2 * R + 5 + width(str(n), SMALL, bold=True)


def _pill(state: State, n: int, x: float, y: float) -> Markup:
    """A mark with the number of sites that it stands for."""
    text = str(n)
    wide = _pill_width(n)
    left = x - wide / 2
    back = element(
        "rect",
        x=left - 1,
        y=y - R - 0.5,
        width=wide + 3,
        height=2 * R + 1,
        rx=R,
        fill=palette.PAPER,
    )
    return element(
        "g", back, mark(state, left + R, y), words(text, left + 2 * R + 3, y + 4, bold=True)
    )


def mark(state: State, x: float, y: float) -> Markup:
    """The mark of a state: circle, square or diamond with the state's letter."""
    tint = TINTS[state]
    shared: dict[str, str | float | None] = {
        "fill": tint.fill,
        "stroke": palette.PAPER if state == "live" else tint.stroke,
        "stroke_width": 1.5,
        "stroke_dasharray": tint.dash,
    }
    if state == "paused":
        a = R * 1.14
        d = f"M{x:.1f} {y - a:.1f}L{x + a:.1f} {y:.1f}L{x:.1f} {y + a:.1f}L{x - a:.1f} {y:.1f}Z"
        shape = element("path", d=d, **shared)
    elif state in ("live", "planned"):
        shape = element("circle", cx=x, cy=y, r=R, **shared)
    else:
        shape = element("rect", x=x - 7.5, y=y - 7.5, width=15, height=15, rx=2, **shared)
    letter = words(tint.letter, x, y + 4, size=11, anchor="middle", bold=True, fill=tint.ink)
    return element("g", shape, letter)
