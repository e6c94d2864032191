"""A release never lets a hidden cell be worked out, and fails closed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from spreadwell.methods.disclosure import (
    PROFILES,
    protect_grid,
    protect_rows,
    release,
    release_counts,
    release_means,
)
from tests.methods.disclosure.attack import grid_bounds, row_bounds, with_totals

HES, ONS, STRICT = PROFILES["nhs-hes-2018"], PROFILES["ons-10"], PROFILES["strict"]
MIDPOINT = PROFILES["opensafely-midpoint6"]
EVERY = pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda one: one.name)

counts = arrays.arrays(np.int64, (3, 5), elements=st.one_of(st.integers(0, 12), st.integers(0, 90)))
small_counts = arrays.arrays(np.int64, (3, 3), elements=st.integers(0, 25))


def test_small_numerators_denominators_and_complements_are_all_hidden():
    told = release([[50, 3, 97, 4]], [[100, 100, 100, 6]], HES, margins="none")
    assert told.suppressed.tolist() == [[False, True, True, True]]
    assert told.numerator[0, 0] == 50
    assert np.isnan(told.numerator[0, 1:]).all()
    assert np.isnan(told.denominator[0, 1:]).all()


def test_a_hidden_cell_is_never_nought_and_an_empty_one_is_not_hidden():
    told = release([[0, 3, np.nan]], [[100, 100, np.nan]], HES, margins="none")
    assert told.suppressed.tolist() == [[False, True, False]]
    assert told.numerator[0, 0] == 0
    assert np.isnan(told.numerator[0, 1])


def test_ratios_come_from_rounded_counts():
    told = release([[23, 48, 200]], [[52, 98, 1000]], HES)
    assert told.ratio[0].tolist() == [25 / 50, 50 / 100, 200 / 1000]


def test_one_small_cell_takes_a_second_with_it():
    told = release([[3, 60, 20, 90]], [[200, 300, 150, 400]], HES)
    assert told.suppressed.tolist() == [[True, False, True, False]]


def test_two_small_cells_that_hold_little_together_take_a_third():
    told = release([[1, 2, 20, 90]], [[200, 200, 200, 200]], HES)
    assert told.suppressed.tolist() == [[True, True, True, False]]


def test_a_row_with_a_small_total_is_hidden_whole():
    told = release_counts([[1, 0, 2, 0]], HES)
    assert told.suppressed.all()


@EVERY
@settings(deadline=None, max_examples=8)
@given(first=counts, second=counts)
def test_no_hidden_cell_can_be_narrowed_to_the_threshold_by_row_totals(profile, first, second):
    top, bottom = first.astype(float), (first + second).astype(float)
    told = release(top, bottom, profile)
    small = profile.hides(top) | profile.hides(bottom) | profile.hides(bottom - top)
    assert (told.suppressed >= small).all()
    for table in (top, bottom - top):
        for (row, _), (low, high) in row_bounds(table, told.suppressed).items():
            # A total that is small itself is known beside; then the whole row is hidden.
            within = table[row].sum() if told.suppressed[row].all() else np.inf
            assert high - low > min(profile.threshold, within - 1e-9)


@EVERY
@settings(deadline=None, max_examples=6)
@given(first=small_counts, second=small_counts)
def test_no_hidden_cell_can_be_worked_out_from_both_totals(profile, first, second):
    top, bottom = with_totals(first), with_totals(first + second)
    told = release(top, bottom, profile, margins="both")
    for table in (top, bottom - top):
        for low, high in grid_bounds(table, told.suppressed).values():
            assert high - low > profile.threshold


def test_a_second_cell_in_the_row_alone_does_not_protect_a_table_with_both_totals():
    table = with_totals([[3, 60, 40], [50, 55, 45], [70, 35, 65]])
    naive = table <= 7
    naive[0, 2] = True
    naive[1, 2] = True
    assert grid_bounds(table, naive)[0, 0] == (3, 3)
    made = protect_grid([table], table <= 7, 7)
    low, high = grid_bounds(table, made)[0, 0]
    assert low == 0
    assert high > 7
    assert made.sum() == 4


def test_a_table_that_cannot_be_protected_is_hidden_whole():
    table = with_totals([[1, 0], [0, 1]])
    assert protect_grid([table], table == 1, 9).all()


def test_protecting_hides_nothing_where_nothing_is_hidden():
    table = np.array([[20.0, 30.0], [40.0, 50.0]])
    nothing = np.zeros((2, 2), dtype=bool)
    assert not protect_rows([table], nothing, 7).any()
    assert not protect_grid([with_totals(table)], np.zeros((3, 3), dtype=bool), 7).any()


@pytest.mark.parametrize(
    "profile", [one for one in PROFILES.values() if one.slack], ids=lambda one: one.name
)
@settings(deadline=None, max_examples=40)
@given(table=counts, row=st.integers(0, 2), cell=st.integers(0, 4))
def test_two_releases_a_person_apart_do_not_tell_that_person(profile, table, row, cell):
    """One more person moves what is told by nought or by a whole step, which may be any of many."""
    before = table.astype(float)
    after = before.copy()
    after[row, cell] += 1
    first = release_counts(before, profile, margins="none")
    second = release_counts(after, profile, margins="none")
    told = ~first.suppressed & ~second.suppressed
    moved = (second.numerator - first.numerator)[told]
    assert set(np.unique(moved).tolist()) <= {0.0, 3.0, float(profile.base)}


def test_without_rounding_a_cell_that_moved_a_little_since_the_last_release_is_held_back():
    before, after = np.array([[40.0, 60.0, 80.0]]), np.array([[43.0, 60.0, 90.0]])
    moved = ONS.hides(np.abs(after - before))
    told = release_counts(after, ONS, other=moved)
    assert told.suppressed.tolist() == [[True, True, False]]
    assert told.numerator[0, 2] == 90


def test_the_middle_of_a_step_beside_an_exact_total_is_hidden_where_both_are_known():
    told = release([[6, 6]], [[60, 60]], MIDPOINT)
    assert told.suppressed.all()
    assert not release([[4, 3]], [[60, 60]], MIDPOINT).suppressed.any()


def test_means_of_few_people_are_hidden_with_another_beside():
    told = release_means([[3.1, 4.2, 5.0]], [[5, 50, 30]], HES, sd=[[1.0, 1.1, 1.2]])
    assert told.suppressed.tolist() == [[True, False, True]]
    assert told.mean[0, 1] == 4.2
    assert told.n[0, 1] == 50
    assert np.isnan(told.sd[0, [0, 2]]).all()


def test_a_mean_that_does_not_say_of_how_many_is_not_told():
    told = release_means([[3.1, 4.2]], [[np.nan, 50]], HES, margins="none")
    assert told.suppressed.tolist() == [[True, False]]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda: release([[1, 2]], [[3]], HES), "one shape"),
        (lambda: release([[5]], [[3]], HES), "larger than its denominator"),
        (lambda: release([[-1]], [[3]], HES), "nought or more"),
        (lambda: release([1, 2], [3, 4], HES), "rows and cells"),
        (lambda: release_counts([[1, 2]], HES, other=[[True]]), "shape of the table"),
        (lambda: release_means([[1.0, 2.0]], [[9]], HES), "one shape"),
        (lambda: release_counts([[1, 2], [3, 5]], HES, margins="both"), "totals of the others"),
        (lambda: release_counts([[1, np.nan], [3, 5]], HES, margins="both"), "no empty cell"),
    ],
)
def test_what_cannot_be_checked_is_refused_rather_than_told(act, sentence):
    with pytest.raises(ValueError, match=sentence):
        act()
