"""Organisations × sites with the role each plays, by letter and by shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spreadwell.charts import palette
from spreadwell.charts.frame import Cell, Look, Picture, Table, compose, words
from spreadwell.charts.grid import Grid, draw_grid
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.wording import count, joined, sentence

# Roles beyond these share the last look: their letters still tell them apart.
_LOOKS = (
    (palette.ACCENT, palette.PAPER, 12.0),
    (palette.PAPER, palette.ACCENT_DARK, 3.0),
    (palette.SPECIAL, palette.PAPER, 3.0),
    (palette.PAPER, palette.SPECIAL, 12.0),
    (palette.GOOD, palette.PAPER, 12.0),
    (palette.PAPER, palette.GOOD, 3.0),
    (palette.WASH, palette.INK, 3.0),
)


def letters(roles: Sequence[str]) -> dict[str, str]:
    """A letter or two for each role, no two alike: the initial where free, else two letters."""
    out: dict[str, str] = {}
    for role in roles:
        name = "".join(c for c in role if c.isalnum()) or "?"
        options = [name[0].upper()]
        options += [name[0].upper() + c.lower() for c in name[1:]]
        options += [str(n) for n in range(1, len(roles) + 1)]
        out[role] = next(o for o in options if o not in out.values())
    return out


def matrix(
    organisations: Sequence[str],
    sites: Sequence[str],
    roles: Mapping[tuple[str, str], str],
    look: Look | None = None,
    *,
    urls: Sequence[str] = (),
    title: str = "Who does what, where",
) -> Picture:
    """The matrix; `roles[(organisation, site)]` is a role in words, absent where there is none.

    Raises ValueError naming an organisation or a site that is not listed.
    """
    look = look or Look()
    for organisation, site in roles:
        if organisation not in organisations:
            raise ValueError(f"{organisation} is not among the organisations of the picture.")
        if site not in sites:
            raise ValueError(f"{site} is not among the sites of the picture.")
    known = sorted({r for r in roles.values() if r})
    letter = letters(known)

    def draw(r: int, c: int, x: float, y: float, w: float, h: float) -> list[Markup]:
        role = roles.get((organisations[r], sites[c]))
        if not role:
            return [element("circle", cx=x + w / 2, cy=y + h / 2, r=1.5, fill=palette.MARK_RULE)]
        return _badge(known.index(role), letter[role], x + w / 2, y + h / 2)

    grid = Grid(organisations, sites, cell_width=30, row_height=30, urls=urls)
    body, y = draw_grid(grid, look, draw)

    def entry(k: int, role: str) -> Entry:
        return Entry(role, lambda x, v: _badge(k, letter[role], x, v, 10), room=22)

    drawn, more = legend([entry(k, r) for k, r in enumerate(known)], look.width, y)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (o, *(roles.get((o, s)) for s in sites)) for o in organisations
    )
    return compose(
        look,
        title=title,
        sentence=_sentence(organisations, sites, roles, known),
        height=y + more + 6,
        body=body + drawn,
        table=Table(("Organisation", *sites), rows),
        links=any(urls),
    )


def _badge(k: int, letter: str, x: float, y: float, r: float = 11.0) -> list[Markup]:
    fill, ink, corner = _LOOKS[min(k, len(_LOOKS) - 1)]
    edge = fill if ink == palette.PAPER else ink
    box = element(
        "rect", x=x - r, y=y - r, width=2 * r, height=2 * r, rx=min(corner, r), fill=fill,
        stroke=edge, stroke_width=1.75,
    )  # fmt: skip
    size = r * 1.15
    text = words(letter, x, y + size * 0.36, size=size, anchor="middle", fill=ink, bold=True)
    return [box, text]


def _sentence(
    organisations: Sequence[str],
    sites: Sequence[str],
    roles: Mapping[tuple[str, str], str],
    known: Sequence[str],
) -> str:
    held = [r for r in roles.values() if r]
    said = [f"{held.count(role):,} as {role}" for role in known]
    idle = [s for s in sites if not any(roles.get((o, s)) for o in organisations)]
    without = f"without any organisation: {joined(idle)}" if idle else ""
    return sentence(
        f"{count(len(organisations), 'organisation')} at {count(len(sites), 'site')}: "
        + (joined(said) if said else "no role is set yet"),
        without,
    )
