"""The icon table: sites × measures, each with its variation and its assurance icon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from spreadwell.charts import palette
from spreadwell.charts.frame import Look, Picture, Table, compose, words
from spreadwell.charts.grid import Grid, draw_grid
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.svg import Markup, element, path
from spreadwell.charts.symbols import Cell, Sheet, Symbol, symbol_table
from spreadwell.charts.wording import count, joined, sentence

Kind = Literal[
    "improving", "concerning", "special", "common", "passing", "failing", "either", "none"
]


@dataclass(frozen=True, slots=True)
class Icon:
    """An icon: the letter it shows, what kind it is, and what it says in words."""

    letter: str
    kind: Kind
    said: str = ""


@dataclass(frozen=True, slots=True)
class IconCell:
    """One site's measure: variation and assurance (None = cannot be told), last value, its page."""

    variation: Icon | None
    assurance: Icon | None = None
    latest: str = ""


Glyph = Callable[[Icon, float, float, float], Markup]
LOOKS: dict[Kind, tuple[str, str, str]] = {
    "improving": (palette.ACCENT, palette.ACCENT_WASH, "improving"),
    "concerning": (palette.CONCERN, palette.CONCERN_WASH, "concerning"),
    "special": (palette.SPECIAL, palette.SPECIAL_WASH, "changed, neither better nor worse"),
    "common": (palette.MUTED, palette.PAPER, "no clear change"),
    "passing": (palette.ACCENT, palette.ACCENT_WASH, "expected to meet the target"),
    "failing": (palette.CONCERN, palette.CONCERN_WASH, "expected to miss the target"),
    "either": (palette.MUTED, palette.PAPER, "may meet or miss the target"),
    "none": (palette.MUTED, palette.PAPER, "no target"),
}
_ASSURANCE = ("passing", "failing", "either", "none")


def icon_glyph(icon: Icon, x: float, y: float, r: float) -> Markup:
    """The icon centred at x, y: a ring for variation, a shield-like square for assurance."""
    stroke, fill, _ = LOOKS[icon.kind]
    heavy = icon.kind in ("improving", "concerning", "failing", "passing", "special")
    line = 2.4 if heavy else 1.6
    if icon.kind in _ASSURANCE:
        a = r * 0.92
        d = path(
            [(x - a, y - a), (x + a, y - a), (x + a, y + a * 0.45), (x, y + a * 1.15),
             (x - a, y + a * 0.45)], closed=True,
        )  # fmt: skip
        shape = element("path", d=d, fill=fill, stroke=stroke, stroke_width=line)
    else:
        shape = element("circle", cx=x, cy=y, r=r, fill=fill, stroke=stroke, stroke_width=line)
    ink = stroke if heavy else palette.QUIET_INK
    size = r * 1.15
    text = words(
        icon.letter[:2], x, y + size * 0.36, size=size, anchor="middle", bold=True, fill=ink
    )
    said = icon.said or LOOKS[icon.kind][2]
    return element("g", element("title", said), shape, text)


RADIUS = 10.5


def symbols(glyph: Glyph) -> Callable[[Icon], Symbol]:
    """Each icon as a symbol that is drawn once."""
    made: dict[Icon, Symbol] = {}

    def symbol(icon: Icon) -> Symbol:
        if icon not in made:
            said = icon.said or LOOKS[icon.kind][2]
            made[icon] = Symbol(said, glyph(icon, 0, 0, RADIUS), RADIUS + 2)
        return made[icon]

    return symbol


def icon_rows(
    sites: Sequence[str],
    measures: Sequence[str],
    cells: Sequence[Sequence[IconCell | None]],
    *,
    prefix: str,
    caption: str,
    corner: str = "Place",
    glyph: Glyph = icon_glyph,
    urls: Sequence[str] = (),
    links: Sequence[Sequence[str]] = (),
) -> Markup:
    """The icon table as an HTML table, for a page: the same icons, each with its words.

    `urls`: the page of each site; `links[site][measure]`: that of each cell, "" for none.
    """
    symbol = symbols(glyph)
    known: dict[tuple[Icon | None, Icon | None], tuple[Symbol, ...]] = {}

    def cell_of(cell: IconCell | None, url: str) -> Cell | None:
        if cell is None:
            return None
        key = (cell.variation, cell.assurance)
        if key not in known:
            known[key] = tuple(symbol(icon) for icon in key if icon is not None)
        return Cell(known[key], cell.latest, url)

    blank = [""] * len(measures)
    rows = (
        [cell_of(cell, url) for cell, url in zip(row, links[i] if links else blank, strict=True)]
        for i, row in enumerate(cells)
    )
    return symbol_table(
        sites, measures, rows, prefix=prefix, caption=caption, corner=corner,
        urls={i: url for i, url in enumerate(urls) if url},
    )  # fmt: skip


