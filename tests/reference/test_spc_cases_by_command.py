"""The same published results, asked for on the command line and read from its JSON."""

from __future__ import annotations

import csv
import json
from typing import Any

import numpy as np
import pytest

from spreadwell.cli.main import main
from tests.reference.test_spc_cases import ASSURANCE, CASES, DIALECT, numbers, of_kind

DIRECTION = {"increase": "up", "decrease": "down", "neutral": "neither"}
SIGNALS = {
    "Common Cause": None,
    "Above UCL": "outside",
    "Below LCL": "outside",
    "7 Point Trend (Increasing)": "trend",
    "7 Point Trend (Decreasing)": "trend",
    "2 in 3 Above CL": "two_of_three",
    "2 in 3 Below CL": "two_of_three",
    "7 Points Above CL": "shift",
    "7 Points Below CL": "shift",
}
STATES = {
    "common_cause": "common",
    "special_cause_improvement": "improvement",
    "special_cause_concern": "concern",
    "special_cause_neutral_high": "neutral_high",
    "special_cause_neutral_low": "neutral_low",
}


@pytest.fixture
def charts(tmp_path, capsys):
    """Write columns as a file, chart it, and give the charts of the JSON."""

    def go(columns: dict[str, list[Any]], *options: str) -> list[dict[str, Any]]:
        path = tmp_path / "readings.csv"
        with path.open("w", newline="", encoding="utf-8") as opened:
            writer = csv.writer(opened)
            writer.writerow(["measure", *columns])
            writer.writerows(["m", *row] for row in zip(*columns.values(), strict=True))
        assert main(["chart", str(path), "--json", *options]) == 0
        return json.loads(capsys.readouterr().out)["charts"]

    return go


def close(got: list[Any], expected: list[Any], tolerance: float) -> None:
    np.testing.assert_allclose(numbers(got), numbers(expected), rtol=tolerance, atol=0)


@pytest.mark.parametrize("name", of_kind("xmr"))
def test_xmr(name, charts) -> None:
    case = CASES[name]
    asked, expected, override = case["options"], case["expected"], case["expected_override"]
    options = ["--kind", "xmr", "--dialect", DIALECT[case["dialect"]]]
    options += ["--improvement", DIRECTION[asked["improvement_direction"]]]
    options += ["--screen" if asked["screen_outliers"] else "--no-screen"]
    for option, value in (
        ("--target", asked["target"]),
        ("--baseline", asked["fix_after_n_points"]),
        ("--rebase", asked["rebase_dates"]),
    ):
        options += [option, str(value)] if value is not None else []
    periods = case["input"]["x"]
    (chart,) = charts(
        {"site": ["a"] * len(periods), "period": periods, "value": case["input"]["y"]}, *options
    )
    assert chart["periods"] == periods
    close(chart["centre"], expected["mean"], case["tolerance"])
    assert chart["signals"] == [SIGNALS[text] for text in expected["special_cause_type"]]
    icon = expected["variation_icon"]
    assert chart["variation"] == ("common" if icon == "common_cause" else icon)
    if "point_type" in expected:
        assert chart["states"] == [STATES[text] for text in expected["point_type"]]
        assert chart["segment"] == expected["segment"]
    if override:
        assert "constant" in {guard["code"] for guard in chart["guards"]}
        assert set(chart["upper"]) == {override["upl"]}
        assert chart["assurance"] == ASSURANCE[override["assurance_icon"]]
        return
    close(chart["lower"], expected["lpl"], case["tolerance"])
    close(chart["upper"], expected["upl"], case["tolerance"])
    assert chart["assurance"] == ASSURANCE[expected["assurance_icon"]]


@pytest.mark.parametrize("name", of_kind("mr", "c", "p"))
def test_other_control_charts(name, charts) -> None:
    case = CASES[name]
    given, expected = case["input"], case["expected"]
    columns = {"site": ["a"] * len(given["i"]), "period": given["i"]}
    if case["chart"] == "p":
        columns |= {"numerator": given["r"], "denominator": given["n"]}
    else:
        columns |= {"value": given.get("y", given.get("count"))}
    (chart,) = charts(columns, "--kind", case["chart"], "--dialect", DIALECT[case["dialect"]])
    for ours, theirs in (
        ("values", "value"),
        ("centre", "cl"),
        ("lower", "lcl"),
        ("upper", "ucl"),
        ("two_sigma_lower", "lcl95"),
        ("two_sigma_upper", "ucl95"),
    ):
        close(chart[ours], expected[theirs], case["tolerance"])
    assert [signal == "outside" for signal in chart["signals"]] == expected["sigma_signal"]
    for ours, theirs in (
        ("useful", "n_useful"),
        ("longest_run", "longest_run"),
        ("longest_run_limit", "longest_run_max"),
        ("crossings", "n_crossings"),
        ("crossings_limit", "n_crossings_min"),
    ):
        assert chart[ours] == expected[theirs]


def pairs(limits: dict[str, list[Any]], level: str) -> list[list[float]]:
    return [list(side) for side in zip(*limits[level], strict=True)]


def test_funnels(charts) -> None:
    # Exact limits unless a scale is asked for; then those of the scale, as FunnelPlotR draws them.
    for name, scale in (
        ("funnel-05-exact-binomial", []),
        ("funnel-03-ae-type2-pr", ["--scale=arcsine"]),
    ):
        case = CASES[name]
        given, expected = case["input"], case["expected"]
        (chart,) = charts(
            {
                "site": given["group"],
                "period": ["2019-03"] * len(given["group"]),
                "numerator": given["numerator"],
                "denominator": given["denominator"],
            },
            "--kind=funnel",
            "--of=proportion",
            *scale,
        )
        assert chart["sites"] == given["group"]
        close(chart["values"], expected["ratio"], case["tolerance"])
        close([chart["target"]], [expected["target"]], case["tolerance"])
        for level, low, high in (("95", "ll95", "ul95"), ("99.8", "ll998", "ul998")):
            close(pairs(chart["limits"], level)[0], expected[low], case["tolerance"])
            close(pairs(chart["limits"], level)[1], expected[high], case["tolerance"])
            if scale:
                close(pairs(chart["adjusted"], level)[1], expected["od" + high], 1e-6)
        if scale:
            close([chart["phi"]], [expected["phi"]], case["tolerance"])
            close([chart["tau2"]], [expected["tau2"]], case["tolerance"])
