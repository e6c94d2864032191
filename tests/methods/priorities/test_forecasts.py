"""Forecasts scored."""

import numpy as np
import pytest
from scipy import integrate, stats

from spreadwell.methods.priorities.forecasts import foretold_by, score_forecasts, scores_by


def test_the_score_is_its_integral():
    low, high, seen = np.array([1.0, -2.0]), np.array([3.0, 5.0]), np.array([4.0, 1.0])
    got = score_forecasts(low, high, seen, 0.9)
    for i in range(2):
        spread = (high[i] - low[i]) / 2 / stats.norm.ppf(0.95)
        middle, truth = (low[i] + high[i]) / 2, seen[i]

        def gap(x, middle=middle, spread=spread, truth=truth):
            return (stats.norm.cdf(x, middle, spread) - (x >= truth)) ** 2

        whole = integrate.quad(gap, -30, truth)[0] + integrate.quad(gap, truth, 40)[0]
        assert got.crps[i] == pytest.approx(whole, abs=1e-6)
    assert got.within.tolist() == [0.0, 1.0]
    assert got.coverage == 0.5


def test_a_range_of_no_width_is_scored_by_its_distance():
    got = score_forecasts(np.array([2.0]), np.array([2.0]), np.array([5.0]))
    assert got.crps.tolist() == [3.0]


def test_scores_are_told_by_panel():
    got = score_forecasts(np.zeros(3), np.ones(3), np.array([0.5, 2.0, 0.2]))
    parts = scores_by(got, ["b", "a", "b"])
    assert list(parts) == ["a", "b"]
    assert (parts["a"].coverage, parts["b"].coverage) == (0.0, 1.0)
    assert parts["b"].mean_crps == pytest.approx(got.crps[[0, 2]].mean())
    with pytest.raises(ValueError, match="one label"):
        scores_by(got, ["a"])


def test_a_criterion_that_predicts_is_told_from_one_that_does_not():
    rng = np.random.default_rng(0)
    scores, effect = rng.integers(1, 6, (20, 3)).astype(float), rng.normal(size=20)
    scores[:, 2] = 4
    got = foretold_by(scores, effect)
    for c in range(2):
        assert got[c] == pytest.approx(stats.spearmanr(scores[:, c], effect).statistic)
    assert np.isnan(got[2])
    assert np.isnan(foretold_by(scores[:2], effect[:2])).all()


@pytest.mark.parametrize(("low", "high", "level"), [(2, 1, 0.8), (1, 2, 1.0), (1, np.nan, 0.8)])
def test_ranges_that_are_none_are_refused(low, high, level):
    with pytest.raises(ValueError, match="range"):
        score_forecasts(np.array([low]), np.array([high]), np.array([1.0]), level)
