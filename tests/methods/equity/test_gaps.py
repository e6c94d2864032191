"""Gaps against published intervals, and what must hold of each."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from spreadwell.methods.equity import gap_of_means, gap_of_proportions, gap_of_rates

# Newcombe (1998), table II: eight contrasts, method 10.
NEWCOMBE = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((0, 10), (0, 10), -0.2775, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0000),
    ((10, 10), (0, 10), 0.6075, 1.0000),
]


@pytest.mark.parametrize(("first", "second", "low", "high"), NEWCOMBE)
def test_the_gap_of_proportions_is_the_published_one(first, second, low, high):
    found = gap_of_proportions(first, second)
    assert found.low[0] == pytest.approx(low, abs=5e-5)
    assert found.high[0] == pytest.approx(high, abs=5e-5)
    assert found.gap[0] == pytest.approx(first[0] / first[1] - second[0] / second[1])


@settings(max_examples=60, deadline=None)
@given(
    st.integers(8, 200), st.integers(8, 200), st.floats(0, 1), st.floats(0, 1),
    st.sampled_from([2.5, 3.0, 5.0]),
)  # fmt: skip
def test_slack_covers_every_count_that_may_have_been_rounded(n, m, p, q, slack):
    first, second = (float(round(n * p)), float(n)), (float(round(m * q)), float(m))
    wide = gap_of_proportions(first, second, slack=slack)
    exact = gap_of_proportions(first, second)
    assert wide.low[0] <= exact.low[0] + 1e-9
    assert wide.high[0] >= exact.high[0] - 1e-9


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(60, 500), st.integers(60, 500))
def test_swapping_the_groups_turns_the_gap_round(a, b, n, m):
    for made in (gap_of_proportions, gap_of_rates):
        one, other = made((a, n), (b, m)), made((b, m), (a, n))
        assert one.gap[0] == pytest.approx(-other.gap[0])
        assert one.low[0] == pytest.approx(-other.high[0])
        assert one.low[0] <= one.gap[0] <= one.high[0]


def test_the_parts_of_a_gap_of_rates_are_exact_poisson_intervals():
    # Beside a rate of an endless exposure the gap is the rate, and so is its interval.
    found = gap_of_rates((10, 100), (0, 1e12))
    assert found.low[0] * 100 == pytest.approx(stats.chi2.ppf(0.025, 20) / 2)
    assert found.high[0] * 100 == pytest.approx(stats.chi2.ppf(0.975, 22) / 2)


def test_the_gap_of_means_is_welchs():
    random = np.random.default_rng(3)
    a, b = random.normal(5, 2, 30), random.normal(4, 1, 20)
    found = gap_of_means((a.mean(), a.std(ddof=1), 30), (b.mean(), b.std(ddof=1), 20))
    expected = stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.95)
    assert (found.low[0], found.high[0]) == pytest.approx((expected.low, expected.high))


def test_a_group_that_is_not_known_gives_no_gap():
    found = gap_of_proportions(([5, np.nan, 3], [10, np.nan, 0]), ([4, 4, 4], [10, 10, 10]))
    assert np.isfinite(found.gap).tolist() == [True, False, False]
    means = gap_of_means(([5.0], [np.nan], [9]), ([4.0], [1.0], [9]))
    assert means.gap[0] == 1
    assert np.isnan(means.low[0])
