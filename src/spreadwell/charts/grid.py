"""A grid of named rows and columns, split into bands where the columns do not fit the width."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spreadwell.charts import palette
from spreadwell.charts.axes import rule
from spreadwell.charts.frame import MARGIN, SMALL, Look, words
from spreadwell.charts.svg import Markup, element
from spreadwell.charts.text import cut_each, width, wrap

# (row, column, left, top, width, height) -> what stands in the cell.
DrawCell = Callable[[int, int, float, float, float, float], Sequence[Markup]]
# Steep enough that the last name leans only a little past its column.
_SLANT = 60
_LONGEST = 136.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Names and sizes of a grid; `urls` beside the rows make their names links."""

    rows: Sequence[str]
    columns: Sequence[str]
    cell_width: float = 34.0
    row_height: float = 30.0
    urls: Sequence[str] = ()


def draw_grid(grid: Grid, look: Look, draw: DrawCell, y: float = 4.0) -> tuple[list[Markup], float]:
    """The grid from y downwards; returns the drawing and the y below it."""
    names = 108.0 if look.narrow else 172.0
    most = max((width(r, SMALL) for r in grid.rows), default=0.0)
    names = min(names, most + 10)
    room = look.width - 2 * MARGIN - names
    fit = max(int(room // grid.cell_width), 1)
    bands = math.ceil(len(grid.columns) / fit) or 1
    # Bands of equal length look deliberate where a short last one looks like a mistake.
    each = math.ceil(len(grid.columns) / bands) or 1
    out: list[Markup] = []
    for start in range(0, max(len(grid.columns), 1), each):
        chosen = range(start, min(start + each, len(grid.columns)))
        cell = min(room / max(len(chosen), 1), max(grid.cell_width * 2.6, 60))
        shown = [grid.columns[c] for c in chosen]
        if _flat(shown, cell) is None:
            cell = min(cell, (room - _overhang(shown, cell)) / len(chosen))
        drawn, y = _band(grid, look, draw, y, names, cell, chosen)
        out += drawn
        y += 14
    return out, y


def _band(
    grid: Grid, look: Look, draw: DrawCell, y: float, names: float, cell: float, chosen: range
) -> tuple[list[Markup], float]:
    left = MARGIN + names
    heads, head_height = _heads([grid.columns[c] for c in chosen], left, y, cell)
    y += head_height
    right = left + cell * len(chosen)
    out = heads
    for r, name in enumerate(grid.rows):
        top = y + r * grid.row_height
        out.append(rule(MARGIN, top, right, top))
        lines = wrap(name, SMALL, names - 8, lines=2)
        first = top + grid.row_height / 2 + 4 - 7 * (len(lines) - 1)
        label = element(
            "g",
            [words(t, left - 8, first + 14 * j, anchor="end") for j, t in enumerate(lines)],
        )
        url = grid.urls[r] if r < len(grid.urls) else ""
        if url:
            area = element(
                "rect", x=MARGIN, y=top, width=names - 4, height=grid.row_height,
                fill=palette.PAPER,
            )  # fmt: skip
            label = element("a", area, label, href=url, aria_label=name, class_="sw-step")
        out.append(label)
        for k, c in enumerate(chosen):
            out += draw(r, c, left + k * cell, top, cell, grid.row_height)
    bottom = y + len(grid.rows) * grid.row_height
    out.append(rule(MARGIN, bottom, right, bottom))
    return out, bottom


def _heads(names: Sequence[str], left: float, y: float, cell: float) -> tuple[list[Markup], float]:
    """Column names: flat in up to three lines where the words fit, slanted where not."""
    flat = _flat(names, cell)
    if flat is not None:
        lines_high = max((len(f) for f in flat), default=0)
        out = []
        for k, lines in enumerate(flat):
            for j, text in enumerate(lines):
                at = y + 14 + (lines_high - len(lines) + j) * 15
                out.append(words(text, left + (k + 0.5) * cell, at, anchor="middle"))
        return out, lines_high * 15 + 9
    turn = math.radians(_SLANT)
    shown = cut_each(names, SMALL, _LONGEST)
    tall = max(width(t, SMALL) for t in shown) * math.sin(turn)
    out = []
    for k, text in enumerate(shown):
        x, at = left + (k + 0.5) * cell + 3, y + tall + 12
        out.append(words(text, x, at, transform=f"rotate(-{_SLANT} {x:.1f} {at:.1f})"))
    return out, tall + 22


def _flat(names: Sequence[str], cell: float) -> list[list[str]] | None:
    """The names in up to three lines each, or None where they do not fit the column."""
    flat = [wrap(n, SMALL, cell - 6) for n in names]
    fits = all(len(f) <= 3 and not any(t.endswith("…") for t in f) for f in flat)
    return flat if fits else None


def _overhang(names: Sequence[str], cell: float) -> float:
    """How far slanted names lean past the right edge of the grid."""
    lean = math.cos(math.radians(_SLANT))
    reach = [
        min(width(n, SMALL), _LONGEST) * lean - (len(names) - k - 0.5) * cell + 6
        for k, n in enumerate(names)
    ]
    return max([0.0, *reach])
