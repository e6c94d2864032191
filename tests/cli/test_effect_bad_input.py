"""Whatever the files hold, the answer is a sentence, or numbers that are right."""

import json

import pytest


def change(evaluation, readings=None, starts=None):
    """Rewrite the lines of both files."""
    for path, how in zip(evaluation, (readings, starts), strict=True):
        if how is not None:
            path.write_text("\n".join(how(path.read_text().splitlines())))


def refused(run, evaluation, says):
    code, out, err = run("effect", *evaluation, "--draws", "99")
    assert (code, out) == (1, "")
    assert says in err
    assert "Traceback" not in err


def told(run, evaluation, *asked):
    code, out, err = run("effect", *evaluation, "--draws", "99", "--json", *asked)
    assert code == 0, err
    return json.loads(out)


def test_a_site_of_the_starts_without_readings_is_named_and_changes_nothing(run, evaluation):
    plain = told(run, evaluation)
    change(evaluation, starts=lambda lines: [*lines, "nobody,2022-05,net1,100"])
    found = told(run, evaluation)
    assert found["notes"] == ["1 site of starts.csv without readings left out: nobody."]
    assert found["effect"] == plain["effect"]


def test_a_start_before_the_first_period_is_left_out_and_counted(run, evaluation):
    change(evaluation, starts=lambda lines: [
        line.replace("000,2022-03-15", "000,2019-01") for line in lines
    ])  # fmt: skip
    found = told(run, evaluation)
    assert found["sites"] == {
        "started": 14, "compared": 25, "always": 1, "groups_started": None,
        "groups_compared": None,
    }  # fmt: skip
    assert any("used it from the first period" in note for note in found["notes"])


def test_all_sites_starting_at_once_have_nobody_to_compare_with(run, evaluation):
    change(evaluation, starts=lambda lines: [
        lines[0], *(f"{line.split(',')[0]},2022-10,{line.split(',', 2)[2]}" for line in lines[1:])
    ])  # fmt: skip
    found = told(run, evaluation)
    assert found["design"] == "interrupted-time-series"
    assert found["check"] is None
    assert found["grade"] in "DE"
    assert "their own past" in found["why"]


def test_one_site_alone(run, evaluation):
    change(evaluation, readings=lambda lines: [
        lines[0], *(line for line in lines if ",003," in line)
    ])  # fmt: skip
    found = told(run, evaluation)
    assert found["sites"]["started"] == 1
    assert found["grade"] in "DE"


def test_denominators_of_zero_count_as_missing(run, evaluation):
    change(evaluation, readings=lambda lines: [
        "bp_control,020,2021-03,0,0" if line.startswith("bp_control,020,2021-03") else line
        for line in lines
    ])  # fmt: skip
    found = told(run, evaluation)
    assert found["notes"] == ["1 reading with a denominator of 0 counted as missing."]
    assert found["effect"]["estimate"] == pytest.approx(0.1, abs=0.01)


def test_no_people_at_all_is_said(run, evaluation):
    change(evaluation, readings=lambda lines: [
        lines[0], *(",".join([*line.split(",")[:3], "0", "0"]) for line in lines[1:])
    ])  # fmt: skip
    refused(run, evaluation, "No site has a reading from before it started.")


def test_gaps_are_counted_and_hold_the_gate(run, evaluation):
    change(evaluation, readings=lambda lines: [
        line for place, line in enumerate(lines) if place % 5 or not place
    ])  # fmt: skip
    found = told(run, evaluation)
    assert not found["gate"]["ok"]
    assert "20 in 100 readings are missing; under 10 in 100 are needed." in found["gate"]["reasons"]
    assert any("readings are missing." in note for note in found["notes"])
    assert found["grade"] == "–"


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ("bp_control,020,2021-03,400,1000", "the same reading as row 724"),
        ("bp_control,020,2021-Q1,400,1000", "one file holds one kind"),
        ("bp_control,020,2024-03,4000,1000", "numerator"),
        ("bp_control,020,2024-03,-4,1000", "negative"),
        ("bp_control,020,2024-03,many,1000", "“many” is not a number"),
    ],
)
def test_rows_that_cannot_be_are_named(run, evaluation, extra, says):
    change(evaluation, readings=lambda lines: [*lines, extra])
    code, out, err = run("effect", *evaluation, "--draws", "99")
    assert (code, out) == (1, "")
    assert says in err
    assert "Row 1442" in err


def test_nobody_started(run, evaluation):
    change(evaluation, starts=lambda lines: [
        lines[0], *(f"{line.split(',')[0]},,net,1" for line in lines[1:])
    ])  # fmt: skip
    refused(run, evaluation, "No site started within the periods of the readings.")


def test_synthetic_comparators_that_cannot_be_are_said(run, evaluation):
    change(evaluation, starts=lambda lines: [
        line.replace(f"{k:03},2022", f"{k:03},2021") for k, line in enumerate(lines, -1)
    ])  # fmt: skip
    change(evaluation, readings=lambda lines: [
        line for line in lines if not line.split(",")[1] >= "016" or line == lines[0]
    ])  # fmt: skip
    code, out, err = run("effect", *evaluation, "--design", "synthetic-did")
    assert (code, out) == (1, "")
    assert "Synthetic comparators need 3 sites that never start" in err
