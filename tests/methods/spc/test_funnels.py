"""Funnels against the slow ones, and where a funnel has nothing to go by."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from spreadwell.methods import spc
from tests.methods.spc.slow.funnel import binomial, funnel

SITES = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 120)).map(lambda t: (min(t), t[1])),
    min_size=2,
    max_size=14,
)


@pytest.mark.parametrize("kind", ["proportion", "ratio", "ratio_log"])
@settings(max_examples=40, deadline=None)
@given(sites=SITES, target=st.sampled_from([None, None, 0.25, 0.5]))
def test_same_as_slow(kind, sites, target) -> None:
    tops, bottoms = map(list, zip(*sites, strict=True))
    # A logarithm needs something to be the logarithm of.
    assume(kind != "ratio_log" or target or sum(tops))
    fast = spc.funnel_limits(tops, bottoms, kind=kind, target=target)
    slow = funnel(kind, tops, bottoms, target)
    assert fast.target == pytest.approx(slow.target)
    assert fast.phi == pytest.approx(slow.phi, rel=1e-9, abs=1e-9)
    assert fast.tau2 == pytest.approx(slow.tau2, rel=1e-6, abs=1e-12)
    for name in ("plain", "adjusted", "exact"):
        got = np.array(getattr(fast, name)).T
        np.testing.assert_allclose(got, getattr(slow, name), rtol=1e-7, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(sites=SITES, data=st.data())
def test_the_order_of_sites_moves_nothing(sites, data) -> None:
    shuffled = data.draw(st.permutations(range(len(sites))))
    tops, bottoms = (np.array(column) for column in zip(*sites, strict=True))
    one = spc.funnel(tops, bottoms)
    other = spc.funnel(tops[shuffled], bottoms[shuffled])
    np.testing.assert_allclose(other.upper, one.upper[shuffled], rtol=1e-12)
    assert other.kinds == tuple(one.kinds[i] for i in shuffled)
    assert dict(other.dispersion) == pytest.approx(dict(one.dispersion))


@pytest.mark.parametrize("kind", ["proportion", "ratio"])
@pytest.mark.parametrize(("tops", "bottoms"), [([0, 0, 0], [9, 50, 7]), ([0, 0], [1, 1])])
def test_noughts_everywhere_give_lines_on_nought_and_no_signal(kind, tops, bottoms) -> None:
    chart = spc.funnel(tops, bottoms, kind=kind)
    for line in (chart.values, chart.lower, chart.upper, chart.two_sigma_upper, chart.centre):
        assert np.isfinite(line).all()
    assert not any(chart.labels)


def test_everybody_everywhere() -> None:
    chart = spc.funnel([9, 50, 7], [9, 50, 7])
    assert np.isfinite(chart.upper).all()
    assert not any(chart.labels)


def test_a_log_scale_without_an_event_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match=r"log scale .*\.$"):
        spc.funnel([0, 0, 0], [9, 50, 7], kind="ratio_log")


def test_a_count_that_chance_reaches_is_not_outside() -> None:
    """Of 9, at 95 in 100, all 9 come out in 63 of 100: no sign of anything."""
    chart = spc.funnel([9, 855, 40], [9, 900, 42], target=0.95, limits="exact")
    assert chart.upper[0] < 1
    assert not chart.labels[0]


def test_funnels_flag_what_chance_gives_less_than_once_in_a_thousand() -> None:
    for size in (5, 20, 60):
        for share in (Fraction(1, 10), Fraction(1, 2), Fraction(19, 20)):
            chances = [float(one) for one in binomial(size, share)]
            for top in range(size + 1):
                chart = spc.funnel([top, 1], [size, 2], target=float(share), limits="exact")
                rare = sum(chances[top:]) < 0.001 or sum(chances[: top + 1]) < 0.001
                assert bool(chart.labels[0]) == rare, (size, share, top)
