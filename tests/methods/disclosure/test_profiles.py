"""What each profile tells of a count."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreadwell.methods.disclosure import (
    DEFAULT,
    PROFILES,
    Profile,
    profile_named,
    release,
    stricter,
)

CASES = {
    # count → told, None where it is not told
    "nhs-hes-2018": {0: 0, 1: None, 7: None, 8: 10, 12: 10, 13: 15, 22: 20, 23: 25, 1002: 1000},
    "opensafely": {0: None, 1: None, 7: None, 8: 10, 12: 10, 13: 15},
    "opensafely-midpoint6": {0: 0, 1: 3, 6: 3, 7: 9, 12: 9, 13: 15, 60: 57, 61: 63},
    "ons-10": {0: 0, 1: None, 9: None, 10: 10, 11: 11},
    "strict": {0: None, 10: None, 11: 10, 14: 10, 15: 20, 104: 100},
}


@pytest.mark.parametrize(
    ("name", "count", "told"),
    [(name, count, told) for name, cases in CASES.items() for count, told in cases.items()],
)
def test_a_count_is_told_as_its_source_says(name, count, told):
    profile = PROFILES[name]
    hidden = bool(profile.hides(float(count)))
    assert hidden is (told is None)
    if told is not None:
        assert float(profile.rounded(float(count))) == told


def test_every_profile_is_held_against_its_source_here():
    assert set(CASES) == set(PROFILES)
    assert DEFAULT in PROFILES
    assert all(one.source and one.words for one in PROFILES.values())


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda one: one.name)
@given(counts=st.lists(st.integers(0, 5000), min_size=2, max_size=30))
def test_rounding_keeps_order_and_stays_within_its_slack(profile, counts):
    x = np.sort(np.array(counts, dtype=float))
    told = profile.rounded(x)
    assert (np.diff(told) >= 0).all()
    assert (np.abs(told - x) <= profile.slack).all()


def test_a_name_that_is_none_is_answered_with_the_names():
    with pytest.raises(ValueError, match="is not a disclosure profile; they are nhs-hes-2018,"):
        profile_named("hes")


def test_the_stricter_of_two_is_found_either_way_round():
    loose, tight = PROFILES["nhs-hes-2018"], PROFILES["strict"]
    assert stricter(loose, tight) is stricter(tight, loose) is tight
    assert stricter(PROFILES["opensafely"], loose) is PROFILES["opensafely"]
    assert stricter(loose, loose) is loose


PAIRS = [(first, second) for first in PROFILES.values() for second in PROFILES.values()]


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=lambda one: one.name)
def test_nothing_is_told_under_two_profiles_that_either_would_hide(first, second):
    both = stricter(first, second)
    counts = np.arange(2000.0)
    for one in (first, second):
        assert (both.hides(counts) >= one.hides(counts)).all()
        assert both.slack >= one.slack
        assert both.fewest_in_mean >= one.fewest_in_mean
        assert all(both.places(n) <= one.places(n) for n in (5, 99, 100, 999, 1000, 10**6))
        alone = release([counts], [2 * counts + 40], one, margins="none")
        together = release([counts], [2 * counts + 40], both, margins="none")
        assert (together.suppressed >= alone.suppressed).all()
        # As many true counts or more stand behind each number that is told.
        told = both.rounded(counts[~both.hides(counts)])
        behind = np.unique(told[(told > 100) & (told < 1900)], return_counts=True)[1]
        alone_told = one.rounded(counts[~one.hides(counts)])
        kept = alone_told[(alone_told > 100) & (alone_told < 1900)]
        assert behind.min() >= np.unique(kept, return_counts=True)[1].max()
    other = stricter(second, first)
    assert [getattr(both, name) for name in PARTS] == [getattr(other, name) for name in PARTS]


PARTS = ("threshold", "zero_shown", "rounding", "base", "fewest_in_mean", "decimals", "words")


def test_where_neither_of_two_is_stricter_throughout_both_are_named():
    ons, hes = PROFILES["ons-10"], PROFILES["nhs-hes-2018"]
    both = stricter(hes, ons)
    assert both.name == "nhs-hes-2018 with ons-10"
    assert (both.threshold, both.rounding, both.base, both.fewest_in_mean) == (9, "nearest", 5, 10)
    assert both.words == "Counts from 1 to 9 are not told, all others are rounded to the nearest 5."
    assert ons.source in both.source
    middle = stricter(PROFILES["opensafely-midpoint6"], PROFILES["opensafely"])
    assert middle.words == (
        "Counts up to 7, nought among them, are not told, all others are told as the middle of "
        "their step of 6."
    )
    assert not middle.zero_shown


def test_fewer_decimals_of_two_profiles_stand_in_every_band():
    hes = PROFILES["nhs-hes-2018"]
    other = replace(hes, name="other", decimals=((50.0, 1), (500.0, 0), (float("inf"), 1)))
    both = stricter(hes, other)
    assert [both.places(n) for n in (49, 50, 99, 100, 499, 500, 999, 5000)] == [0] * 5 + [1] * 3


def test_decimals_follow_the_denominator():
    profile = PROFILES[DEFAULT]
    assert [profile.places(n) for n in (50, 100, 999, 1000, 10**6)] == [0, 1, 1, 2, 2]


def test_a_profile_that_hides_nothing_sensible_is_refused():
    with pytest.raises(ValueError, match="nought or more"):
        Profile("x", "x", -1, True, "nearest", 5, 5, "x")
