"""A shift, a change of unit, a mirror, the other direction: what they do to a chart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.methods.spc import DIALECTS
from tests.methods.spc.series import COLUMNS
from tests.methods.spc.things import fast

DIALECT = st.sampled_from(sorted(DIALECTS))
WAY = st.sampled_from(["up", "down"])
OTHER = {"up": "down", "down": "up"}
SWAPPED = {"improvement": "concern", "concern": "improvement"}
LINES = ("centre", "lower", "upper", "two_sigma_lower", "two_sigma_upper")
LEVELS = st.integers(0, 30)

# Kinds that can stand at any level, and kinds that have a unit.
SHIFTED = ("xmr", "run", "xbar", "iprime")
SCALED = {
    "xmr": ("value",),
    "run": ("value",),
    "mr": ("value",),
    "t": ("value",),
    "iprime": ("value",),
    "xbar": ("value", "sd"),
    "s": ("sd",),
}


def moved(columns: dict, names: tuple[str, ...], change) -> dict:
    return {
        name: [None if v is None else change(v) for v in column] if name in names else column
        for name, column in columns.items()
    }


def same_marks(a, b) -> None:
    assert a.signals == b.signals
    assert a.kinds == b.kinds
    assert (a.variation, a.assurance, a.latest) == (b.variation, b.assurance, b.latest)
    assert [guard.code for guard in a.guards] == [guard.code for guard in b.guards]


@pytest.mark.parametrize("kind", SHIFTED)
@settings(max_examples=40, deadline=None)
@given(data=st.data(), shift=st.integers(-1000, 1000))
def test_lines_move_with_the_series(kind, data, shift) -> None:
    columns = data.draw(COLUMNS[kind])
    way, target, dialect = data.draw(WAY), data.draw(LEVELS), data.draw(DIALECT)
    before = fast(kind, columns, improvement=way, target=target, dialect=dialect)
    after = fast(
        kind,
        moved(columns, ("value",), lambda v: v + shift),
        improvement=way,
        target=target + shift,
        dialect=dialect,
    )
    same_marks(before, after)
    for line in LINES:
        np.testing.assert_allclose(getattr(after, line), getattr(before, line) + shift, atol=1e-8)


@pytest.mark.parametrize("kind", SCALED)
@settings(max_examples=40, deadline=None)
@given(data=st.data(), factor=st.sampled_from([1e-6, 0.01, 0.25, 3.0, 1e6]))
def test_a_change_of_unit_changes_nothing(kind, data, factor) -> None:
    columns = data.draw(COLUMNS[kind])
    way, target, dialect = data.draw(WAY), data.draw(LEVELS), data.draw(DIALECT)
    before = fast(kind, columns, improvement=way, target=target, dialect=dialect)
    after = fast(
        kind,
        moved(columns, SCALED[kind], lambda v: v * factor),
        improvement=way,
        target=target * factor,
        dialect=dialect,
    )
    same_marks(before, after)
    for line in LINES:
        was = getattr(before, line) * factor
        np.testing.assert_allclose(getattr(after, line), was, rtol=1e-8, atol=1e-8 * factor)


@pytest.mark.parametrize("kind", SHIFTED)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_mirror_turns_up_into_down(kind, data) -> None:
    columns = data.draw(COLUMNS[kind])
    # The package's fall at a tie has no mirror: it is a fall both ways.
    dialect = data.draw(st.sampled_from(["mdc", "qicharts2-0.8"]))
    way, target = data.draw(WAY), data.draw(LEVELS)
    chart = fast(kind, columns, improvement=way, target=target, dialect=dialect)
    mirrored = fast(
        kind,
        moved(columns, ("value",), lambda v: -v),
        improvement=OTHER[way],
        target=-target,
        dialect=dialect,
    )
    assert mirrored.kinds == chart.kinds
    assert mirrored.assurance == chart.assurance
    np.testing.assert_allclose(mirrored.lower, -chart.upper, atol=1e-9)


@pytest.mark.parametrize("kind", sorted(set(COLUMNS) - {"mr"}))
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_the_other_direction_swaps_states_and_nothing_else(kind, data) -> None:
    """In the dialects where one label tells; where improvement shows, both may be improvement."""
    columns = data.draw(COLUMNS[kind])
    dialect = data.draw(st.sampled_from(["nhsrplotthedots-0.2", "qicharts2-0.8"]))
    up = fast(kind, columns, improvement="up", dialect=dialect)
    down = fast(kind, columns, improvement="down", dialect=dialect)
    assert [SWAPPED.get(one.value, one.value) for one in up.kinds] == [k.value for k in down.kinds]
    assert up.signals == down.signals
    assert up.labels == down.labels
    for line in LINES:
        np.testing.assert_array_equal(getattr(up, line), getattr(down, line))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_where_improvement_shows_no_direction_tells_concern_for_the_same_signals(data) -> None:
    columns = data.draw(COLUMNS["xmr"])
    up, down = (fast("xmr", columns, improvement=way) for way in ("up", "down"))
    for one, other, signals in zip(up.kinds, down.kinds, up.signals, strict=True):
        if signals:
            assert "improvement" in (one, other)
        else:
            assert one == other


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_time_may_run_backwards_for_all_but_trends(data) -> None:
    """Limits do not know the order of time; shifts and two of three are the same read backwards."""
    values = data.draw(COLUMNS["xmr"])["value"]
    there, back = (fast("xmr", {"value": v}) for v in (values, values[::-1]))
    trends = 4 | 8
    assert [int(s) & ~trends for s in there.signals] == [
        int(s) & ~trends for s in back.signals[::-1]
    ]
    np.testing.assert_allclose(there.upper, back.upper, rtol=1e-12, atol=1e-12)
