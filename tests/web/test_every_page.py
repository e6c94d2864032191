"""Every address, as every role, on the example: who gets in, and what nobody may ever see."""

from collections.abc import Iterator
from itertools import islice

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
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

pytestmark = pytest.mark.django_db

FAST = "django.contrib.auth.hashers.MD5PasswordHasher"
# Those who see most, what is their own, and least: enough to show that both stores say the same.
ON_BOTH = {Role.ADMINISTRATOR, Role.SITE_LEAD, Role.PUBLIC}
ROLES = [
    pytest.param(role, id=role.value, marks=[pytest.mark.store] if role in ON_BOTH else [])
    for role in Role
]
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


def test_every_address_stands_in_the_table_and_nothing_else_does():
    assert set(every_name()) == {row.page for row in read_table()}


def test_every_line_of_the_table_speaks_of_every_role():
    wrong = [
        str(row)
        for row in read_table()
        if len(row.letters) != len(Role) or not set(row.letters) <= set(LETTERS)
    ]
    assert not wrong


@pytest.mark.parametrize("role", ROLES)
def test_pages_open_for_those_who_should_see_them(_example: None, role: Role):
    """One walk a role, and everything that any of its pages did wrong."""
    client = client_of(role)
    answers = [ask(client, row, role) for row in read_table()]
    wrong = [*strangers(answers), *broken(answers), *changed(answers), *loose(answers)]
    wrong += walls(client, answers)
    assert not wrong, "\n".join(wrong)


def strangers(answers: list[Answer]) -> list[str]:
    """Return where somebody got in who should not, or was kept out who should."""
    return [
        f"{one.row}: should be {LETTERS[one.row.letter(one.role)]}, "
        f"was {LETTERS.get(one.letter, one.letter)} ({one.status}) {' '.join(one.said)}"
        for one in answers
        if one.letter != one.row.letter(one.role)
    ]


def broken(answers: list[Answer]) -> list[str]:
    """Return what broke, whatever the table says of it."""
    return [f"{one.row} broke: {one.status}" for one in answers if one.status >= 500]


def changed(answers: list[Answer]) -> list[str]:
    """Return where somebody who was kept out changed something all the same."""
    return [f"{one.row} changed something" for one in answers if one.wrote and one.letter in "FNS"]


def loose(answers: list[Answer]) -> list[str]:
    """Return where the policy is missing or loose, or where the page does not keep to it."""
    wrong = []
    for one in answers:
        if "default-src 'none'" not in one.policy or "unsafe" in one.policy:
            wrong.append(f"{one.row}: its policy is {one.policy or 'missing'}")
        if one.status in {200, 422} and (inline := Inside(one.text).inline):
            wrong.append(f"{one.row} holds {inline[:3]}")
    return wrong


def walls(client: Client, answers: list[Answer]) -> list[str]:
    """Return the links that lead to a wall: a page that offers one asks first who may follow."""
    kinds: dict[str, dict[str, str]] = {}
    for one in answers:
        if one.status == 200 and one.row.way == "GET":
            for link in Inside(one.text).links:
                path, _, query = link.partition("?")
                kind = resolve(path).view_name + "?" * bool(query)
                kinds.setdefault(kind, {}).setdefault(link, str(one.row))
    followed = [pair for links in kinds.values() for pair in islice(links.items(), LINKS_A_KIND)]
    return [
        f"{link} on {on} leads to {status}"
        for link, on in followed
        if (status := client.get(link).status_code) >= 400
    ]


def test_the_reader_of_pages_sees_inline_styles_scripts_and_links():
    inside = Inside('<p style="x"><a href="/a/#b" onclick="y">z</a><script>1</script>')
    assert len(inside.inline) == 3
    assert inside.links == ["/a/"]
