"""Files of findings: columns explained, rows told, what is known recognised, nothing doubled."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from spreadwell.domain.discovery.heard import Heard
from spreadwell.domain.measures.names import key_of
from spreadwell.domain.models import EvidenceRecord, Finding, SafeguardingFlag
from spreadwell.exchange.discovery.columns import WHAT
from spreadwell.exchange.discovery.exporting import as_csv
from spreadwell.exchange.discovery.looking import look_at
from spreadwell.exchange.discovery.taking import by_name, take
from spreadwell.exchange.portfolio.content import told
from spreadwell.exchange.portfolio.invented.sayings import FOLDER, files
from spreadwell.formats.problems import FileProblem
from tests.factories import make_mission

DAY = date(2026, 3, 2)
USUAL = Heard(text="", role="", heard_on=DAY, source="Survey")
stored = [pytest.mark.django_db, pytest.mark.store]


def look(text, **more):
    return look_at(text.encode(), "f.csv", USUAL, **more)


def taken(text, mission, **more):
    given = look(text, guess=True)
    return take(given, by=None, name="f.csv", mission=mission, missions=by_name([mission]), **more)


def test_columns_that_are_not_ours_are_asked_about_with_a_likely_answer():
    asked = look("Comment,Borough,Colour\nLate,Brent,red\n")
    assert [(one.written, one.likely) for one in asked.unknown] == [
        ("Comment", "text"), ("Borough", "place"), ("Colour", ""),
    ]  # fmt: skip
    names = {key_of(WHAT, w): m for w, m in (("Comment", "text"), ("Borough", ""), ("Colour", ""))}
    again = look("Comment,Borough,Colour\nLate,Brent,red\n", names=names)
    assert not again.unknown and again.problems[0].column == "role"


def test_a_file_without_a_text_is_refused_in_one_sentence():
    with pytest.raises(FileProblem, match="No column is the text"):
        look("role,place\nstaff,Brent\n", guess=True)


@pytest.mark.django_db
@pytest.mark.store
def test_wrong_rows_are_named_and_the_rest_is_taken_once():
    mission = make_mission()
    text = (
        "comment,role,voice,date,may be named\n"
        "Nobody rings,patient,,02/03/2026,yes\n"
        "Late,king,school,,\n"
        "Early,staff,hospital,2026-13-01,maybe\n"
    )
    first = taken(text, mission)
    assert (first.added, len(first.problems)) == (1, 3)
    assert [(one.row, one.column) for one in first.problems] == [
        (3, "role"), (4, "named"), (4, "date"),
    ]  # fmt: skip
    one = Finding.objects.get()
    assert (one.role, one.voice, one.heard_on, one.consents_named) == ("patient", "people", DAY, 1)
    mended = taken(text.replace("king", "staff"), mission)
    assert (mended.added, mended.repeats[0].line) == (1, 2)
    assert taken(text, mission, dry_run=True).added == 0


@pytest.mark.django_db
@pytest.mark.store
def test_words_about_a_patient_wait_for_an_answer_and_words_of_harm_reach_the_owner(mailoutbox):
    mission = make_mission()
    text = "text,role\nMrs Smith rang 943 476 5919 twice,patient\nMy husband hits me,patient\n"
    held = taken(text, mission)
    assert (held.added, [one.line for one in held.asked]) == (1, [2])
    assert "NHS number" in held.asked[0].sentence
    assert taken(text, mission, said_fine=True).added == 1
    flag = SafeguardingFlag.objects.get()
    assert (flag.state, flag.by_words, flag.finding.text) == (
        "suggested",
        True,
        "My husband hits me",
    )


@pytest.mark.django_db
@pytest.mark.store
def test_papers_are_known_by_number_and_by_almost_the_same_title():
    mission = make_mission()
    ris = (
        "TY  - JOUR\nTI  - {}\nDO  - 10.5555/{}\nPY  - {}\nER  -\n"
    )  # fmt: skip
    text = ris.format("Calls after blood tests in practices", "a", 2020)
    text += ris.format("Something else entirely about travel", "A", 2021)
    text += ris.format("Calls after blood test in practices", "b", 2021)
    text += ris.format("Calls after blood tests in practices", "c", 2012)
    found = taken(text, mission)
    assert found.added == 2
    assert [(one.line, one.why[:20]) for one in found.repeats] == [
        (6, "it is known by its n"), (11, "a record of almost t"),
    ]  # fmt: skip
    assert taken(text, mission).added == 0
    assert EvidenceRecord.objects.filter(finding__voice="").count() == 2


@pytest.mark.django_db
@pytest.mark.store
def test_what_is_written_out_is_read_in_and_addresses_stay():
    mission, other = make_mission(), make_mission()
    text = "text,role,who,named,contact,address\nLate,patient,Ann’s carer,no,yes,ann@example.org\n"
    assert taken(text, mission).added == 1
    out = as_csv(Finding.objects.filter(mission=mission))
    assert b"ann@" not in out and "Ann’s".encode() not in out
    again = look_at(out, "out.csv", USUAL, guess=True)
    back = take(again, by=None, name="out.csv", mission=None, missions=by_name([mission, other]))
    assert (back.added, back.problems) == (1, ())


def test_a_workbook_is_read_like_a_table():
    book = Workbook()
    book.active.append(["text", "role"])
    book.active.append(["Nobody rings", "carer"])
    out = io.BytesIO()
    book.save(out)
    found = look_at(out.getvalue(), "s.xlsx", USUAL)
    assert found.rows[0][1].heard.role == "carer"


def test_the_files_of_the_example_are_what_their_seed_makes():
    for name, text in files(told("truth")["seed"] + 1):
        assert (FOLDER / name).read_text("utf-8") == text, name
