"""Secondary suppression: what else is hidden so that margins give no hidden cell away.

Both functions only ever hide more. A hidden cell counts as protected when the tables that agree
with all that is told, whole numbers from nought up, let it range over more than the threshold.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bits = NDArray[np.bool_]


def protect_rows(tables: Sequence[Floats], hidden: Bits, threshold: float) -> Bits:
    """Hide more cells in rows whose totals are known, until no row gives a hidden cell away.

    `tables` are counts of one shape (rows, cells), such as numerators and complements, told or
    hidden together by `hidden`; NaN is no cell. In a row with anything hidden, at least two cells
    are hidden and together hold more than the threshold, so that each may be anything from nought
    to what they hold together. The smallest cells are hidden first. A row whose own total is no
    more than the threshold is hidden whole.
    Source: Hundepool et al. (2012), Statistical Disclosure Control, section 4.4.
    """
    made = hidden.copy()
    cells = ~np.isnan(tables[0])
    size = np.nansum(np.stack([np.where(cells, one, 0.0) for one in tables]), axis=0)
    for row in np.flatnonzero((made & cells).any(axis=1)).tolist():
        # A cell that holds nothing of a table protects nothing there, so the largest is no use
        # to hide last: cells go by what they hold, the smallest with something first.
        for cell in np.argsort(np.where(cells[row], size[row], np.inf), kind="stable").tolist():
            mine = made[row] & cells[row]
            held = min(float(one[row][mine].sum()) for one in tables)
            if mine.sum() >= 2 and held > threshold:
                break
            made[row, cell] |= bool(cells[row, cell])
    return np.asarray(made & cells)


def protect_grid(tables: Sequence[Floats], hidden: Bits, threshold: float) -> Bits:
    """Hide more cells of a table with both totals, until no hidden cell is given away.

    `tables` are counts of one shape (rows + 1, columns + 1), the last row and column being totals;
    `hidden` says what of it is hidden already, totals too. Each hidden cell gets a rectangle of
    hidden cells around which counts can be moved without any total changing, by more than the
    threshold. Where there is none, everything is hidden.
    Source: Giessing & Repsilber (2002), Tools and strategies to protect multiple tables with the
    GHQUAR cell suppression engine; Hundepool et al. (2012), section 4.4.3, hypercube method.
    """
    made = hidden.copy()
    while True:
        bare = [
            (int(i), int(j))
            for i, j in np.argwhere(made)
            if not _best(tables, made, int(i), int(j), threshold, only_hidden=True)
        ]
        if not bare:
            return made
        for i, j in bare:
            found = _best(tables, made, i, j, threshold)
            if found is None:
                return np.ones_like(made)
            made[np.ix_((i, found[0]), (j, found[1]))] = True


def _best(
    tables: Sequence[Floats],
    made: Bits,
    i: int,
    j: int,
    threshold: float,
    *,
    only_hidden: bool = False,
) -> tuple[int, int] | None:
    """The opposite corner of the cheapest rectangle that protects a cell; None without one."""
    rows = np.delete(np.arange(made.shape[0]), i)
    columns = np.delete(np.arange(made.shape[1]), j)
    wide = np.ones((len(rows), len(columns)), dtype=np.bool_)
    for table in tables:
        wide &= _width(table, i, j, rows, columns) > threshold
    same_row, same_column, across = (
        made[i, columns][None, :],
        made[rows, j][:, None],
        made[np.ix_(rows, columns)],
    )
    if only_hidden:
        wide &= same_row & same_column & across
    if not wide.any():
        return None
    size = sum(tables[1:], start=tables[0])
    cost = np.where(same_row, 0, size[i, columns][None, :])
    cost = cost + np.where(same_column, 0, size[rows, j][:, None])
    cost = cost + np.where(across, 0, size[np.ix_(rows, columns)])
    # A hidden total costs every reader, so inner cells go first.
    totals = (rows == made.shape[0] - 1)[:, None] * 1 + (columns == made.shape[1] - 1)[None, :] * 1
    cost = np.where(wide, cost + totals * size[-1, -1], np.inf)
    k, m = np.unravel_index(int(cost.argmin()), cost.shape)
    return int(rows[k]), int(columns[m])


def _width(
    table: Floats, i: int, j: int, rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> Floats:
    """How far counts can be moved round each rectangle that has a cell as one corner.

    With totals taken negative every row and column sums to nought, so a move adds at two corners
    and takes at the others; a corner can lose what it holds, and gain without end.
    """
    last_row, last_column = table.shape[0] - 1, table.shape[1] - 1

    def loses(
        counts: Floats, of_rows: NDArray[np.bool_], of_columns: NDArray[np.bool_], adds: bool
    ) -> tuple[Floats, Floats]:
        # An inner cell and the grand total follow the move, a single total goes against it.
        against = of_rows ^ of_columns
        falls_on_up = against if adds else ~against
        inf = np.full(counts.shape, np.inf)
        return np.where(falls_on_up, counts, inf), np.where(falls_on_up, inf, counts)

    total_row, total_column = rows == last_row, columns == last_column
    here_row, here_column = np.array([i == last_row]), np.array([j == last_column])
    corners = (
        loses(table[i, j][None, None], here_row[:, None], here_column[None, :], True),
        loses(table[i, columns][None, :], here_row[:, None], total_column[None, :], False),
        loses(table[rows, j][:, None], total_row[:, None], here_column[None, :], False),
        loses(table[np.ix_(rows, columns)], total_row[:, None], total_column[None, :], True),
    )
    up = down = np.full((len(rows), len(columns)), np.inf)
    for corner_up, corner_down in corners:
        up, down = np.minimum(up, corner_up), np.minimum(down, corner_down)
    return np.asarray(up + down)
