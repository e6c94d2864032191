"""The fine points in which the two comparison packages read their rules."""

from __future__ import annotations

import itertools
import math
from statistics import mean, median

import numpy as np
import pytest

from spreadwell.methods import spc
from spreadwell.methods.spc import Question, Signal

NHSR, QIC = "nhsrplotthedots-0.2", "qicharts2-0.8"
WOBBLE = [50.0, 53, 49, 52, 51, 48, 54, 50, 52, 49, 53, 51, 50, 47, 52]


def ranges(values):
    return [abs(b - a) for a, b in itertools.pairwise(values)]


class TestNhsrPlotTheDots:
    def test_a_tie_between_two_trends_reads_as_a_fall(self) -> None:
        """The last rising point takes its direction from the step to the next trend."""
        rising, falling = [1.0, 2, 3, 4, 5, 6, 7], [7.0, 6, 5, 4, 3, 2, 1]
        labels = spc.xmr([*rising, *falling], dialect=NHSR).signals
        assert labels[5] & Signal.TREND_UP
        assert labels[6] & Signal.TREND_DOWN
        assert not labels[6] & Signal.TREND_UP
        ours = spc.xmr([*rising, *falling]).signals
        assert ours[6] & Signal.TREND_UP

    def test_a_jump_between_two_falls_reads_as_a_rise(self) -> None:
        signals = spc.xmr([6.0, 5, 4, 3, 2, 1, 0] * 2, dialect=NHSR).signals
        assert signals[6] & Signal.TREND_UP
        assert all(s & Signal.TREND_DOWN for i, s in enumerate(signals) if i != 6)

    def test_a_turning_point_takes_the_step_that_follows(self) -> None:
        values = [1.0, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1]
        signals = spc.xmr(values, dialect=NHSR).signals
        assert [bool(s & Signal.TREND_UP) for s in signals] == [i < 6 for i in range(13)]
        assert [bool(s & Signal.TREND_DOWN) for s in signals] == [i >= 6 for i in range(13)]

    def test_a_point_beyond_the_limits_does_not_count_towards_two_of_three(self) -> None:
        base = [10.0, 12] * 12
        chart = spc.xmr([*base, 30, 14.8, 11.5], dialect=NHSR, screen=False, baseline=24)
        assert chart.labels[24] == Signal.OUTSIDE_HIGH
        assert not chart.signals[25] & Signal.TWO_IN_THREE_HIGH
        mdc = spc.xmr([*base, 30, 14.8, 11.5], baseline=24)
        assert mdc.signals[25] & Signal.TWO_IN_THREE_HIGH
        assert mdc.labels[24] == Signal.OUTSIDE_HIGH

    def test_a_point_on_the_mean_breaks_two_of_three(self) -> None:
        base = [10.0, 12] * 12
        near = spc.xmr([*base, 14.8, 11.0, 14.8], dialect=NHSR, baseline=24)
        assert near.centre[0] == 11
        assert not any(s & Signal.TWO_IN_THREE_HIGH for s in near.signals)

    def test_the_icon_is_of_the_point_whatever_its_limits(self) -> None:
        chart = spc.xmr([*WOBBLE, 90.0], dialect=NHSR, rebase=[15])
        assert math.isnan(chart.upper[-1])
        assert chart.variation == "common_cause"
        assert [guard.code for guard in chart.guards] == ["too_few_points"]

    def test_a_baseline_counts_inside_each_segment(self) -> None:
        chart = spc.xmr([*WOBBLE, *[v + 9 for v in WOBBLE]], dialect=NHSR, rebase=[15], baseline=6)
        first, second = WOBBLE[:6], [v + 9 for v in WOBBLE[:6]]
        assert chart.centre[0] == pytest.approx(mean(first))
        assert chart.centre[-1] == pytest.approx(mean(second))

    def test_screening_is_strict(self) -> None:
        """A range of exactly 3.267 times the mean is screened out: only smaller ones stay."""
        steps = [0.5, 1.0, 0.5, 1.0, 0.75, 0.75, 0.75, 0.75, 0.733, 3.267]
        series = [0.0]
        for place, step in enumerate(steps):
            series.append(series[-1] + (step if place % 2 == 0 else -step))
        kept = [step for step in ranges(series) if step < 3.267 * mean(ranges(series))]
        assert len(kept) == 9
        chart = spc.xmr(series, dialect=NHSR)
        assert chart.upper[0] - chart.centre[0] == pytest.approx(2.66 * mean(kept))


