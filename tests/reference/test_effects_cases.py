"""Every published case through the command line, to its own tolerance."""

import csv
import json
from pathlib import Path

import pytest

from spreadwell.cli.main import main
from spreadwell.methods.effects.intervals import mixture_boundary, one_sided_boundary
from spreadwell.methods.effects.selection import mean_fall_expected, share_expected_to_fall

DATA = Path(__file__).parent / "data" / "effects"
CASES = {case["id"]: case for case in json.loads((DATA / "cases.json").read_text())["cases"]}
PANELS = {
    "mpdta.csv": ("countyreal", "year", "lemp", lambda row: row["first.treat"], ","),
    "castle_did2s.csv": ("sid", "year", "l_homicide", lambda row: row["effyear"], ","),
    "california_prop99.csv": (
        "State", "Year", "PacksPerCapita",
        lambda row: "1989" if row["State"] == "California" else "", ";",
    ),
}  # fmt: skip


@pytest.fixture
def effect(tmp_path, capsys):
    """Run `spreadwell effect` on a case's data; gives its JSON."""

    def go(case, *options):
        site, year, value, began, mark = PANELS[case["dataset"]]
        with (DATA / case["dataset"]).open(newline="") as file:
            rows = list(csv.DictReader(file, delimiter=mark))
        starts = {row[site]: began(row) for row in rows}
        readings = ["measure,site,period,value"]
        readings += [f"m,{row[site]},{row[year]},{row[value]}" for row in rows]
        lines = ["site,started"]
        for one, text in starts.items():
            never = text in ("", "0", "NA", "Inf")
            lines.append(f"{one},{'' if never else int(float(text))}")
        paths = tmp_path / "readings.csv", tmp_path / "starts.csv"
        for path, made in zip(paths, (readings, lines), strict=True):
            path.write_text("\n".join(made))
        assert main(["effect", *map(str, paths), *options, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return go


@pytest.fixture
def pool(tmp_path, capsys):
    """Run `spreadwell pool` on the BCG trials; gives its JSON."""

    def go(*options):
        with (DATA / "bcg_logrr.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        lines = ["site,estimate,se,ablat"]
        for row in rows:
            error = float(row["vi"]) ** 0.5
            lines.append(f"{row['trial']},{row['yi']},{error!r},{row['ablat']}")
        path = tmp_path / "effects.csv"
        path.write_text("\n".join(lines))
        assert main(["pool", str(path), *options, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return go


def same(found, expected, case):
    """An estimate and its standard error, to the case's tolerance."""
    tolerance = case["tolerance"]
    distance = tolerance.get("att_abs", tolerance.get("abs"))
    assert found["estimate"] == pytest.approx(expected[0], abs=distance)
    assert found["se"] == pytest.approx(expected[1], rel=tolerance["se_rel"])


def callaway_santanna(effect, pool):
    case = CASES["CS-mpdta-nevertreated-varying-none-dr"]
    found = effect(case, "--compare", "never", "--base", "varying", "--weights", "none")
    wanted, got = case["expected"], found["aggregates"]
    cells = {(part["group"], part["period"]): part for part in got["simple"]["parts"]}
    assert len(cells) == len(wanted["att_gt"])
    for cell in wanted["att_gt"]:
        same(cells[str(cell["g"]), str(cell["t"])], (cell["att"], cell["se"]), case)
    for name, key in (("dynamic", "time"), ("group", "group"), ("calendar", "period")):
        parts = {str(part[key]): part for part in got[name]["parts"]}
        assert len(parts) == len(wanted[name])
        for item in wanted[name]:
            same(parts[str(item["e"])], (item["att"], item["se"]), case)
        overall = wanted[f"{name}_overall"]
        same(got[name], (overall["att"], overall["se"]), case)
    same(got["simple"], (wanted["simple"]["att"], wanted["simple"]["se"]), case)
    same(found["check"], (wanted["simple"]["att"], wanted["simple"]["se"]), case)
    test = found["diagnostics"]["check_pre_test"]
    assert test["statistic"] == pytest.approx(wanted["pretest_wald"]["W"], rel=1e-6)
    assert test["df"] == wanted["pretest_wald"]["df"]
    assert test["p"] == pytest.approx(wanted["pretest_wald"]["p"], abs=1e-5)


def imputation(effect, pool):
    case = CASES["BJS-castle-effyear"]
    wanted, tolerance = case["expected"], case["tolerance"]
    for compare, key in (("never", "CS_never_simple"), ("notyet", "CS_nyt_simple")):
        found = effect(case, "--compare", compare, "--weights", "none", "--donut", "0")
        assert found["effect"]["estimate"] == pytest.approx(wanted["overall"], abs=tolerance["abs"])
        same(found["aggregates"]["simple"], wanted[key], case)
    times = {str(point["time"]): point for point in found["event_study"]}
    for time, estimate in wanted["event"].items():
        assert times[time]["estimate"] == pytest.approx(estimate, abs=tolerance["abs"])
    authors, two_stage, weighed = found["diagnostics"]["others"]
    same(authors, (wanted["overall"], wanted["se_bjs"]), case)
    same(two_stage, (wanted["overall"], wanted["se_did2s"]), case)
    same(weighed, (wanted["SA_ATT"], wanted["SA_se"]), case)
    plain = found["diagnostics"]["plain_regression"]
    same(plain, (wanted["TWFE"], wanted["TWFE_se"]), case)
    mixed = sum(part["weight"] * part["estimate"] for part in plain["parts"])
    assert mixed == pytest.approx(plain["estimate"], abs=1e-9)
    assert sum(part["weight"] for part in plain["parts"]) == pytest.approx(1)


def synthetic_did(effect, pool):
    case = CASES["SDID-prop99"]
    found = effect(case, "--design", "synthetic-did")
    wanted, tolerance = case["expected"], case["tolerance"]
    assert found["effect"]["estimate"] == pytest.approx(wanted["att"], abs=tolerance["att_abs"])
    low, high = wanted["placebo_se_range"]
    assert low <= found["effect"]["se"] <= high
    assert found["effect"]["low"] is None
    mixed = found["diagnostics"]["synthetic"]
    for part in ("omega", "lambda"):
        got = {one["name"]: one["weight"] for one in mixed[part]}
        for name, weight in wanted["lambda_" if part == "lambda" else part].items():
            assert got[name] == pytest.approx(weight, abs=tolerance["weights_abs"])
    assert effect(case)["effect"] == found["effect"]


def difference_of_means(effect, pool):
    case = CASES["DID-prop99"]
    found = effect(case, "--design", "imputation")
    wanted = case["expected"]["att"]
    assert found["effect"]["estimate"] == pytest.approx(wanted, abs=case["tolerance"]["abs"])


def interrupted(effect, pool):
    case = CASES["ITS-linden-prop99"]
    found = effect(case, "--design", "interrupted-time-series")["diagnostics"]["newey_west"]
    wanted, tolerance = case["expected"], case["tolerance"]
    assert found["lags"] == 1
    for name in ("pre_trend", "level", "trend_change"):
        assert found[name]["estimate"] == pytest.approx(wanted[name][0], abs=tolerance["abs"])
        assert found[name]["se"] == pytest.approx(wanted[name][1], rel=tolerance["se_rel"])
    slope = found["post_trend"]["estimate"]
    assert slope == pytest.approx(wanted["post_trend"], abs=tolerance["abs"])


def pooled(effect, pool):
    case = CASES["META-bcg-REML-knha"]
    wanted, tolerance = case["expected"], case["tolerance"]
    found = pool()
    near = pytest.approx
    assert found["estimate"] == near(wanted["b"], abs=tolerance["abs"])
    assert found["se"] == near(wanted["se"], abs=tolerance["abs"])
    assert [found["low"], found["high"]] == near(wanted["ci"], abs=tolerance["abs"])
    assert found["tau2"] == near(wanted["tau2"], abs=tolerance["abs"])
    assert found["i2"] == near(wanted["I2"], abs=tolerance["I2_abs"])
    assert found["q"] == near(wanted["QE"], abs=tolerance["abs"])
    assert found["prediction"] == near(wanted["pi"], abs=tolerance["abs"])
    spread = found["heterogeneity"]
    assert spread["tau2_se"] == near(wanted["se_tau2"], abs=tolerance["abs"])
    got = [spread["tau2_low"], spread["tau2_high"]]
    assert got == near(wanted["tau2_ci_Qprofile"], abs=tolerance["tau2_ci_abs"])


def moderated(effect, pool):
    case = CASES["METAREG-bcg-ablat-knha"]
    wanted, distance = case["expected"], case["tolerance"]["abs"]
    found = pool("--moderators", "ablat")
    (latitude,) = found["moderators"]
    near = pytest.approx
    assert found["estimate"] == near(wanted["intercept"], abs=distance)
    assert latitude["estimate"] == near(wanted["ablat"], abs=distance)
    assert [found["se"], latitude["se"]] == near(wanted["se"], abs=distance)
    assert found["tau2"] == near(wanted["tau2"], abs=distance)
    assert found["q"] == near(wanted["QE"], abs=distance)
    assert found["heterogeneity"]["r2"] == near(wanted["R2"], abs=1e-4)
    assert found["heterogeneity"]["f"] == near(wanted["QM"], abs=distance)


def sequential(effect, pool):
    case = CASES["SEQ-normal-mixture"]
    alpha, near = case["options"]["alpha"], case["tolerance"]["rel"]
    for function, points in (
        (mixture_boundary, case["expected"]["points"]),
        (one_sided_boundary, case["expected"]["one_sided"]),
    ):
        for point in points:
            found = function(point["v"], point["rho"], alpha)
            assert found == pytest.approx(point["u"], rel=near)


def regression_to_the_mean(effect, pool):
    case = CASES["RTM-null-improvers"]
    cuts = {"top10%": 0.9, "top5%": 0.95, "top20%": 0.8, "above_mean": 0.5}
    for name, row in case["expected"]["table"].items():
        for correlation, share in row.items():
            found = 100 * share_expected_to_fall(cuts[name], float(correlation))
            assert found == pytest.approx(share, abs=case["tolerance"]["abs_pct"])
    for correlation, fall in case["expected"]["mean_fall_sd_top10"].items():
        found = mean_fall_expected(0.9, float(correlation))
        assert found == pytest.approx(fall, abs=case["tolerance"]["abs_sd"])


CHECKS = {
    "CS-mpdta-nevertreated-varying-none-dr": callaway_santanna,
    "BJS-castle-effyear": imputation,
    "SDID-prop99": synthetic_did,
    "DID-prop99": difference_of_means,
    "ITS-linden-prop99": interrupted,
    "META-bcg-REML-knha": pooled,
    "METAREG-bcg-ablat-knha": moderated,
    "SEQ-normal-mixture": sequential,
    "RTM-null-improvers": regression_to_the_mean,
}


def test_no_case_is_left_out():
    assert set(CHECKS) == set(CASES)


@pytest.mark.parametrize("name", CHECKS)
def test_case(name, effect, pool):
    CHECKS[name](effect, pool)
