import pytest
import yaml

from spreadwell.formats.measures import (
    load_definition,
    load_definitions,
    parse_definition,
    statistics_of,
)
from spreadwell.formats.problems import FileProblem

GOOD = {
    "id": "bp_control",
    "name": "Blood pressure at target",
    "definition": "Of people with high blood pressure, how many are at target.",
    "why_it_matters": "Fewer strokes and heart attacks.",
    "numerator": "People whose last reading is at target",
    "denominator": "People on the register",
    "unit": "% of people",
    "statistic": "proportion",
    "per": 100,
    "direction": "up",
    "target": 80,
    "kind": "outcome",
    "cadence": "month",
    "source": "Practice extract",
    "supplied_by": "extract",
    "author": "Analyst",
    "checker": "Second analyst",
    "review_date": "2026-04-01",
}


def sentences(call):
    with pytest.raises(FileProblem) as caught:
        call()
    return caught.value.sentences()


def definition(**changes):
    content = {key: value for key, value in (GOOD | changes).items() if value is not None}
    return yaml.safe_dump(content, allow_unicode=True)


def test_a_definition_is_read():
    measure = parse_definition(definition(), name="bp_control.yaml")
    assert (measure.statistic, measure.per, measure.cadence) == ("proportion", 100, "month")
    assert statistics_of([measure]) == {"bp_control": "proportion"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": None}, "name: the field is missing."),
        ({"colour": "red"}, "Line 4, colour: there is no such field."),
        ({"statistic": "median"},
         "Line 14, statistic: “median” is not one of proportion, rate, count or mean; "
         "did you mean “mean”?"),
        ({"numerator": None}, "numerator: a proportion needs one, in words."),
        ({"target": 101}, "Line 16, target: must lie between 0 and 100."),
        ({"id": "BP control"},
         "Line 7, id: “BP control” must be lower-case letters, digits and underscores, "
         "such as “bp_control”."),
        ({"per": 0}, "Line 11, per: “0” is not a whole number from 1 to 1,000,000,000."),
        ({"per": 0.5}, "Line 11, per: “0.5” is not a whole number from 1 to 1,000,000,000."),
        ({"per": 1e30}, "Line 11, per: “1e+30” is not a whole number from 1 to 1,000,000,000."),
        ({"per": float("nan")},
         "Line 11, per: “nan” is not a whole number from 1 to 1,000,000,000."),
    ],
)  # fmt: skip
def test_wrong_fields_are_named(changes, expected):
    assert sentences(lambda: parse_definition(definition(**changes), name="m.yaml")) == [expected]


def test_what_a_ratio_is_shown_out_of_leaves_fingerprints_as_they_were():
    kept = parse_definition(definition(per=1000), name="m.yaml").content()["per"]
    assert (kept, type(kept)) == (1000, float)


def test_what_is_not_a_definition_is_said():
    assert "not YAML" in sentences(lambda: parse_definition("a: [1\nb: 2", name="m.yaml"))[0]
    assert "list of fields" in sentences(lambda: parse_definition("- a", name="m.yaml"))[0]


def test_a_folder_reports_every_file(tmp_path):
    (tmp_path / "bp_control.yaml").write_text(definition(), encoding="utf-8")
    assert set(load_definitions(tmp_path)) == {"bp_control"}
    (tmp_path / "other.yaml").write_text(definition(), encoding="utf-8")
    (tmp_path / "third.yaml").write_bytes(b"\xff\xfe")
    assert sentences(lambda: load_definitions(tmp_path)) == [
        "other.yaml, line 7, id: “bp_control” is not the name of the file, “other”; rename the "
        "file to bp_control.yaml.",
        "third.yaml: the file is not UTF-8 text.",
    ]
    assert "no such folder" in sentences(lambda: load_definitions(tmp_path / "none"))[0]
    (tmp_path / "large.yaml").write_text("#" * 100_001)
    assert "too large" in sentences(lambda: load_definition(tmp_path / "large.yaml"))[0]
