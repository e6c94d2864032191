"""Every address, as every role, on the example: who gets in, and what nobody may ever see."""

from collections.abc import Iterator
from itertools import islice

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.urls import resolve

from spreadwell.domain.people.roles import Role
from spreadwell.exchange import portfolio
from tests.web.every_page import (
    LETTERS,
    Answer,
    Inside,
    ask,
    client_of,
    every_name,
    read_table,
)

pytestmark = [pytest.mark.django_db, pytest.mark.store]

FAST = "django.contrib.auth.hashers.MD5PasswordHasher"
# How many links to different things of one kind are followed from one role's pages.
LINKS_A_KIND = 3


@pytest.fixture(scope="module")
def _example(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The example, loaded once for all tests of this file and taken out again after them."""
    with django_db_blocker.unblock():
        with override_settings(PASSWORD_HASHERS=[FAST]):
            portfolio.load(progress=lambda step, done: None)
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def walked(_example: None, django_db_blocker: pytest.FixtureRequest) -> dict[Role, list[Answer]]:
    """Every line of the table, asked as every role."""
    with django_db_blocker.unblock(), override_settings(ALLOWED_HOSTS=["testserver"]):
        return {
            role: [ask(client, row, role) for row in read_table()]
            for role in Role
            for client in [client_of(role)]
        }


def test_every_address_stands_in_the_table_and_nothing_else_does():
    assert set(every_name()) == {row.page for row in read_table()}


def test_every_line_of_the_table_speaks_of_every_role():
    wrong = [
        str(row)
        for row in read_table()
        if len(row.letters) != len(Role) or not set(row.letters) <= set(LETTERS)
    ]
    assert not wrong


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_pages_open_for_those_who_should_see_them(walked: dict[Role, list[Answer]], role: Role):
    different = [
        f"{one.row}: should be {LETTERS[one.row.letter(role)]}, "
        f"was {LETTERS.get(one.letter, one.letter)} ({one.status}) {' '.join(one.said)}"
        for one in walked[role]
        if one.letter != one.row.letter(role)
    ]
    assert not different, "\n".join(different)


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_nothing_breaks(walked: dict[Role, list[Answer]], role: Role):
    assert [f"{one.row}: {one.status}" for one in walked[role] if one.status >= 500] == []


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_who_is_kept_out_changes_nothing(walked: dict[Role, list[Answer]], role: Role):
    assert [str(one.row) for one in walked[role] if one.wrote and one.letter in "FNS"] == []


def test_every_page_says_a_strict_policy_and_keeps_to_it(walked: dict[Role, list[Answer]]):
    answers = [one for found in walked.values() for one in found]
    wrong = []
    for one in answers:
        if "default-src 'none'" not in one.policy or "unsafe" in one.policy:
            wrong.append(f"{one.row} as {one.role.value}: policy {one.policy or 'missing'}")
        if one.status in {200, 422} and (inline := Inside(one.text).inline):
            wrong.append(f"{one.row} as {one.role.value}: {inline[:3]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_no_link_leads_to_a_wall(walked: dict[Role, list[Answer]], role: Role):
    """A page that offers somebody a link has asked whether they may follow it."""
    kinds: dict[str, dict[str, str]] = {}
    for one in walked[role]:
        if one.status == 200 and one.row.way == "GET":
            for link in Inside(one.text).links:
                path, _, query = link.partition("?")
                name = resolve(path).view_name + "?" * bool(query)
                kinds.setdefault(name, {}).setdefault(link, str(one.row))
    client = client_of(role)
    walls = []
    for links in kinds.values():
        for link, on in islice(links.items(), LINKS_A_KIND):
            status = client.get(link).status_code
            if status >= 400:
                walls.append(f"{link} on {on}: {status}")
    assert not walls, "\n".join(walls)


def test_the_reader_of_pages_sees_inline_styles_scripts_and_links():
    inside = Inside('<p style="x"><a href="/a/#b" onclick="y">z</a><script>1</script>')
    assert len(inside.inline) == 3
    assert inside.links == ["/a/"]
