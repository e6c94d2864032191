import xml.etree.ElementTree as ET

import numpy as np
import pytest

from spreadwell.cli.effect_result import EffectOutput


def test_the_planted_effect_is_found_and_said(run, evaluation, tmp_path):
    picture = tmp_path / "effect.svg"
    code, out, err = run("effect", *evaluation, "--draws", "99", "--json", "--svg", picture)
    assert (code, err) == (0, f"Wrote {picture}.\n")
    output = EffectOutput.model_validate_json(out)
    assert output.measure == "bp_control"
    assert output.result.adopters == 15
    assert output.result.scale.per == 100
    np.testing.assert_allclose(output.result.estimate, 10, atol=1)
    assert output.result.gate.ok
    assert [file.name for file in output.inputs] == ["r.csv", "starts.csv"]
    assert ET.fromstring(picture.read_bytes()).get("role") == "img"
    code, said, _ = run("effect", *evaluation, "--draws", "99")
    assert said.splitlines() == output.sentences


def test_options_reach_the_question(run, evaluation):
    _, out, _ = run(
        "effect", *evaluation, "--draws", "99", "--json", "--cluster", "network", "--weights",
        "size", "--window", "1", "--periods-after", "6", "--improvement", "down", "--per", "1000",
        "--compare", "never", "--seed", "5", "--level", "0.9",
    )  # fmt: skip
    output = EffectOutput.model_validate_json(out)
    asked = output.result.question
    assert (asked.window, asked.periods_after, asked.seed, asked.level) == (1, 6, 5, 0.9)
    assert (asked.compare, asked.improvement, asked.group_words) == (
        "never", "down", "network groups",
    )  # fmt: skip
    assert output.result.scale.per == 1000


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--weights", "none"], 1, "Row 1, none: the column is missing;"),
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
    assert EffectOutput.model_validate_json(out).result.adopters == 12


def test_too_little_to_tell_still_prints_the_estimate_for_analysts(run, evaluation):
    readings, starts = evaluation
    header, *rows = readings.read_text().splitlines()
    readings.write_text("\n".join([header, *(row for row in rows if ",2022-" in row)]))
    code, out, _ = run("effect", readings, starts, "--draws", "99")
    assert code == 0
    assert out.startswith("Cannot be evaluated yet: ")
    assert "For analysts only: " in out
