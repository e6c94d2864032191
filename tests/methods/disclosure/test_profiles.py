"""What each profile tells of a count."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreadwell.methods.disclosure import DEFAULT, PROFILES, Profile, profile_named, stricter

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


def test_decimals_follow_the_denominator():
    profile = PROFILES[DEFAULT]
    assert [profile.places(n) for n in (50, 100, 999, 1000, 10**6)] == [0, 1, 1, 2, 2]


def test_a_profile_that_hides_nothing_sensible_is_refused():
    with pytest.raises(ValueError, match="nought or more"):
        Profile("x", "x", -1, True, "nearest", 5, 5, "x")