def icon_table(
    sites: Sequence[str],
    measures: Sequence[str],
    cells: Sequence[Sequence[IconCell | None]],
    look: Look | None = None,
    *,
    urls: Sequence[str] = (),
    glyph: Glyph = icon_glyph,
    title: str = "What is changing, site by site",
) -> Picture:
    """The icon table; `cells[site][measure]`, None where the site does not supply the measure.

    Raises ValueError when the cells do not fit the names.
    """
    look = look or Look()
    if len(cells) != len(sites) or any(len(row) != len(measures) for row in cells):
        raise ValueError("The icon table needs one cell for each site and measure.")
    symbol, sheet = symbols(glyph), Sheet(look.prefix)
    none = words("–", 0, 4, anchor="middle", fill=palette.QUIET_INK)
    few = words("too few", 0, 4, anchor="middle", fill=palette.QUIET_INK)
    known: dict[tuple[Icon | None, Icon | None], tuple[Symbol, ...]] = {}

    def draw(row: int, column: int, x: float, y: float, w: float, h: float) -> list[Markup]:
        cell = cells[row][column]
        cx, cy = x + w / 2, y + h / 2
        key = (cell.variation, cell.assurance) if cell else (None, None)
        shown = known.get(key)
        if shown is None:
            shown = known[key] = tuple(symbol(i) for i in key if i is not None)
        if not shown:
            text = few if cell else none
            return [Markup(f'<g transform="translate({cx:.1f} {cy:.1f})">{text}</g>')]
        start = cx - (len(shown) - 1) * (RADIUS + 2.5)
        return [sheet.use(one, start + k * (2 * RADIUS + 5), cy) for k, one in enumerate(shown)]

    grid = Grid(sites, measures, cell_width=58, row_height=32, urls=urls)
    body, y = draw_grid(grid, look, draw)
    drawn, more = legend(_entries(cells, glyph), look.width, y)
    return compose(
        look,
        title=title,
        sentence=_sentence(cells, len(sites), len(measures)),
        height=y + more + 6,
        body=[sheet.defs(), *body, *drawn],
        table=_table(sites, measures, cells),
        links=any(urls),
    )


def _icons(cells: Sequence[Sequence[IconCell | None]]) -> list[Icon]:
    return [i for row in cells for c in row if c for i in (c.variation, c.assurance) if i]


def _entries(cells: Sequence[Sequence[IconCell | None]], glyph: Glyph) -> list[Entry]:
    first: dict[tuple[str, Kind], Icon] = {}
    for icon in _icons(cells):
        first.setdefault((icon.letter, icon.kind), icon)
    order = list(LOOKS)

    def entry(icon: Icon) -> Entry:
        text = icon.said or LOOKS[icon.kind][2]
        return Entry(text, lambda x, y: glyph(icon, x, y, 9.6), room=22)

    return [entry(i) for i in sorted(first.values(), key=lambda i: order.index(i.kind))]


def _sentence(cells: Sequence[Sequence[IconCell | None]], sites: int, measures: int) -> str:
    kinds = Counter(i.kind for i in _icons(cells))
    said = [f"{kinds[k]:,} {LOOKS[k][2]}" for k in LOOKS if k not in _ASSURANCE and kinds[k]]
    aims = [f"{kinds[k]:,} {LOOKS[k][2]}" for k in ("passing", "failing", "either") if kinds[k]]
    return sentence(
        f"{count(measures, 'measure')} at {count(sites, 'site')}: "
        + (joined(said) if said else "too few readings to tell"),
        f"against the target: {joined(aims)}" if aims else "",
    )


def _table(
    sites: Sequence[str], measures: Sequence[str], cells: Sequence[Sequence[IconCell | None]]
) -> Table:
    def say(icon: Icon | None) -> str | None:
        return None if icon is None else icon.said or LOOKS[icon.kind][2]

    rows = tuple(
        (site, measure, cell.latest, say(cell.variation), say(cell.assurance))
        for site, row in zip(sites, cells, strict=True)
        for measure, cell in zip(measures, row, strict=True)
        if cell is not None
    )
    return Table(("Site", "Measure", "Latest", "Variation", "Against the target"), rows)
