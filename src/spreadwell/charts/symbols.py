"""Symbols that a picture draws once and shows a thousand times, in SVG and in HTML tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from spreadwell.charts.svg import Markup, escape, number, safe_link


@dataclass(frozen=True, slots=True)
class Symbol:
    """A small drawing around 0, 0 that reaches `reach` to each side, and what it says."""

    said: str
    drawing: Markup
    reach: float = 12.0


@dataclass(slots=True)
class Sheet:
    """The symbols of one picture, each with an id of its own under the picture's prefix."""

    prefix: str
    ids: dict[Symbol, str] = field(default_factory=dict)

    def id_of(self, symbol: Symbol) -> str:
        """The id of a symbol; the first question puts it on the sheet."""
        found = self.ids.get(symbol)
        if found is None:
            found = self.ids[symbol] = f"{self.prefix}-s{len(self.ids)}"
        return found

    def use(self, symbol: Symbol, x: float, y: float) -> Markup:
        """The symbol centred at x, y of an SVG."""
        return Markup(f'<use href="#{self.id_of(symbol)}" x="{x:.1f}" y="{y:.1f}"/>')

    def defs(self) -> Markup:
        """What an SVG holds so that its symbols can be used; empty without any."""
        held = "".join(
            f'<g id="{ident}"><title>{escape(symbol.said)}</title>{symbol.drawing}</g>'
            for symbol, ident in self.ids.items()
        )
        return Markup(f"<defs>{held}</defs>" if held else "")

    def html(self) -> Markup:
        """The same for an HTML page: an SVG that takes no room."""
        held = "".join(
            f'<symbol id="{ident}" viewBox="{_box(symbol.reach)}">{symbol.drawing}</symbol>'
            for symbol, ident in self.ids.items()
        )
        return Markup(f'<svg class="sw-symbols" aria-hidden="true">{held}</svg>')


def _box(reach: float) -> str:
    return f"{number(-reach)} {number(-reach)} {number(2 * reach)} {number(2 * reach)}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell of a table of symbols: its symbols, a few words, its page."""

    symbols: tuple[Symbol, ...]
    text: str = ""
    url: str = ""


def _hidden(text: str) -> str:
    """Words for those who hear the page."""
    return f'<span class="nhsuk-u-visually-hidden">{text}</span>'


def symbol_table(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Iterable[Sequence[Cell | None]],
    *,
    prefix: str,
    caption: str,
    corner: str,
    urls: Mapping[int, str] | None = None,
) -> Markup:
    """An HTML table of symbols: row and column headings, each symbol with its words beside it.

    Who cannot see the symbols reads their words; nothing needs a script. `urls`: the page of a
    row. The words of a symbol are escaped, links are checked. One string a kind of cell is made,
    so that thousands of cells cost little.
    """
    sheet = Sheet(prefix)
    known: dict[tuple[Symbol, ...], str] = {}
    few, comma = f"too few{_hidden(' to tell')}", _hidden(", ")

    def drawn(cell: Cell | None) -> str:
        if cell is None:
            return '<td class="sw-icons__none">–</td>'
        inner = known.get(cell.symbols)
        if inner is None:
            shown = "".join(
                f'<svg class="sw-icon" aria-hidden="true">'
                f'<use href="#{sheet.id_of(symbol)}"/></svg>'
                for symbol in cell.symbols
            )
            said = escape("; ".join(symbol.said for symbol in cell.symbols))
            inner = known[cell.symbols] = shown + _hidden(said) if shown else few
        if cell.text:
            inner = f'{inner}{comma}<span class="sw-icons__text">{escape(cell.text)}</span>'
        if cell.url:
            inner = f'<a href="{escape(safe_link(cell.url))}">{inner}</a>'
        return f"<td>{inner}</td>"

    lines = []
    pages = urls or {}
    for i, (row, line) in enumerate(zip(rows, cells, strict=True)):
        name = escape(row)
        if i in pages:
            name = Markup(f'<a href="{escape(safe_link(pages[i]))}">{name}</a>')
        lines.append(f'<tr><th scope="row">{name}</th>{"".join(map(drawn, line))}</tr>')
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    return Markup(
        f'{sheet.html()}<table class="sw-icons">'
        f'<caption class="nhsuk-u-visually-hidden">{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">{escape(corner)}</th>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table>"
    )
