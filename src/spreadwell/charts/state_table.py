"""The state table: sites × months, each month with the state of its point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from spreadwell.charts.frame import Look, Picture, Table, compose
from spreadwell.charts.grid import Grid, draw_grid
from spreadwell.charts.legend import Entry, legend
from spreadwell.charts.scales import period_text
from spreadwell.charts.states import SAID, STATES, State, state_symbol
from spreadwell.charts.svg import Markup
from spreadwell.charts.symbols import Cell, Sheet, symbol_table
from spreadwell.charts.wording import count, sentence


def state_table(
    sites: Sequence[str],
    periods: Sequence[str],
    states: Sequence[Sequence[State]],
    look: Look | None = None,
    *,
    urls: Sequence[str] = (),
    title: str = "What each month said, site by site",
) -> Picture:
    """The states as a picture; `states[site][period]`, in the order of the names given.

    Raises ValueError when the states do not fit the names.
    """
    look = look or Look()
    _check(sites, periods, states)
    sheet = Sheet(look.prefix)

    def draw(row: int, column: int, x: float, y: float, w: float, h: float) -> list[Markup]:
        return [sheet.use(state_symbol(states[row][column]), x + w / 2, y + h / 2)]

    shown = [period_text(period) for period in periods]
    grid = Grid(sites, shown, cell_width=20.5, row_height=26, urls=urls)
    body, y = draw_grid(grid, look, draw)
    key, more = legend(_entries(states), look.width, y)
    return compose(
        look,
        title=title,
        sentence=_sentence(sites, periods, states),
        height=y + more + 6,
        body=[sheet.defs(), *body, *key],
        table=_table(sites, periods, states),
        links=any(urls),
    )


def state_rows(
    sites: Sequence[str],
    periods: Sequence[str],
    states: Sequence[Sequence[State]],
    *,
    prefix: str,
    caption: str,
    corner: str = "Place",
    urls: Sequence[str] = (),
) -> Markup:
    """The same as an HTML table, for a page. Arguments as of `state_table` and `symbol_table`."""
    _check(sites, periods, states)
    cells = {state: Cell((state_symbol(state),)) for state in STATES}
    return symbol_table(
        sites,
        [period_text(period) for period in periods],
        ([cells[state] for state in row] for row in states),
        prefix=prefix,
        caption=caption,
        corner=corner,
        urls={i: url for i, url in enumerate(urls) if url},
    )


def _check(sites: Sequence[str], periods: Sequence[str], states: Sequence[Sequence[State]]) -> None:
    if len(states) != len(sites) or any(len(row) != len(periods) for row in states):
        raise ValueError("The state table needs one state for each site and period.")


def _entries(states: Sequence[Sequence[State]]) -> list[Entry]:
    here = {state for row in states for state in row}

    def entry(state: State) -> Entry:
        symbol = state_symbol(state)

        def draw(x: float, y: float) -> Markup:
            return Markup(f'<g transform="translate({x:.1f} {y:.1f})">{symbol.drawing}</g>')

        return Entry(symbol.said.capitalize(), draw, room=22)

    return [entry(state) for state in STATES if state in here]


def _sentence(
    sites: Sequence[str], periods: Sequence[str], states: Sequence[Sequence[State]]
) -> str:
    """What the latest known month of each site said."""
    if not periods or not sites:
        return sentence("No readings yet")
    latest = Counter(
        next((state for state in reversed(row) if state not in ("missing", "held_back")), "missing")
        for row in states
    )
    said = [f"{latest[state]:,} {SAID[state]}" for state in STATES if latest[state]]
    first, last = period_text(periods[0]), period_text(periods[-1])
    return sentence(
        f"{count(len(sites), 'site')}, {first if first == last else f'{first} to {last}'}",
        f"By their latest months with a value: {'; '.join(said)}",
    )


def _table(
    sites: Sequence[str], periods: Sequence[str], states: Sequence[Sequence[State]]
) -> Table:
    rows = tuple(
        (site, *(SAID[state] for state in row)) for site, row in zip(sites, states, strict=True)
    )
    return Table(("Site", *periods), rows)
