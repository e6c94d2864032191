"""Confidence factors and what talk is worth, against drawing again and again."""

import numpy as np
import pytest

from spreadwell.methods.priorities import (
    Panel,
    best_portfolio,
    budget,
    count_rule,
    rank_acceptability,
)
from spreadwell.methods.priorities.confidence import confidence_factors
from spreadwell.methods.priorities.discuss import worth_discussing


def panel(mean, se):
    mean = np.array(mean, dtype=float)
    spread = np.broadcast_to(np.array(se, dtype=float), mean.shape).copy()
    counts = np.full(mean.shape, 4)
    return Panel(mean, spread, spread, counts, counts, np.zeros(mean.shape, dtype=bool))


def test_confidence_is_the_share_of_score_draws_won_under_its_own_weights():
    rng = np.random.default_rng(0)
    given = panel(rng.uniform(2, 4, (4, 3)), rng.uniform(0.1, 0.6, (4, 3)))
    ranks = rank_acceptability(given, 1, draws=4_000)
    got = confidence_factors(given, ranks.central)
    for i in range(4):
        scores = given.mean + given.se * rng.standard_normal((40_000, 4, 3))
        won = ((scores @ ranks.central[i]).argmax(axis=1) == i).mean()
        assert got[i] == pytest.approx(won, abs=0.01)


def test_confidence_of_sure_scores_is_all_none_or_shared():
    given = panel([[4, 4], [4, 4], [1, 5], [1, 1]], 0.0)
    central = np.array([[0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [np.nan, np.nan]])
    got = confidence_factors(given, central)
    assert got[:3] == pytest.approx([0.5, 0.5, 0.0])
    assert np.isnan(got[3])


def test_the_gain_is_what_choosing_again_would_bring():
    rng = np.random.default_rng(1)
    given = panel(rng.uniform(2, 4, (6, 2)), rng.uniform(0.1, 0.8, (6, 2)))
    weights = np.array([0.6, 0.4])
    rules = [budget("cost", rng.integers(1, 6, 6), 8)]
    got = worth_discussing(given, weights, rules)
    values = given.mean @ weights
    now = best_portfolio(values, rules)
    for i in range(6):
        spread = float(np.sqrt((given.se[i] ** 2) @ (weights**2)))
        gains = []
        for z in np.linspace(-4, 4, 161):
            known = values.copy()
            known[i] += spread * z
            best = best_portfolio(known, rules)
            gains.append((best.value - known @ now.chosen) * np.exp(-(z**2) / 2))
        expected = np.sum(gains) * 0.05 / np.sqrt(2 * np.pi)
        assert got.gain[i] == pytest.approx(expected, abs=2e-3)


def test_much_spread_far_from_the_line_is_not_worth_talk():
    given = panel([[5.0], [3.1], [3.0], [1.0]], [[0.6], [0.1], [0.1], [0.0]])
    got = worth_discussing(given, np.ones(1), count_rule(4, at_most=2))
    assert set(got.order[:2].tolist()) == {1, 2}
    assert got.gain[1] > 10 * got.gain[0]
    assert got.gain[3] == 0.0
    np.testing.assert_allclose(got.cell[:, 0], got.gain)
