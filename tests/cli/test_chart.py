import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from spreadwell.cli.chart_result import ChartResult
from spreadwell.methods import spc


def result(out):
    return ChartResult.model_validate_json(out)


def test_every_site_gets_a_chart_with_the_numbers_of_the_method(run, readings):
    code, out, err = run("chart", readings, "--json", "--target", "80%", "--rebase", "2022-11")
    assert (code, err) == (0, "Note: 3 series charted, of 1 measure at 3 sites.\n")
    made = result(out)
    assert [chart.site for chart in made.charts] == ["007", "a/b", "a b"]
    chart = made.charts[0]
    assert chart.kind == "pprime"
    expected = spc.p_chart(
        chart.numerators, chart.denominators, prime=True, rebase=[10], target=0.8
    )
    np.testing.assert_allclose(chart.upper, expected.upper, rtol=1e-12)
    assert [segment.first for segment in chart.segments] == ["2022-01", "2022-11"]
    assert chart.segment == [0] * 10 + [1] * 20
    assert chart.target == [0.8] * 30
    assert chart.assurance == expected.assurance


KEYS = [
    "measure",
    "site",
    "stratum",
    "kind",
    "why_this_kind",
    "dialect",
    "periods",
    "values",
    "centre",
    "lower",
    "upper",
    "segment",
    "signals",
    "states",
    "variation",
    "assurance",
    "guards",
    "sentence",
]
RUN_KEYS = ["longest_run", "longest_run_limit", "crossings", "crossings_limit", "useful"]


def test_the_json_has_its_keys_and_an_entry_a_point(run, readings):
    _, out, _ = run("chart", readings, "--json")
    for chart in json.loads(out)["charts"]:
        assert set(KEYS) <= set(chart)
        assert not set(RUN_KEYS) & set(chart)
        for name in ("periods", "values", "centre", "lower", "upper", "segment", "signals"):
            assert len(chart[name]) == len(chart["states"]) == 30
        assert set(chart["signals"]) <= {None, "outside", "trend", "two_of_three", "shift"}
        assert set(chart["states"]) <= {"common", "improvement", "concern", None}
        assert chart["variation"] == "improvement_high"
    _, out, _ = run("chart", readings, "--json", "--kind", "run")
    for chart in json.loads(out)["charts"]:
        assert set(KEYS + RUN_KEYS) <= set(chart)
        assert chart["longest_run"] > chart["longest_run_limit"]


def test_a_run_chart_may_be_tested_by_other_rules(run, tmp_path):
    path = tmp_path / "r.csv"
    values = [9, 1, 9, 9, 2, 1, 2, 1, 2, 1, 9, 8, 9, 1, 9, 8]
    rows = "".join(f"m,a,{n},{value}\n" for n, value in enumerate(values, 1))
    path.write_text("measure,site,period,value\n" + rows)
    told = {}
    for rules in ("anhoej", "perla"):
        _, out, _ = run("chart", path, "--kind", "run", "--run-rules", rules, "--json")
        (told[rules],) = result(out).charts
    assert set(told["anhoej"].signals) == {None}
    assert told["perla"].dialect == "perla-2011"
    assert told["perla"].signals[4:10] == ["shift"] * 6


def test_neutral_points_say_their_side(run, readings):
    _, out, _ = run("chart", readings, "--json", "--improvement", "neither", "--target", "50%")
    chart = result(out).charts[0]
    assert {"neutral_high", "neutral_low"} <= set(chart.states)
    assert chart.variation == "neutral_high"
    assert chart.assurance is None


def test_a_period_without_a_reading_is_a_missing_point(run, readings):
    _, out, _ = run("chart", readings, "--json", "--site", "a b")
    (chart,) = result(out).charts
    assert len(chart.periods) == 30
    assert chart.periods[11] == "2022-12"
    assert chart.values[11] is None
    assert chart.states[11] is None
    assert [guard.code for guard in chart.guards] == ["missing"]


def test_a_row_without_a_number_is_a_missing_point(run, tmp_path):
    path = tmp_path / "r.csv"
    rows = "".join(f"m,a,{n},{'' if n in (4, 15) else n % 3}\n" for n in range(1, 16))
    path.write_text("measure,site,period,value\n" + rows)
    _, out, _ = run("chart", path, "--json")
    (chart,) = result(out).charts
    assert chart.values[3] is None
    assert (chart.periods[-1], chart.latest) == ("15", "14")
    told = {guard.code: guard.sentence for guard in chart.guards}
    assert told["missing"].startswith("1 period has no value")
    assert told["latest_observed"].endswith("the icons are of the point before, 14.")


