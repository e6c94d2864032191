"""Effects held against published papers and other programs, to each case's tolerance."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from spreadwell.formats.periods import PeriodKind
from spreadwell.methods.effects import callaway
from spreadwell.methods.effects.cells import Span, after, at_events, untreated
from spreadwell.methods.effects.imputation import impute
from spreadwell.methods.effects.intervals import mixture_boundary, one_sided_boundary
from spreadwell.methods.effects.panel import build_panel
from spreadwell.methods.effects.pooling import pool
from spreadwell.methods.effects.segmented import design_matrix, newey_west
from spreadwell.methods.effects.selection import mean_fall_expected, share_expected_to_fall
from spreadwell.methods.effects.twobytwo import two_by_two

DATA = Path(__file__).parent / "data" / "effects"
CASES = {case["id"]: case for case in json.loads((DATA / "cases.json").read_text())["cases"]}


def rows(name, delimiter=","):
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def yearly(data, site, year, value, first):
    def began(row):
        text = row[first]
        return int(float(text)) if text and text not in ("0", "NA") else None

    return build_panel(
        sites=[row[site] for row in data],
        periods=[int(row[year]) for row in data],
        kind=PeriodKind.YEAR,
        values=[float(row[value]) for row in data],
        starts={row[site]: began(row) for row in data},
    )


@pytest.fixture(scope="module")
def wage():
    return yearly(rows("mpdta.csv"), "countyreal", "year", "lemp", "first.treat")


@pytest.fixture(scope="module")
def wage_effects(wage):
    return callaway.cohort_effects(
        wage.outcome, wage.start, np.ones(500), compare="never", base="varying"
    )


WAGE = CASES["CS-mpdta-nevertreated-varying-none-dr"]


def close(found, expected, case=WAGE):
    assert found[0] == pytest.approx(expected[0], abs=case["tolerance"]["att_abs"])
    assert found[1] == pytest.approx(expected[1], rel=case["tolerance"]["se_rel"])


def test_callaway_santanna_every_cohort_and_period(wage_effects):
    cohorts, periods = wage_effects.att.shape
    one_each = np.eye(cohorts * periods, dtype=bool).reshape(-1, cohorts, periods)
    found = callaway.summarise(wage_effects, one_each)
    for cell in WAGE["expected"]["att_gt"]:
        g = list(wage_effects.cohorts).index(cell["g"] - 2003)
        k = g * periods + cell["t"] - 2003
        close((found.estimates[k], found.se[k]), (cell["att"], cell["se"]))


def test_callaway_santanna_simple_and_dynamic(wage_effects):
    expected = WAGE["expected"]
    live = (np.arange(5) >= wage_effects.cohorts[:, None])[None]
    simple = callaway.summarise(wage_effects, live)
    close(
        (simple.estimates[0], simple.se[0]), (expected["simple"]["att"], expected["simple"]["se"])
    )
    events = np.array([item["e"] for item in expected["dynamic"]])
    found = callaway.summarise(wage_effects, callaway.event_cells(wage_effects, events))
    for k, item in enumerate(expected["dynamic"]):
        close((found.estimates[k], found.se[k]), (item["att"], item["se"]))
    overall = callaway.combine(found, ((events >= 0) / (events >= 0).sum())[None])
    wanted = expected["dynamic_overall"]
    close((overall.estimates[0], overall.se[0]), (wanted["att"], wanted["se"]))


@pytest.mark.parametrize("kind", ["group", "calendar"])
def test_callaway_santanna_by_group_and_by_year(wage_effects, kind):
    live = np.arange(5) >= wage_effects.cohorts[:, None]
    expected = WAGE["expected"][kind]
    if kind == "group":
        cells = np.array([live & (wage_effects.cohorts == e["e"] - 2003)[:, None]
                          for e in expected])  # fmt: skip
    else:
        cells = np.array([live & (np.arange(5) == e["e"] - 2003) for e in expected])
    found = callaway.summarise(wage_effects, cells)
    for k, item in enumerate(expected):
        close((found.estimates[k], found.se[k]), (item["att"], item["se"]))


def test_callaway_santanna_pre_test(wage_effects):
    cohorts, periods = wage_effects.att.shape
    one_each = np.eye(cohorts * periods, dtype=bool).reshape(-1, cohorts, periods)
    early = (np.arange(periods) < wage_effects.cohorts[:, None]) & ~np.isnan(wage_effects.att)
    found = callaway.summarise(wage_effects, one_each[early.ravel()])
    wald = found.estimates @ np.linalg.solve(found.covariance, found.estimates)
    expected = WAGE["expected"]["pretest_wald"]
    assert len(found.estimates) == expected["df"]
    assert wald == pytest.approx(expected["W"], rel=1e-6)


def test_imputation_on_castle_doctrine_laws():
    case = CASES["BJS-castle-effyear"]
    panel = yearly(rows("castle_did2s.csv"), "sid", "year", "l_homicide", "effyear")
    n, periods = panel.shape
    events = np.array([int(e) for e in case["expected"]["event"]])
    targets = np.concatenate(
        [after(panel.start, periods, Span())[None], at_events(panel.start, periods, events)]
    )
    found = impute(panel.outcome, untreated(panel.start, periods), targets, np.ones(n))
    wanted = [case["expected"]["overall"], *case["expected"]["event"].values()]
    assert found.estimates == pytest.approx(wanted, abs=case["tolerance"]["abs"])


@pytest.mark.parametrize("compare", ["never", "notyet"])
def test_callaway_santanna_on_castle_doctrine_laws(compare):
    case = CASES["BJS-castle-effyear"]
    panel = yearly(rows("castle_did2s.csv"), "sid", "year", "l_homicide", "effyear")
    effects = callaway.cohort_effects(
        panel.outcome, panel.start, np.ones(panel.shape[0]), compare=compare
    )
    live = (np.arange(panel.shape[1]) >= effects.cohorts[:, None])[None]
    found = callaway.summarise(effects, live)
    wanted = case["expected"]["CS_never_simple" if compare == "never" else "CS_nyt_simple"]
    assert found.estimates[0] == pytest.approx(wanted[0], abs=case["tolerance"]["abs"])
    assert found.se[0] == pytest.approx(wanted[1], rel=case["tolerance"]["se_rel"])


@pytest.fixture(scope="module")
def packs():
    data = rows("california_prop99.csv", ";")
    starts = {row["State"]: 1989 if row["State"] == "California" else None for row in data}
    return build_panel(
        sites=[row["State"] for row in data],
        periods=[int(row["Year"]) for row in data],
        kind=PeriodKind.YEAR,
        values=[float(row["PacksPerCapita"]) for row in data],
        starts=starts,
    )


def test_difference_of_means_on_proposition_99(packs):
    case = CASES["DID-prop99"]
    t = np.arange(packs.shape[1])
    found = two_by_two(packs.outcome, packs.ever, np.ones(39), t[t < 19], t[t >= 19], packs.group)
    assert found.estimate == pytest.approx(case["expected"]["att"], abs=case["tolerance"]["abs"])


def test_interrupted_series_on_proposition_99(packs):
    case = CASES["ITS-linden-prop99"]
    california = packs.outcome[packs.sites.index("California")]
    found = newey_west(california, design_matrix(31, 19, 1, 0), 1)
    se = np.sqrt(np.diag(found.covariance))
    for k, name in ((1, "pre_trend"), (2, "level"), (3, "trend_change")):
        estimate, error = case["expected"][name]
        assert found.coefficients[k] == pytest.approx(estimate, abs=case["tolerance"]["abs"])
        assert se[k] == pytest.approx(error, rel=case["tolerance"]["se_rel"])
    slope = found.coefficients[1] + found.coefficients[3]
    assert slope == pytest.approx(case["expected"]["post_trend"], abs=1e-4)


def bcg():
    data = rows("bcg_logrr.csv")
    return tuple(np.array([float(row[name]) for row in data]) for name in ("yi", "vi", "ablat"))


def test_pooling_of_bcg_trials():
    y, v, _ = bcg()
    found, case = pool(y, v), CASES["META-bcg-REML-knha"]
    expected, within = case["expected"], case["tolerance"]["abs"]
    assert found.coefficients[0] == pytest.approx(expected["b"], abs=within)
    assert found.se[0] == pytest.approx(expected["se"], abs=within)
    assert (found.lower[0], found.upper[0]) == pytest.approx(expected["ci"], abs=within)
    assert found.tau2 == pytest.approx(expected["tau2"], abs=within)
    assert found.tau2_se == pytest.approx(expected["se_tau2"], abs=within)
    assert found.q_e == pytest.approx(expected["QE"], abs=within)
    assert found.i2 == pytest.approx(expected["I2"], abs=case["tolerance"]["I2_abs"])
    bounds = (found.prediction_lower, found.prediction_upper)
    assert bounds == pytest.approx(expected["pi"], abs=within)
    assert (found.tau2_lower, found.tau2_upper) == pytest.approx(
        expected["tau2_ci_Qprofile"], abs=case["tolerance"]["tau2_ci_abs"]
    )


def test_meta_regression_of_bcg_trials_on_latitude():
    y, v, latitude = bcg()
    found, case = pool(y, v, latitude[:, None]), CASES["METAREG-bcg-ablat-knha"]
    expected, within = case["expected"], case["tolerance"]["abs"]
    assert found.coefficients == pytest.approx(
        [expected["intercept"], expected["ablat"]], abs=within
    )
    assert found.se == pytest.approx(expected["se"], abs=within)
    assert found.tau2 == pytest.approx(expected["tau2"], abs=within)
    assert found.q_e == pytest.approx(expected["QE"], abs=within)
    test = (found.coefficients[1] / found.se[1]) ** 2
    assert test == pytest.approx(expected["QM"], abs=1e-5)
    explained = 100 * (1 - found.tau2 / pool(y, v).tau2)
    assert explained == pytest.approx(expected["R2"], abs=1e-3)


def test_always_valid_boundary():
    expected = CASES["SEQ-normal-mixture"]["expected"]
    for point in expected["points"]:
        found = mixture_boundary(point["v"], point["rho"], 0.05)
        assert found == pytest.approx(point["u"], rel=1e-8)
    for point in expected["one_sided"]:
        found = one_sided_boundary(point["v"], point["rho"], 0.05)
        assert found == pytest.approx(point["u"], rel=1e-8)


def test_people_picked_for_a_high_value_mostly_fall_anyway():
    case = CASES["RTM-null-improvers"]
    above = {"top10%": 0.9, "top5%": 0.95, "top20%": 0.8, "above_mean": 0.5}
    for name, row in case["expected"]["table"].items():
        for correlation, share in row.items():
            found = 100 * share_expected_to_fall(above[name], float(correlation))
            assert found == pytest.approx(share, abs=case["tolerance"]["abs_pct"])
    assert round(100 * share_expected_to_fall(0.9, 0.5)) == 84
    for correlation, fall in case["expected"]["mean_fall_sd_top10"].items():
        found = mean_fall_expected(0.9, float(correlation))
        assert found == pytest.approx(fall, abs=case["tolerance"]["abs_sd"])
