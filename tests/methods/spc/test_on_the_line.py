"""A point that lies on a line is not beyond it, whatever the rounding; one just past it is."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.methods.spc import Signal
from tests.methods.spc.series import COLUMNS
from tests.methods.spc.things import fast

OUTSIDE = Signal.OUTSIDE_HIGH | Signal.OUTSIDE_LOW
# The column whose last entry is put on the line, by kind.
PLACED = {
    "xmr": "value",
    "c": "value",
    "g": "value",
    "t": "value",
    "iprime": "value",
    "xbar": "value",
    "s": "sd",
}


@pytest.mark.parametrize("kind", PLACED)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_on_its_own_limit(kind, data) -> None:
    columns = {name: list(column) for name, column in data.draw(COLUMNS[kind]).items()}
    name = PLACED[kind]
    for other, column in columns.items():
        column.append(10 if other != name else 5)
    last = len(columns[name]) - 1
    # The last point stands outside what limits rest on, so that moving it moves no line.
    options = {"exclude": [last]}
    chart = fast(kind, columns, **options)
    for line, way in ((chart.upper[last], 1), (chart.lower[last], -1)):
        if math.isnan(line) or (line <= 0 and kind in ("c", "g", "t", "s")):
            continue
        columns[name][last] = float(line)
        assert not fast(kind, columns, **options).signals[last] & OUTSIDE
        step = 1e-9 * max(1.0, abs(line), *(abs(v) for v in columns[name] if v is not None))
        columns[name][last] = float(line) + way * step
        assert fast(kind, columns, **options).signals[last] & OUTSIDE


@pytest.mark.parametrize("values", [[0.1] * 15, [1 / 3] * 20, [1e9 + 0.1] * 14, [-7.7] * 13])
@pytest.mark.parametrize("kind", ["xmr", "run", "iprime"])
def test_equal_values_lie_on_their_mean(kind, values) -> None:
    columns = {"value": values} | ({"n": [7.0] * len(values)} if kind == "iprime" else {})
    assert not any(fast(kind, columns).signals)


def test_a_point_on_the_mean_breaks_a_shift() -> None:
    around = [0, 10] * 7
    six = [6, 6, 6, 6, 6, 6]
    # The mean of all is 5 in every case: what stands between the sixes balances them.
    on_it = [*around, *six[:3], 5, *six[3:], -1]
    off_it = [*around, *six, 6, -2]
    assert fast("xmr", {"value": on_it}).centre[0] == fast("xmr", {"value": off_it}).centre[0] == 5
    shifts = Signal.SHIFT_HIGH
    assert not any(s & shifts for s in fast("xmr", {"value": on_it}).signals)
    assert sum(bool(s & shifts) for s in fast("xmr", {"value": off_it}).signals) == 8
