"""A file of findings on the page: columns told once, looked at first, taken in part."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from spreadwell.domain.discovery import loads
from spreadwell.domain.models import EvidenceRecord, Finding, FindingsLoad, RememberedName
from spreadwell.domain.people.roles import Role
from tests.factories import make_finding, make_mission, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
RECORDS = Path(__file__).parents[2] / "formats" / "records" / "data"
FILES = "/discovery/files/"


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def send(client, mission, content, name="f.csv", **more):
    given = {"mission": mission.pk if mission else "", "source_kind": "engagement",
             "heard_on": "2026-03-02"} | more  # fmt: skip
    if isinstance(content, str):
        content = content.encode()
    return client.post(FILES, given | {"file": SimpleUploadedFile(name, content)}, follow=True)


@pytest.fixture
def client(sign_in, administrator):
    return sign_in(administrator)


def test_a_table_is_looked_at_then_taken_but_for_what_is_wrong(client):
    mission = make_mission()
    make_finding(mission, text="I waited ten weeks for a letter that never came")
    text = (
        "text,role,voice\n"
        "Nobody rings back after a test,patient,\n"
        "I waited ten weeks for a letter which never came,patient,\n"
        "Late,king,school\n"
        "My son rang 07700 900123 all day,carer,\n"
    )
    page = send(client, mission, text)
    address = page.redirect_chain[-1][0]
    told = words(page)
    assert "2 findings would be added" in told
    assert "Row 4, role: role “king” is none of" in told
    assert "Row 3: nearly the same was said before" in told
    assert "Row 5: “07700 900123”" in told
    assert Finding.objects.count() == 1
    done = words(client.post(address, {"leave_near": "on"}, follow=True))
    assert "1 finding added" in done
    assert "Still not heard by this mission" in done
    assert Finding.objects.filter(text="Nobody rings back after a test").count() == 1
    left = client.get(f"{address}left-out.csv").content.decode("utf-8-sig")
    assert "king" in left and "07700" not in left
    assert "It has words that may point to a patient" in left
    assert b"07700" not in bytes(FindingsLoad.objects.get().content)
    # What is put right comes in, what is there already is recognised.
    again = send(client, mission, left.replace("king", "staff"))
    assert "1 finding would be added" in words(again)


def test_words_about_patients_come_in_once_somebody_said_that_they_are_not(client):
    page = send(client, make_mission(), "text,role\nRing 07700 900123 for advice,staff\n",
                voice="primary_care")  # fmt: skip
    address = page.redirect_chain[-1][0]
    client.post(address, {"said_fine": "on"})
    assert Finding.objects.get().voice == "primary_care"


def test_columns_are_asked_about_once_and_forgotten_on_request(client):
    mission = make_mission()
    text = "What they told us,I am,Colour\nNobody rings,patient,red\n"
    page = send(client, mission, text)
    address = page.redirect_chain[-1][0]
    assert "What is what in f.csv?" in words(page)
    twice = client.post(address, {"means-0": "text", "means-1": "text", "means-2": ""})
    assert "Two columns are the text" in words(twice)
    told = {"means-0": "text", "means-1": "role", "means-2": ""}
    assert "1 finding would be added" in words(client.post(address, told, follow=True))
    assert RememberedName.objects.count() == 3
    second = send(client, mission, text.replace("Nobody", "No-one ever"), name="second.csv")
    assert "1 finding would be added" in words(second)
    asked = client.post(f"{second.redirect_chain[-1][0]}ask-again/", follow=True)
    assert "What is what in second.csv?" in words(asked)


@pytest.mark.parametrize(
    ("name", "new", "wrong"),
    [("manager-windows-1252.ris", 3, 2), ("manager.bib", 3, 2), ("pubmed.nbib", 2, 2),
     ("openalex.json", 3, 1), ("trials-utf-16.json", 2, 1)],
)  # fmt: skip
def test_records_of_every_layout_come_in_and_name_the_lines_that_are_broken(
    client, name, new, wrong
):
    page = send(client, make_mission(), (RECORDS / name).read_bytes(), name=name)
    assert f"{new} findings would be added" in words(page)
    address = page.redirect_chain[-1][0]
    client.post(address)
    assert FindingsLoad.objects.get().counts["broken"] == wrong
    assert EvidenceRecord.objects.count() == new
    left = client.get(f"{address}left-out.csv").content.decode("utf-8-sig")
    assert left.count("\n") == 1 + wrong


def test_a_workbook_whose_rows_name_their_missions(client):
    mission = make_mission(title="Calls")
    book = Workbook()
    for row in (["text", "role", "mission"], ["Ring me", "patient", "calls"], ["x", "carer", "y"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    page = send(client, None, out.getvalue(), name="f.xlsx")
    assert "Row 3, mission: “y” is no mission." in words(page)
    client.post(page.redirect_chain[-1][0])
    assert Finding.objects.get().mission == mission


@pytest.mark.parametrize(
    ("content", "sentence"),
    [("", "The file is empty."), ("a,b\n", "a header with rows below"),
     ("{", "This JSON is not of"), ("text,text,role\nA,B,staff\n", "two columns")],
)  # fmt: skip
def test_a_file_that_holds_nothing_is_refused_in_a_sentence(client, content, sentence):
    page = words(send(client, make_mission(), content))
    assert sentence.casefold() in page.casefold()
    assert not FindingsLoad.objects.exists()


def test_a_large_file_is_told_by_its_size_and_by_its_rows(client, monkeypatch):
    mission = make_mission()
    monkeypatch.setattr(loads, "LARGEST", 20)
    page = words(send(client, mission, "text,role\nNobody rings,patient\n"))
    assert "over the limit of" in page and "spreadwell import findings" in page


def test_a_file_is_its_senders_and_goes_when_thrown_away(client, sign_in):
    page = send(client, make_mission(), "text,role\nNobody rings,patient\n")
    address = page.redirect_chain[-1][0]
    other = sign_in(make_person(Role.ANALYST))
    assert other.get(address).status_code == 404
    held = FindingsLoad.objects.get()
    sign_in(held.by).post(f"{address}throw-away/")
    held.refresh_from_db()
    assert held.content is None and held.settled_at
    assert not Finding.objects.exists()
    assert "thrown away" in words(sign_in(held.by).get(address))


def test_only_so_many_files_wait(client):
    mission = make_mission()
    for number in range(loads.MOST_HELD + 1):
        send(client, mission, f"text,role\nNobody rings number {number},patient\n")
    assert FindingsLoad.objects.exclude(content=None).count() == loads.MOST_HELD
    assert FindingsLoad.objects.order_by("pk").first().content is None
