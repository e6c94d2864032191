"""The shapes of pictures hold the same numbers as the results they come from."""

import math
from dataclasses import replace

from spreadwell.charts.effect_shapes import event_points, forest_mean, forest_rows, step_name
from spreadwell.charts.event_study import EventPoint, event_study
from spreadwell.charts.forest import ForestMean, ForestRow, forest
from spreadwell.methods.effects.results import EventStudy, Pooled, SiteEffect

STUDY = EventStudy(
    event_times=(-2, -1, 0, 1),
    estimates=(0.1, 0.0, 1.0, math.nan),
    lower=(-0.9, 0.0, 0.2, math.nan),
    upper=(1.1, 0.0, 1.8, math.nan),
    pointwise_lower=(-0.6, 0.0, 0.4, math.nan),
    pointwise_upper=(0.8, 0.0, 1.6, math.nan),
    sites=(14, 14, 14, 2),
    reference=-1,
    critical_value=2.6,
    periods_per_step=1,
)
POOLED = Pooled(2.5, 0.5, 1.4, 3.6, 0.3, 0.4, -0.2, 5.2, 0.1, None)
SITES = [
    SiteEffect("Alder", "2025-01", 3.0, 1.0, 1.0, 5.0, 2.8, 1.2, 4.4, 0.6),
    SiteEffect("Beech", "2025-02", 1.0, None, None, None, None, None, None, 0.4),
]


def test_event_points_use_the_range_for_all_times_and_leave_out_what_is_unknown() -> None:
    points = event_points(STUDY)
    assert points == [
        EventPoint(-2, 0.1, -0.9, 1.1, 14),
        EventPoint(-1, 0.0, None, None, 14),
        EventPoint(0, 1.0, 0.2, 1.8, 14),
    ]
    assert "+1 in 100 (range +0.2 to +1.8)" in event_study(points, unit="in 100").sentence


def test_joined_periods_have_a_name() -> None:
    assert step_name(STUDY) == "month"
    assert step_name(replace(STUDY, periods_per_step=3)) == "quarter"
    assert step_name(replace(STUDY, periods_per_step=4), "week") == "4-week step"


def test_forest_shapes() -> None:
    assert forest_rows(SITES) == [
        ForestRow("Alder", 3, 1, 5, 0.6),
        ForestRow("Beech", 1, weight=0.4),
    ]
    assert forest_rows(SITES, shrunken=True)[0] == ForestRow("Alder", 2.8, 1.2, 4.4, 0.6)
    assert forest_rows(SITES, shrunken=True)[1] == ForestRow("Beech", 1, weight=0.4)
    assert forest_mean(POOLED) == ForestMean(2.5, 1.4, 3.6, -0.2, 5.2)
    assert forest_mean(None) is None
    picture = forest(forest_rows(SITES), forest_mean(POOLED), unit="in 100")
    assert "the mean effect is +2.5 in 100 (range +1.4 to +3.6)" in picture.sentence
