"""A workbook of a site: filled in with a slip, put right, asked about, accepted, sent again."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.functional.journey import DESKTOP, PHONE, Journey, Screen

pytestmark = pytest.mark.browser

SITE = "Copmere PCN"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NUMBERS = {
    "gp_appointments_lost": {"value": 9},
    "lipid_reviews_done": {"value": 430},
    "rung_after_blood_test": {"numerator": 171, "denominator": 71},
}

Begin = Callable[[Screen], Journey]


def filled(path: Path) -> bytes:
    """Fill in the workbook as somebody would, with one slip."""
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book["Numbers"]
    header = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        for name, value in NUMBERS[row[0].value].items():
            row[header.index(name)].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(lead: Journey, content: bytes) -> None:
    lead.when_i_open("/measures/send/")
    lead.page.get_by_label("Your file").set_input_files(
        {"name": "numbers.xlsx", "mimeType": XLSX, "buffer": content}
    )
    lead.when_i_press("Check this file")


def test_a_workbook_is_filled_in_put_right_and_accepted(worker_at: Begin):
    lead = worker_at(DESKTOP)
    lead.given_i_am_signed_in_as("site lead")
    lead.when_i_open("/sites/")
    lead.when_i_follow(SITE)
    with lead.page.expect_download() as coming:
        lead.when_i_follow("The same as a workbook to fill in")
    content = filled(coming.value.path())

    send(lead, content)
    lead.then_i_read("1 row cannot be taken as it is; 2 rows are right and kept")
    lead.then_i_read("171 is above its denominator 71")
    lead.then_the_page_is_in_order_on_both_widths()
    lead.page.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
    lead.when_i_fill("Numerator, row", "60")
    lead.when_i_press("Check again")

    lead.then_i_read("unlike those before")
    lead.then_i_read("430 is more than three times the")
    lead.then_the_page_is_in_order_on_both_widths()
    lead.page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
    lead.when_i_choose("Yes, that is right")
    lead.when_i_fill("Why, if you know", "Two extra clinics")
    lead.when_i_press("Accept all of it")
    lead.then_i_read("The charts show it now")
    lead.then_i_read("Two extra clinics")

    lead.when_i_open("/measures/lipid_reviews_done/")
    lead.when_i_follow(re.compile(SITE))
    lead.then_a_picture_leads()
    lead.when_i_follow("Numbers and their history")
    lead.then_i_read("430")
    lead.then_i_read("Two extra clinics")
    lead.then_the_page_is_in_order_on_both_widths()

    send(lead, content)
    lead.then_i_read("cannot be taken as it is")
    lead.when_i_fill("Numerator, row", "60")
    lead.when_i_press("Check again")
    lead.then_i_read("0 new, 0 corrected, 3 the same")
