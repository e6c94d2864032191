"""`spreadwell export readings`: what comes out goes in again, and refusals are sentences."""

from io import StringIO

import pytest
from django.core.management import call_command

from spreadwell.cli.main import main
from spreadwell.domain.measures.rebuilding import columns_differ
from spreadwell.domain.models import ReadingColumns
from spreadwell.domain.people.roles import Role
from tests.factories import make_measure, make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]

TEXT = "measure,site,period,numerator,denominator\nm1,007,2024-01,4,10\nm1,007,2024-02,*,10\n"


@pytest.fixture
def stored(tmp_path):
    """Two readings in the store, one of them suppressed."""
    make_measure(slug="m1")
    make_measure(slug="m2", cadence="year")
    make_organisation(code="007")
    make_person(Role.ADMINISTRATOR)
    path = tmp_path / "in.csv"
    path.write_text(TEXT)
    assert main(["import", "readings", str(path)]) == 0
    return tmp_path


def test_the_same_file_comes_out_and_a_file_that_is_there_is_kept(stored, capsys):
    out = str(stored / "out.csv")
    assert main(["export", "readings", "--out", out]) == 0
    assert (stored / "out.csv").read_text() == TEXT
    assert "Wrote 2 readings" in capsys.readouterr().err
    assert main(["export", "readings", "--out", out]) == 1
    assert "there already" in capsys.readouterr().err


def test_fhir_is_told_by_the_ending(stored, capsys):
    out = stored / "out.ndjson"
    assert main(["export", "readings", "--out", str(out), "--since", "2024-02"]) == 0
    assert "Wrote 1 MeasureReports" in capsys.readouterr().err
    assert b'"masked"' in out.read_bytes()
    assert main(["import", "readings", str(out)]) == 0
    assert "in the store already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (["--measure", "m9"], 1, "no measure “m9”"),
        (["--site", "008"], 1, "no organisation “008”"),
        (["--measure", "m2"], 1, "There are no such readings."),
        (["--since", "2024"], 1, "“2024” is no month"),
        (["--format", "pdf"], 2, "invalid choice"),
    ],
)
def test_what_cannot_be_written_is_said(stored, capsys, more, code, said):
    assert main(["export", "readings", "--out", str(stored / "o.csv"), *more]) == code
    assert said in capsys.readouterr().err
    assert not (stored / "o.csv").exists()


def test_columns_are_made_anew_on_request(stored):
    ReadingColumns.objects.all().delete()
    assert columns_differ() != []
    said = StringIO()
    call_command("rebuild_columns", stdout=said)
    assert "1 series" in said.getvalue()
    assert columns_differ() == []
