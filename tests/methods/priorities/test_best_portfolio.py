"""Portfolios against trying every one, and what must not change them."""

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spreadwell.methods.priorities import (
    already_funded,
    any_weights,
    best_portfolio,
    budget,
    ceiling,
    core_index,
    count_rule,
    equity_floor,
    excludes,
    floor,
    mix,
    must,
    never,
    ordered_weights,
    requires,
)
from spreadwell.methods.priorities import portfolio as portfolio_module
from spreadwell.methods.priorities.conflicts import can_keep, find_conflict
from spreadwell.methods.priorities.core_index import _relaxed
from spreadwell.methods.priorities.nondominated import nondominated
from spreadwell.methods.priorities.regret import least_regret
from spreadwell.methods.priorities.what_if import (
    drops_out,
    equity_price,
    if_added,
    next_buy,
)

LOADED = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine
NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def tried(count, rules):
    """Every portfolio that keeps the rules, one by one."""
    for chosen in itertools.product([0, 1], repeat=count):
        x = np.array(chosen, dtype=float)
        if all(r.low - 1e-7 <= r.amounts @ x <= r.high + 1e-7 for r in rules):
            yield x


@st.composite
def problems(draw, least=3, most=9):
    n = draw(st.integers(least, most))
    numbers = st.lists(st.integers(1, 20), min_size=n, max_size=n)
    values = np.array(draw(numbers), dtype=float) / 4
    costs = np.array(draw(numbers), dtype=float)
    rules = [budget("cost", costs, float(costs.sum() * draw(st.sampled_from([0.3, 0.5, 0.8]))))]
    group = np.arange(n) % 2 == 0
    one, other = draw(st.permutations(range(n)))[:2]
    more = [
        floor("even", group, 1),
        ceiling("even", group, 2),
        *mix("even", group, at_least=0.4),
        requires(NAMES[:n], one, other),
        excludes(NAMES[:n], [one, other]),
        *count_rule(n, at_least=1, at_most=4),
        equity_floor((np.arange(n) % 5) / 5, values, 0.3),
    ]
    picked = draw(st.lists(st.sampled_from(range(len(more))), unique=True, max_size=4))
    return values, rules + [more[i] for i in picked]


@LOADED
@given(problems(), st.booleans())
def test_the_best_portfolio_is_the_best_of_all(problem, by_solver):
    values, rules = problem
    worth = [values @ x for x in tried(len(values), rules)]
    up_to = portfolio_module.EVERY_UP_TO
    try:
        portfolio_module.EVERY_UP_TO = 0 if by_solver else up_to
        got = best_portfolio(values, rules)
    finally:
        portfolio_module.EVERY_UP_TO = up_to
    assert got.found == bool(worth) == can_keep(rules, len(values))
    if worth:
        assert got.value == pytest.approx(max(worth))
        assert got.value == pytest.approx(values @ got.chosen)
        assert got.gap == 0.0


def test_longer_lists_equal_a_table_of_all_budgets():
    rng = np.random.default_rng(4)
    values, costs = rng.integers(1, 50, 60).astype(float), rng.integers(1, 30, 60)
    best = np.zeros(301)
    for value, cost in zip(values, costs, strict=True):
        best[cost:] = np.maximum(best[cost:], best[:-cost] + value)
    got = best_portfolio(values, [budget("cost", costs, 300)])
    assert got.value == pytest.approx(best[-1])


@LOADED
@given(problems(), st.integers(0, 99))
def test_the_core_index_is_the_share_of_draws_won(problem, seed):
    values, rules = problem
    drawn = values + np.random.default_rng(seed).normal(0, 1, (20, len(values)))
    every = list(tried(len(values), rules))
    got = core_index(drawn, rules)
    assert got.found == bool(every)
    if every:
        wins = [max(every, key=lambda x, row=row: row @ x) for row in drawn]
        np.testing.assert_allclose(got.share, np.mean(wins, axis=0))
        assert (got.core | got.borderline | got.exterior).all()


def test_the_relaxed_index_is_the_greedy_share_under_one_budget():
    rng = np.random.default_rng(1)
    drawn, costs = rng.uniform(1, 5, (30, 20)), rng.uniform(1, 9, 20)
    expected = np.zeros(20)
    for row in drawn:
        left = 30.0
        for i in np.argsort(-row / costs):
            part = min(1.0, left / costs[i])
            expected[i] += part / 30
            left -= part * costs[i]
    np.testing.assert_allclose(_relaxed(drawn, [budget("m", costs, 30)]).share, expected, atol=1e-7)


def undominated(low, high, corners, rules):
    """Each portfolio against each other, at every corner."""
    every = [x.astype(bool) for x in tried(len(low), rules)]
    kept = set()
    for p in every:
        beaten = False
        for q in every:
            a, b = q & ~p, p & ~q
            least = (low[a].sum(axis=0) - high[b].sum(axis=0)) @ corners.T
            most = (high[a].sum(axis=0) - low[b].sum(axis=0)) @ corners.T
            beaten |= bool((least >= -1e-9).all() and (most > 1e-9).any())
        if not beaten:
            kept.add(tuple(p.tolist()))
    return kept


@LOADED
@given(problems(most=7), st.integers(0, 999), st.booleans(), st.booleans())
def test_nondominated_portfolios_are_those_of_every_pair(problem, seed, ranges, ordered):
    values, rules = problem
    rng = np.random.default_rng(seed)
    low = rng.integers(1, 6, (len(values), 3)).astype(float)
    high = low + (rng.integers(0, 2, low.shape) if ranges else 0)
    corners = (ordered_weights([0, 1, 2]) if ordered else any_weights(3)).corners
    got = nondominated(low, high, corners, rules)
    assert got.complete
    assert {tuple(p.tolist()) for p in got.portfolios} == undominated(low, high, corners, rules)


