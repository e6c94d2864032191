import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from spreadwell.cli.effect_result import EffectOutput


def test_the_planted_effect_is_found_and_said(run, evaluation, tmp_path):
    picture = tmp_path / "effect.svg"
    asked = ["--draws", "99", "--per", "100"]
    code, out, err = run("effect", *evaluation, *asked, "--json", "--svg", picture)
    assert (code, err) == (0, f"Wrote {picture}.\n")
    output = EffectOutput.model_validate_json(out)
    assert output.provenance.measure == "bp_control"
    assert (output.sites.started, output.sites.compared, output.sites.always) == (15, 25, 0)
    np.testing.assert_allclose(output.effect.estimate, 10, atol=1)
    assert output.effect.low < 10 < output.effect.high
    assert output.gate.ok
    assert output.gate.reasons == []
    assert [file.name for file in output.provenance.inputs] == ["r.csv", "starts.csv"]
    assert ET.fromstring(picture.read_bytes()).get("role") == "img"
    assert output.sentence == output.sentences[0]


@pytest.fixture
def plain(run, evaluation):
    """What the evaluation gives with nothing asked for, as JSON."""
    return json.loads(run("effect", *evaluation, "--draws", "99", "--json")[1])


def test_the_json_has_every_part_that_is_promised_in_a_share_of_one(run, evaluation, plain):
    assert set(plain) >= {
        "question", "gate", "design", "why", "sites", "effect", "check", "event_study",
        "check_event_study", "aggregates", "diagnostics", "sensitivity", "sequential", "grade",
        "grade_reasons", "sentence", "provenance",
    }  # fmt: skip
    assert set(plain["effect"]) == {"estimate", "se", "low", "high", "df", "p_permutation"}
    assert set(plain["check"]) == {"estimator", "estimate", "se", "low", "high", "agrees"}
    for study in ("event_study", "check_event_study"):
        assert set(plain[study][0]) == {
            "time", "estimate", "se", "low", "high", "band_low", "band_high", "sites",
        }  # fmt: skip
        times = [point["time"] for point in plain[study]]
        assert times == sorted(set(times))
    for one in ("simple", "dynamic", "group", "calendar"):
        assert set(plain["aggregates"][one]) == {"estimate", "se", "low", "high", "parts"}
    assert plain["sequential"]["low"] < plain["effect"]["low"]
    assert plain["sequential"]["high"] > plain["effect"]["high"]
    bounds = plain["sensitivity"]["relative"]
    assert [bound["m"] for bound in bounds] == [0.5, 1.0, 1.5, 2.0]
    assert 0.5 < plain["sensitivity"]["relative_breakdown"] < 1
    assert bounds[0]["low"] > 0 > bounds[1]["low"]
    hundred = json.loads(
        run(
            "effect", *evaluation, "--draws", "99", "--per", "100", "--base", "universal",
            "--json",
        )[1]
    )  # fmt: skip
    assert plain["question"]["per"] == 1
    assert plain["question"]["weights"] == "pre_mean"
    for part in ("effect", "check"):
        for name in ("estimate", "se", "low", "high"):
            assert hundred[part][name] == pytest.approx(100 * plain[part][name], rel=1e-9)
    assert plain["sentence"] == hundred["sentence"]
    assert " in 100" in plain["sentence"]
    # The base of the check moves only what lies before the start.
    assert (plain["question"]["base"], hundred["question"]["base"]) == ("varying", "universal")
    studies = [{p["time"]: p["estimate"] for p in one["check_event_study"]}
               for one in (plain, hundred)]  # fmt: skip
    assert studies[1][-1] == 0
    assert studies[0][-1] != 0
    for time, estimate in studies[0].items():
        if time >= 0:
            assert 100 * estimate == pytest.approx(studies[1][time])


def test_the_command_it_tells_gives_the_same_digits(run, evaluation, monkeypatch):
    asked = ["--cluster", "network", "--weights", "size", "--window", "1", "--donut", "2",
             "--draws", "99", "--compare", "never", "--base", "universal"]  # fmt: skip
    first = run("effect", *evaluation, *asked, "--json")[1]
    command = json.loads(first)["provenance"]["command"]
    monkeypatch.chdir(evaluation[0].parent)
    words = command.split()
    assert words[0] == "spreadwell"
    assert run(*words[1:])[1] == first


def test_options_reach_the_question(run, evaluation):
    _, out, _ = run(
        "effect", *evaluation, "--draws", "99", "--json", "--cluster", "network", "--weights",
        "size", "--window", "1", "--periods-after", "6", "--improvement", "down", "--per", "1000",
        "--compare", "never", "--base", "universal", "--seed", "5", "--level", "0.9",
        "--design", "imputation",
    )  # fmt: skip
    found = json.loads(out)
    asked = found["question"]
    wanted = {
        "window": 1, "periods_after": 6, "seed": 5, "level": 0.9, "compare": "never",
        "base": "universal", "improvement": "down", "cluster": "network", "weights": "size",
        "per": 1000,
    }  # fmt: skip
    assert wanted.items() <= asked.items()
    counted = [p for p in found["aggregates"]["dynamic"]["parts"] if p["weight"] > 0]
    assert [part["time"] for part in counted] == [1, 2, 3, 4, 5, 6]
    mean = np.mean([part["estimate"] for part in counted])
    assert found["aggregates"]["dynamic"]["estimate"] == pytest.approx(mean)
    assert found["sites"]["groups_started"] == 9


