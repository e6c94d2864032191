"""A workbook to fill in goes out with what is due and comes back through the check of any file."""

import io
from datetime import date

import openpyxl
import pytest

from spreadwell.domain.models import Reading
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.exchange.intake.taking import take
from spreadwell.exchange.site_workbooks import book_for_site, book_for_sites
from spreadwell.exchange.submissions import accept_submission
from tests.factories import make_innovation, make_measure, make_organisation, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]
TODAY = date(2024, 6, 20)


@pytest.fixture
def room():
    innovation = make_innovation()
    told = {"definition": "Reviews done in the month", "numerator": "people reviewed"}
    share = make_measure(slug="reviewed", name="Reviewed", definition=told)
    count = make_measure(slug="lost", name="Appointments lost", statistic="count", unit="visits")
    extract = make_measure(slug="from_records", name="From records", supplied_by="extract")
    for measure in (share, count, extract):
        innovation.measures.create(measure=measure)
    place = make_organisation(code="0XP7", name="Alder PCN")
    site = make_site(innovation, organisation=place)
    make_site(innovation, organisation=make_organisation(code="XP-B", name="Birch PCN"))
    return site, make_person(Role.SITE_LEAD, site=site), make_person(Role.ANALYST)


def opened(content: bytes):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return book, book["Numbers"]


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_it_holds_what_is_due_and_explains_itself(room):
    site, lead, _ = room
    sent = take(
        by=lead,
        content=b"measure,site,period,numerator,denominator\nreviewed,0XP7,2024-04,30,40\n",
        name="april.csv",
    )
    accept_submission(by=lead, submission=sent.submission)
    book, sheet = opened(book_for_site(site, TODAY))
    rows = {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert set(rows) == {"reviewed", "lost"}
    assert rows["reviewed"][1:3] == ("0XP7", "2024-05")
    assert rows["reviewed"][7] == "Reviews done in the month"
    assert rows["reviewed"][9] == "April 2024: 30 of 40"
    assert rows["lost"][9] == "April 2024: not sent"
    lists = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    assert {"A2:A3", "B2:B3", "C2:C3", "G2:G3"} <= set(lists)
    assert book["Lists"]["C1"].value == "2024-05"
    assert sheet.protection.sheet
    reviewed = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "reviewed")
    assert [cell.protection.locked for cell in reviewed[3:7]] == [False, False, True, False]
    explained = " ".join(str(cell.value) for row in book["How to fill this in"] for cell in row)
    assert "Numerator: people reviewed." in explained


def fill(sheet, measure, **cells):
    header = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == measure:
            for name, value in cells.items():
                row[header.index(name)].value = value


def test_filled_in_it_passes_the_check_of_any_file(room):
    site, lead, _ = room
    book, sheet = opened(book_for_site(site, TODAY))
    fill(sheet, "reviewed", numerator=31, denominator=40)
    fill(sheet, "lost", value=7)
    taken = take(by=lead, content=saved(book), name="numbers.xlsx").submission
    assert taken.state == "checked"
    accept_submission(by=lead, submission=taken)
    kept = Reading.objects.order_by("measure__slug")
    assert [(one.measure.slug, one.numerator, one.value, one.period) for one in kept] == [
        ("lost", None, 7, "2024-05"),
        ("reviewed", 31, None, "2024-05"),
    ]
    assert {one.organisation.code for one in kept} == {"0XP7"}


def test_blank_rows_wait_and_nothing_happened_is_a_nought(room):
    site, lead, _ = room
    book, sheet = opened(book_for_site(site, TODAY))
    fill(sheet, "lost", **{"nothing happened": "nothing happened"})
    taken = take(by=lead, content=saved(book), name="numbers.xlsx").submission
    assert taken.state == "checked"
    assert "1 row has no number yet and waits for the next file." in taken.said["notes"]
    accept_submission(by=lead, submission=taken)
    (kept,) = Reading.objects.all()
    assert (kept.measure.slug, kept.value) == ("lost", 0)


def test_nothing_happened_to_a_share_is_none_of_none(room):
    site, lead, _ = room
    book, sheet = opened(book_for_site(site, TODAY))
    fill(sheet, "reviewed", **{"nothing happened": "nothing happened"})
    taken = take(by=lead, content=saved(book), name="numbers.xlsx").submission
    accept_submission(by=lead, submission=taken)
    (kept,) = Reading.objects.all()
    assert (kept.numerator, kept.denominator) == (0, 0)


def test_a_blank_workbook_is_refused_in_one_sentence(room):
    site, lead, _ = room
    taken = take(by=lead, content=book_for_site(site, TODAY), name="numbers.xlsx")
    assert taken.submission is None
    assert [one.message for one in taken.problems] == [
        "no number is filled in yet; fill in the yellow cells"
    ]


def test_an_analysts_workbook_holds_every_site_of_every_extract(room):
    _, _, analyst = room
    content, _ = book_for_sites(viewer_of(analyst), TODAY)
    book, sheet = opened(content)
    rows = [row[:3] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert {row[0] for row in rows} == {"from_records"}
    assert {row[1] for row in rows} == {"0XP7", "XP-B"}
    for row in sheet.iter_rows(min_row=2):
        row[3].value, row[4].value = 10, 20
    taken = take(by=analyst, content=saved(book), name="extract.xlsx").submission
    assert taken.changes["new"] == len(rows)


def test_a_site_leads_workbook_holds_their_own_sites(room):
    _, lead, _ = room
    _, sheet = opened(book_for_sites(viewer_of(lead), TODAY)[0])
    rows = [row[:2] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert set(rows) == {("reviewed", "0XP7"), ("lost", "0XP7")}
