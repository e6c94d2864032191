"""What somebody can work out from a release: bounds of each hidden cell by linear programming."""

import numpy as np
from scipy.optimize import linprog


def row_bounds(table, hidden):
    """Lowest and highest value of each hidden cell of rows whose totals are known exactly."""
    found = {}
    for i in range(table.shape[0]):
        cells = np.flatnonzero(hidden[i])
        rest = float(table[i, cells].sum())
        for j in cells.tolist():
            ends = []
            for sign in (1, -1):
                cost = np.where(cells == j, sign, 0.0)
                solved = linprog(cost, A_eq=np.ones((1, len(cells))), b_eq=[rest], bounds=(0, None))
                ends.append(sign * solved.fun)
            found[i, j] = tuple(ends)
    return found


def grid_bounds(table, hidden):
    """The same for a table whose last row and column are totals, told or hidden like the rest."""
    rows, columns = table.shape
    places = [tuple(place) for place in np.argwhere(hidden)]
    at = {place: k for k, place in enumerate(places)}
    equations, known = [], []
    for cells in _sums(rows, columns):
        line, told = np.zeros(len(places)), 0.0
        for place, sign in cells:
            if place in at:
                line[at[place]] += sign
            else:
                told += sign * table[place]
        equations.append(line)
        known.append(-told)
    found = {}
    for place in places:
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(places))
            cost[at[place]] = sign
            solved = linprog(cost, A_eq=np.array(equations), b_eq=known, bounds=(0, None))
            ends.append(np.inf if solved.status == 3 else sign * solved.fun)
        found[place] = tuple(ends)
    return found


def _sums(rows, columns):
    for i in range(rows):
        yield [((i, j), 1) for j in range(columns - 1)] + [((i, columns - 1), -1)]
    for j in range(columns):
        yield [((i, j), 1) for i in range(rows - 1)] + [((rows - 1, j), -1)]


def with_totals(inner):
    """A table with its totals as last row and column."""
    inner = np.asarray(inner, dtype=float)
    wide = np.column_stack([inner, inner.sum(axis=1)])
    return np.vstack([wide, wide.sum(axis=0)])
