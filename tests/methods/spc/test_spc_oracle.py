"""The fast engine against plain loops over exact fractions, and what must not change a chart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.methods.spc import Signal, xmr, xmr_batch
from spreadwell.methods.spc.icons import ASSURANCE, VARIATION
from spreadwell.methods.spc.tables import KINDS
from tests.methods.spc import oracle

NAMES = {
    Signal.OUTSIDE_HIGH: "outside high",
    Signal.OUTSIDE_LOW: "outside low",
    Signal.TREND_UP: "trend up",
    Signal.TREND_DOWN: "trend down",
    Signal.TWO_IN_THREE_HIGH: "two in three high",
    Signal.TWO_IN_THREE_LOW: "two in three low",
    Signal.SHIFT_HIGH: "shift high",
    Signal.SHIFT_LOW: "shift low",
}
SWAPPED = {"improvement": "concern", "concern": "improvement"}
wholes = st.integers(-30, 30)
# Long stretches at a level, climbs and noise, so that every rule fires often.
stretches = st.one_of(
    st.lists(wholes, min_size=1, max_size=12),
    st.tuples(wholes, st.integers(3, 12), st.integers(-4, 4)).map(
        lambda t: [t[0] + t[2] * i for i in range(t[1])]
    ),
    st.tuples(wholes, st.integers(3, 12)).map(lambda t: [t[0] + i % 2 for i in range(t[1])]),
)
full = st.lists(stretches, min_size=1, max_size=5).map(lambda parts: [x for p in parts for x in p])
gappy = full.flatmap(
    lambda v: st.lists(st.integers(0, 9), min_size=len(v), max_size=len(v)).map(
        lambda gaps: [None if g == 0 else x for x, g in zip(v, gaps, strict=True)]
    )
)
series = st.one_of(full, gappy)
ways = st.sampled_from(["up", "down", "neither"])
dialects = st.sampled_from(sorted(oracle.READINGS))


def told(signals: Signal) -> set[str]:
    return {name for signal, name in NAMES.items() if signals & signal}


def same_as_oracle(chart, expected) -> None:
    lines, names, kinds, variation, assurance = expected
    for segment, (mean, lower, upper) in zip(chart.segments, lines, strict=True):
        for got, want in ((segment.centre, mean), (segment.lower, lower), (segment.upper, upper)):
            if want is None:
                assert np.isnan(got)
            else:
                assert got == pytest.approx(float(want), rel=1e-9, abs=1e-9)
    assert [told(s) for s in chart.signals] == names
    assert [NAMES.get(s, "") for s in chart.labels] == [oracle.label(n) for n in names]
    assert [k.value for k in chart.kinds] == kinds
    assert chart.variation == variation
    assert chart.assurance == assurance


@settings(max_examples=400, deadline=None)
@given(
    values=series,
    baseline=st.none() | st.integers(2, 20),
    cuts=st.sets(st.integers(1, 40), max_size=2),
    way=ways,
    target=st.none() | wholes,
    dialect=dialects,
)
def test_same_as_plain_loops(values, baseline, cuts, way, target, dialect) -> None:
    rebase = sorted(cut for cut in cuts if cut < len(values))
    options = {
        "baseline": baseline,
        "rebase": rebase,
        "improvement": way,
        "target": target,
        "dialect": dialect,
    }
    same_as_oracle(xmr(values, **options), oracle.chart(values, **options))


@settings(max_examples=60, deadline=None)
@given(
    grid=st.integers(1, 30).flatmap(
        lambda n: st.lists(st.lists(wholes, min_size=n, max_size=n), min_size=1, max_size=6)
    ),
    way=ways,
    dialect=dialects,
    data=st.data(),
)
def test_a_row_of_a_batch_is_the_chart(grid, way, dialect, data) -> None:
    targets = data.draw(st.lists(wholes, min_size=len(grid), max_size=len(grid)))
    batch = xmr_batch(grid, improvement=way, target=np.array(targets)[:, None], dialect=dialect)
    for i, values in enumerate(grid):
        chart = xmr(values, improvement=way, target=targets[i], dialect=dialect)
        assert [KINDS[k] for k in batch.kinds[i]] == list(chart.kinds)
        assert batch.signals[i].tolist() == [int(s) for s in chart.signals]
        assert VARIATION[batch.variation[i]] == chart.variation
        assert ASSURANCE[batch.assurance[i]] == chart.assurance
        np.testing.assert_array_equal(batch.mean[i, 0], chart.mean[0])
        np.testing.assert_array_equal(batch.upper[i, 0], chart.upper[0])


def test_blocks_join_without_a_seam() -> None:
    rng = np.random.default_rng(4)
    grid = rng.normal(50, 5, (2100, 20))
    grid[rng.random(grid.shape) < 0.05] = np.nan
    batch = xmr_batch(grid, target=52.0, rebase=[9])
    for i in (0, 1023, 1024, 2047, 2048, 2099):
        chart = xmr(grid[i], target=52.0, rebase=[9])
        assert [KINDS[k] for k in batch.kinds[i]] == list(chart.kinds)
        assert ASSURANCE[batch.assurance[i]] == chart.assurance
        assert batch.latest[i] == chart.latest


def test_each_series_may_have_its_own_direction() -> None:
    rising = [[float(i + (i % 3)) for i in range(20)]] * 3
    batch = xmr_batch(rising, improvement=["up", "down", "neither"], target=100.0)
    assert [VARIATION[c] for c in batch.variation] == [
        "improvement_high",
        "concern_high",
        "neutral_high",
    ]
    assert [ASSURANCE[c] for c in batch.assurance] == ["fail", "pass", None]


@settings(max_examples=150, deadline=None)
@given(values=series, way=ways, dialect=dialects, shift=st.integers(-1000, 1000))
def test_a_shift_moves_the_lines_and_nothing_else(values, way, dialect, shift) -> None:
    before = xmr(values, improvement=way, dialect=dialect)
    moved = [None if v is None else v + shift for v in values]
    after = xmr(moved, improvement=way, dialect=dialect)
    assert after.signals == before.signals
    assert after.kinds == before.kinds
    assert after.variation == before.variation
    np.testing.assert_allclose(after.upper, before.upper + shift, atol=1e-8)


@settings(max_examples=150, deadline=None)
@given(
    values=series,
    way=ways,
    target=st.none() | wholes,
    factor=st.sampled_from([1e-6, 0.01, 0.25, 3.0, 1e6]),
)
def test_a_change_of_unit_changes_nothing(values, way, target, factor) -> None:
    before = xmr(values, improvement=way, target=target)
    scaled = [None if v is None else v * factor for v in values]
    after = xmr(scaled, improvement=way, target=None if target is None else target * factor)
    assert after.signals == before.signals
    assert after.assurance == before.assurance
    np.testing.assert_allclose(after.lower, before.lower * factor, rtol=1e-9, atol=1e-9 * factor)


@settings(max_examples=150, deadline=None)
@given(values=series, way=st.sampled_from(["up", "down"]), target=st.none() | wholes)
def test_a_mirror_turns_up_into_down(values, way, target) -> None:
    other = {"up": "down", "down": "up"}[way]
    chart = xmr(values, improvement=way, target=target)
    mirrored = xmr(
        [None if v is None else -v for v in values],
        improvement=other,
        target=None if target is None else -target,
    )
    assert mirrored.kinds == chart.kinds
    assert mirrored.assurance == chart.assurance


@settings(max_examples=150, deadline=None)
@given(values=series)
def test_the_other_direction_swaps_improvement_and_concern(values) -> None:
    dialect = "nhsrplotthedots-0.2"
    up = xmr(values, improvement="up", dialect=dialect)
    down = xmr(values, improvement="down", dialect=dialect)
    assert [SWAPPED.get(k.value, k.value) for k in up.kinds] == [k.value for k in down.kinds]