class TestQicharts2:
    def test_ranges_span_a_point_left_out(self) -> None:
        values = [50.0, 53, 49, 90, 51, 48, 54, 50]
        rest = [v for i, v in enumerate(values) if i != 3]
        chart = spc.xmr(values, dialect=QIC, exclude=[3], screen=False)
        half = 3 / 1.128 * mean(ranges(rest))
        assert chart.upper[0] - chart.centre[0] == pytest.approx(half)
        assert chart.signals[3] & Signal.OUTSIDE_HIGH
        apart = spc.xmr(values, dialect=NHSR, exclude=[3], screen=False)
        beside = [3.0, 4, 3, 6, 4]
        assert apart.upper[0] - apart.centre[0] == pytest.approx(2.66 * mean(beside))

    def test_a_missing_value_is_not_spanned(self) -> None:
        values = [50.0, 53, math.nan, 51, 48, 54]
        chart = spc.xmr(values, dialect=QIC, screen=False)
        assert chart.upper[0] - chart.centre[0] == pytest.approx(3 / 1.128 * mean([3.0, 3, 6]))

    def test_the_runs_analysis_passes_over_a_point_left_out(self) -> None:
        values = [1.0, 5, 2, 6, 30, 3, 7, 4, 8]
        assert spc.run_chart(values, dialect=QIC, exclude=[4]).runs[0].useful == 8
        assert spc.run_chart(values, exclude=[4]).runs[0].useful == 9

    def test_every_kind_has_the_runs_analysis(self) -> None:
        columns = {
            "value": WOBBLE,
            "time": WOBBLE,
            "count": WOBBLE,
            "numerator": WOBBLE,
            "denominator": [200.0] * 15,
            "mean": WOBBLE,
            "standard deviation": [2.0, 3, 4] * 5,
            "size": [9.0] * 15,
        }
        for name, kind in spc.CHARTS.items():
            chart = spc.chart(
                name, *(columns[one] for one in kind.takes), question=Question(dialect=QIC)
            )
            (test,) = chart.runs
            side = np.sign(chart.values - chart.centre)
            side = side[~np.isnan(side) & (side != 0)]
            assert test.useful == len(side)
            assert test.crossings == int((np.diff(side) != 0).sum())

    def test_a_range_left_out_is_the_one_of_its_point(self) -> None:
        values = [50.0, 53, 49, 52, 51, 48]
        chart = spc.moving_range(values, dialect=QIC, exclude=[2])
        assert chart.centre[0] == pytest.approx(mean([3.0, 3, 1, 3]))

    def test_ranges_are_screened_only_when_asked(self) -> None:
        values = [50.0, 51, 50, 51, 50, 51, 50, 90, 50, 51, 50]
        assert spc.moving_range(values, dialect=QIC).centre[0] == pytest.approx(
            mean(ranges(values))
        )
        screened = spc.moving_range(values, dialect=QIC, screen=True)
        assert screened.centre[0] == 1

    def test_i_prime_takes_its_spread_from_every_point(self) -> None:
        values, sizes = WOBBLE, [40.0, 50, 60] * 5
        chart = spc.i_prime_chart(values, sizes, dialect=QIC, baseline=8, exclude=[2])
        inside = [i for i in range(8) if i != 2]
        centre = sum(values[i] * sizes[i] for i in inside) / sum(sizes[i] for i in inside)
        steps = [
            math.sqrt(math.pi / 2)
            * abs(values[i] - values[i - 1])
            / math.sqrt(1 / sizes[i] + 1 / sizes[i - 1])
            for i in range(1, 15)
        ]
        kept = [step for step in steps if step < 3.2665 * mean(steps)]
        assert chart.centre[0] == pytest.approx(centre)
        half = 3 * mean(kept) / math.sqrt(sizes[0])
        assert chart.upper[0] - chart.centre[0] == pytest.approx(half)

    def test_the_g_chart_is_centred_on_the_median_of_the_baseline(self) -> None:
        cases = [12.0, 3, 40, 8, 22, 15, 9, 31, 5]
        chart = spc.g_chart(cases, dialect=QIC, baseline=5)
        level = mean(cases[:5])
        assert chart.centre[0] == median(cases[:5])
        assert chart.upper[0] == pytest.approx(level + 3 * math.sqrt(level * (level + 1)))
        assert chart.two_sigma_lower[0] == 0

    def test_the_t_chart_leaves_its_lower_two_sigma_line_blank_below_nought(self) -> None:
        times = [1.0, 900, 2, 800, 1, 700, 3, 900]
        chart = spc.t_chart(times, dialect=QIC)
        assert chart.lower[0] == 0
        assert math.isnan(chart.two_sigma_lower[0])
        assert spc.t_chart(times).two_sigma_lower[0] == 0

    def test_a_subgroup_of_one_is_drawn_without_limits(self) -> None:
        means, sds, sizes = [10.0, 12, 11, 9], [2.0, math.nan, 3, 1], [5.0, 1, 5, 5]
        chart = spc.xbar_chart(means, sds, sizes, dialect=QIC)
        assert chart.centre[0] == pytest.approx((5 * 10 + 12 + 5 * 11 + 5 * 9) / 16)
        assert chart.values[1] == 12
        assert math.isnan(chart.upper[1])
        pooled = math.sqrt(4 * (4 + 9 + 1) / 12)
        assert spc.s_chart(sds, sizes, dialect=QIC).centre[0] == pytest.approx(pooled)

    def test_prime_charts_screen_their_ranges(self) -> None:
        tops, sizes = [20.0, 22, 19, 21, 20, 60, 19, 22, 20, 21], [100.0] * 10
        centre = sum(tops) / 1000
        z = [(t / 100 - centre) / math.sqrt(centre / 100) for t in tops]
        kept = [step for step in ranges(z) if step < 3.267 * mean(ranges(z))]
        chart = spc.u_chart(tops, sizes, prime=True, dialect=QIC)
        assert dict(chart.dispersion)["sigma_z"] == pytest.approx(mean(kept) / 1.128)
        plain = spc.u_chart(tops, sizes, prime=True, dialect=QIC, screen=False)
        assert dict(plain.dispersion)["sigma_z"] == pytest.approx(mean(ranges(z)) / 1.128)

    def test_a_baseline_is_not_heeded_once_there_is_a_rebase(self) -> None:
        values = [*WOBBLE, *[v + 9 for v in WOBBLE]]
        both = spc.xmr(values, dialect=QIC, rebase=[15], baseline=6)
        np.testing.assert_array_equal(both.upper, spc.xmr(values, dialect=QIC, rebase=[15]).upper)
        run = spc.run_chart([*WOBBLE, 90.0, 91.0], dialect=QIC, rebase=[4], baseline=3)
        assert run.centre[0] == median(WOBBLE[:4])
        alone = spc.xmr(values, dialect=QIC, baseline=6)
        assert alone.centre[0] == pytest.approx(mean(WOBBLE[:6]))