def test_a_capped_search_says_so():
    rng = np.random.default_rng(0)
    scores, costs = rng.uniform(1, 5, (14, 3)), rng.uniform(1, 9, 14)
    got = nondominated(scores, scores, np.eye(3), [budget("m", costs, 30)], cap=20)
    assert not got.complete
    assert len(got.portfolios)


@LOADED
@given(problems())
def test_what_costs_more_and_brings_less_changes_no_winner(problem):
    values, rules = problem
    rules = rules[:1]
    best = best_portfolio(values, rules)
    worse = np.append(values, 0.0)
    more = [budget("cost", np.append(rules[0].amounts, 5.0), rules[0].high)]
    assert best_portfolio(worse, more).chosen.tolist() == [*best.chosen.tolist(), False]


@LOADED
@given(problems(), st.sampled_from([0.01, 3.0, 1000.0]))
def test_units_of_money_and_value_do_not_matter(problem, factor):
    values, rules = problem
    costs = rules[0]
    one = best_portfolio(values, rules[:1])
    other = best_portfolio(
        values * factor, [budget("cost", costs.amounts * factor, costs.high * factor)]
    )
    assert other.value == pytest.approx(one.value * factor)


@LOADED
@given(problems(most=7))
def test_a_conflict_is_smallest_and_each_way_out_is_the_least(problem):
    values, rules = problem
    n = len(values)
    rules = [*rules, must(NAMES[:n], 0), never(NAMES[:n], 1), floor("all", np.ones(n), n - 1)]
    found = find_conflict(rules, n)
    if found is None:
        assert list(tried(n, rules))
        return
    assert not list(tried(n, found.rules))
    for left_out in found.rules:
        assert list(tried(n, [r for r in found.rules if r is not left_out]))
    for way in found.ways:
        rest = [r for r in rules if r is not way.rule]
        amounts = [way.rule.amounts @ x for x in tried(n, rest)]
        short = [max(way.rule.low - a, a - way.rule.high, 0.0) for a in amounts]
        assert (way.by is None) == (not short)
        if short:
            assert way.by == pytest.approx(min(short), abs=1e-6)


def test_the_price_of_equity_is_the_difference_of_two_optima():
    values, costs = np.array([4.0, 3.0, 2.0]), [2.0, 2.0, 2.0]
    rules = [budget("cost", costs, 4), equity_floor([0.0, 0.2, 0.9], values, 0.3)]
    got = equity_price(values, rules)
    assert (got.without, got.within) == (7.0, 6.0)
    assert got.price == 1.0
    assert equity_price(values, rules[:1]) is None


def test_funded_ones_stay_and_are_charged_to_no_budget():
    rules = already_funded([budget("cost", [5, 5, 5], 5)], "ABC", [0])
    got = best_portfolio([1, 2, 3], rules)
    assert got.chosen.tolist() == [True, False, True]


def test_what_if_answers_equal_solving_again():
    values, costs = np.array([5.0, 4.0, 3.0, 2.0]), np.array([4.0, 3.0, 3.0, 1.0])
    rules = [budget("cost", costs, 8)]
    now = best_portfolio(values, rules)
    assert now.chosen.tolist() == [True, True, False, True]
    swap = if_added(values, rules, now, 2)
    assert (swap.out, swap.beside, swap.loss) == ((1,), (), 1.0)
    assert if_added(values, [*rules, never("ABCD", 2)], now, 2) is None
    more = next_buy(values, rules, now, 0)
    assert (more.extra, more.gain, more.into, more.out) == (2.0, 1.0, (2,), (3,))
    first = drops_out(values, rules, now, 0)
    assert np.isnan(first[2])  # it is out already
    for i in (0, 1, 3):
        outs = [
            cut
            for cut in range(5, 55, 5)
            if not best_portfolio(values, [budget("m", costs, 8 - 0.08 * cut)]).chosen[i]
        ]
        assert first[i] == pytest.approx(outs[0] / 100 if outs else np.nan, nan_ok=True)


@LOADED
@given(problems(most=7), st.integers(0, 99))
def test_least_regret_is_the_least_of_all(problem, seed):
    values, rules = problem
    worth = np.random.default_rng(seed).uniform(0, 3, (5, len(values)))
    every = np.array(list(tried(len(values), rules)))
    got = least_regret(worth, rules)
    assert got.found == bool(len(every))
    if len(every):
        each = every @ worth.T
        assert got.largest == pytest.approx((each.max(axis=0) - each).max(axis=1).min())


def test_least_regret_of_a_longer_list_is_near_the_least():
    rng = np.random.default_rng(2)
    worth, rules = rng.uniform(1, 5, (8, 18)), [budget("m", rng.uniform(1, 9, 18), 30)]
    got = least_regret(worth, rules)
    every = (np.arange(2**18)[:, None] >> np.arange(18) & 1).astype(float)
    every = every[every @ rules[0].amounts <= 30]
    each = every @ worth.T
    least = (each.max(axis=0) - each).max(axis=1).min()
    assert got.largest == pytest.approx(least, rel=0.02)


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="negative"):
        budget("cost", [-1], 3)
    with pytest.raises(ValueError, match="needs an amount"):
        budget("cost", [np.nan], 3)
    with pytest.raises(ValueError, match="between 0 and 1"):
        equity_floor([1.2], np.ones(1), 0.3)
    with pytest.raises(ValueError, match="each with a value"):
        best_portfolio([])
    with pytest.raises(ValueError, match="at least one draw"):
        core_index(np.ones((0, 3)))
