"""Charts against published tables and other programs' results, case by case."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spreadwell.methods import spc
from spreadwell.methods.spc import Signal

DATA = Path(__file__).parent / "data" / "spc" / "spc.json"
CASES: dict[str, dict[str, Any]] = {
    case["id"]: case for case in json.loads(DATA.read_text(encoding="utf-8"))["cases"]
}
DIALECT = {
    "NHSRplotthedots-0.2.2": "nhsrplotthedots-0.2",
    "MDC-tool-2023-11": "mdc",
    "qicharts2-0.8.1": "qicharts2-0.8",
}
LABELS = {
    "Common Cause": Signal.NONE,
    "Above UCL": Signal.OUTSIDE_HIGH,
    "Below LCL": Signal.OUTSIDE_LOW,
    "7 Point Trend (Increasing)": Signal.TREND_UP,
    "7 Point Trend (Decreasing)": Signal.TREND_DOWN,
    "2 in 3 Above CL": Signal.TWO_IN_THREE_HIGH,
    "2 in 3 Below CL": Signal.TWO_IN_THREE_LOW,
    "7 Points Above CL": Signal.SHIFT_HIGH,
    "7 Points Below CL": Signal.SHIFT_LOW,
}
ASSURANCE = {
    None: None,
    "consistent_pass": "pass",
    "consistent_fail": "fail",
    "inconsistent": "hit_or_miss",
}
LINES = {
    "cl": "centre",
    "lcl": "lower",
    "ucl": "upper",
    "lcl95": "two_sigma_lower",
    "ucl95": "two_sigma_upper",
}


def of_kind(*kinds: str) -> list[str]:
    return [name for name, case in CASES.items() if case["chart"] in kinds]


def numbers(values: list[Any]) -> Any:
    return np.array([np.nan if v is None else v for v in values], dtype=float)


def close(got: Any, expected: list[Any], case: dict[str, Any]) -> None:
    np.testing.assert_allclose(got, numbers(expected), rtol=case["tolerance"], atol=0)


def chart_for(case: dict[str, Any]) -> spc.ControlChart:
    options, periods = case["options"], case["input"]["x"]
    dialect = spc.dialect_named(DIALECT[case["dialect"]])
    assert options["screen_outliers"] in (dialect.screen, False)
    rebase = options["rebase_dates"]
    return spc.xmr(
        case["input"]["y"],
        baseline=options["fix_after_n_points"],
        rebase=[periods.index(rebase)] if rebase else [],
        improvement={"increase": "up", "decrease": "down"}[options["improvement_direction"]],
        target=options["target"],
        dialect=replace(dialect, screen=options["screen_outliers"]),
    )


def test_every_case_has_a_test() -> None:
    known = {"xmr", "mr", "c", "p", "run", "funnel"}
    assert len(CASES) == 17
    assert {case["chart"] for case in CASES.values()} == known


@pytest.mark.parametrize("name", of_kind("xmr"))
def test_xmr(name: str) -> None:
    case = CASES[name]
    expected, override, chart = case["expected"], case["expected_override"], chart_for(case)
    close(chart.mean, expected["mean"], case)
    assert chart.variation == expected["variation_icon"]
    assert list(chart.labels) == [LABELS[text] for text in expected["special_cause_type"]]
    if "point_type" in expected:
        kinds = [text.removeprefix("special_cause_") for text in expected["point_type"]]
        assert [kind.value for kind in chart.kinds] == kinds
        places = [i for i, part in enumerate(chart.segments) for _ in range(part.start, part.stop)]
        assert places == expected["segment"]
    if override:
        # The peer's limits are not numbers here; the case says what is right, and why.
        assert set(chart.lower) == {override["lpl"]}
        assert set(chart.upper) == {override["upl"]}
        assert sum(map(bool, chart.labels)) == override["special_cause_points"]
        assert chart.assurance == ASSURANCE[override["assurance_icon"]]
        assert chart.variation == override["variation_icon"]
        return
    close(chart.lower, expected["lpl"], case)
    close(chart.upper, expected["upl"], case)
    assert chart.assurance == ASSURANCE[expected["assurance_icon"]]


@pytest.mark.parametrize("name", of_kind("mr", "c", "p"))
def test_other_control_charts(name: str) -> None:
    case = CASES[name]
    given, expected, dialect = case["input"], case["expected"], DIALECT[case["dialect"]]
    charts = {
        "mr": lambda: spc.moving_range(given["y"], dialect=dialect),
        "c": lambda: spc.c_chart(given["count"], dialect=dialect),
        "p": lambda: spc.p_chart(given["r"], given["n"], dialect=dialect),
    }
    chart = charts[case["chart"]]()
    close(chart.values, expected["value"], case)
    for column, line in LINES.items():
        close(getattr(chart, line), expected[column], case)
    outside = Signal.OUTSIDE_HIGH | Signal.OUTSIDE_LOW
    assert [bool(bits & outside) for bits in chart.signals] == expected["sigma_signal"]
    (runs,) = chart.runs
    assert runs.longest_run == expected["longest_run"]
    assert runs.longest_run_max == expected["longest_run_max"]
    assert runs.crossings == expected["n_crossings"]
    assert runs.crossings_min == expected["n_crossings_min"]
    assert runs.useful == expected["n_useful"]
    assert runs.signal == expected["runs_signal"]


def test_run_limits() -> None:
    case = CASES["run-03-anhoej-limits"]
    limits = [spc.run_limits(useful) for useful in case["input"]["n_useful"]]
    assert [longest for longest, _ in limits] == case["expected"]["longest_run_max"]
    assert [fewest for _, fewest in limits] == case["expected"]["n_crossings_min"]


def test_funnel_on_the_arcsine_scale() -> None:
    case = CASES["funnel-03-ae-type2-pr"]
    given, expected = case["input"], case["expected"]
    found = spc.funnel_limits(
        given["numerator"], given["denominator"], trim=case["options"]["trim_by"]
    )
    close(found.ratios, expected["ratio"], case)
    for name in ("target", "phi", "tau2"):
        close(getattr(found, name), [expected[name]], case)
    for line, column in zip(found.plain, ("ll998", "ll95", "ul95", "ul998"), strict=True):
        close(line, expected[column], case)
    for line, column in zip(found.adjusted[2:], ("odul95", "odul998"), strict=True):
        close(line, expected[column], case)
    # The largest unit's lower limits lie under 0 on this scale; the peer folds them back up.
    largest = int(np.argmax(given["denominator"]))
    for line, column in zip(found.adjusted[:2], ("odll998", "odll95"), strict=True):
        peer = numbers(expected[column])
        assert peer[largest] > 0
        peer[largest] = 0
        close(line, list(peer), case)
    assert expected["odll998"][largest] > expected["odll95"][largest]


def test_funnel_exact_binomial() -> None:
    case = CASES["funnel-05-exact-binomial"]
    given, expected = case["input"], case["expected"]
    found = spc.funnel_limits(given["numerator"], given["denominator"])
    close(found.target, [expected["target"]], case)
    close(found.ratios, expected["ratio"], case)
    for line, column in zip(found.exact, ("ll998", "ll95", "ul95", "ul998"), strict=True):
        close(line, expected[column], case)


def test_published_nist_limits() -> None:
    """The handbook's own figures, with 3/1.128 in place of 2.66."""
    flow = CASES["xmr-33-nist-flowrate"]["input"]["y"]
    chart = spc.xmr(flow, dialect="qicharts2-0.8")
    assert chart.upper[0] == pytest.approx(55.8041, abs=5e-5)
    assert chart.lower[0] == pytest.approx(45.8159, abs=5e-5)
