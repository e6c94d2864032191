"""What goes in comes out: import then export gives the same file, in any order of rows."""

import json
import random

import pytest

from spreadwell.domain.measures.rebuilding import columns_differ
from spreadwell.domain.models import Reading, ReadingColumns, Submission
from spreadwell.domain.people.roles import Role
from spreadwell.exchange.readings.exporting import Wanted, export_readings
from spreadwell.exchange.submissions import check_submission, import_file
from spreadwell.formats.periods import Period
from tests.factories import make_measure, make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]

HEADER = "measure,site,period,numerator,denominator,value,sd,n,imd_quintile,sex"


@pytest.fixture
def analyst():
    """A proportion and a mean by financial quarter, two places with awkward codes, an analyst."""
    make_measure(slug="at_target", cadence="financial quarter")
    make_measure(slug="pressure", cadence="financial quarter", statistic="mean")
    for code in ("007", "a/b, “c”"):
        make_organisation(code=code)
    return make_person(Role.ANALYST)


def lines(chance: random.Random) -> list[str]:
    """Canonical rows of readings, with strata, suppressed ones and numbers that are not whole."""
    made = []
    for measure in ("at_target", "pressure"):
        for site in ("007", '"a/b, “c”"'):
            for quarter in range(8):
                for strata in (",", ",female", "1,", "5,"):
                    if chance.random() < 0.4:
                        continue
                    hidden = chance.random() < 0.1
                    number = chance.choice([0, 3, 7.25])
                    cells = (
                        f"{'*' if hidden else number},12,,,"
                        if measure == "at_target"
                        else f",,{'*' if hidden else -number},{'' if hidden else 1.5},30"
                    )
                    when = f"FY{2022 + quarter // 4}-Q{quarter % 4 + 1}"
                    made.append(f"{measure},{site},{when},{cells},{strata}")
    return made


def emptied() -> None:
    ReadingColumns.objects.all().delete()
    Reading.objects.all().delete()
    Submission.objects.all().delete()


def stored(analyst, path) -> None:
    found = import_file(by=analyst, path=path)
    assert [one.sentence for one in found.problems] == []
    assert found.submission is not None
    assert columns_differ() == []


def order(line: str) -> tuple[str, ...]:
    cells = line.replace('"a/b, “c”"', "a/b; “c”").split(",")
    stratum = next(((i, one) for i, one in enumerate(cells[8:]) if one), (-1, ""))
    return (*cells[:3], str(stratum[0]), stratum[1])


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "json", "ndjson"])
def test_import_then_export_gives_the_same_file(analyst, tmp_path, ending, seed):
    chance = random.Random(seed)
    rows = sorted(lines(chance), key=order)
    text = "\n".join([HEADER, *rows]) + "\n"
    chance.shuffle(rows)
    (tmp_path / "in.csv").write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    stored(analyst, tmp_path / "in.csv")
    every = Wanted(with_strata=True)
    scope = Reading.objects.all()
    kind = {"json": "fhir", "ndjson": "fhir"}.get(ending, ending)
    export_readings(scope, every, tmp_path / f"out.{ending}", kind)
    emptied()
    stored(analyst, tmp_path / f"out.{ending}")
    export_readings(scope, every, tmp_path / "out2.csv", "csv")
    assert (tmp_path / "out2.csv").read_text(encoding="utf-8") == text
    if kind in ("fhir", "csv"):
        export_readings(scope, every, tmp_path / f"again.{ending}", kind)
        first, again = tmp_path / f"out.{ending}", tmp_path / f"again.{ending}"
        assert first.read_bytes() == again.read_bytes()


def test_an_export_can_be_narrowed_and_tells_no_strata_unless_asked(analyst, tmp_path):
    (tmp_path / "in.csv").write_text(
        "\n".join([HEADER, *lines(random.Random(5))]), encoding="utf-8"
    )
    stored(analyst, tmp_path / "in.csv")
    wanted = Wanted(("at_target",), ("007",), Period.parse("FY2023-Q1"))
    export_readings(Reading.objects.all(), wanted, tmp_path / "some.csv", "csv")
    header, *rows = (tmp_path / "some.csv").read_text().splitlines()
    assert header == "measure,site,period,numerator,denominator"
    assert rows
    assert all(row.startswith("at_target,007,FY2023-") for row in rows)


