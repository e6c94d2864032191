"""Q-values against the definition, written slowly, and against SciPy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from spreadwell.methods.effects.many import q_values


def slow(ps):
    """For each p: the smallest, over all p at least as large, of p times m by its rank."""
    m = len(ps)
    ranked = sorted(ps)
    return [min(q * m / (i + 1) for i, q in enumerate(ranked) if q >= p) for p in ps]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_against_the_definition_and_scipy(ps):
    found = q_values(ps)
    assert found == pytest.approx(slow(ps))
    assert found == pytest.approx(false_discovery_control(ps))


def test_one_is_its_own_and_none_is_none():
    assert q_values([0.03]) == (0.03,)
    assert q_values([]) == ()


def test_what_is_no_probability_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        q_values([0.1, 1.2])
