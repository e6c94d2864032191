"""What names mean, given with the command: by file, by column, or refused in a sentence."""

import argparse
from pathlib import Path

import pytest

from spreadwell.cli.importing.mapping import add_map_arguments, names_given, read_by
from spreadwell.cli.messages import InputProblem, UsageProblem
from spreadwell.domain.people.roles import Role
from spreadwell.exchange.submissions import preview_submission
from spreadwell.formats.problems import FileProblem
from tests.factories import make_measure, make_organisation, make_person


def given(*arguments: str):
    parser = argparse.ArgumentParser()
    add_map_arguments(parser)
    return names_given(parser.parse_args(arguments))


def test_nothing_given_is_nothing():
    assert given() is None


def test_columns_and_a_file_are_read_together(tmp_path: Path):
    file = tmp_path / "names.yaml"
    file.write_text("sites:\n  St  Elsewhere: XP-A\ncolumns:\n  Comment:\n", encoding="utf-8")
    assert given("--map", str(file), "--column", "Num.=numerator") == {
        ("site", "st elsewhere"): "XP-A",
        ("column", "comment"): "",
        ("column", "num."): "numerator",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1\n", "this is not YAML"),
        ("places:\n  a: b\n", "it holds columns, sites, measures"),
        ("sites: XP-A\n", "sites is a list of"),
    ],
)
def test_a_file_of_names_that_cannot_be_read_says_why(tmp_path: Path, text: str, said: str):
    file = tmp_path / "names.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputProblem, match=said):
        given("--map", str(file))


def test_a_column_without_a_meaning_is_a_slip():
    with pytest.raises(UsageProblem, match=r"write it like Num\.=numerator"):
        given("--column", "Num.")
    with pytest.raises(InputProblem, match="cannot be read"):
        given("--map", "/nowhere/names.yaml")


@pytest.mark.django_db
@pytest.mark.store
def test_a_file_is_read_by_what_its_names_mean(tmp_path: Path):
    make_measure(slug="at_target", name="At target")
    make_organisation(code="XP-A")
    analyst = make_person(Role.ANALYST)
    file = tmp_path / "june.csv"
    file.write_text("measure,Place,period,Num.,Den.\nat_target,St E,Jan 2024,40,100\n")
    names = given("--column", "Place=site", "--column", "Num.=numerator",
                  "--column", "Den.=denominator")  # fmt: skip
    with (
        pytest.raises(FileProblem, match="“St E” is not known; add it to --map"),
        read_by(names, analyst, file),
    ):
        pass
    with read_by(names | {("site", "st e"): "XP-A"}, analyst, file) as tidy:
        assert tidy.name == "june.csv"
        checked = preview_submission(by=analyst, content=tidy.read_bytes(), name=tidy.name)
    assert checked.problems == ()
    assert checked.changes["new"] == 1
    with read_by(None, analyst, file) as same:
        assert same == file
