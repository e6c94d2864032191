"""The fast paths against slow, obvious ones, and against another library."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.methods.effects import callaway
from spreadwell.methods.effects.cells import Span, after, untreated
from spreadwell.methods.effects.imputation import drift_of, impute, jackknife_covariance
from spreadwell.methods.effects.permutation import permute_dates
from tests.methods.effects import effects_oracle as oracle


def panel(seed, n=9, periods=8, adopters=4, gaps=0.0):
    random = np.random.default_rng(seed)
    y = random.standard_normal((n, periods)) + random.standard_normal((n, 1))
    start = np.full(n, periods)
    start[:adopters] = random.integers(3, periods, adopters)
    if gaps:
        y[random.random(y.shape) < gaps] = np.nan
    return y, start, random.uniform(0.5, 2, n)


@given(seed=st.integers(0, 10_000), gaps=st.sampled_from([0.0, 0.05]), drop=st.integers(0, 2))
@settings(max_examples=30, deadline=None)
def test_imputation_equals_dummy_variables(seed, gaps, drop):
    y, start, w = panel(seed, gaps=gaps)
    live = after(start, 8, Span())[None]
    found = impute(y, untreated(start, 8, drop), live, w).estimates[0]
    assert found == pytest.approx(oracle.imputation(y, start, w, drop), abs=1e-9)


@given(seed=st.integers(0, 10_000), pace=st.sampled_from([1, 2]))
@settings(max_examples=15, deadline=None)
def test_drift_equals_dummy_variables_with_a_slope(seed, pace):
    y, start, w = panel(seed)
    live = after(start, 8, Span(0, 2))[None]
    found = impute(y, untreated(start, 8), live, w, drift=drift_of(start < 8, 8, pace)).estimates[0]
    assert found == pytest.approx(oracle.imputation(y, start, w, drift=pace, last=2), abs=1e-8)


@pytest.mark.parametrize("drift", [0, 1, 2])
@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("gaps", [0.0, 0.06])
def test_jackknife_equals_leaving_out_by_hand(grouped, gaps, drift):
    y, start, w = panel(3, n=12, adopters=5, gaps=gaps)
    group = np.arange(12) // 2 if grouped else np.arange(12)
    found = impute(
        y, untreated(start, 8), after(start, 8, Span())[None], w, group,
        drift_of(start < 8, 8, drift) if drift else None,
    )  # fmt: skip
    se = float(np.sqrt(jackknife_covariance(found.left_out)[0, 0]))
    assert se == pytest.approx(oracle.jackknife_se(y, start, w, group, drift=drift), rel=1e-8)


def test_jackknife_when_one_site_alone_holds_a_period_open():
    y, start, w = panel(5, n=6, adopters=5)
    start[:5] = [3, 4, 5, 5, 6]
    found = impute(y, untreated(start, 8), after(start, 8, Span())[None], w, np.arange(6))
    se = float(np.sqrt(jackknife_covariance(found.left_out)[0, 0]))
    assert se == pytest.approx(oracle.jackknife_se(y, start, w, np.arange(6)), rel=1e-8)


def test_an_effect_never_identified_leaves_the_others_alone():
    left = np.random.default_rng(0).standard_normal((9, 2))
    alone = jackknife_covariance(left)
    found = jackknife_covariance(np.column_stack([left, np.full(9, np.nan)]))
    assert np.array_equal(found[:2, :2], alone)
    assert np.isnan(found[2]).all()


@given(seed=st.integers(0, 10_000), compare=st.sampled_from(["never", "notyet"]))
@settings(max_examples=30, deadline=None)
def test_callaway_santanna_equals_explicit_loops(seed, compare):
    y, start, w = panel(seed)
    effects = callaway.cohort_effects(y, start, w, compare=compare)
    live = (np.arange(8) >= effects.cohorts[:, None])[None]
    found = callaway.summarise(effects, live).estimates[0]
    assert found == pytest.approx(oracle.callaway_santanna(y, start, w, compare), abs=1e-10)


def test_permutation_batch_equals_estimating_each_draw():
    y, start, w = panel(11, n=14, adopters=5)
    group = np.arange(14)
    found = permute_dates(y, start, w, group, Span(), 99, 7)
    order = np.random.default_rng(7).permuted(np.tile(np.arange(14), (99, 1)), axis=1)
    for k in (0, 40, 98):
        shuffled = np.empty(14, dtype=int)
        shuffled[order[k]] = start
        assert found.draws[k] == pytest.approx(oracle.imputation(y, shuffled, w), abs=1e-9)
    real = abs(oracle.imputation(y, start, w))
    assert found.p == (1 + (np.abs(found.draws) >= real).sum()) / 100


def test_one_adopter_is_ranked_among_every_site():
    y, start, w = panel(2, n=12, adopters=1)
    y[0, start[0] :] += 50
    found = permute_dates(y, start, w, np.arange(12), Span(), 999, 1)
    assert len(found.draws) == 11
    assert found.rank == 1
    assert found.p == pytest.approx(1 / 12)


@pytest.mark.parametrize("compare", ["never_treated", "not_yet_treated"])
def test_staggered_panel_equals_diff_diff(compare):
    from diff_diff import CallawaySantAnna, ImputationDiD

    y, start, _ = panel(21, n=40, periods=10, adopters=15)
    frame = pd.DataFrame(
        {
            "unit": np.repeat(np.arange(40), 10),
            "time": np.tile(np.arange(10), 40),
            "y": y.ravel(),
            "first": np.repeat(np.where(start < 10, start, 0), 10),
        }
    )
    columns = {"outcome": "y", "unit": "unit", "time": "time", "first_treat": "first"}
    ones = np.ones(40)
    with warnings.catch_warnings():
        # The other library remarks on small cohorts; its figures are what is wanted here.
        warnings.simplefilter("ignore")
        theirs = CallawaySantAnna(control_group=compare).fit(frame, **columns)
        imputed = ImputationDiD().fit(frame, **columns)
    word = "never" if compare == "never_treated" else "notyet"
    effects = callaway.cohort_effects(y, start, ones, compare=word)
    live = (np.arange(10) >= effects.cohorts[:, None])[None]
    found = callaway.summarise(effects, live)
    assert found.estimates[0] == pytest.approx(theirs.overall_att, abs=1e-9)
    assert found.se[0] == pytest.approx(theirs.overall_se, rel=1e-6)
    ours = impute(y, untreated(start, 10), after(start, 10, Span())[None], ones).estimates[0]
    assert ours == pytest.approx(imputed.overall_att, abs=1e-8)
