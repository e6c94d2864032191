"""`spreadwell import findings` and `export findings`: files in part, and the way back."""

import csv
import json
from pathlib import Path

import pytest

from spreadwell.cli.main import main
from spreadwell.domain.models import EvidenceRecord, Finding
from tests.factories import make_finding, make_mission

pytestmark = [pytest.mark.django_db, pytest.mark.store]
RECORDS = Path(__file__).parents[1] / "formats" / "records" / "data"


@pytest.fixture
def mission():
    return make_mission(slug="calls", title="Calls")


def test_a_broken_record_names_its_line_and_the_rest_load_once(mission, run):
    files = [RECORDS / "manager-windows-1252.ris", RECORDS / "manager.bib"]
    code, out, said = run("import", "findings", *files, "--mission", "calls", "--json")
    assert code == 0
    ris, bib = json.loads(out)["files"]
    # The same paper stands twice in the first file, and once more in the second.
    assert (ris["added"], len(ris["known"]), len(ris["problems"])) == (3, 1, 2)
    assert (bib["added"], len(bib["known"]), len(bib["problems"])) == (2, 1, 2)
    assert "manager-windows-1252.ris: Line 34: the record: it has no title." in said
    assert EvidenceRecord.objects.count() == Finding.objects.filter(voice="").count() == 5
    assert EvidenceRecord.objects.get(year=2021).authors == "Müller, Björn; O’Hara, Síle"
    code, out, _ = run("import", "findings", *files, "--mission", "calls", "--json")
    assert (code, [one["added"] for one in json.loads(out)["files"]]) == (0, [0, 0])


def test_a_survey_of_windows_is_read_with_its_columns_told(mission, run):
    code, _, said = run(
        "import", "findings", RECORDS / "survey-windows-1252.csv", "--mission", "Calls",
        "--column", "What did you want to say?=text", "--column", "I am a…=role",
    )  # fmt: skip
    assert code == 0
    assert "Column “Colour of your form” was left aside." in said
    assert "Row 4, text: say what was heard." in said
    assert "Row 5, date: “31/02/2025” is not a day" in said
    assert "Row 6, role: role “astronaut”" in said
    texts = set(Finding.objects.values_list("text", flat=True))
    assert texts == {"“I’m told ‘ring back’ – and nobody does”", "Ça marche très bien chez nous"}
    assert set(Finding.objects.values_list("place", "heard_on__day")) == {("Brent", 19)}


def test_a_dry_run_keeps_nothing_and_patients_words_wait(mission, run, tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("text,role\nRing Mrs Smith on 07700 900123,patient\nNobody rings,carer\n")
    given = ("import", "findings", path, "--mission", "calls")
    code, _, said = run(*given, "--dry-run")
    assert (code, Finding.objects.count()) == (0, 0)
    assert "1 would be added, 1 waiting for an answer" in said
    assert run(*given)[0] == 0
    assert Finding.objects.get().text == "Nobody rings"
    assert run(*given, "--not-about-patients")[0] == 0
    assert Finding.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "code", "sentence"),
    [
        (("--mission", "none"), 1, "There is no open mission “none”."),
        (("--column", "text"), 2, "write it like Comment=text"),
        ((), 1, "no mission is given for this row"),
    ],
)
def test_refusals_are_sentences(mission, run, tmp_path, given, code, sentence):
    path = tmp_path / "f.csv"
    path.write_text("text,role\nNobody rings,carer\n")
    found = run("import", "findings", path, *given)
    assert found[0] == code
    assert sentence in found[2]
    assert not Finding.objects.exists()


def test_what_is_exported_keeps_names_back_and_comes_in_again(mission, run, tmp_path):
    make_finding(mission, text="=1+1 is what they say", contributor_label="Ann", place="Brent")
    make_finding(mission, text="Ring me", contributor_label="Bea", consents_named=True)
    make_finding(text="Elsewhere")
    path = tmp_path / "out.csv"
    assert main(["export", "findings", "--mission", "calls", "--csv", str(path)]) == 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [one["who"] for one in rows] == ["", "Bea"]
    assert rows[0]["text"] == "'=1+1 is what they say"
    code, out, _ = run("export", "findings", "--json", "--mission", "calls")
    assert (code, len(json.loads(out)["findings"])) == (0, 2)
    Finding.objects.all().delete()
    assert run("import", "findings", path)[0] == 0
    assert Finding.objects.get(text="Ring me").contributor_label == "Bea"
