"""A file on its way in, page by page: names, failing rows, unusual numbers, the same file twice."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from spreadwell.domain.models import Reading, RememberedName, Submission
from spreadwell.domain.people.roles import Role
from tests.exchange.test_submissions import csv
from tests.factories import make_measure, make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def client(sign_in):
    make_measure(slug="at_target", name="At target")
    make_organisation(code="XP-A", name="Alder PCN")
    make_organisation(code="XP-B", name="Birch PCN")
    return sign_in(make_person(Role.ANALYST, name="Ash Analyst"))


def put(client, content, name="readings.csv"):
    """Send a file and return the page on which one ends up, with its address."""
    file = SimpleUploadedFile(name, content)
    answer = client.post("/measures/send/", {"file": file}, follow=True)
    return answer.redirect_chain[-1][0], answer.content.decode()


def test_names_are_told_on_a_page_then_listed_changed_and_forgotten(client):
    address, page = put(client, csv("at_target,Alder,2024-01,40,100"))
    assert "Site “Alder”: what is it?" in page
    assert re.search(r'value="XP-A"\s+selected', page)
    page = client.post(address, {"means-0": "?other"}, follow=True).content.decode()
    assert "Give the code or name of “Alder”" in page
    page = client.post(address, {"means-0": "XP-A"}, follow=True).content.decode()
    assert "“Alder” was read as XP-A, as you said on" in page
    assert "1 new, 0 corrected" in page

    (kept,) = RememberedName.objects.all()
    page = client.get("/measures/names/").content.decode()
    assert "“alder”" in page
    assert "Alder PCN (XP-A)" in page
    page = client.post(f"/measures/names/{kept.pk}/", {"means": "Nowhere"}).content.decode()
    assert "no site we know" in page
    client.post(f"/measures/names/{kept.pk}/", {"means": "Birch PCN"})
    assert RememberedName.objects.get().means == "XP-B"
    client.post(f"/measures/names/{kept.pk}/forget/")
    assert not RememberedName.objects.exists()


def test_names_of_one_person_are_nobody_elses(client, sign_in):
    put_at, _ = put(client, csv("at_target,Alder,2024-01,40,100"))
    client.post(put_at, {"means-0": "XP-A"})
    kept = RememberedName.objects.get()
    other = sign_in(make_person(Role.ADMINISTRATOR))
    assert other.get(f"/measures/names/{kept.pk}/").status_code == 404
    assert other.post(f"/measures/names/{kept.pk}/forget/").status_code == 404


BAD = csv("at_target,XP-A,2024-01,40,100", "at_target,XP-B,2024-01,130,100")


def test_failing_rows_are_edited_on_the_page_and_good_ones_kept(client):
    address, page = put(client, BAD)
    assert "1 row cannot be taken as it is; 1 row is right and kept" in page
    assert "130 is above its denominator 100" in page
    again = cells(3, "at_target", "XP-B", "2024-01", "131", "100")
    page = client.post(address, {"step": "rows", **again}, follow=True)
    assert "131 is above its denominator 100" in page.content.decode()
    right = cells(3, "at_target", "XP-B", "2024-01", "30", "100")
    page = client.post(address, {"step": "rows", **right}, follow=True)
    assert "2 new, 0 corrected" in page.content.decode()
    assert Reading.objects.count() == 0


def cells(row: int, *values: str) -> dict[str, str]:
    return {f"r{row}-{i}": value for i, value in enumerate(values)}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_failing_rows_go_out_as_a_file_and_come_back(client, kind):
    address, _ = put(client, BAD)
    pk = Submission.objects.get().pk
    out = client.get(f"/measures/submissions/{pk}/failing.{kind}").content
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(out))
        assert [cell.value for cell in book.active[2]][:2] == [
            "3",
            "numerator: 130 is above its denominator 100.",
        ]
        book.active["F2"] = 30
        back = io.BytesIO()
        book.save(back)
        fixed = back.getvalue()
    else:
        assert b"130 is above its denominator 100" in out
        fixed = out.replace(b",130,100", b",30,100")
    answer = client.post(
        address, {"step": "file", "fixed-file": SimpleUploadedFile(f"f.{kind}", fixed)}, follow=True
    )
    assert "2 new, 0 corrected" in answer.content.decode()
    assert client.get(f"/measures/submissions/{pk}/failing.{kind}").status_code == 404


def test_a_held_file_is_its_senders_alone(client, sign_in):
    address, _ = put(client, BAD)
    other = sign_in(make_person(Role.CONTRIBUTOR))
    assert other.get(address).status_code == 404
    assert sign_in(make_person(Role.BOARD_MEMBER)).get(address).status_code == 403


def steady(client) -> None:
    rows = [f"at_target,XP-A,2023-{m:02},{40 + m % 3},100" for m in range(1, 13)]
    address, _ = put(client, csv(*rows), "year.csv")
    client.post(f"{address}accept/")
    assert Reading.objects.count() == 12


def test_an_unusual_number_is_asked_about_answered_and_kept(client):
    steady(client)
    address, page = put(client, csv("at_target,XP-A,2024-01,95,100"), "jan.csv")
    assert "1 number is unlike those before" in page
    assert "Is that right?" in page
    page = client.post(f"{address}accept/", follow=True).content.decode()
    assert "Nothing is stored yet" in page
    assert Reading.objects.count() == 12
    assert "Accept without an answer" in page
    page = client.post(
        f"{address}accept/", {"right-0": "on", "note-0": "A catch-up clinic"}, follow=True
    ).content.decode()
    assert Reading.objects.count() == 13
    assert "Ash Analyst said that it is right: A catch-up clinic" in page


def test_an_unusual_number_may_be_accepted_without_an_answer(client):
    steady(client)
    address, _ = put(client, csv("at_target,XP-A,2024-01,95,100"), "jan.csv")
    page = client.post(f"{address}accept/", {"anyway": "yes"}, follow=True).content.decode()
    assert Reading.objects.count() == 13
    assert "Accepted without an answer" in page


def test_an_unusual_number_is_corrected_before_anything_is_stored(client):
    steady(client)
    address, _ = put(client, csv("at_target,XP-A,2024-01,95,100"), "jan.csv")
    answer = client.post(f"{address}correct/", {"key": "0"}, follow=True)
    there, page = answer.redirect_chain[-1][0], answer.content.decode()
    assert "Nothing is wrong with it" in page
    page = client.post(
        there, {"step": "rows", **cells(2, "at_target", "XP-A", "2024-01", "42", "100")},
        follow=True,
    ).content.decode()  # fmt: skip
    assert "unlike those before" not in page
    client.post(f"{address}accept/")
    assert Reading.objects.get(period="2024-01").numerator == 42


def test_what_was_said_of_other_numbers_stays_while_one_is_corrected(client):
    steady(client)
    rows = ("at_target,XP-A,2024-01,95,100", "at_target,XP-A,2024-02,3,100")
    address, page = put(client, csv(*rows), "two.csv")
    assert "2 numbers are unlike those before" in page
    asked = {one["period"]: one["key"] for one in Submission.objects.first().said["questions"]}
    right = {f"right-{asked['2024-02']}": "on", f"note-{asked['2024-02']}": "Closed for a week"}
    there = client.post(f"{address}correct/", {"key": asked["2024-01"], **right}, follow=True)
    page = client.post(
        there.redirect_chain[-1][0],
        {"step": "rows", **cells(2, "at_target", "XP-A", "2024-01", "96", "100")},
        follow=True,
    ).content.decode()
    assert "Ash Analyst said that it is right: Closed for a week" in page
    asked = {one["period"]: one["key"] for one in Submission.objects.first().said["questions"]}
    # The number that changed is asked about anew, and it alone.
    assert f'name="right-{asked["2024-01"]}"' in page
    assert f'name="right-{asked["2024-02"]}"' not in page
    page = client.post(
        f"{address}accept/", {f"right-{asked['2024-01']}": "on"}, follow=True
    ).content.decode()
    assert Reading.objects.count() == 14
    assert "Closed for a week" in page


def test_a_note_goes_with_a_file_to_its_charts_and_stays_after_a_withdrawal(client):
    rows = [f"at_target,XP-A,2023-{m:02},{40 + m % 3},100" for m in range(1, 13)]

    def sent(note):
        file = SimpleUploadedFile("year.csv", csv(*rows))
        return client.post("/measures/send/", {"file": file, "note": note}, follow=True)

    page = sent("Ask 943 476 5919 about it").content.decode()
    assert "looks like an NHS number" in page
    assert not Submission.objects.exists()
    address = sent("A new code list since January").redirect_chain[-1][0]
    client.post(f"{address}accept/")
    chart = client.get("/measures/at_target/at/XP-A/").content.decode()
    assert "A new code list since January" in chart
    client.post(f"{address}withdraw/", {"reason": "The wrong ward"})
    one = Submission.objects.get()
    assert (one.state, one.note) == ("withdrawn", "A new code list since January")
    page = client.get(address).content.decode()
    assert "Withdrawn: The wrong ward" in page
    assert "A new code list since January" in page


def test_a_note_stays_with_a_file_that_is_put_right_first(client):
    file = SimpleUploadedFile("f.csv", BAD)
    held = client.post("/measures/send/", {"file": file, "note": "Moved house"}, follow=True)
    right = cells(3, "at_target", "XP-B", "2024-01", "30", "100")
    client.post(held.redirect_chain[-1][0], {"step": "rows", **right})
    one = Submission.objects.get()
    assert (one.state, one.note) == ("checked", "Moved house")


def test_the_same_file_twice_says_so(client):
    steady(client)
    rows = [f"at_target,XP-A,2023-{m:02},{40 + m % 3},100" for m in range(1, 13)]
    _, page = put(client, csv(*rows), "year.csv")
    assert "nothing" in page
    assert Reading.objects.count() == 12
