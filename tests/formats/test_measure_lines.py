"""Every mistake in a definition is told with its line and with what to write instead."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadwell.formats.measure_kinds import ChartKind, DialectName, Stratifier
from spreadwell.formats.measure_words import CHARTS, DIALECTS, STRATA, explained, target_at
from spreadwell.formats.measure_yaml import definition_yaml
from spreadwell.formats.measures import (
    MeasureDefinition,
    check_together,
    load_definitions,
    parse_definition,
)
from spreadwell.formats.periods import Period
from spreadwell.formats.problems import FileProblem
from spreadwell.formats.readings import STRATIFIERS

GOOD = """\
id: feet_checked
name: Feet checked
definition: People with diabetes whose feet were checked in twelve months.
why_it_matters: A sore that is found early heals.
numerator: People with a foot check
denominator: People on the register
unit: people
statistic: proportion
per: 100
direction: up
kind: process
cadence: month
source: Practice extract
supplied_by: extract
author: Network office
review_date: 2027-10-01
"""
SHIPPED = Path(__file__).parents[2] / "src" / "spreadwell" / "definitions" / "measures"


def problems(text):
    with pytest.raises(FileProblem) as caught:
        parse_definition(text, name="feet_checked.yaml")
    return caught.value.sentences()


WRONG = {
    "direction: up -> direction: higher": "Line 10, direction: “higher” is not one of up, down or "
    "neither; did you mean “up”?",
    "unit: people -> units: people": "Line 7, units: there is no such field; did you mean “unit”?",
    "kind: process -> kind: process|kind: outcome": "Line 12, kind: the field is there twice, "
    "first on line 11; keep one.",
    "cadence: month -> cadence: Monthly": "did you mean “month”?",
    "per: 100 -> per: lots": "Line 9, per: “lots” is not a number.",
    "per: 100 -> per: 100|target: 120": "Line 10, target: must lie between 0 and 100.",
    "per: 100 -> per: 100|target: 70|targets:|- from: 2024-04|  target: 80": "Line 10, target: "
    "give either one target or targets by period, not both.",
    "per: 100 -> per: 100|targets:|- from: 2024-14|  target: 80": "Line 11, targets.0.from: ",
    "per: 100 -> per: 100|targets:|- from: 2024-04|  target: 8|- from: 2024-02|  target: 9": "Line "
    "13, targets.1.from: 2024-02 does not come after the target before it.",
    "per: 100 -> per: 100|targets:|- from: 2024-04|  target: 180": "Line 12, targets.0.target: "
    "must lie between 0 and 100.",
    "per: 100 -> per: 100|targets:|- since: 2024-04|  target: 80": "Line 11, "
    "targets.0.from: the field is",
    "per: 100 -> per: 100|targets: 80": "Line 10, targets: this is a list; begin each line with",
    "per: 100 -> per: 100|chart: c": "Line 10, chart: a c chart is of a count, and this is a "
    "proportion.",
    "per: 100 -> per: 100|chart: p_prime": "did you mean “pprime”?",
    "per: 100 -> per: 100|due_days: 900": "Line 10, due_days: “900”: input should be less than",
    "per: 100 -> per: 100|due_days: 3.5": "Line 10, due_days: “3.5” is not a whole number.",
    "per: 100 -> per: 100|sign_off: perhaps": "Line 10, sign_off: “perhaps” is neither yes nor no; "
    "write true or false.",
    "per: 100 -> per: 100|links:|- title: Guide|  link: guide.html": "Line 12, links.0.link: "
    "“guide.html” is not an address; begin with https://.",
    "per: 100 -> per: 100|exclusions: [a, a]": "Line 10, exclusions: “a” is there twice.",
    "extract|author -> site|stratifiers: [sex]|author": "Line 15, stratifiers: sites never enter "
    "strata by hand; they come by extract.",
    "name: Feet checked -> name: 2024": "Line 2, name: write words; put what looks like a number "
    "or a day into quotes.",
    "name: Feet checked -> name: ''": "Line 2, name: nothing is said; write it in words.",
    "2027-10-01 -> next year": "Line 16, review_date: “next year” is not a day; write it like "
    "2027-04-01.",
}


@pytest.mark.parametrize("change", list(WRONG))
def test_a_mistake_is_told_with_its_line(change):
    was, now = (part.replace("|", "\n") for part in change.split(" -> "))
    assert was in GOOD
    told = problems(GOOD.replace(was, now))
    assert WRONG[change] in told[0]
    assert told[0].startswith("Line ")


def test_every_mistake_is_told_at_once_in_the_order_of_the_file():
    bad = GOOD.replace("unit: people", "units: people").replace("per: 100", "per: 0\nper: 100")
    bad = bad.replace("kind: process", "kind: safety")
    told = problems(bad)
    assert [one.split(",")[0] for one in told[:3]] == ["Line 7", "Line 10", "Line 12"]
    assert "did you mean “balancing”?" in told[2]


@pytest.mark.parametrize("field", sorted(MeasureDefinition.model_fields))
def test_a_slip_in_the_name_of_a_field_is_put_right(field):
    name = MeasureDefinition.model_fields[field].alias or field
    slip = f"{name[0]}x{name[1:]}" if len(name) > 4 else name.upper()
    text = "\n".join(line for line in GOOD.splitlines() if not line.startswith(f"{name}:"))
    assert f"{slip}: there is no such field; did you mean “{name}”?" in "\n".join(
        problems(f"{text}\n{slip}: x\n")
    )


def test_two_files_of_one_measure_are_told():
    one = parse_definition(GOOD, name="a.yaml")
    with pytest.raises(FileProblem, match=r"another file too, a\.yaml"):
        check_together([("a.yaml", one), ("b.yaml", one)])


def test_what_nests_without_end_is_refused_in_a_sentence():
    assert "nested too deeply" in problems("id: " + "[" * 200 + "]" * 200)[0]
    assert (
        "Line 1, review_date: “2024-02-31” is not a day" in problems("review_date: 2024-02-31")[0]
    )


def test_a_definition_that_says_nothing_new_keeps_its_fingerprint_when_the_type_grows():
    content = parse_definition(GOOD, name="x").content()
    assert set(content) == set(yaml.safe_load(GOOD)) | {
        "target", "smallest_worthwhile_change", "reviewed_by", "checker",
    }  # fmt: skip
    more = parse_definition(GOOD + "exclusions: Children\ndue_days: 20\n", name="x").content()
    assert (more["exclusions"], more["due_days"]) == (["Children"], 20)


def test_every_shipped_definition_is_written_and_read_again():
    for definition in load_definitions(SHIPPED).values():
        again = parse_definition(definition_yaml(definition), name="x")
        assert again == definition


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text("abc: -#'\"{}[]é\n", min_size=1, max_size=30).filter(str.strip), max_size=3,
             unique_by=str.strip),
    st.sampled_from([None, *ChartKind]), st.booleans(),
    st.lists(st.tuples(st.integers(0, 200), st.floats(0, 100, allow_nan=False)), max_size=4,
             unique_by=lambda x: x[0]),
)  # fmt: skip
def test_what_is_written_is_read_as_it_was(exclusions, chart, sign_off, targets):
    base = yaml.safe_load(GOOD)
    aims = [
        {"from": f"{2010 + n // 12}-{n % 12 + 1:02}", "target": amount}
        for n, amount in sorted(targets)
    ]
    content = base | {"exclusions": exclusions, "sign_off": sign_off, "targets": aims}
    if chart in (None, "xmr", "run", "p", "pprime", "u", "uprime", "mr"):
        content["chart"] = chart
    definition = MeasureDefinition.model_validate(content)
    assert parse_definition(definition_yaml(definition), name="x") == definition


def test_the_words_of_charts_and_strata_are_all_there():
    assert set(CHARTS) == set(ChartKind)
    assert set(DIALECTS) == set(DialectName)
    assert set(STRATA) == set(Stratifier)
    assert set(Stratifier) <= STRATIFIERS


def test_a_measure_is_explained_in_plain_words():
    text = GOOD.replace("per: 100", "per: 100\ntargets:\n- from: 2024-04\n  target: 70\n"
                        "- from: FY2025\n  target: 80.5\nexclusions: People near the end of life\n"
                        "due_days: 20\nstratifiers: [imd_quintile, sex]\ndisclosure: ons-10\n"
                        "sign_off: true")  # fmt: skip
    told = dict(explained(parse_definition(text, name="x").content()))
    assert told["Who is left out?"] == "People near the end of life."
    assert told["Is there a target?"] == (
        "The target is 70% from April 2024, then 80.5% from 2025/26; before that there was none."
    )
    assert told["When is it late?"].startswith("Each month is due 20 days after it ends")
    assert "deprivation in fifths (IMD) and sex" in told["How can it be told apart?"]
    assert "p′ chart" in told["How is it read, and how sure is that?"]
    assert "locked" in told["Is each period approved?"]


def test_a_target_holds_from_its_period_on():
    told = yaml.safe_load(GOOD) | {
        "targets": [{"from": "2024-04", "target": 70}, {"from": "FY2025", "target": 80}]
    }
    asked = ("2024-03", "2024-04", "2025-03", "2025-04")
    held = [target_at(told, Period.parse(one)) for one in asked]
    assert held == [None, 70, 70, 80]
    assert target_at(told, Period.parse("2024-Q2")) == 70
    # The first quarter began before the target did.
    assert (
        target_at({"targets": [{"from": "2024-05", "target": 70}]}, Period.parse("2024-Q2")) is None
    )
    assert target_at({"target": 5}, Period.parse("2024")) == 5
