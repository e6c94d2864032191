"""Every other kind of chart: limits by hand, what is clipped, what is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.methods import spc
from spreadwell.methods.spc import Signal
from spreadwell.methods.spc.constants import a3, c4

RNG = np.random.default_rng(11)
SIZES = RNG.integers(80, 400, 24).astype(float)
EVENTS = RNG.binomial(SIZES.astype(int), 0.2).astype(float)


def test_p_limits_follow_the_denominator() -> None:
    chart = spc.p_chart(EVENTS, SIZES)
    mean = EVENTS.sum() / SIZES.sum()
    half = 3 * np.sqrt(mean * (1 - mean) / SIZES)
    np.testing.assert_allclose(chart.centre, mean)
    np.testing.assert_allclose(chart.upper, mean + half)
    np.testing.assert_allclose(chart.two_sigma_lower, mean - half * 2 / 3)


def test_p_prime_widens_by_the_moving_range_of_z() -> None:
    plain, prime = spc.p_chart(EVENTS, SIZES), spc.p_chart(EVENTS, SIZES, prime=True)
    mean = plain.centre[0]
    z = (EVENTS / SIZES - mean) / np.sqrt(mean * (1 - mean) / SIZES)
    sigma = sum(abs(z[i] - z[i - 1]) for i in range(1, len(z))) / (len(z) - 1) / 1.128
    assert dict(prime.dispersion)["sigma_z"] == pytest.approx(sigma)
    np.testing.assert_allclose(prime.upper - mean, (plain.upper - mean) * sigma)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=7, max_size=30))
def test_limits_stay_where_values_can_be(counts) -> None:
    sizes = [40] * len(counts)
    for prime in (False, True):
        chart = spc.p_chart(counts, sizes, prime=prime)
        assert np.nanmin(chart.lower) >= 0
        assert np.nanmax(chart.upper) <= 1
    assert np.nanmin(spc.c_chart(counts).lower) >= 0


def test_a_certain_proportion_has_no_width() -> None:
    chart = spc.p_chart([10] * 14, [10] * 14, prime=True, target=0.9)
    assert set(chart.lower) == set(chart.upper) == {1.0}
    assert not any(chart.signals)
    assert chart.assurance == "pass"


def test_u_and_c_limits() -> None:
    chart = spc.u_chart(EVENTS, SIZES)
    rate = EVENTS.sum() / SIZES.sum()
    np.testing.assert_allclose(chart.upper, rate + 3 * np.sqrt(rate / SIZES))
    counts = spc.c_chart([4, 6, 5, 3, 7, 5, 4, 6, 5, 5, 4, 6, 5])
    assert counts.upper[0] == pytest.approx(5 + 3 * math.sqrt(5))
    assert counts.lower[0] == 0


def test_a_period_with_nobody_counted_is_missing() -> None:
    sizes = SIZES.copy()
    sizes[4] = 0
    chart = spc.p_chart(np.where(sizes == 0, 0, EVENTS), sizes)
    assert chart.kinds[4] == "missing"
    assert not math.isnan(chart.centre[4])


@pytest.mark.parametrize(
    ("top", "bottom", "words"),
    [
        ([1, 5], [10, 4], "Entry 2: the numerator 5 is larger than the denominator 4"),
        ([1, -1], [10, 10], "Entry 2: the numerator -1 is negative"),
        ([1, 1], [10, -3], "Entry 2: the denominator -3 is negative"),
        ([1, 1], [10], "one numerator and one denominator"),
    ],
)
def test_bad_counts_are_named(top, bottom, words) -> None:
    with pytest.raises(ValueError, match=words):
        spc.p_chart(top, bottom)


def test_xbar_and_s_with_equal_and_varying_sizes() -> None:
    means, sds = [10.0, 12, 11, 9, 10, 11, 10, 12], [2.0, 1, 3, 2, 2, 1, 2, 3]
    equal = spc.xbar_chart(means, sds, [5] * 8)
    assert equal.upper[0] == pytest.approx(np.mean(means) + 1.427 * 2, abs=2e-3)
    sizes = [5, 5, 5, 5, 10, 10, 10, 10]
    pooled = math.sqrt(sum((n - 1) * s * s for n, s in zip(sizes, sds, strict=True)) / 52)
    varying = spc.xbar_chart(means, sds, sizes)
    assert varying.upper[0] - varying.centre[0] == pytest.approx(a3(5) * pooled)
    spread = spc.s_chart(sds, [5] * 8)
    assert spread.upper[0] == pytest.approx(2 * 2.089, abs=2e-3)
    assert spread.lower[0] == 0
    assert c4(5) == pytest.approx(0.9400, abs=5e-5)


def test_t_chart_is_an_xmr_of_roots() -> None:
    days = RNG.exponential(20, 30) + 0.01
    chart = spc.t_chart(days, target=1.0)
    roots = spc.xmr(days ** (1 / 3.6))
    np.testing.assert_allclose(chart.centre, roots.centre**3.6)
    np.testing.assert_allclose(chart.upper, roots.upper**3.6)
    assert chart.signals == roots.signals
    assert chart.lower.min() >= 0
    assert chart.segments[0].upper == pytest.approx(chart.upper[-1])
    with pytest.raises(ValueError, match="Entry 1: the time between events is 0"):
        spc.t_chart([0, 1, 2])


def test_g_chart_centre_is_the_median() -> None:
    cases = [12, 3, 40, 8, 22, 15, 9, 31, 5, 18, 27, 11, 90]
    chart = spc.g_chart(cases)
    mean = np.mean(cases)
    assert chart.centre[0] == np.median(cases)
    assert chart.upper[0] == pytest.approx(mean + 3 * math.sqrt(mean * (mean + 1)))
    assert chart.lower[0] == 0


def test_i_prime_with_equal_sizes_is_an_individuals_chart() -> None:
    values = [10.0, 12, 9, 11, 10, 13, 9, 12, 11, 10, 12, 11, 9]
    chart = spc.i_prime_chart(values, [50] * 13)
    amr = np.abs(np.diff(values)).mean()
    # The mean range of two normal values is 2/√π sigma: 1.128 unrounded.
    assert chart.upper[0] == pytest.approx(np.mean(values) + 3 * amr * math.sqrt(math.pi) / 2)
    wide = spc.i_prime_chart(values, [50] * 12 + [200])
    assert wide.upper[-1] - wide.centre[-1] < wide.upper[0] - wide.centre[0]


def test_moving_range_tests_only_its_limit() -> None:
    values = [*([1.0, 2.0] * 10), 9.0]
    chart = spc.moving_range(values)
    assert chart.labels[-1] == Signal.OUTSIDE_HIGH
    assert set(chart.signals[:-1]) == {Signal.NONE}


def test_anhoej_marks_the_run_and_counts_crossings() -> None:
    values = [1, 2, 1, 2, 1, 2, 1, 2, 1, 1, 2, *[5, 6] * 5]
    chart = spc.run_chart(values, improvement="down")
    (test,) = chart.runs
    assert test.shift
    assert chart.kinds[-1] == "concern"
    assert chart.assurance is None
    assert np.isnan(chart.upper).all()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.none() | st.integers(0, 6), min_size=1, max_size=40))
def test_runs_in_plain_loops(values) -> None:
    seen = sorted(v for v in values if v is not None)
    test = spc.run_chart(values).runs[0]
    if not seen:
        assert test.useful == 0
        return
    middle = (seen[(len(seen) - 1) // 2] + seen[len(seen) // 2]) / 2
    useful = [v > middle for v in values if v is not None and v != middle]
    longest = here = 0
    crossings = 0
    for i, side in enumerate(useful):
        same = i > 0 and useful[i - 1] == side
        here = here + 1 if same else 1
        crossings += int(i > 0 and not same)
        longest = max(longest, here)
    assert (test.useful, test.longest_run, test.crossings) == (len(useful), longest, crossings)


def test_perla_needs_six_in_a_run_and_five_in_a_trend() -> None:
    six = [9, 1, 9, 9, 2, 1, 2, 1, 2, 1, 9, 8, 9, 1, 9, 8]
    assert any(s & Signal.SHIFT_LOW for s in spc.run_chart(six, rules="perla").signals)
    assert not any(spc.run_chart(six).signals)
    rising = spc.run_chart([5, 1, 2, 3, 3, 4, 5, 2, 4, 1, 4], rules="perla").signals
    assert [bool(s & Signal.TREND_UP) for s in rising] == [i in (1, 2, 3, 5, 6) for i in range(11)]
    with pytest.raises(ValueError, match="choose anhoej or perla"):
        spc.run_chart(six, rules="other")


def test_funnel_poisson_and_no_overdispersion() -> None:
    expected = np.array([10.0, 20, 40, 80, 160, 320])
    found = spc.funnel_limits([10, 21, 39, 82, 158, 321], expected, kind="ratio", target=1)
    assert found.tau2 == 0
    for plain, adjusted in zip(found.plain, found.adjusted, strict=True):
        np.testing.assert_allclose(plain, adjusted)
    # Poisson with mean 10: P(X ≤ 3) = 0.01034 and P(X ≤ 4) = 0.02925 hold 0.025 between them.
    assert 0.3 < found.exact[1][0] < 0.4
    chart = spc.funnel([10, 21, 39, 82, 158, 321], expected, kind="ratio", target=1)
    assert chart.dialect.endswith("exact")
    assert not any(chart.labels)


def test_funnel_says_which_limits_and_flags_both_ways() -> None:
    tops, sizes = [300, 310, 290, 305, 420, 180], [1000] * 6
    exact = spc.funnel(tops, sizes, limits="exact", improvement="down")
    assert [k.value for k in exact.kinds[-2:]] == ["concern", "improvement"]
    auto = spc.funnel(tops, sizes)
    assert auto.dialect.endswith("adjusted")
    assert "beyond chance" in auto.notes[0]


def test_bad_funnels_are_named() -> None:
    with pytest.raises(ValueError, match="Entry 2 has more in the numerator"):
        spc.funnel([1, 9], [10, 8])
    with pytest.raises(ValueError, match="two units or more"):
        spc.funnel([1], [10])
    with pytest.raises(ValueError, match="choose auto, adjusted or exact"):
        spc.funnel([1, 2], [10, 10], limits="plain")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("proportion", "pprime"),
        ("rate", "uprime"),
        ("value", "xmr"),
        ("time_between", "t"),
        ("cases_between", "g"),
        ("subgroups", "xbar"),
    ],
)
def test_the_chart_is_chosen_with_a_reason(data, kind) -> None:
    choice = spc.choose(data, [20.0] * 13)
    assert choice.kind == kind
    assert choice.reason.endswith(".")


def test_few_points_give_a_run_chart() -> None:
    assert spc.choose("value", [1.0] * 12).kind == "run"
    after = spc.choose("value", [1.0] * 20, rebase=[15])
    assert after.kind == "run"
    assert "5 points since the rebase" in after.reason
    assert "t chart" in spc.choose("count", [0, 0, 1, 0, 0] * 4).reason


@pytest.mark.parametrize("kind", sorted(spc.CHARTS))
def test_every_kind_has_one_shape(kind) -> None:
    extra = {"sds": [2.0] * 24} if kind in ("xbar", "s") else {}
    needs = {"p", "u", "pprime", "uprime", "iprime", "xbar", "s"}
    chart = spc.chart_of(kind, EVENTS, SIZES if kind in needs else None, target=5, **extra)
    lines = (chart.centre, chart.lower, chart.upper, chart.two_sigma_lower, chart.values)
    assert {len(line) for line in lines} == {24}
    assert len(chart.kinds) == len(chart.labels) == len(chart.signals) == 24
    assert chart.segments[-1].stop == 24


def test_charts_that_need_more_say_so() -> None:
    with pytest.raises(ValueError, match="A pprime chart needs a denominator"):
        spc.chart_of("pprime", EVENTS)
    with pytest.raises(ValueError, match="There is no chart 'pie'"):
        spc.chart_of("pie", EVENTS)


def test_the_log_scale_leaves_out_extreme_groups_by_rank() -> None:
    """With a tenth at each end, 20 units lose the two lowest and the two highest."""
    expected = np.full(20, 100.0)
    observed = np.array([20.0, 30, *range(92, 108), 300, 400])
    found = spc.funnel_limits(observed, expected, kind="ratio_log", target=1.0)
    # floor(rank × 10 / 21) is 0 for ranks 1 and 2, and 9 or more for ranks 19 and 20.
    z = 10 * np.log(np.sort(observed)[2:-2] / 100)
    assert found.phi == pytest.approx((z**2).mean())
    tied = spc.funnel_limits([50.0] * 10 + [150.0] * 10, expected, kind="ratio_log", target=1.0)
    assert tied.phi == pytest.approx((100 * np.log([0.5, 1.5]) ** 2).mean())
