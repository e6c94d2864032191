"""The table of a call, against a slow and obvious twin."""

from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.domain.joining.ranking import Asked, rank

CRITERIA = [Asked(1, "Reach", 1), Asked(2, "People", 3)]


def scored(**by):
    """Scores like a1r1=(4, 2): application 1, reviewer 1, on both criteria."""
    found = {}
    for key, values in by.items():
        application, reviewer = int(key[1]), int(key[3])
        for criterion, value in zip((1, 2), values, strict=True):
            if value is not None:
                found[application, reviewer, criterion] = value
    return found


def test_weights_count_and_the_spread_lies_between_reviewers():
    scores = scored(a1r1=(4, 2), a1r2=(0, 4))
    (row,) = rank(CRITERIA, {1: "Ash"}, [1, 2], scores, set())
    assert row.mean == pytest.approx((2.5 + 3.0) / 2)
    assert (row.lowest, row.highest) == pytest.approx((2.5, 3.0))
    assert row.spread == pytest.approx(0.5)
    assert (row.counted, row.asked, row.missing) == (2, 2, 0)
    assert [one.mean for one in row.criteria] == [2.0, 3.0]


def test_a_missing_score_is_missing_and_never_nought():
    scores = scored(a1r1=(4, 4), a1r2=(4, None))
    (row,) = rank(CRITERIA, {1: "Ash"}, [1, 2, 3], scores, set())
    assert row.mean == 4.0
    assert (row.counted, row.asked, row.missing) == (1, 3, 3)
    assert row.spread is None


def test_scores_of_an_excluded_reviewer_are_set_aside():
    scores = scored(a1r1=(2, 2), a1r2=(4, 4))
    (row,) = rank(CRITERIA, {1: "Ash"}, [1, 2], scores, {(1, 2)})
    assert (row.mean, row.counted, row.asked, row.aside) == (2.0, 1, 1, 1)


def test_the_highest_stands_first_and_what_nobody_scored_last():
    scores = scored(a2r1=(4, 4), a3r1=(1, 1), a4r1=(4, 4))
    names = {1: "Elm", 2: "Oak", 3: "Fir", 4: "Bay"}
    rows = rank(CRITERIA, names, [1], scores, set())
    assert [row.name for row in rows] == ["Bay", "Oak", "Fir", "Elm"]
    assert rows[-1].mean is None


def test_a_call_without_criteria_or_reviewers_ranks_nobody():
    (row,) = rank([], {1: "Ash"}, [1], {}, set())
    assert (row.mean, row.counted) == (None, 0)
    (row,) = rank(CRITERIA, {1: "Ash"}, [], {}, set())
    assert (row.mean, row.asked, row.missing) == (None, 0, 0)


@settings(max_examples=60, deadline=None)
@given(
    scores=st.dictionaries(
        st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 2)), st.integers(0, 4)
    ),
    excluded=st.sets(st.tuples(st.integers(1, 3), st.integers(1, 3))),
    weights=st.tuples(st.integers(1, 5), st.integers(1, 5)),
)
def test_the_table_is_what_one_would_work_out_by_hand(scores, excluded, weights):
    criteria = [Asked(1, "Reach", weights[0]), Asked(2, "People", weights[1])]
    rows = rank(criteria, {1: "A", 2: "B", 3: "C"}, [1, 2, 3], scores, excluded)
    for row in rows:
        whole = []
        for reviewer in (1, 2, 3):
            given_here = [scores.get((row.application, reviewer, c)) for c in (1, 2)]
            if (row.application, reviewer) not in excluded and None not in given_here:
                repeated = [given_here[0]] * weights[0] + [given_here[1]] * weights[1]
                whole.append(mean(repeated))
        assert row.mean == (pytest.approx(mean(whole)) if whole else None)
        assert row.counted == len(whole)
        if whole:
            assert 0 <= row.lowest <= row.mean + 1e-9
            assert row.mean <= row.highest + 1e-9 <= 4 + 1e-9
    means = [row.mean for row in rows if row.mean is not None]
    assert means == sorted(means, reverse=True)
