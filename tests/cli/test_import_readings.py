"""`spreadwell import readings`: the same check as the page, with exit codes."""

import json

import pytest

from spreadwell.cli.main import main
from spreadwell.domain.measures.names import remember
from spreadwell.domain.models import Reading, Submission
from spreadwell.domain.people.roles import Role
from tests.exchange.test_submissions import BAD, csv
from tests.factories import make_measure, make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def room():
    make_measure(slug="at_target")
    make_organisation(code="XP-A")
    make_organisation(code="XP-B")
    return make_person(Role.ADMINISTRATOR)


@pytest.fixture
def file(tmp_path):
    def write(content: bytes, name: str = "readings.csv") -> str:
        (tmp_path / name).write_bytes(content)
        return str(tmp_path / name)

    return write


def test_a_right_file_is_stored_and_told(room, file, capsys):
    path = file(csv("at_target,XP-A,2024-01,40,100"))
    assert main(["import", "readings", path, "--dry-run"]) == 0
    assert "would store 1 new" in capsys.readouterr().err
    assert not Submission.objects.exists()
    assert main(["import", "readings", path, "--json"]) == 0
    said = capsys.readouterr()
    assert "stored 1 new, 0 corrected, 0 the same" in said.err
    assert json.loads(said.out)["files"][0]["changes"]["new"] == 1
    assert Reading.objects.get().numerator == 40


def test_a_note_comes_with_the_file(room, file, capsys):
    path = file(csv("at_target,XP-A,2024-01,40,100"))
    assert main(["import", "readings", path, "--note", "Ask 943 476 5919"]) == 2
    assert "943 476 5919" in capsys.readouterr().err
    assert not Submission.objects.exists()
    assert main(["import", "readings", path, "--note", "Coded anew"]) == 0
    assert Submission.objects.get().note == "Coded anew"


def test_names_explained_before_are_read_without_being_told_again(room, file, capsys):
    path = file(
        b"measure,Place,period,numerator,denominator\nat_target,St E,2024-01,40,100\n", "june.csv"
    )
    assert main(["import", "readings", path]) == 1
    names = {("column", "place"): "site", ("site", "st e"): "XP-A"}
    remember(by=room, names=names)
    capsys.readouterr()
    assert main(["import", "readings", path]) == 0
    assert "“St E” was read as XP-A, as you said on" in capsys.readouterr().err
    assert Reading.objects.get().organisation.code == "XP-A"


@pytest.mark.parametrize("name", list(BAD))
def test_a_bad_file_is_exit_1_with_where_and_stores_nothing(room, file, capsys, name):
    content, where = BAD[name]
    assert main(["import", "readings", file(content)]) == 1
    said = capsys.readouterr()
    assert where.lower() in said.err.lower()
    assert "Traceback" not in said.err
    assert said.out == ""
    assert not Reading.objects.exists()
    assert not Submission.objects.exists()


def test_one_bad_file_among_several_stores_none(room, file):
    good = file(csv("at_target,XP-A,2024-01,40,100"), "good.csv")
    bad = file(csv("at_target,XP-Z,2024-01,40,100"), "bad.csv")
    assert main(["import", "readings", good, bad]) == 1
    assert not Reading.objects.exists()


def test_a_file_of_nothing_but_noughts_is_refused_whatever_its_size(room, tmp_path, capsys):
    path = tmp_path / "big.csv"
    with path.open("wb") as opened:
        opened.truncate(200 * 2**20)
    assert main(["import", "readings", str(path)]) == 1
    assert "not a text file" in capsys.readouterr().err


def test_a_file_larger_than_the_limit_is_refused_by_its_size(room, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("spreadwell.formats.table_parts.MAX_STREAMED_BYTES", 2**20)
    path = tmp_path / "big.csv"
    path.write_bytes(b"x" * 2**21)
    assert main(["import", "readings", str(path)]) == 1
    assert "The file is 2 MB, over the limit of 1 MB" in capsys.readouterr().err


def test_the_same_file_twice_is_told_and_stored_once(room, file, capsys):
    path = file(csv("at_target,XP-A,2024-01,40,100"))
    assert main(["import", "readings", path]) == 0
    capsys.readouterr()
    assert main(["import", "readings", path, "--json"]) == 0
    said = capsys.readouterr()
    assert "This file was accepted on" in said.err
    assert json.loads(said.out)["files"][0]["stored"] is False
    other = file(csv("", "at_target,XP-A,2024-01,40.0,100"), "other.csv")
    assert main(["import", "readings", other]) == 0
    assert "in the store already" in capsys.readouterr().err
    assert Submission.objects.count() == Reading.objects.count() == 1


def test_wrong_use_is_exit_2(room, file, tmp_path, capsys):
    assert main(["import", "nothing", file(b"x")]) == 2
    assert main(["import", "readings"]) == 2
    missing = str(tmp_path / "nowhere")
    assert main(["import", "readings", file(b"x"), "--data", missing]) == 2


def test_no_such_file_and_nobody_of_that_name(room, file, capsys):
    assert main(["import", "readings", "no-such-file.csv"]) == 1
    assert "there is no such file" in capsys.readouterr().err.lower()
    path = file(csv("at_target,XP-A,2024-01,40,100"))
    assert main(["import", "readings", path, "--as", "nobody@example.org"]) == 1
    assert "Nobody in this store" in capsys.readouterr().err


def test_one_who_may_not_is_told_so(room, file, capsys):
    board = make_person(Role.BOARD_MEMBER)
    path = file(csv("at_target,XP-A,2024-01,40,100"))
    assert main(["import", "readings", path, "--as", board.email]) == 1
    assert "You cannot send readings" in capsys.readouterr().err
