"""Choosing first for the most deprived fifth, against trying every portfolio."""

import itertools

import numpy as np
import pytest

from spreadwell.methods.priorities import best_portfolio, budget, equity_floor, must, never
from spreadwell.methods.priorities.what_if import deprived_first


@pytest.mark.parametrize("seed", range(6))
def test_it_is_the_portfolio_that_brings_them_most(seed):
    random = np.random.default_rng(seed)
    values, share = random.uniform(1, 5, 7), random.uniform(0, 0.6, 7)
    costs = random.integers(1, 20, 7).astype(float)
    rules = [budget("cost", costs, float(costs.sum() / 2))]
    now = best_portfolio(values, rules)
    found = deprived_first(values, share, [*rules, equity_floor(share, values, 0.1)], now)
    fits = [np.array(x) for x in itertools.product([0, 1], repeat=7)]
    fits = [x for x in fits if costs @ x <= rules[0].high]
    best = max(fits, key=lambda x: (values * share) @ x)
    then = set(np.flatnonzero(best))
    assert {*found.into} == then - set(np.flatnonzero(now.chosen))
    assert {*found.out} == set(np.flatnonzero(now.chosen)) - then
    assert found.loss == pytest.approx(now.value - values @ best)
    assert found.loss >= -1e-9
    assert found.after == pytest.approx((values * share) @ best / (values @ best))
    assert (values * share) @ now.chosen <= (values * share) @ best + 1e-9


def test_rules_that_conflict_have_no_answer():
    names, values = ["A", "B"], np.array([1.0, 2.0])
    rules = [must(names, 0), never(names, 0)]
    now = best_portfolio(values, rules)
    assert deprived_first(values, np.array([0.5, 0.1]), rules, now) is None