def report(**changed):
    """A report as another system would write it: calendar dates, a canonical with a version."""
    made = {
        "resourceType": "MeasureReport",
        "id": "r1",
        "status": "complete",
        "type": "summary",
        "measure": "https://example.org/fhir/Measure/at_target|2.0",
        "reporter": {
            "identifier": {
                "system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "007",
            }
        },
        "period": {"start": "2024-01-01", "end": "2024-03-31"},
        "group": [
            {
                "population": [
                    population("initial-population", 40),
                    population("denominator", 40),
                    population("numerator", 30),
                ]
            }
        ],
    }  # fmt: skip
    return made | changed


def population(code, count):
    system = "http://terminology.hl7.org/CodeSystem/measure-population"
    return {"code": {"coding": [{"system": system, "code": code}]}, "count": count}


def test_a_report_of_another_system_is_a_reading_of_the_measures_own_quarter(analyst):
    content = json.dumps(report()).encode()
    checked = check_submission(by=analyst, content=content, name="r.json", way="fhir")
    assert [one.sentence for one in checked.problems] == []
    told = checked.changes["measures"][0]
    assert (told["first"], told["new"]) == ("FY2023-Q4", 1)


def test_faults_name_the_resource_and_the_path_all_at_once(analyst):
    group = {"population": [population("numerator", -5), population("denominator", 10)]}
    masked = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
                             "valueCode": "unknown"}]}  # fmt: skip
    numerator = {k: v for k, v in population("numerator", 1).items() if k != "count"}
    wrong = [
        report(id="a", status="done"),
        report(id="b", group=[group]),
        report(id="c", period={"start": "2024-01-01", "end": "2024-03-30"}),
        report(id="d", type="individual"),
        report(id="e", status="pending"),
        report(id="f", reporter={"display": "the surgery"}),
        report(id="g", group=[{"population": [{**numerator, "_count": masked}]}]),
        report(id="h", period={"start": "2023-01-01", "end": "2023-03-31"}, surprise=True),
        {"resourceType": "Patient", "id": "p"},
        report(id="i", group=[{"population": [population("numerator", 50),
                                              population("denominator", 40)]}]),
    ]  # fmt: skip
    content = "\n".join(json.dumps(one) for one in wrong).encode()
    said = [
        one.sentence
        for one in check_submission(by=analyst, content=content, name="r.ndjson").problems
    ]
    assert said[0] == (
        "MeasureReport 1 (a), status: “done” is no status of the standard; it is one of complete, "
        "pending, error."
    )
    assert said[1] == "MeasureReport 2 (b), group[0].population[0].count: -5 is negative."
    assert "MeasureReport 3 (c), period: from 2024-01-01 to 2024-03-30 is not one whole" in said[2]
    assert "MeasureReport 4 (d), type: “individual” reports are of single people" in said[3]
    assert "“pending” reports have no readings" in said[4]
    assert "MeasureReport 6 (f), reporter.identifier: it is missing" in said[5]
    assert "“unknown”: leave the report out where there was no count" in said[6]
    assert said[7].startswith("MeasureReport 8 (h), surprise: ")
    assert "“Patient” is not a MeasureReport" in said[8]
    assert said[9] == ("MeasureReport 10 (i), group[0], numerator: 50 is above its denominator 40.")
    assert len(said) == 10


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"resourceType": "Bundle", "entry": [', "This is not whole JSON"),
        (b'{"resourceType": "Bundle", "type": "collection"}', "has a header but no rows"),
        (b'{"a": 1}\nnot json', "the line is not JSON"),
        (b"[1]", "this is not a resource"),
    ],
)
def test_json_that_holds_no_reports_is_refused_in_words(analyst, content, said):
    checked = check_submission(by=analyst, content=content, name="x.json")
    assert said in " ".join(one.sentence for one in checked.problems)
