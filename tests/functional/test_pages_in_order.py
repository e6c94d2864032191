"""Every page that somebody can open, on a phone and on a desk: nobody is kept out."""

import pytest

from spreadwell.domain.people.roles import Role
from tests.functional.journey import Journey
from tests.functional.stores import address_of
from tests.web.every_page import Row, read_table

pytestmark = pytest.mark.browser

# Who looks: those with the most on the page first.
LOOKERS = [
    Role.MISSION_LEAD, Role.ADMINISTRATOR, Role.ANALYST, Role.FACILITATOR, Role.SITE_MEMBER,
    Role.CONTRIBUTOR,
]  # fmt: skip
# Files to download are no pages.
NO_PAGES = (
    "download", "evidence", "export", "file", "template", "picture", "month_state", "month_worker",
    "workbook", "failing", "citation", "left_out",
)  # fmt: skip


def looker(row: Row) -> Role | None:
    """Return who opens the page; None for the public, where nobody signed in may."""
    return next((role for role in LOOKERS if row.letter(role) == "O"), None)


ROWS = [
    row
    for row in read_table()
    if row.way == "GET" and "O" in row.letters and not any(word in row.page for word in NO_PAGES)
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_page_is_in_order(visitor: Journey, row: Row):
    role = looker(row)
    if role is not None:
        visitor.given_i_am_signed_in_as(role.label.lower())
    visitor.when_i_open(address_of(visitor.server.data, str(row)))
    visitor.then_the_page_is_in_order_on_both_widths()


@pytest.mark.parametrize("row", [row for row in ROWS if row.letter(Role.PUBLIC) == "O"], ids=str)
def test_public_page_is_in_order(visitor: Journey, row: Row):
    visitor.when_i_open(address_of(visitor.server.data, str(row)))
    visitor.then_the_page_is_in_order_on_both_widths()


@pytest.mark.parametrize("row", [row for row in ROWS if row.thing.startswith("own")], ids=str)
def test_page_is_in_order_for_somebody_of_the_site(visitor: Journey, row: Row):
    if row.letter(Role.SITE_MEMBER) == "O":
        visitor.given_i_am_signed_in_as("site member")
        visitor.when_i_open(address_of(visitor.server.data, str(row)))
        visitor.then_the_page_is_in_order_on_both_widths()