def test_leaving_periods_before_the_start_out(run, evaluation, plain):
    assert plain["diagnostics"]["unswitched"] is None
    told = run("effect", *evaluation, "--draws", "99", "--json", "--donut", "2")[1]
    found = json.loads(told)
    assert found["effect"]["estimate"] != plain["effect"]["estimate"]
    assert found["diagnostics"]["unswitched"]["estimate"] == plain["effect"]["estimate"]


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--weights", "bulk"], 1, "Row 1, bulk: the column is missing;"),
        (["--base", "none"], 2, "invalid choice"),
        (["--cluster", "none"], 1, "Row 1, none: the column is missing;"),
        (["--weights", "network"], 1, "Row 2, network: “net0” is not a number."),
        (["--design", "best"], 2, "invalid choice"),
        (["--level", "3"], 2, "must lie between 0.5 and 1."),
        (["--innovation", "x"], 2, "has no innovation “x”; it holds none."),
    ],
)
def test_what_cannot_work_is_said(run, evaluation, options, code, says):
    found, out, err = run("effect", *evaluation, *options)
    assert (found, out) == (code, "")
    assert says in err


def test_a_start_coarser_than_the_readings_is_named(run, evaluation):
    readings, starts = evaluation
    starts.write_text(starts.read_text().replace("000,2022-03-15", "000,2022"))
    code, _, err = run("effect", readings, starts)
    assert code == 1
    assert err.startswith("starts.csv: Row 2, started: “2022” is longer than one month")


def test_one_of_several_innovations(run, evaluation):
    readings, starts = evaluation
    lines = starts.read_text().splitlines()
    marked = [lines[0] + ",innovation"]
    marked += [f"{line},{'x' if place < 12 else 'y'}" for place, line in enumerate(lines[1:])]
    starts.write_text("\n".join(marked))
    assert "several innovations (x, y)" in run("effect", readings, starts)[2]
    code, out, _ = run("effect", readings, starts, "--innovation", "x", "--draws", "99", "--json")
    assert code == 0
    assert EffectOutput.model_validate_json(out).sites.started == 12


def test_too_little_to_tell_still_prints_the_estimate_for_analysts(run, evaluation):
    readings, starts = evaluation
    header, *rows = readings.read_text().splitlines()
    readings.write_text("\n".join([header, *(row for row in rows if ",2022-" in row)]))
    code, out, _ = run("effect", readings, starts, "--draws", "99")
    assert code == 0
    assert out.startswith("Cannot be evaluated yet: ")
    assert "For analysts only: " in out
    told = run("effect", readings, starts, "--draws", "99", "--json")[1]
    found = json.loads(told)
    assert out.splitlines() == found["sentences"]
    assert not found["gate"]["ok"]
    assert found["gate"]["reasons"]
    assert np.isfinite(found["effect"]["estimate"])
    assert found["grade"] == "–"


def test_strata_and_a_measure_it_should_not_touch(run, evaluation):
    readings = evaluation[0]
    header, *rows = readings.read_text().splitlines()
    made = [f"{header},sex"] + [f"{row}," for row in rows]
    for row in rows:
        measure, site, period, count, people = row.split(",")
        half = int(count) // 2
        # Women gain what everyone does, men nothing.
        gain = 50 if int(site) < 15 and period >= f"{2022 + (2 + int(site)) // 12}" else 0
        made.append(f"{measure},{site},{period},{half},500,f")
        made.append(f"{measure},{site},{period},{max(half - gain, 0)},500,m")
        made.append(f"weight,{site},{period},{300 + int(period[-2:])},{people},")
    readings.write_text("\n".join(made))
    asked = ["--measure", "bp_control", "--draws", "99", "--json", "--per", "100"]
    told = run("effect", *evaluation, *asked, "--equity", "sex", "--negative-control", "weight")
    assert told[0] == 0, told[2]
    found = json.loads(told[1])
    equity = found["diagnostics"]["equity"]
    women, men = equity["strata"]
    assert (equity["reference"], women["stratum"], men["stratum"]) == ("f", "f", "m")
    assert women["difference"] is None
    gap = men["difference"]
    assert gap["estimate"] == pytest.approx(men["estimate"] - women["estimate"])
    assert gap["high"] < 0
    assert found["diagnostics"]["negative_control"]["estimate"] == pytest.approx(0, abs=1e-9)
    code, _, err = run("effect", *evaluation, *asked, "--equity", "age")
    assert (code, err) == (1, "r.csv has no column of strata “age”; it has sex.\n")
