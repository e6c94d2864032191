"""The values of each stratifier, and what is said of others."""

import pytest

from spreadwell.formats.measure_kinds import Stratifier as Named
from spreadwell.formats.strata import ORDERED, STRATA


def test_every_stratifier_a_definition_may_name_has_its_values():
    assert set(STRATA) == {one.value for one in Named}
    assert set(STRATA) >= ORDERED
    assert all(one.ends is None or set(one.ends) <= set(one.values) for one in STRATA.values())


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("imd_quintile", "1", ""),
        ("imd_quintile", "Q1", "did you mean “1”?"),
        ("imd_quintile", "01", "did you mean “1”?"),
        ("imd_quintile", "6", "it is one of 1, 2, 3, 4, 5"),
        ("imd_quintile", "most deprived fifth", "did you mean “1”?"),
        ("sex", "F", "did you mean “female”?"),
        ("sex", "Femal", "did you mean “female”?"),
        ("sex", "zz", "it is one of female, male, other, unknown"),
        ("ethnic_group", "Asian", "did you mean “asian”?"),
        ("ethnic_group", "White", "did you mean “white”?"),
        ("age_band", "18-39", ""),
        ("age_band", "80+", ""),
        ("age_band", "39-18", "write it as 18-39 or 80+"),
        ("age_band", "old", "write it as 18-39 or 80+"),
    ],
)
def test_an_unknown_value_is_answered_with_what_was_meant(key, value, said):
    found = STRATA[key].problem(value)
    assert (found == "") if said == "" else found.endswith(said)


def test_strata_stand_in_their_order():
    assert STRATA["imd_quintile"].ordered(["5", "1", "3"]) == ["1", "3", "5"]
    assert STRATA["age_band"].ordered(["80+", "18-39", "5-17"]) == ["5-17", "18-39", "80+"]
    assert STRATA["sex"].ordered(["male", "female"]) == ["female", "male"]


def test_strata_have_names_in_words():
    assert STRATA["imd_quintile"].words("1") == "most deprived fifth"
    assert STRATA["age_band"].words("18-39") == "aged 18 to 39"
    assert STRATA["age_band"].words("80+") == "aged 80+"
