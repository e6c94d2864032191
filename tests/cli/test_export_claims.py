"""`spreadwell export claims`: the ledger as files, and refusals as sentences."""

import csv
import json

import pytest

from spreadwell.cli.main import main
from spreadwell.domain.claims.actions import draft_claim
from spreadwell.domain.people.roles import Role
from tests.factories import make_innovation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def claim():
    return draft_claim(
        by=make_person(Role.ANALYST), innovation=make_innovation(), sentence="Waiting fell"
    )


def test_csv_and_json_tell_the_same(claim, tmp_path):
    table, plain = tmp_path / "claims.csv", tmp_path / "claims.json"
    assert main(["export", "claims", "--out", str(table)]) == 0
    assert main(["export", "claims", "--out", str(plain)]) == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    (same,) = json.loads(plain.read_text())["claims"]
    assert row["sentence"] == same["sentence"] == "Waiting fell"
    assert row["missing"] == "; ".join(same["missing"])


def test_what_is_not_public_stays_out_of_the_public_file(claim, tmp_path):
    path = tmp_path / "claims.json"
    assert main(["export", "claims", "--out", str(path), "--public"]) == 0
    assert json.loads(path.read_text()) == {"claims": []}


def test_refusals_are_sentences(claim, tmp_path, capsys):
    there = tmp_path / "claims.csv"
    there.write_text("kept")
    assert main(["export", "claims", "--out", str(there)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert there.read_text() == "kept"
    assert main(["export", "claims", "--out", str(tmp_path / "claims.pdf")]) == 2
    assert ".csv, .json" in capsys.readouterr().err
