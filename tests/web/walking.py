"""Somebody who uses the pages as they are: follows links that are there, fills forms that are."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

Values = dict[str, list[str]]


@dataclass
class Form:
    """A form that posts: where to, its words, its values and what may be chosen."""

    action: str
    text: str = ""
    values: Values = field(default_factory=dict)
    choices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    several: bool = False

    def choose(self, name: str, wanted: str) -> str:
        """Return the value behind the words of a choice; the words as they are elsewhere."""
        offered = self.choices.get(name)
        if offered is None:
            return wanted
        for value, words in offered:
            if wanted in (value, words):
                return value
        raise AssertionError(f"“{wanted}” is no choice of {name}: {offered}")


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.heard: list[str] | None = None
        self.at: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.ids: dict[str, tuple[Form, str, str]] = {}
        self.feed(html)
        for key, (form, name, value) in self.ids.items():
            form.choices.setdefault(name, []).append((value, self.labels.get(key, value)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a person could press or fill in."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(given.get("action", "")) if given.get("method") == "post" else None
            if self.open is not None:
                self.open.several = given.get("enctype") == "multipart/form-data"
                self.forms.append(self.open)
        elif tag in {"a", "label", "option", "button", "textarea"}:
            self.at, self.heard = given, []
            if tag == "textarea" and self.open is not None:
                self.open.names.add(given["name"])
            if tag == "button" and self.open is not None and "disabled" in given:
                self.open.action = "disabled"
        elif tag == "select" and self.open is not None:
            self.select = given["name"]
            self.open.names.add(self.select)
            self.open.choices[self.select] = []
        elif tag == "input" and self.open is not None:
            self._input(self.open, given)

    def _input(self, form: Form, given: dict[str, str]) -> None:
        name = given.get("name", "")
        form.names.add(name)
        if given.get("type") in {"radio", "checkbox"}:
            self.ids[given["id"]] = (form, name, given.get("value", "on"))
            if "checked" in given:
                form.values.setdefault(name, []).append(given.get("value", "on"))
        elif given.get("type") != "file":
            form.values[name] = [given.get("value", "")]

    def handle_data(self, data: str) -> None:
        """Gather the words of what is being read."""
        if self.heard is not None:
            self.heard.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Keep what was read."""
        if tag == "form":
            self.open = None
        if self.heard is None or tag not in {"a", "label", "option", "button", "textarea"}:
            return
        words = " ".join("".join(self.heard).split())
        if tag == "a":
            self.links.append((words, self.at.get("href", "")))
        elif tag == "label":
            self.labels[self.at.get("for", "")] = words
        elif self.open is not None and tag == "option":
            self.open.choices[self.select].append((self.at.get("value", words), words))
            # A browser sends the first one unless another is chosen.
            self.open.values.setdefault(self.select, [self.at.get("value", words)])
            if "selected" in self.at:
                self.open.values[self.select] = [self.at.get("value", words)]
        elif self.open is not None and tag == "textarea":
            self.open.values[self.at["name"]] = ["".join(self.heard).strip("\n")]
        elif self.open is not None:
            # Of several buttons the first is what the form is for.
            self.open.text = self.open.text or words
        self.heard = None


class Walker:
    """A browser and somebody before it."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client()
        self.html, self.content = "", b""
        self.address = "/"

    def go(self, address: str) -> "Walker":
        """Open an address, following where it leads."""
        return self._take(self.client.get(address, follow=True), address)

    def _take(self, answer: Any, address: str) -> "Walker":
        chain = getattr(answer, "redirect_chain", [])
        self.address = urljoin(address, chain[-1][0]) if chain else address
        self.content = b"".join(answer) if getattr(answer, "streaming", False) else answer.content
        self.html = self.content.decode(errors="replace")
        status = answer.status_code
        assert status == 200, f"{address}: {status}\n{self._errors()}"
        return self

    def _errors(self) -> str:
        start = self.html.find("There is a problem")
        return self.html[start : start + 2000] if start >= 0 else self.html[-3000:]

    def follow(self, words: str) -> "Walker":
        """Follow the first link of these words."""
        links = Page(self.html).links
        found = next((href for text, href in links if text == words), None)
        assert found is not None, f"{self.address} has no link “{words}”: {links}"
        return self.go(urljoin(self.address, found))

    def press(self, words: str, **given: object) -> "Walker":
        """Fill in the form whose button says these words, as it stands, and press it."""
        forms = Page(self.html).forms
        form = next((one for one in forms if one.text == words), None)
        assert form is not None, f"{self.address} has no “{words}”: {[f.text for f in forms]}"
        assert form.action != "disabled", f"“{words}” is shut on {self.address}"
        data: dict[str, object] = dict(form.values)
        for name, value in given.items():
            assert name in form.names, f"{self.address} asks no {name}: {sorted(form.names)}"
            if isinstance(value, SimpleUploadedFile):
                assert form.several, f"“{words}” cannot send a file"
                data[name] = value
            else:
                wanted = value if isinstance(value, list) else [value]
                data[name] = [form.choose(name, str(one)) for one in wanted]
        address = urljoin(self.address, form.action)
        answer = self.client.post(address, data, follow=True)
        return self._take(answer, address)

    def see(self, words: str) -> "Walker":
        """Insist that the page says this."""
        assert words in self.html, f"{self.address} does not say “{words}”"
        return self

    def asks(self, words: str, beginning: str) -> list[str]:
        """Return the names of a form's fields that begin so, in the order of the page."""
        form = next(one for one in Page(self.html).forms if one.text == words)
        return [name for name in form.choices if name.startswith(beginning)]
