"""Panel means, standard errors, disagreement and ignorance."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spreadwell.methods.priorities import panel_scores, side_scores
from spreadwell.methods.priorities.panel import KNOW_NOTHING_SD

NAN = math.nan


def cell(*values, groups=None, **more):
    return panel_scores(np.array([[values]]), groups or ["a"] * len(values), **more)


def test_plain_mean_and_standard_error_of_one_group():
    got = cell(2, 4, 4, 5)
    assert got.mean[0, 0] == pytest.approx(3.75)
    assert got.se[0, 0] == pytest.approx(np.std([2, 4, 4, 5], ddof=1) / 2)
    assert got.disagreement[0, 0] == pytest.approx(np.std([2, 4, 4, 5], ddof=1))


def test_twenty_of_one_group_do_not_outvote_three_of_another():
    values = [5] * 20 + [1] * 3
    groups = ["clinicians"] * 20 + ["patients"] * 3
    assert cell(*values, groups=groups).mean[0, 0] == pytest.approx(3.0)
    plain = cell(*values, groups=groups, equal_voice=False)
    assert plain.mean[0, 0] == pytest.approx(103 / 23)


def test_standard_error_with_equal_voice_adds_the_groups():
    got = cell(1, 3, 4, 4, 5, groups=["a", "a", "b", "b", "b"])
    within = (2.0 + 2 / 3) / 3
    assert got.se[0, 0] == pytest.approx(math.sqrt(within * (1 / 2 + 1 / 3) / 4))


def test_dont_know_is_ignorance_and_never_a_score():
    got = cell(4, NAN, NAN, 4)
    assert (got.known[0, 0], got.asked[0, 0]) == (2, 4)
    assert got.ignorance[0, 0] == pytest.approx(0.5)
    assert got.disagreement[0, 0] == 0.0
    assert got.mean[0, 0] == 4.0


def test_a_cell_that_nobody_scored_lies_in_the_middle_and_is_unsure():
    got = cell(NAN, NAN)
    assert got.mean[0, 0] == 3.0
    assert got.se[0, 0] == pytest.approx(KNOW_NOTHING_SD)
    assert math.isnan(got.disagreement[0, 0])


def test_one_score_borrows_the_spread_of_its_criterion():
    scores = np.array([[[2.0, 4.0]], [[5.0, NAN]]])
    got = panel_scores(scores, ["a", "a"])
    assert got.se[1, 0] == pytest.approx(math.sqrt(2.0))


def test_an_interest_takes_the_scores_out_of_both_counts():
    scores = np.array([[[1.0, 5.0, 5.0]]])
    got = panel_scores(scores, ["a"] * 3, aside=np.array([[True, False, False]]))
    assert got.mean[0, 0] == 5.0
    assert (got.known[0, 0], got.asked[0, 0], got.ignorance[0, 0]) == (2, 2, 0.0)


def test_two_camps_are_told_from_plain_spread():
    assert cell(1, 1, 2, 5, 5, 4).camps[0, 0]
    assert not cell(1, 3, 3, 3, 5, 4).camps[0, 0]
    assert not cell(1, 5, 5, 5).camps[0, 0]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # a busy machine
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.one_of(st.none(), st.integers(1, 5))),
        min_size=1,
        max_size=12,
    ),
    st.randoms(),
)
def test_the_order_of_scorers_never_matters(rows, random):
    def of(rows):
        values = [NAN if v is None else float(v) for _, v in rows]
        return cell(*values, groups=[g for g, _ in rows])

    one = of(rows)
    random.shuffle(rows)
    other = of(rows)
    for name in ("mean", "se", "disagreement", "known", "camps"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), atol=1e-12)


def test_sides_average_their_own_criteria_only():
    got = panel_scores(np.array([[[5.0, 3.0], [1.0, 1.0], [2.0, 2.0]]]), ["a", "a"])
    powerful, possible = side_scores(got, [0, 1]), side_scores(got, [2])
    assert powerful.score[0] == pytest.approx(2.5)
    assert possible.score[0] == pytest.approx(2.0)
    assert powerful.se[0] == pytest.approx(math.sqrt(1.0) / 2)


@pytest.mark.parametrize("bad", [0.0, 6.0])
def test_scores_off_the_scale_are_refused(bad):
    with pytest.raises(ValueError, match="between 1 and 5"):
        cell(bad)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="one group a scorer"):
        panel_scores(np.ones((1, 1, 2)), ["a"])
    with pytest.raises(ValueError, match="set aside"):
        panel_scores(np.ones((1, 1, 2)), ["a", "a"], aside=np.zeros((2, 1), dtype=bool))
    with pytest.raises(ValueError, match="at least one criterion"):
        side_scores(cell(3), [])


def test_a_panel_of_nobody_knows_nothing():
    got = panel_scores(np.empty((2, 3, 0)), [])
    assert got.mean.tolist() == [[3.0] * 3] * 2
    assert not got.known.any()
    assert got.se[0, 0] == pytest.approx(KNOW_NOTHING_SD)
