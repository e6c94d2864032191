"""Other estimators, plain regressions and synthetic comparators against slow, obvious twins."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from spreadwell.formats.periods import PeriodKind
from spreadwell.methods.effects.cells import Span, after, untreated
from spreadwell.methods.effects.counts import count_series, quasi_poisson
from spreadwell.methods.effects.others import imputation_weights, library_errors
from spreadwell.methods.effects.panel import NEVER, Panel
from spreadwell.methods.effects.regression import plain_regression
from spreadwell.methods.effects.simplex import simplex_weights
from spreadwell.methods.effects.synthetic import can_be_synthetic, synthetic
from spreadwell.methods.effects.twoway import residuals
from tests.methods.effects import effects_oracle as oracle


def data(seed, n=12, periods=9, adopters=6, gaps=0.0):
    random = np.random.default_rng(seed)
    y = random.standard_normal((n, periods)) + random.standard_normal((n, 1))
    start = np.full(n, periods)
    start[:adopters] = random.integers(3, periods - 1, adopters)
    if gaps:
        y[random.random(y.shape) < gaps] = np.nan
    return y, start, random.uniform(0.5, 2, n)


def panel(y, start):
    n, periods = y.shape
    names = tuple(f"S{i:02}" for i in range(n))
    return Panel(
        sites=names, kind=PeriodKind.YEAR, first=2000, outcome=y, denominator=None,
        start=np.where(start >= periods, NEVER, start), weight=None, group=np.arange(n),
        group_names=names,
    )  # fmt: skip


def dummies(cells, w):
    n, periods = cells.shape
    rows = np.argwhere(cells)
    made = np.zeros((len(rows), n + periods))
    made[np.arange(len(rows)), rows[:, 0]] = 1
    made[np.arange(len(rows)), n + rows[:, 1]] = 1
    return made, np.sqrt(w[rows[:, 0]])


@given(seed=st.integers(0, 10_000), gaps=st.sampled_from([0.0, 0.1]))
@settings(max_examples=15, deadline=None)
def test_residuals_equal_a_regression_on_dummies(seed, gaps):
    y, _, w = data(seed, gaps=gaps)
    cells = ~np.isnan(y)
    made, root = dummies(cells, w)
    beta = np.linalg.lstsq(made * root[:, None], y[cells] * root, rcond=None)[0]
    assert residuals(y, cells, w)[cells] == pytest.approx(y[cells] - made @ beta, abs=1e-9)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_weights_of_the_imputation_give_its_estimate_and_are_blind_to_levels(seed):
    y, start, w = data(seed)
    fit, live = untreated(start, 9), after(start, 9, Span())
    live &= fit.any(axis=0)
    v = imputation_weights(fit, live, w)
    assert (v * y).sum() == pytest.approx(oracle.imputation(y, start, w), abs=1e-9)
    assert v.sum(axis=0) == pytest.approx(np.zeros(9), abs=1e-9)
    assert v.sum(axis=1) == pytest.approx(np.zeros(12), abs=1e-9)


def test_library_errors_shrink_with_sites_and_follow_groups():
    y, start, w = data(1)
    common = (Span(), 1.0, 0.95)
    one = library_errors(y, start, w, np.arange(12), *common)[0].result
    twice = library_errors(
        np.vstack([y, y]), np.tile(start, 2), np.tile(w, 2), np.arange(24), *common
    )[0].result
    assert twice.estimate == pytest.approx(one.estimate)
    assert twice.se == pytest.approx(one.se / np.sqrt(2))
    tied = library_errors(
        np.vstack([y, y]), np.tile(start, 2), np.tile(w, 2), np.tile(np.arange(12), 2), *common
    )[0].result
    assert tied.se == pytest.approx(one.se)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_a_plain_regression_is_the_mean_of_its_comparisons(seed):
    y, start, w = data(seed)
    found = plain_regression(panel(y, start), y, start, w, np.arange(12), 1.0, 0.95)
    cells = np.ones(y.shape, dtype=bool)
    made, root = dummies(cells, w)
    live = (np.arange(9) >= start[:, None])[cells].astype(float)
    full = np.column_stack([made, live])
    beta = np.linalg.lstsq(full * root[:, None], y[cells] * root, rcond=None)[0]
    assert found.result.estimate == pytest.approx(beta[-1], abs=1e-9)
    assert sum(one.weight for one in found.parts) == pytest.approx(1)
    assert min(one.weight for one in found.parts) > 0
    mixed = sum(one.weight * one.estimate for one in found.parts)
    assert mixed == pytest.approx(beta[-1], abs=1e-9)


def test_a_regression_with_nothing_to_compare_is_not_made():
    y, _, w = data(2)
    start = np.full(12, 4)
    assert plain_regression(panel(y, start), y, start, w, np.arange(12), 1.0, 0.95) is None


@pytest.mark.parametrize("seed", range(4))
def test_weights_on_the_simplex_equal_a_general_solver(seed):
    random = np.random.default_rng(seed)
    a, b = random.standard_normal((10, 5)), random.standard_normal(10)

    def loss(x):
        return ((a @ x - b) ** 2).sum() / 10 + 0.3 * (x**2).sum()

    slow = optimize.minimize(
        loss, np.full(5, 0.2), bounds=[(0, 1)] * 5, method="SLSQP",
        constraints={"type": "eq", "fun": lambda x: x.sum() - 1}, options={"ftol": 1e-14},
    )  # fmt: skip
    found = simplex_weights(a[None], b[None], np.array([0.3]), np.array([1e-14]), intercept=False)[
        0
    ]
    assert found.sum() == pytest.approx(1)
    assert found.min() >= 0
    assert loss(found) == pytest.approx(slow.fun, abs=1e-6)


@pytest.mark.parametrize("method", ["synthetic-did", "synthetic-control"])
def test_a_planted_effect_comes_back_and_ranks_first(method):
    random = np.random.default_rng(3)
    walk = np.cumsum(random.standard_normal((3, 24)), axis=1)
    share = random.dirichlet(np.ones(3), 20)
    y = share @ walk + 0.05 * random.standard_normal((20, 24)) + 10
    start = np.full(20, 24)
    start[:2] = [14, 17]
    y += 3 * (np.arange(24) >= start[:, None])
    found = synthetic(panel(y, start), np.ones(20), method, Span(), 1, 1.0, 0.95)
    assert found.result.estimate == pytest.approx(3, abs=0.3)
    assert found.rank == 1
    assert found.dates == 2
    assert sum(one.weight for one in found.omega) == pytest.approx(1, abs=1e-4)


def test_too_few_to_weigh_is_said():
    y, start, w = data(5, adopters=10)
    assert not can_be_synthetic(start, 9)
    with pytest.raises(ValueError, match="need 3 sites that never start"):
        synthetic(panel(y, start), w, "synthetic-did", Span(), 1, 1.0, 0.95)


def test_counts_with_exposure_give_back_the_rates_they_were_made_from():
    t = np.arange(60)
    exposure = 1e5 * (1 + 0.1 * np.sin(t))
    log_rate = -7 + 0.004 * t + 0.2 * np.sin(2 * np.pi * t / 12)
    log_rate += np.where(t >= 36, np.log(0.8) + 0.01 * (t - 36), 0)
    found = count_series(exposure * np.exp(log_rate), exposure, 36, per_year=12, level=0.95)
    assert found.step.estimate == pytest.approx(0.8, rel=1e-6)
    assert found.slope.estimate == pytest.approx(np.exp(0.01), rel=1e-6)
    assert found.before_slope.estimate == pytest.approx(np.exp(0.004), rel=1e-6)
    assert found.harmonics == 2


def test_quasi_poisson_is_the_maximum_of_its_likelihood():
    random = np.random.default_rng(2)
    x = np.column_stack([np.ones(40), np.linspace(-1, 1, 40)])
    offset = np.log(random.uniform(50, 100, 40))
    counts = random.poisson(np.exp(x @ [0.2, 0.4] + offset)).astype(float)
    fit, dispersion = quasi_poisson(counts, x, offset)

    def loss(beta):
        mean = x @ beta + offset
        return (np.exp(mean) - counts * mean).sum()

    slow = optimize.minimize(loss, np.zeros(2), method="BFGS", options={"gtol": 1e-9})
    assert fit.coefficients == pytest.approx(slow.x, abs=1e-5)
    assert 0.5 < dispersion < 2
    again, twice = quasi_poisson(10 * counts, x, offset)
    assert twice == pytest.approx(10 * dispersion)
    assert again.coefficients[1] == pytest.approx(fit.coefficients[1])


def test_counts_without_events_on_one_side_have_no_ratio():
    counts = np.where(np.arange(30) < 15, 0.0, 5.0)
    assert count_series(counts, np.full(30, 100.0), 15, per_year=12, level=0.95) is None
