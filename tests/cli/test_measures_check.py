"""`spreadwell measures check`: mistakes by file and line, one exit code for a pipeline."""

import json

import pytest

from tests.formats.test_measure_lines import GOOD, SHIPPED


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "feet_checked.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def test_what_is_shipped_has_no_mistake(run):
    code, out, err = run("measures", "check", SHIPPED)
    assert (code, out) == (0, "")
    assert "definitions without a mistake" in err


def test_mistakes_are_told_by_file_and_line(run, folder):
    wrong = GOOD.replace("direction: up", "direction: higher").replace("feet_checked", "other")
    (folder / "other.yaml").write_text(wrong, encoding="utf-8")
    code, out, err = run("measures", "check", folder)
    assert (code, out) == (1, "")
    assert "other.yaml: Line 10, direction: “higher” is not one of up, down or neither" in err
    assert "did you mean “up”?" in err
    assert "1 definition without a mistake." in err


def test_the_same_as_json(run, folder):
    (folder / "other.yaml").write_text(GOOD, encoding="utf-8")
    code, out, _ = run("measures", "check", folder, "--json")
    found = json.loads(out)
    assert (code, found["measures"]) == (1, ["feet_checked"])
    (mistake,) = found["mistakes"]
    assert (mistake["line"], mistake["field"]) == (1, "id")
    assert "is not the name of the file" in mistake["message"]


def test_two_files_of_one_measure_in_two_folders(run, folder, tmp_path_factory):
    twin = tmp_path_factory.mktemp("twin") / "feet_checked.yaml"
    twin.write_text(GOOD, encoding="utf-8")
    code, _, err = run("measures", "check", folder, twin)
    assert code == 1
    assert "is in another file too" in err


def test_a_folder_without_definitions(run, tmp_path):
    code, _, err = run("measures", "check", tmp_path)
    assert code == 1
    assert "no YAML file" in err
