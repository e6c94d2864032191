"""Who has been heard: voices × places, with the gaps first."""

from __future__ import annotations

from collections.abc import Sequence

from spreadwell.charts import palette
from spreadwell.charts.frame import Cell, Look, Picture, Table, compose, words
from spreadwell.charts.grid import Grid, draw_grid
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.wording import count, joined, sentence, short

_BIGGEST = 16.0
_NAMED = 5


def voices(
    voice_names: Sequence[str],
    places: Sequence[str],
    counts: Sequence[Sequence[int]],
    look: Look | None = None,
    *,
    noun: tuple[str, str] = ("finding", "findings"),
    column: tuple[str, str] = ("place", "places"),
    urls: Sequence[str] = (),
    cell_urls: Sequence[Sequence[str]] = (),
    title: str = "Who has been heard",
) -> Picture:
    """The matrix of `counts[voice][place]`, voices with most unheard places on top.

    `noun` says what is counted, `column` what stands across; `urls` beside the voices and
    `cell_urls` beside the counts make names and cells links, where not blank. Raises ValueError
    when the counts do not fit the names or are negative.
    """
    look = look or Look()
    if len(counts) != len(voice_names) or any(len(row) != len(places) for row in counts):
        raise ValueError("Who has been heard needs one count for each voice and place.")
    if any(n < 0 for row in counts for n in row):
        raise ValueError("A count of voices cannot be below nought.")
    order = sorted(range(len(voice_names)), key=lambda i: (-_gaps(counts[i]), voice_names[i]))
    across = sorted(
        range(len(places)), key=lambda j: (-_gaps([row[j] for row in counts]), places[j])
    )
    rows = [voice_names[i] for i in order]
    columns = [places[j] for j in across]
    held = [[counts[i][j] for j in across] for i in order]
    top = max((n for row in held for n in row), default=0)

    links = [urls[i] for i in order] if urls else []
    behind = [[cell_urls[i][j] for j in across] for i in order] if cell_urls else []

    def draw(r: int, c: int, x: float, y: float, w: float, h: float) -> list[Markup]:
        drawn = _cell(held[r][c], top, x + w / 2, y + h / 2)
        if not behind or not behind[r][c]:
            return drawn
        area = element("rect", x=x + 1, y=y + 1, width=w - 2, height=h - 2, fill=palette.PAPER)
        said = f"{rows[r]}, {columns[c]}: {count(held[r][c], *noun)}"
        return [element("a", area, drawn, href=behind[r][c], aria_label=said, class_="sw-step")]

    grid = Grid(rows, columns, cell_width=42, row_height=38, urls=links)
    body, y = draw_grid(grid, look, draw)
    drawn, more = legend(_entries(held, noun[1]), look.width, y)
    table_rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, *row, sum(row)) for name, row in zip(rows, held, strict=True)
    )
    return compose(
        look,
        title=title,
        sentence=_sentence(rows, columns, held, noun, column),
        height=y + more + 6,
        body=body + drawn,
        table=Table(("Voice", *columns, f"All {column[1]}"), table_rows),
        vega=_vega(rows, columns, held),
        links=any(links) or any(map(any, behind)),
    )


def _gaps(row: Sequence[int]) -> int:
    return sum(1 for n in row if n == 0)


def _cell(n: int, top: int, x: float, y: float) -> list[Markup]:
    """A disc whose area grows with the count; a dashed ring with 0 where nobody was heard."""
    if n == 0:
        ring = element(
            "circle", cx=x, cy=y, r=11, fill=palette.CONCERN_WASH, stroke=palette.CONCERN,
            stroke_width=1.75, stroke_dasharray="3 2.5",
        )  # fmt: skip
        return [ring, words("0", x, y + 4.5, anchor="middle", fill=palette.CONCERN, bold=True)]
    r = max(_BIGGEST * (n / top) ** 0.5, 3.5)
    disc = element("circle", cx=x, cy=y, r=r, fill=palette.ACCENT)
    text = short(n)
    # The number stands in the disc when it fits there, otherwise beside it.
    if r > 3.6 * len(text) + 3:
        return [disc, words(text, x, y + 4, anchor="middle", fill=palette.PAPER, bold=True)]
    small = element("circle", cx=x - 7, cy=y, r=min(r, 9), fill=palette.ACCENT)
    return [small, words(text, x - 7 + min(r, 9) + 3, y + 4)]


def _entries(held: Sequence[Sequence[int]], noun: str) -> list[Entry]:
    out = []
    if any(n == 0 for row in held for n in row):
        out.append(Entry("nobody heard yet", lambda x, y: _cell(0, 1, x, y)[0], room=24))
    if any(n for row in held for n in row):
        out.append(
            Entry(
                f"the larger the disc, the more {noun}",
                lambda x, y: [
                    element("circle", cx=x - 8, cy=y, r=4, fill=palette.ACCENT),
                    element("circle", cx=x + 4, cy=y, r=8, fill=palette.ACCENT),
                ],
                room=26,
            )
        )
    return out


def _sentence(
    rows: Sequence[str],
    columns: Sequence[str],
    held: Sequence[Sequence[int]],
    noun: tuple[str, str],
    column: tuple[str, str],
) -> str:
    total = sum(map(sum, held))
    gaps = [(r, c) for r in range(len(rows)) for c in range(len(columns)) if held[r][c] == 0]
    pairs = len(rows) * len(columns)
    named = [f"{rows[r]} in {columns[c]}" for r, c in gaps[:_NAMED]]
    if len(gaps) > _NAMED:
        named.append(f"{len(gaps) - _NAMED:,} more")
    return sentence(
        f"{count(total, *noun)} from {count(len(rows), 'voice')} in {count(len(columns), *column)}",
        f"not heard yet, {len(gaps):,} of {pairs:,}: {joined(named)}"
        if gaps
        else f"every voice was heard in every {column[0]}",
    )


def _vega(
    rows: Sequence[str], columns: Sequence[str], held: Sequence[Sequence[int]]
) -> dict[str, object]:
    values = [
        {"voice": v, "place": p, "count": held[r][c]}
        for r, v in enumerate(rows)
        for c, p in enumerate(columns)
    ]
    return {
        "data": {"values": values},
        "mark": "circle",
        "encoding": {
            "x": {"field": "place", "type": "nominal", "sort": list(columns)},
            "y": {"field": "voice", "type": "nominal", "sort": list(rows)},
            "size": {"field": "count", "type": "quantitative"},
        },
    }
