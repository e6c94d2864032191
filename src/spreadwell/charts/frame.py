"""The one frame of every picture: title, sentence, drawing, source line, invented words, table."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from spreadwell.charts import palette
from spreadwell.charts.png import png_of
from spreadwell.charts.svg import Markup, element, escape, number
from spreadwell.charts.text import FONT, width, wrap

INVENTED_WORDS = "Invented example data"
NARROW = 360
WIDE = 720
SMALL = 12.0
BODY = 13.0
HEADING = 17.0
MARGIN = 12.0

Cell = str | int | float | None
Spec = dict[str, Any]
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
# A spreadsheet runs a cell that starts like this as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is to be drawn: width in px, id prefix, invented or not, source, heading.

    `width` is the drawing's own width (360 for a phone, 720 for a desk); `prefix` must differ
    between the pictures of one page; `heading` draws the title inside, for use outside a page.
    """

    width: int = WIDE
    prefix: str = "picture"
    invented: bool = False
    source: str = ""
    heading: bool = False

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix):
            raise ValueError("A picture's prefix starts with a letter, then letters or digits.")
        if self.width < 280:
            raise ValueError("A picture must be at least 280 wide.")

    @property
    def narrow(self) -> bool:
        """Whether this is drawn for a phone."""
        return self.width < 560


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a picture: column names and rows, None where nothing is known."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("Every row of a table needs one cell for each column.")

    def csv(self) -> str:
        """The table as CSV; text that a spreadsheet would run as a formula gets a quote mark."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([_plain(c) for c in self.columns])
        writer.writerows([_plain(c) for c in row] for row in self.rows)
        return out.getvalue()

    def csv_bytes(self) -> bytes:
        """The CSV as UTF-8 with a byte-order mark, as spreadsheets expect."""
        return self.csv().encode("utf-8-sig")


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


@dataclass(frozen=True, slots=True)
class ReadOut:
    """One point that a page can say in words, and where it lies in the drawing."""

    x: float
    y: float
    said: str


@dataclass(frozen=True, slots=True)
class ReadOuts:
    """The points that a page can say, in their order, and where the plot lies that holds them.

    `box`: left, top, right and bottom of the plot. `at`: the point to begin with. `around`: the
    nearest point is looked for on all sides, not along the axis alone.
    """

    points: Sequence[ReadOut]
    box: tuple[float, float, float, float]
    at: int
    around: bool = False

    def packed(self, down: float) -> str | None:
        """The same as the page's script takes it, moved down so far; None without a point."""
        if not self.points:
            return None
        left, top, right, bottom = self.box
        held = {
            "points": [(round(p.x, 1), round(p.y + down, 1), p.said) for p in self.points],
            "box": [round(v, 1) for v in (left, top + down, right, bottom + down)],
            "at": self.at,
            "around": self.around,
        }
        return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn picture: SVG text, title, one sentence, the table behind it, a Vega-Lite spec.

    Few pictures are ever kept as a specification, so `spec` makes it when it is asked for.
    """

    svg: str
    title: str
    sentence: str
    table: Table
    spec: Callable[[], Spec] | None = field(default=None, compare=False, repr=False)

    @property
    def vega(self) -> Spec | None:
        """The Vega-Lite spec, None where the picture has none."""
        return None if self.spec is None else self.spec()

    def svg_bytes(self) -> bytes:
        """The SVG as a file of its own, UTF-8 with an XML declaration."""
        return b'<?xml version="1.0" encoding="UTF-8"?>\n' + self.svg.encode()

    def png_bytes(self) -> bytes:
        """The picture as PNG, for slides and letters; what is inside the SVG is inside it too."""
        return png_of(self.svg)

    def csv_bytes(self) -> bytes:
        """The table behind the picture as a CSV file."""
        return self.table.csv_bytes()

    def vega_bytes(self) -> bytes | None:
        """The Vega-Lite spec as JSON, or None where the picture has none."""
        made = self.vega
        if made is None:
            return None
        return json.dumps(made, ensure_ascii=False, indent=2, allow_nan=False).encode()


def words(
    text: str,
    x: float,
    y: float,
    *,
    size: float = SMALL,
    fill: str = palette.INK,
    anchor: str | None = None,
    bold: bool = False,
    **more: str | float | None,
) -> Markup:
    """One line of text with its baseline at y; anchor is None, "middle" or "end"."""
    if more:
        return element(
            "text", text, x=x, y=y, font_size=size, fill=fill, text_anchor=anchor,
            font_weight="bold" if bold else None, **more,
        )  # fmt: skip
    # The same element, put together at once: a picture holds dozens.
    held = f' text-anchor="{anchor}"' if anchor else ""
    weight = ' font-weight="bold"' if bold else ""
    return Markup(
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" '
        f'fill="{escape(fill)}"{held}{weight}>{escape(text)}</text>'
    )


def compose(
    look: Look,
    *,
    title: str,
    sentence: str,
    height: float,
    body: Iterable[Markup],
    table: Table,
    vega: Spec | Callable[[], Spec] | None = None,
    links: bool = False,
    readouts: ReadOuts | None = None,
) -> Picture:
    """Put a drawing of `look.width` × `height` into the shared frame.

    `links` says that the drawing holds links: it is then a named group, whose links can be
    reached, instead of one image. `readouts` are what a page can say of each point; files for use
    outside a page go without them.
    """
    room = look.width - 2 * MARGIN
    top: list[Markup] = []
    y = 0.0
    if look.heading:
        for line in wrap(title, HEADING, room, bold=True):
            y += HEADING * 1.25
            top.append(words(line, MARGIN, y, size=HEADING, bold=True))
        y += 8
    foot, foot_height = _foot(look, y + height, room)
    total = y + height + foot_height
    title_id, desc_id = f"{look.prefix}-title", f"{look.prefix}-desc"
    svg = element(
        "svg",
        element("title", title or " ", id=title_id),
        element("desc", sentence or " ", id=desc_id),
        element("rect", width=look.width, height=total, fill=palette.PAPER),
        top,
        element("g", body, transform=f"translate(0 {y:g})" if y else None),
        foot,
        xmlns=Markup("http://www.w3.org/2000/svg"),
        viewbox=f"0 0 {look.width} {number(total)}",
        width=look.width,
        height=total,
        role="group" if links else "img",
        aria_labelledby=title_id,
        aria_describedby=desc_id,
        font_family=FONT,
        id=look.prefix,
        data_read=readouts.packed(y) if readouts and not look.heading else None,
    )
    return Picture(str(svg), title, sentence, table, _named(vega, title, sentence, look))


def _foot(look: Look, y: float, room: float) -> tuple[list[Markup], float]:
    """The invented tag and the source line, and the height they take."""
    out: list[Markup] = []
    start = y
    if look.invented:
        tag = width(INVENTED_WORDS, SMALL, bold=True) + 16
        out.append(
            element(
                "rect",
                x=MARGIN,
                y=y + 4,
                width=tag,
                height=20,
                rx=3,
                fill=palette.SPECIAL_WASH,
                stroke=palette.SPECIAL,
            )
        )
        out.append(words(INVENTED_WORDS, MARGIN + 8, y + 18, fill=palette.SPECIAL, bold=True))
        y += 30
    if look.source:
        for line in wrap(f"Source: {look.source}", SMALL, room):
            y += 15
            out.append(words(line, MARGIN, y, fill=palette.QUIET_INK))
        y += 8
    return out, y - start


def _named(
    vega: Spec | Callable[[], Spec] | None, title: str, sentence: str, look: Look
) -> Callable[[], Spec] | None:
    if vega is None:
        return None
    subtitle: Sequence[str] = [INVENTED_WORDS] if look.invented else []

    def made() -> Spec:
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "title": {"text": title, "subtitle": list(subtitle)},
            "description": sentence,
            **(vega() if callable(vega) else vega),
        }

    return made