def test_days_measured_now_and_then_are_charted_one_after_the_other(run, tmp_path):
    path = tmp_path / "r.csv"
    days = ["2024-01-01", "2024-01-02", "2024-03-09", "2024-06-30"]
    rows = "".join(f"m,a,{day},{n}\n" for n, day in enumerate(days))
    path.write_text("measure,site,period,value\n" + rows)
    _, out, _ = run("chart", path, "--json")
    (chart,) = result(out).charts
    assert chart.periods == days
    assert "no period between them counts as missing" in chart.notes[0]


def test_days_that_open_months_are_a_month_apart(run, tmp_path):
    path = tmp_path / "r.csv"
    days = [f"{2016 + n // 12}-{n % 12 + 1:02}-01" for n in range(20)]
    rows = "".join(f"m,a,{day},{n % 5}\n" for n, day in enumerate(days) if n != 7)
    path.write_text("measure,site,period,value\n" + rows)
    _, out, _ = run("chart", path, "--json", "--rebase", "2016-05-01")
    (chart,) = result(out).charts
    assert chart.periods == days
    assert (chart.values[7], chart.notes) == (None, [])
    assert chart.segments[1].first == "2016-05-01"


@pytest.mark.parametrize("kind", ["xmr", "run", "p", "pprime", "u", "uprime", "iprime", "mr"])
def test_the_kind_may_be_chosen(run, readings, kind):
    code, out, _ = run("chart", readings, "--site", "007", "--kind", kind, "--json")
    assert code == 0
    (chart,) = result(out).charts
    assert chart.kind == kind
    assert chart.why_this_kind == "The kind of chart was chosen on the command line."


@pytest.mark.parametrize("kind", ["xbar", "s", "c", "g", "t"])
def test_kinds_of_single_values_and_subgroups(run, tmp_path, kind):
    path = tmp_path / "r.csv"
    rows = "".join(f"m,a,{n},{10 + n % 3},2,{20 + n % 2}\n" for n in range(1, 21))
    path.write_text("measure,site,period,value,sd,n\n" + rows)
    code, out, err = run("chart", path, "--kind", kind, "--json")
    assert (code, err) == (0, "")
    (chart,) = result(out).charts
    assert (chart.kind, len(chart.periods)) == (kind, 20)
    _, automatic, _ = run("chart", path, "--json")
    assert result(automatic).charts[0].kind == "xbar"


@pytest.mark.parametrize("kind", ["xbar", "s"])
def test_several_rows_a_period_are_a_subgroup(run, tmp_path, kind):
    chance = np.random.default_rng(5)
    groups = [chance.normal(10, 2, 4 + n % 2).round(2) for n in range(15)]
    each = "".join(f"m,a,{n},{x}\n" for n, group in enumerate(groups, 1) for x in group)
    told = "".join(
        f"m,a,{n},{group.mean()},{group.std(ddof=1)},{len(group)}\n"
        for n, group in enumerate(groups, 1)
    )
    charts = []
    for name, head, rows in (("each", "value", each), ("told", "value,sd,n", told)):
        path = tmp_path / f"{name}.csv"
        path.write_text(f"measure,site,period,{head}\n{rows}")
        _, out, _ = run("chart", path, "--kind", kind, "--json")
        charts.append(result(out).charts[0])
    for line in ("values", "centre", "lower", "upper"):
        np.testing.assert_allclose(getattr(charts[0], line), getattr(charts[1], line))
    code, _, err = run("chart", tmp_path / "each.csv")
    assert code == 1
    assert "the same reading as row 2" in err


def test_a_period_may_be_a_plain_integer_even_past_1900(run, tmp_path):
    path = tmp_path / "r.csv"
    rows = "".join(f"m,a,{n},{n % 7}\n" for n in range(1880, 1920))
    path.write_text("measure,site,period,value\n" + rows)
    options = ("--json", "--rebase", "1901", "--exclude", "1890")
    code, out, _ = run("chart", path, *options)
    (chart,) = result(out).charts
    assert code == 0
    assert chart.periods[0] == "1880"
    assert chart.segments[1].first == "1901"
    assert chart.excluded == ["1890"]


