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
    assert (code, err) == (0, "")
    made = result(out)
    assert [chart.site for chart in made.charts] == ["007", "a/b", "a b"]
    chart = made.charts[0]
    assert chart.kind == "p_prime"
    tops = [point.numerator for point in chart.points]
    bottoms = [point.denominator for point in chart.points]
    expected = spc.p_chart(tops, bottoms, prime=True, rebase=[10], target=0.8)
    np.testing.assert_array_equal([point.upper for point in chart.points], expected.upper)
    assert [segment.first for segment in chart.segments] == ["2022-01", "2022-11"]
    assert chart.points[0].target == 0.8
    assert chart.assurance == expected.assurance


def test_a_period_without_a_reading_is_a_missing_point(run, readings):
    _, out, _ = run("chart", readings, "--json", "--site", "a b")
    (chart,) = result(out).charts
    assert len(chart.points) == 30
    assert chart.points[11].period == "2022-12"
    assert chart.points[11].value is None
    assert chart.points[11].kind == "missing"


def test_days_measured_now_and_then_are_charted_one_after_the_other(run, tmp_path):
    path = tmp_path / "r.csv"
    days = ["2024-01-01", "2024-01-02", "2024-03-09", "2024-06-30"]
    rows = "".join(f"m,a,{day},{n}\n" for n, day in enumerate(days))
    path.write_text("measure,site,period,value\n" + rows)
    _, out, _ = run("chart", path, "--json")
    (chart,) = result(out).charts
    assert [point.period for point in chart.points] == days
    assert "no period between them counts as missing" in chart.notes[0]


@pytest.mark.parametrize("kind", ["xmr", "run", "p", "p_prime", "u", "u_prime", "i_prime", "mr"])
def test_the_kind_may_be_chosen(run, readings, kind):
    code, out, _ = run("chart", readings, "--site", "007", "--kind", kind, "--json")
    assert code == 0
    (chart,) = result(out).charts
    assert chart.kind == kind
    assert chart.reason == "The kind of chart was chosen on the command line."


@pytest.mark.parametrize("kind", ["xbar", "s", "c", "g", "t"])
def test_kinds_of_single_values_and_subgroups(run, tmp_path, kind):
    path = tmp_path / "r.csv"
    rows = "".join(f"m,a,{n},{10 + n % 3},2,{20 + n % 2}\n" for n in range(1, 21))
    path.write_text("measure,site,period,value,sd,n\n" + rows)
    code, out, err = run("chart", path, "--kind", kind, "--json")
    assert (code, err) == (0, "")
    (chart,) = result(out).charts
    assert (chart.kind, len(chart.points)) == (kind, 20)
    _, automatic, _ = run("chart", path, "--json")
    assert result(automatic).charts[0].kind == "xbar"


def test_a_funnel_compares_sites_and_may_be_of_one_period(run, readings):
    _, out, _ = run("chart", readings, "--kind", "funnel", "--period", "2022-12", "--json")
    (chart,) = result(out).charts
    assert [point.name for point in chart.points] == ["007", "a/b"]
    assert chart.points[0].denominator == 111
    _, out, _ = run("chart", readings, "--kind", "funnel", "--json")
    (chart,) = result(out).charts
    assert [point.denominator for point in chart.points] == [3435.0, 3435.0, 3324.0]
    code, _, err = run("chart", readings, "--kind", "funnel", "--baseline", "3")
    assert code == 2
    assert "--baseline means nothing" in err


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
        (["--baseline", "0"], "must be 1 or more"),
        (["--dialect", "welsh"], "invalid choice"),
    ],
)
def test_wrong_usage_is_exit_2_with_a_sentence(run, readings, options, says):
    code, out, err = run("chart", readings, *options)
    assert (code, out) == (2, "")
    assert says in err


def test_a_file_of_several_measures_needs_one_named(run, tmp_path):
    path = tmp_path / "r.csv"
    rows = "".join(f"{m},a,2024-{n:02},{n}\n" for m in "xy" for n in range(1, 9))
    path.write_text("measure,site,period,value\n" + rows)
    code, _, err = run("chart", path)
    assert code == 2
    assert "holds several measures (x, y); choose one with --measure." in err
    code, out, _ = run("chart", path, "--measure", "y", "--json")
    assert (code, result(out).measure) == (0, "y")


def test_strata_are_left_out_with_a_note(run, tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("measure,site,period,value,sex\nm,a,2024,1,\nm,a,2025,2,\nm,a,2024,1,F\n")
    code, out, err = run("chart", path, "--json")
    assert (code, len(result(out).charts[0].points)) == (0, 2)
    assert err == "Note: 1 row of single strata left out.\n"
    path.write_text("measure,site,period,value,sex\nm,a,2024,1,F\n")
    assert run("chart", path)[0] == 1


def test_the_result_says_which_files_it_rests_on(run, readings):
    _, out, _ = run("chart", readings, "--json")
    (file,) = json.loads(out)["inputs"]
    assert file["name"] == "readings.csv"
    assert len(file["sha256"]) == 64
