"""Rank acceptability by draws."""

import math

import numpy as np
import pytest

from spreadwell.methods.priorities import Panel, rank_acceptability


def panel(mean, se=0.0):
    mean = np.array(mean, dtype=float)
    spread = np.broadcast_to(np.array(se, dtype=float), mean.shape).copy()
    counts = np.full(mean.shape, 4)
    return Panel(mean, spread, spread, counts, counts, np.zeros(mean.shape, dtype=bool))


def test_what_is_best_on_everything_is_first_in_every_draw():
    got = rank_acceptability(panel([[5, 5], [3, 3], [1, 1]]), 1, draws=500)
    assert got.in_top.tolist() == [1.0, 0.0, 0.0]
    assert got.rank.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert got.flips.tolist() == [0.0, 0.0, 0.0]
    assert got.verdicts() == ["in", "not this round", "not this round"]


def test_two_criteria_have_the_exact_shares():
    """A beats B where w > 1/4 (3w > 1 − w); w is uniform, so in three quarters of draws."""
    got = rank_acceptability(panel([[4, 1], [1, 2]]), 1, draws=40_000)
    assert got.in_top[0] == pytest.approx(0.75, abs=0.01)
    assert got.led_by[0].tolist() == pytest.approx([1.0, 0.5], abs=0.02)
    assert got.central[0, 0] == pytest.approx((1 + 0.25) / 2, abs=0.01)
    assert got.verdicts() == ["depends", "depends"]


def test_ties_fall_either_way():
    got = rank_acceptability(panel([[3, 3], [3, 3]]), 1, draws=20_000)
    assert got.in_top[0] == pytest.approx(0.5, abs=0.02)


def test_scores_that_are_unsure_flip_and_sure_ones_do_not():
    sure = rank_acceptability(panel([[3.1], [3.0]]), 1, draws=2_000)
    unsure = rank_acceptability(panel([[3.1], [3.0]], se=0.5), 1, draws=20_000)
    assert sure.flips.tolist() == [0.0, 0.0]
    share = 0.5 * (1 + math.erf(0.1 / math.sqrt(0.5) / math.sqrt(2)))
    assert unsure.in_top[0] == pytest.approx(share, abs=0.02)
    assert unsure.flips[0] == pytest.approx(2 * share * (1 - share), abs=0.02)


def test_shares_add_up_and_a_seed_repeats():
    rng = np.random.default_rng(3)
    given = panel(rng.uniform(1, 5, (7, 8)), se=0.4)
    one, same = (rank_acceptability(given, 3, draws=1_000) for _ in range(2))
    other = rank_acceptability(given, 3, draws=1_000, seed=5)
    assert one.in_top.sum() == pytest.approx(3.0)
    np.testing.assert_allclose(one.rank.sum(axis=0), 1.0)
    np.testing.assert_allclose(one.rank.sum(axis=1), 1.0)
    np.testing.assert_array_equal(one.rank, same.rank)
    assert not np.array_equal(one.rank, other.rank)


def test_more_places_than_opportunities_puts_all_in():
    assert rank_acceptability(panel([[1], [2]]), 5, draws=10).in_top.tolist() == [1.0, 1.0]


def test_nothing_first_has_no_central_weights():
    got = rank_acceptability(panel([[5, 5], [1, 1]]), 1, draws=100)
    assert np.isnan(got.central[1]).all()


@pytest.mark.parametrize(("count", "places"), [(0, 1), (2, 0)])
def test_nothing_to_rank_is_refused(count, places):
    with pytest.raises(ValueError, match="at least one"):
        rank_acceptability(panel(np.ones((count, 2))), places)