def test_a_point_left_out_of_the_limits_is_still_tested(run, tmp_path):
    path = tmp_path / "r.csv"
    values = [10, 12, 9, 11, 10, 60, 9, 11, 10, 12, 9, 11, 10, 12]
    rows = "".join(f"m,a,{n},{value}\n" for n, value in enumerate(values, 1))
    path.write_text("measure,site,period,value\n" + rows)
    _, out, _ = run("chart", path, "--json", "--exclude", "6", "--kind", "xmr")
    (chart,) = result(out).charts
    assert chart.centre[0] == pytest.approx(np.mean([v for v in values if v != 60]))
    assert chart.signals[5] == "outside"
    assert chart.values[5] == 60


@pytest.mark.parametrize("kind", ["xmr", "uprime", "pprime", "t", "iprime", "mr"])
def test_screening_can_be_asked_for_or_refused(run, tmp_path, kind):
    path = tmp_path / "r.csv"
    pairs = kind in ("uprime", "pprime", "iprime")
    values = [10, 12, 9, 11, 10, 12, 9, 11, 10, 90, 9, 11, 10, 12]
    numbers = [f"{v},100" if pairs else str(v) for v in values]
    rows = "".join(f"m,a,{n},{one}\n" for n, one in enumerate(numbers, 1))
    head = "numerator,denominator" if pairs else "value"
    path.write_text(f"measure,site,period,{head}\n{rows}")
    upper = {}
    for option in ("--screen", "--no-screen", "--dialect=mdc"):
        _, out, _ = run("chart", path, "--json", "--kind", kind, option)
        upper[option] = result(out).charts[0].upper[0]
    assert upper["--screen"] < upper["--no-screen"] == upper["--dialect=mdc"]


def test_a_target_may_change_from_a_period_on(run, readings):
    options = ("--target", "50%", "--target", "2024-06=90%")
    _, out, _ = run("chart", readings, "--json", "--site", "007", *options)
    (chart,) = result(out).charts
    assert chart.target == [0.5] * 29 + [0.9]
    assert chart.assurance == "fail"


def test_a_funnel_compares_sites_and_may_be_of_one_period(run, readings):
    _, out, _ = run("chart", readings, "--kind", "funnel", "--period", "2022-12", "--json")
    (chart,) = json.loads(out)["charts"]
    assert chart["sites"] == ["007", "a/b"]
    assert chart["denominators"] == [111, 111]
    _, out, _ = run("chart", readings, "--kind", "funnel", "--json")
    (chart,) = json.loads(out)["charts"]
    assert chart["denominators"] == [3435.0, 3435.0, 3324.0]
    tops, bottoms = np.array(chart["numerators"]), np.array(chart["denominators"])
    found = spc.funnel_limits(tops, bottoms)
    assert (chart["target"], chart["phi"], chart["tau2"]) == (found.target, found.phi, found.tau2)
    for name, four in (("limits", found.exact), ("adjusted", found.adjusted)):
        np.testing.assert_array_equal(np.transpose(chart[name]["95"]), four[1:3])
        np.testing.assert_array_equal(np.transpose(chart[name]["99.8"]), [four[0], four[3]])
    code, _, err = run("chart", readings, "--kind", "funnel", "--baseline", "3")
    assert code == 2
    assert "--baseline means nothing" in err


def test_a_funnel_of_observed_to_expected(run, tmp_path):
    path = tmp_path / "r.csv"
    pairs = [(12, 10.5), (30, 41.2), (88, 70.0), (55, 50.3), (9, 12.1), (140, 120.0)]
    rows = "".join(f"m,s{n},2024,{top},{bottom}\n" for n, (top, bottom) in enumerate(pairs))
    path.write_text("measure,site,period,numerator,denominator\n" + rows)
    tops, bottoms = np.array(pairs).T
    for scale, kind in (("sqrt", "ratio"), ("log", "ratio_log")):
        _, out, _ = run(
            "chart", path, "--kind", "funnel", "--of", "ratio", "--scale", scale, "--json"
        )
        (chart,) = json.loads(out)["charts"]
        _, short, _ = run("chart", path, "--kind", "funnel", "--scale", scale, "--json")
        assert json.loads(short)["charts"] == [chart]
        found = spc.funnel_limits(tops, bottoms, kind=kind, target=1.0)
        assert (chart["target"], chart["tau2"]) == (1.0, found.tau2)
        np.testing.assert_array_equal(np.transpose(chart["adjusted"]["95"]), found.adjusted[1:3])
    code, _, err = run("chart", path, "--kind", "funnel", "--of", "proportion", "--scale", "log")
    assert code == 2
    assert "goes with the scale arcsine" in err


