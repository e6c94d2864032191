"""XmR charts where series are short, flat, broken or wrongly given."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from spreadwell.methods.spc import DIALECTS, Signal, suggest_rebase, xmr, xmr_batch

WOBBLE = [50.0, 53.0, 49.0, 52.0, 51.0, 48.0, 54.0, 50.0, 52.0, 49.0, 53.0, 51.0, 50.0]


def test_the_dialect_is_named_in_the_result() -> None:
    for name in DIALECTS:
        assert xmr(WOBBLE, dialect=name).dialect == name


@pytest.mark.parametrize(
    ("points", "limits", "provisional"),
    [(6, False, True), (7, True, True), (12, True, True), (13, True, False)],
)
def test_limits_and_icons_come_with_points(points, limits, provisional) -> None:
    chart = xmr(WOBBLE[:points], target=40)
    assert (not math.isnan(chart.upper[0])) is limits
    assert (chart.variation is not None) is limits
    assert (chart.assurance is not None) is limits
    assert chart.provisional is provisional
    said = " ".join(chart.notes)
    assert ("provisional" in said) is (provisional and limits)
    assert ("Too few points" in said) is not limits


def test_comparison_dialects_ask_for_no_points() -> None:
    chart = xmr(WOBBLE[:3], dialect="nhsrplotthedots-0.2")
    assert not math.isnan(chart.upper[0])
    assert chart.notes == ()


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
@pytest.mark.parametrize(
    ("target", "way", "assurance"),
    [
        (0.2, "up", "fail"),
        (0.1, "up", "pass"),
        (0.05, "up", "pass"),
        (0.05, "down", "fail"),
        (0.1, "down", "pass"),
    ],
)
def test_a_flat_series(dialect, target, way, assurance) -> None:
    """The sum of fifteen 0.1 is not 1.5 in binary: rounding must not look like a shift."""
    chart = xmr([0.1] * 15, target=target, improvement=way, dialect=dialect)
    assert set(chart.lower) == set(chart.upper) == {0.1}
    assert not any(chart.signals)
    assert chart.variation == "common_cause"
    assert chart.assurance == assurance
    assert not chart.suits
    assert "Every value is the same" in chart.notes[0]


def test_screening_that_would_leave_no_variation_is_not_done() -> None:
    values = [5.0] * 19 + [9.0]
    screened = xmr(values, dialect="nhsrplotthedots-0.2")
    assert screened.upper[0] == pytest.approx(np.mean(values) + 2.66 * 4 / 19)


def test_half_the_values_equal_says_so() -> None:
    chart = xmr([0, 0, 1, 0, 2, 0, 0, 3, 0, 0, 1, 0, 0, 0])
    assert not chart.suits
    assert chart.notes[0].startswith("10 of 14 values are the same")
    assert xmr(WOBBLE).suits


def test_a_missing_value_breaks_a_run_and_drops_two_ranges() -> None:
    high = [*WOBBLE, 60, 61, 60, 62, 61, 60, 61]
    assert xmr(high).signals[-1] & Signal.SHIFT_HIGH
    gap = [*high]
    gap[16] = None
    assert not xmr(gap).signals[-1] & Signal.SHIFT_HIGH
    values = [1.0, 2.0, None, 9.0, 8.0, 9.0, 8.0, 9.0, 8.0]
    chart = xmr(values)
    assert chart.upper[0] - chart.mean[0] == pytest.approx(2.66 * 1.0)
    assert chart.kinds[2] == "missing"


def test_icons_use_the_last_observed_point() -> None:
    chart = xmr([*WOBBLE, 90.0, None, None], target=40)
    assert chart.latest == 13
    assert chart.variation == "improvement_high"


def test_a_turning_point_takes_the_later_trend() -> None:
    values = [0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1, 0]
    signals = xmr(values).signals
    assert signals[6] & Signal.TREND_DOWN
    assert not signals[6] & Signal.TREND_UP
    assert signals[5] & Signal.TREND_UP


def test_six_rises_are_seven_points_and_five_are_not() -> None:
    base = [10, 12, 9, 11, 10, 12, 9]
    seven = xmr([*base, 10, 11, 12, 13, 14, 15]).signals
    assert [bool(s & Signal.TREND_UP) for s in seven] == [False] * 6 + [True] * 7
    assert not any(s & Signal.TREND_UP for s in xmr([*base, 10, 11, 12, 13, 14, 9]).signals)


def test_improvement_shows_in_mdc_where_both_fall_on_one_point() -> None:
    values = [*[0, 60] * 7, 59, 57, 55, 53, 51, 49, 47, 45]
    ours = xmr(values, improvement="up")
    point = ours.signals[-1]
    assert point & Signal.TREND_DOWN
    assert point & Signal.SHIFT_HIGH
    assert ours.kinds[-1] == "improvement"
    other = xmr(values, improvement="up", dialect="nhsrplotthedots-0.2")
    assert other.kinds[-1] == "concern"
    assert other.labels[-1] == Signal.TREND_DOWN


def test_no_run_crosses_a_rebase() -> None:
    values = [*WOBBLE, *[57, 58, 57, 59], *[58, 57, 59, 58, 57, 59, 58, 57, 59, 58, 57, 59, 58]]
    chart = xmr(values, rebase=[17])
    assert not any(s & Signal.SHIFT_HIGH for s in chart.signals[:17])
    assert [s.start for s in chart.segments] == [0, 17]
    assert chart.segments[0].upper == chart.upper[0] != chart.upper[-1]


def test_a_baseline_applies_inside_each_segment() -> None:
    chart = xmr([*WOBBLE, *[v + 30 for v in WOBBLE]], rebase=[13], baseline=8)
    first, second = chart.segments
    assert first.centre == pytest.approx(np.mean(WOBBLE[:8]))
    assert second.centre == pytest.approx(first.centre + 30)
    assert any("baseline holds 8 points" in note for note in chart.notes)


def test_a_short_rebase_withholds_limits_and_icons() -> None:
    chart = xmr([*WOBBLE, 70, 71, 72], rebase=[13], target=40)
    assert math.isnan(chart.upper[-1])
    assert chart.variation is None
    assert chart.assurance is None
    assert "since the rebase" in chart.notes[0]


def test_a_target_may_vary_and_neutral_measures_have_no_assurance() -> None:
    aims = [99.0] * 12 + [10.0]
    assert xmr(WOBBLE, target=aims).assurance == "pass"
    assert xmr(WOBBLE, target=99).assurance == "fail"
    assert xmr(WOBBLE, target=51).assurance == "hit_or_miss"
    assert xmr(WOBBLE, target=10, improvement="neither").assurance is None


@pytest.mark.parametrize(
    ("dialect", "assurance"), [("mdc", "pass"), ("nhsrplotthedots-0.2", "hit_or_miss")]
)
def test_a_target_on_the_limit(dialect, assurance) -> None:
    values = [0, 1] * 10
    limit = xmr(values, dialect=dialect).lower[0]
    assert xmr(values, target=limit, dialect=dialect).assurance == assurance


def test_only_drawing_is_clipped() -> None:
    values = [0.01, 0.09] * 10
    chart = xmr(values, target=0.0, improvement="down", bounds=(0, 1))
    assert chart.lower.min() == 0
    assert xmr(values).lower.min() < 0
    # Unclipped, the lower limit is under the target; clipped it would read as a certain miss.
    assert chart.assurance == "hit_or_miss"


def test_a_rebase_is_suggested_with_evidence_and_never_made() -> None:
    chart = xmr([*WOBBLE, *[v + 9 for v in WOBBLE]])
    found = suggest_rebase(chart)
    assert found is not None
    assert found.position == 13
    assert found.after - found.before == pytest.approx(9)
    assert "cause is known" in found.evidence
    assert len(chart.segments) == 1
    assert suggest_rebase(xmr(WOBBLE)) is None


def test_results_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        xmr(WOBBLE).kind = "p"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"dialect": "excel"}, "There is no dialect 'excel': choose mdc"),
        ({"improvement": "sideways"}, "choose up, down or neither"),
        ({"baseline": 1}, "A baseline of 1 points is too short"),
        ({"rebase": [13]}, "A rebase at position 13 is outside the series"),
        ({"rebase": [0]}, "position 0 is outside"),
        ({"target": [1.0, 2.0]}, "one for each of 13 periods"),
    ],
)
def test_bad_options_are_named(options, words) -> None:
    with pytest.raises(ValueError, match=words):
        xmr(WOBBLE, **options)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], "at least one period"),
        ([1, math.inf, 2], "Entry 2 of the values is infinite"),
        (["a", "b"], "must be numbers"),
        ([[1, 2], [3, 4]], "one value a period"),
    ],
)
def test_bad_values_are_named(values, words) -> None:
    with pytest.raises(ValueError, match=words):
        xmr(values)


def test_bad_batches_are_named() -> None:
    with pytest.raises(ValueError, match="series in rows"):
        xmr_batch(WOBBLE)
    with pytest.raises(ValueError, match="2 series but 3 directions"):
        xmr_batch([WOBBLE, WOBBLE], improvement=["up", "up", "down"])
    with pytest.raises(ValueError, match="one target"):
        xmr_batch([WOBBLE, WOBBLE], target=[[1.0], [2.0], [3.0]])


def test_nothing_observed() -> None:
    chart = xmr([None] * 5, target=1)
    assert chart.latest is None
    assert chart.variation is None
    assert chart.assurance is None
    assert {k.value for k in chart.kinds} == {"missing"}


def test_the_last_digit_does_not_depend_on_company() -> None:
    grid = np.random.default_rng(4).normal(0.7, 0.05, (1025, 40))
    together = xmr_batch(grid)
    for row in (0, 1024):
        alone = xmr_batch(grid[row : row + 1])
        for line in ("mean", "lower", "upper"):
            assert getattr(alone, line)[0, 0] == getattr(together, line)[row, 0]
