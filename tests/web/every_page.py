"""Walking every address as every role on the example, and reading what came back."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from pathlib import Path

from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from spreadwell.domain.audit.models import Event
from spreadwell.domain.people.models import Person
from spreadwell.domain.people.roles import Role
from tests.web.things import THINGS, emails

TABLE = Path(__file__).with_name("access.table")
LETTERS = {
    "O": "open",
    ">": "led elsewhere",
    "F": "refused with a sentence",
    "L": "told that it is not the time",
    "N": "not found",
    "S": "asked to sign in",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a page, how it is asked for, of what, and each role's letter."""

    page: str
    way: str
    thing: str
    letters: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join([self.page, self.way, *([self.thing] if self.thing != "-" else [])])

    def letter(self, role: Role) -> str:
        """Return what the table promises to a role."""
        return self.letters[list(Role).index(role)]


def read_table() -> list[Row]:
    """Read access.table; lines that start with # are for people."""
    rows = []
    for line in TABLE.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            page, way, thing, *letters = line.split()
            rows.append(Row(page, way, thing, tuple(letters)))
    return rows


def every_name(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Yield the name of every address of a page; programs have an API with tests of its own."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace == "api":
                continue
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from every_name(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the letter it amounts to, and what is checked further."""

    row: Row
    role: Role
    status: int
    said: tuple[str, ...]
    text: str
    policy: str
    wrote: bool

    @property
    def refused(self) -> bool:
        """Tell whether a permission's sentence came back, in a message or in the form."""
        words = "You cannot"
        asked = self.status == 403 or self.row.way == "POST"
        return asked and (any(one.startswith(words) for one in self.said) or words in self.text)

    @property
    def letter(self) -> str:
        """Return the letter of the table that this answer amounts to, or the bare status."""
        if self.refused:
            return "F"
        if self.status in {301, 302, 303}:
            if self.text.startswith("/account/login/"):
                return "S"
            return "O" if self.row.way == "POST" else ">"
        return {200: "O", 403: "L", 404: "N", 422: "O"}.get(self.status, str(self.status))


def ask(client: Client, row: Row, role: Role) -> Answer:
    """Ask for one page; whatever a POST changed is taken back, signing out too."""
    address = reverse(row.page, args=THINGS[row.thing]())
    kept = {name: cookie.value for name, cookie in client.cookies.items()}
    with transaction.atomic():
        before = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
        got = client.post(address) if row.way == "POST" else client.get(address)
        after = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(kept)
    kind = got.headers.get("Content-Type", "")
    readable = kind.startswith("text/html") and not got.streaming
    return Answer(
        row=row,
        role=role,
        status=got.status_code,
        said=tuple(str(one) for one in get_messages(got.wsgi_request)),
        text=got.headers.get("Location") or (got.content.decode() if readable else ""),
        policy=got.headers.get("Content-Security-Policy", ""),
        wrote=before != after,
    )


def client_of(role: Role) -> Client:
    """Return a browser in which somebody of the role is signed in, nobody for the public."""
    client = Client(raise_request_exception=False)
    if role is not Role.PUBLIC:
        person = Person.objects.get(email=emails()[role])
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


class Inside(HTMLParser):
    """Reads a page for its links and for whatever a strict policy would not run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, and inline styles and scripts."""
        given = dict(attrs)
        if tag == "a" and (given.get("href") or "").startswith("/"):
            self.links.append(str(given["href"]).split("#")[0])
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.inline.append(f'<{tag} {name}="{value}">')
            if name in {"href", "action"} and (value or "").startswith("javascript:"):
                self.inline.append(f'<{tag} {name}="{value}">')
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(f"<{tag}>")