def test_pictures_go_into_one_file_or_a_folder(run, readings, tmp_path):
    one = tmp_path / "one.svg"
    code, _, err = run("chart", readings, "--site", "007", "--svg", one)
    assert (code, err) == (0, f"Wrote {one}.\n")
    assert ET.fromstring(one.read_bytes()).get("role") == "img"
    folder = tmp_path / "charts"
    assert run("chart", readings, "--svg", folder)[0] == 0
    assert sorted(path.name for path in folder.iterdir()) == ["007.svg", "a-b-2.svg", "a-b.svg"]
    code, _, err = run("chart", readings, "--svg", one)
    assert code == 2
    assert "There are 3 charts but one.svg is one file; name a folder." in err


def test_json_draws_nothing(run, readings, monkeypatch):
    def draw(*_, **__):
        raise AssertionError("a picture was drawn for nobody")

    monkeypatch.setattr("spreadwell.charts.control.control_chart", draw)
    assert run("chart", readings, "--json")[0] == 0


def test_words_for_people_lead_without_json(run, readings):
    code, out, _ = run("chart", readings, "--site", "007")
    assert code == 0
    assert out.startswith("Bp control at 007, Jan 2022 to Jun 2024, 30 points: mean ")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--target", "80"], "such as 80%"),
        (["--target", "high"], "not a number or a percentage"),
        (["--rebase", "2024"], "“2024” is a year, but the readings are by month."),
        (["--rebase", "2024-13"], "months run from 01 to 12"),
        (["--rebase", "2031-01"], "lies inside the readings"),
        (["--measure", "x"], "has no measure “x”; it holds bp_control."),
        (["--site", "x"], "has no readings of site “x”."),
        (["--kind", "pie"], "invalid choice"),
        (["--baseline", "1"], "must be 2 or more"),
        (["--dialect", "welsh"], "invalid choice"),
    ],
)
def test_wrong_usage_is_exit_2_with_a_sentence(run, readings, options, says):
    code, out, err = run("chart", readings, *options)
    assert (code, out) == (2, "")
    assert says in err


def test_a_file_of_several_measures_charts_them_all(run, tmp_path):
    path = tmp_path / "r.csv"
    rows = "".join(f"{m},a,2024-{n:02},{n}\n" for m in "xy" for n in range(1, 9))
    path.write_text("measure,site,period,value\n" + rows)
    code, out, err = run("chart", path, "--json")
    assert (code, [chart.measure for chart in result(out).charts]) == (0, ["x", "y"])
    assert "2 series charted, of 2 measures at 1 site." in err
    code, out, err = run("chart", path, "--measure", "y", "--json")
    assert (code, err, [chart.measure for chart in result(out).charts]) == (0, "", ["y"])


def test_strata_are_series_of_their_own_beside_the_whole(run, tmp_path):
    path = tmp_path / "r.csv"
    path.write_text(
        "measure,site,period,value,sex\nm,a,2024,1,\nm,a,2025,2,\nm,a,2024,1,F\nm,a,2024,3,M\n"
    )
    code, out, err = run("chart", path, "--json")
    made = result(out).charts
    assert [(chart.stratifier, chart.stratum) for chart in made] == [
        (None, None),
        ("sex", "F"),
        ("sex", "M"),
    ]
    assert (code, made[0].values, made[2].values) == (0, [1, 2], [3])
    assert err == ("Note: 3 series charted, of 1 measure at 1 site, 2 of them of single strata.\n")
    path.write_text("measure,site,period,value,sex\nm,a,2024,1,F\n")
    assert run("chart", path, "--kind", "funnel")[0] == 1


def test_the_order_of_rows_does_not_matter(run, readings):
    _, first, _ = run("chart", readings, "--json", "--site", "007")
    head, *rows = readings.read_text().splitlines()
    readings.write_text("\n".join([head, *reversed(rows)]))
    _, second, _ = run("chart", readings, "--json", "--site", "007")
    assert json.loads(first)["charts"] == json.loads(second)["charts"]


def test_the_series_at_fault_is_named(run, tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("measure,site,period,value\nm,a,1,3\nm,a,2,4\nm,b,1,5\nm,b,2,0\n")
    code, _, err = run("chart", path, "--kind", "t")
    assert code == 1
    assert "Site b: Entry 2: the time between events is 0" in err


def test_the_result_says_which_files_it_rests_on(run, readings):
    _, out, _ = run("chart", readings, "--json")
    (file,) = json.loads(out)["inputs"]
    assert file["name"] == "readings.csv"
    assert len(file["sha256"]) == 64
