"""The smaller parts: time series, intervals, pooling, grades, sentences."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from benchmarks.truth import Truth, simulate
from spreadwell.methods.effects import wording
from spreadwell.methods.effects.evaluate import evaluate
from spreadwell.methods.effects.grade import Evidence, grade
from spreadwell.methods.effects.intervals import always_valid, sup_t, t_interval
from spreadwell.methods.effects.pooling import pool
from spreadwell.methods.effects.results import EffectQuestion, Estimate, Gate, Scale
from spreadwell.methods.effects.segmented import ar1_reml, design_matrix, segmented
from spreadwell.methods.effects.selection import share_expected_to_fall

IN_100 = Scale("proportion", 100, "in 100")
CLEAR = Estimate(2.5, 0.6, 1.2, 3.8, 13, 0.95)
UNCLEAR = Estimate(0.5, 0.6, -0.8, 1.8, 13, 0.95)
BEST = Evidence(
    gate=Gate(True, ()), headline=CLEAR, compared=True, adopters=14, comparators=31, before=20,
    permutation_p=0.001, dip_flagged=False, dip_version=CLEAR, drift_adjusted=CLEAR,
    gathering_drift=CLEAR, estimators_agree=True, one_site_turns_it=False, other_flags=(),
    randomised=False, selected_for_high_value=False, also_live=(), smallest_worthwhile=None,
    few_events=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "letter"),
    [
        ({}, "B"),
        ({"randomised": True}, "A"),
        ({"randomised": True, "drift_adjusted": UNCLEAR}, "A"),
        ({"randomised": True, "other_flags": ("Something.",)}, "B"),
        ({"drift_adjusted": UNCLEAR}, "C"),
        ({"gathering_drift": UNCLEAR}, "C"),
        ({"drift_adjusted": replace(CLEAR, estimate=-2.5, lower=-3.8, upper=-1.2)}, "C"),
        ({"drift_adjusted": None}, "C"),
        ({"dip_version": UNCLEAR}, "C"),
        ({"dip_flagged": True}, "C"),
        ({"estimators_agree": False}, "C"),
        ({"one_site_turns_it": True}, "C"),
        ({"also_live": ("x",)}, "C"),
        ({"few_events": True}, "C"),
        ({"before": 11}, "C"),
        ({"adopters": 9}, "C"),
        ({"adopters": 9, "headline": UNCLEAR, "permutation_p": 0.01}, "C"),
        ({"adopters": 9, "permutation_p": 0.2}, "E"),
        ({"adopters": 2}, "D"),
        ({"comparators": 9}, "C"),
        ({"comparators": 4}, "D"),
        ({"compared": False, "comparators": 0}, "D"),
        ({"headline": UNCLEAR}, "E"),
        ({"permutation_p": 0.06}, "E"),
        ({"headline": UNCLEAR, "smallest_worthwhile": 2.0}, "N"),
        ({"headline": UNCLEAR, "smallest_worthwhile": 1.5}, "E"),
        ({"selected_for_high_value": True}, "E"),
        ({"gate": Gate(False, ())}, "–"),
    ],
)
def test_the_lowest_cap_applies(changes, letter):
    found = grade(replace(BEST, **changes))
    assert found.letter == letter
    assert found.shows_size is ("selected_for_high_value" not in changes and "gate" not in changes)


def test_every_cap_has_a_reason_in_a_sentence():
    poor = replace(
        BEST, adopters=2, comparators=3, before=4, dip_flagged=True, dip_version=UNCLEAR,
        drift_adjusted=None, gathering_drift=None, estimators_agree=False, one_site_turns_it=True,
        also_live=("x",), headline=UNCLEAR, few_events=True,
    )  # fmt: skip
    caps = grade(poor).caps
    assert len({cap.rule for cap in caps}) == len(caps) >= 9
    assert all(cap.reason.endswith(".") for cap in caps)
    order = ["ABCDE".index(cap.grade) for cap in caps]
    assert order == sorted(order, reverse=True)


def dense_reml(y, x, rho):
    n, p = x.shape
    v = rho ** np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    inverse = np.linalg.inv(v)
    gram = x.T @ inverse @ x
    beta = np.linalg.solve(gram, x.T @ inverse @ y)
    rss = (y - x @ beta) @ inverse @ (y - x @ beta)
    loss = np.linalg.slogdet(v)[1] + np.linalg.slogdet(gram)[1] + (n - p) * np.log(rss)
    return loss, beta, np.linalg.inv(gram) * rss / (n - p)


def autoregressive(random, n, rho):
    shock = random.standard_normal(n) * np.sqrt(1 - rho**2)
    made = np.zeros(n)
    made[0] = random.standard_normal()
    for t in range(1, n):
        made[t] = rho * made[t - 1] + shock[t]
    return made


def test_reml_equals_dense_matrices_on_a_grid():
    random = np.random.default_rng(8)
    x = design_matrix(40, 25, 12, 0)
    y = autoregressive(random, 40, 0.5)
    found = ar1_reml(y, x, np.arange(40.0))
    grid = np.linspace(0.01, 0.95, 400)
    best = grid[np.argmin([dense_reml(y, x, rho)[0] for rho in grid])]
    assert found.rho == pytest.approx(best, abs=0.003)
    _, beta, covariance = dense_reml(y, x, found.rho)
    assert found.coefficients == pytest.approx(beta, rel=1e-8)
    assert found.covariance == pytest.approx(covariance, rel=1e-8)


def test_segmented_intervals_hold_the_truth_under_autocorrelation():
    random = np.random.default_rng(1)
    held = 0
    for _ in range(150):
        y = autoregressive(random, 36, 0.4) + 2.0 * (np.arange(36) >= 22)
        fit, _, _ = segmented(y, 22, per_year=0)
        held += fit.step.lower <= 2.0 <= fit.step.upper
    assert held / 150 >= 0.88


def test_segmented_under_twelve_points_is_ordinary_least_squares():
    y = np.array([1.0, 2, 3, 4, 5, 9, 10.5, 12, 13.5, 15.01])
    fit, average, _ = segmented(y, 5, per_year=0)
    assert fit.method == "ordinary least squares"
    assert fit.step.estimate == pytest.approx(3.0, abs=0.02)
    assert fit.slope.estimate == pytest.approx(0.5, abs=0.01)
    assert average.estimate == pytest.approx(4.0, abs=0.02)


def test_segmented_needs_readings_on_each_side():
    with pytest.raises(ValueError, match="1 before and 9 after"):
        segmented(np.arange(10.0), 1)


def test_sup_t_of_independent_effects_is_sidak():
    found = sup_t(np.eye(5), 1e6, 0.95, 200_000, 1)
    assert found == pytest.approx(stats.norm.ppf((1 + 0.95 ** (1 / 5)) / 2), abs=0.02)


def test_always_valid_is_wider_and_holds_over_all_looks():
    random = np.random.default_rng(3)
    alarms = 0
    for _ in range(300):
        total = np.cumsum(random.standard_normal(60))
        for look in range(12, 61):
            mean, se = total[look - 1] / look, 1 / np.sqrt(look)
            found = always_valid(t_interval(mean, se, None, 0.95), 0.3)
            if not found.lower <= 0 <= found.upper:
                alarms += 1
                break
    assert alarms / 300 <= 0.05
    assert found.upper - found.lower > 2 * 1.96 * se


def test_always_valid_first_turns_t_to_a_normal_score():
    few = always_valid(t_interval(2.0, 1.0, 4, 0.95), 1.0)
    many = always_valid(t_interval(2.0, 1.0, None, 0.95), 1.0)
    assert few.upper - few.lower > many.upper - many.lower
    smooth = [always_valid(t_interval(x, 1.0, 4, 0.95), 1.0).upper - x for x in (0, 1e-5, 1e-3)]
    assert smooth == pytest.approx([smooth[0]] * 3, rel=1e-3)


def test_pooling_names_the_row_without_spread():
    with pytest.raises(ValueError, match="Row 2 has a standard error"):
        pool(np.array([1.0, 2, 3]), np.array([1.0, 0, 1]))
    with pytest.raises(ValueError, match="1 site cannot be pooled"):
        pool(np.array([1.0]), np.array([1.0]))


def test_pooling_equal_sites_has_no_spread_between():
    found = pool(np.array([1.0, 1.1, 0.9, 1.0]), np.full(4, 1.0))
    assert found.tau2 == 0
    assert found.shrunken == pytest.approx(np.ones(4))


def test_share_expected_to_fall_agrees_with_simulation():
    random = np.random.default_rng(5)
    first = random.standard_normal(400_000)
    again = 0.6 * first + 0.8 * random.standard_normal(400_000)
    picked = first > stats.norm.ppf(0.9)
    simulated = (again < first)[picked].mean()
    assert share_expected_to_fall(0.9, 0.6) == pytest.approx(simulated, abs=0.008)
    assert "about 84 of 100" in wording.expected_with_no_effect(0.9, 0.5)
    with pytest.raises(ValueError, match="percentile is 90"):
        share_expected_to_fall(90, 0.5)


@pytest.mark.parametrize(
    ("value", "text"),
    [(2.5, "2.5 more people in 100"), (-0.04, "0.04 fewer people in 100"), (0, "0.0 more")],
)
def test_changes_are_frequencies(value, text):
    assert wording.change(value, IN_100).startswith(text)


@pytest.mark.parametrize(
    ("lower", "upper", "text"),
    [(1.2, 3.8, "1.2 to 3.8 more"), (-1, 2, "1.0 fewer to 2.0 more"), (-3, -1, "1.0 to 3.0 fewer")],
)
def test_ranges_in_words(lower, upper, text):
    assert wording.between(Estimate(0, 1, lower, upper, None, 0.95), IN_100) == text


def test_sentences_carry_size_and_certainty_and_no_p_value():
    result = evaluate(simulate(Truth("works", effect=0.13), 1)[0], EffectQuestion(draws=99))
    lead = wording.headline(result)
    assert lead.startswith("Probably caused by it. About ")
    assert "more people in 100 (likely between" in lead
    assert wording.direction(result) == "That is an improvement."
    sentences = [text for _, text, _ in wording.checks(result)]
    everything = " ".join([lead, *sentences, wording.why_this_design(result)])
    assert "p =" not in everything
    assert "p-value" not in everything
    assert len(sentences) == len(set(sentences)) == 10
    assert all(text.endswith(".") for text in sentences)
    wrong = replace(result, question=replace(result.question, improvement="down"))
    assert wording.direction(wrong) == "That is the wrong direction."
