"""Slope and relative index against a slow fit, and whether a gap narrows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.methods.equity import change_of, slope_of_groups

PEOPLE = np.array([500.0, 800.0, 700.0, 900.0, 600.0])


def _slow(values, people):
    """One row a person: an ordinary line through where each stands on the ladder."""
    x, y, at = [], [], 0.0
    for value, many in zip(values, people, strict=True):
        x += [at + many / 2] * int(many)
        y += [value] * int(many)
        at += many
    design = np.column_stack([np.ones(len(x)), np.array(x) / at])
    (start, lean), *_ = np.linalg.lstsq(design, np.array(y), rcond=None)
    return start, start + lean


def test_the_slope_is_that_of_a_line_through_every_person():
    values = np.array([0.50, 0.58, 0.61, 0.60, 0.68])
    found = slope_of_groups(values, np.full(5, 1e-4), PEOPLE)
    first, last = _slow(values, PEOPLE)
    assert found.index == pytest.approx(first - last)
    assert found.relative == pytest.approx(first / last)
    assert found.low < found.index < found.high
    assert found.relative_low < found.relative < found.relative_high


def test_its_interval_holds_the_truth_as_often_as_it_says():
    random = np.random.default_rng(11)
    truth = np.array([0.50, 0.55, 0.60, 0.65, 0.70])
    first, last = _slow(truth, PEOPLE)
    inside = inside_relative = 0
    for _ in range(1000):
        share = random.binomial(PEOPLE.astype(int), truth) / PEOPLE
        found = slope_of_groups(share, share * (1 - share) / PEOPLE, PEOPLE)
        inside += found.low <= first - last <= found.high
        inside_relative += found.relative_low <= first / last <= found.relative_high
    assert 930 <= inside <= 970
    assert 930 <= inside_relative <= 970


def test_equal_groups_have_no_slope():
    found = slope_of_groups(np.full(5, 0.6), np.full(5, 1e-4), PEOPLE)
    assert found.index == pytest.approx(0, abs=1e-12)
    assert found.relative == pytest.approx(1)


@pytest.mark.parametrize(
    ("values", "people"),
    [([0.1, 0.2], [5, 5]), ([0.1, np.nan, 0.2], [5, 5, 5]), ([0.1, 0.2, 0.3], [5, 0, 5])],
)
def test_a_ladder_with_a_missing_rung_has_no_slope(values, people):
    with pytest.raises(ValueError, match="A slope needs"):
        slope_of_groups(values, np.full(len(values), 0.01), people)


def _gaps(first, last, n=24, noise=0.002, seed=5):
    line = np.linspace(first, last, n) + np.random.default_rng(seed).normal(0, noise, n)
    return line, line - 0.02, line + 0.02


@pytest.mark.parametrize(
    ("first", "last", "verdict"),
    [
        (-0.15, -0.02, "narrowing"),
        (0.15, 0.02, "narrowing"),
        (-0.02, -0.15, "widening"),
        (0.01, 0.14, "widening"),
        (0.05, 0.05, "unclear"),
    ],
)
def test_a_gap_that_comes_closer_to_nought_narrows_on_either_side(first, last, verdict):
    assert change_of(*_gaps(first, last)).verdict == verdict


def test_few_periods_say_nothing():
    gap, low, high = _gaps(-0.1, 0, n=10)
    gap[5:] = np.nan
    found = change_of(gap, low, high)
    assert (found.verdict, found.periods) == ("too few", 5)


def test_scatter_beyond_the_intervals_widens_the_line_and_none_narrows_it():
    calm, wild = change_of(*_gaps(-0.1, 0.0, noise=0)), change_of(*_gaps(-0.1, 0.0, noise=0.1))
    assert wild.high - wild.low > calm.high - calm.low
    assert calm.high > calm.low


def test_no_change_is_called_one_in_few_of_many_tries():
    random = np.random.default_rng(2)
    called = 0
    for _ in range(400):
        line = random.normal(-0.08, 0.02, 24)
        half = 1.96 * 0.02
        called += change_of(line, line - half, line + half).verdict != "unclear"
    assert called <= 28


@settings(max_examples=40, deadline=None)
@given(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2), st.floats(0.1, 50))
def test_the_change_scales_with_the_gaps(first, last, by):
    gap, low, high = _gaps(first, last)
    one, scaled = change_of(gap, low, high), change_of(gap * by, low * by, high * by)
    # Scatter is held against the intervals, so a unit of another size changes nothing.
    assert scaled.step == pytest.approx(one.step * by)
    assert scaled.verdict == one.verdict


def test_lengths_must_agree():
    with pytest.raises(ValueError, match="one length"):
        change_of([1.0, 2.0], [1.0], [2.0, 3.0])
