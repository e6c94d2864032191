"""Free text is checked for patients' details, and questioned before anything is stored.

Every form of a page has this under it (`formkit.PageForm`), so that no form can forget it. The
form comes back with what was typed kept and the words marked; a tick says that they are not about
a patient. That tick holds for the words that were asked about, and for no others.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from spreadwell.domain.audit.noting import note_beside
from spreadwell.formats.patient_words import Kind, PatientWord, check_words

TICK = "not_about_a_patient"
ASKED = "words_asked_about"
AROUND = 40
"""Characters shown beside a marked word: enough to find it again in a long text."""

LIKE: dict[Kind, str] = {
    "nhs number": gettext_noop("an NHS number"),
    "date of birth": gettext_noop("a date of birth"),
    "name": gettext_noop("a person's name"),
    "postcode": gettext_noop("a home's postcode"),
    "phone": gettext_noop("a person's phone number"),
    "e-mail": gettext_noop("a person's e-mail address"),
}

# Fields of one line whose own rules leave no room for a sentence.
NOT_SENTENCES = (
    forms.EmailField,
    forms.GenericIPAddressField,
    forms.JSONField,
    forms.SlugField,
    forms.URLField,
    forms.UUIDField,
)

Part = tuple[str, bool]


class AsksAboutPatients(forms.Form):
    """A form that asks before it lets through what looks like a patient's detail."""

    # Field → why it is not checked, for those that hold a pure identifier or are never stored.
    unchecked: ClassVar[dict[str, str]] = {}
    # Fields with a file of sentences, which is read like the text that it stands for.
    text_files: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marked: dict[str, list[Part]] = {}

    def checked_fields(self) -> list[str]:
        """Name the fields in which people write, as far as this form has them now."""
        return [
            name
            for name, field in self.fields.items()
            if name in self.text_files or (name not in self.unchecked and holds_sentences(field))
        ]

    def _post_clean(self) -> None:
        """Look at what was typed, after the fields and the form itself were cleaned."""
        super()._post_clean()  # type: ignore[misc]
        found = {name: check_words(text) for name, text in self._texts()}
        found = {name: words for name, words in found.items() if words}
        if not found:
            return
        marks = {_mark(word) for words in found.values() for word in words}
        asked = set(str(self.data.get(self.add_prefix(ASKED), "")).split("."))
        fine = bool(self.data.get(self.add_prefix(TICK))) and marks <= asked
        self._draw_question(marks, fine)
        if fine:
            # Cleared answers stay open to the reader of the trail, the words themselves do not.
            kinds = {name: sorted({w.kind for w in words}) for name, words in found.items()}
            note_beside({"said_not_about_a_patient": kinds})
            return
        for name, words in found.items():
            self.marked[name] = list(_around(self._text(name), words))
            self.add_error(name, _question(words, typed=name not in self.text_files))

    def _draw_question(self, marks: set[str], fine: bool) -> None:
        """Add the tick and what was asked; both stay out of what the action is given."""
        self.fields[TICK] = forms.BooleanField(
            label=_("None of the marked words is about a patient"), required=False,
            help_text=_("Otherwise take them out. Nothing has been stored yet."),
        )  # fmt: skip
        self.fields[ASKED] = forms.CharField(widget=forms.HiddenInput, required=False)
        data: Any = copy(self.data)
        data[self.add_prefix(ASKED)] = ".".join(sorted(marks))
        data.pop(self.add_prefix(TICK), None)
        if fine:
            data[self.add_prefix(TICK)] = "on"
        self.data = data

    def _texts(self) -> Iterator[tuple[str, str]]:
        for name in self.checked_fields():
            text = self._text(name)
            if text:
                yield name, text

    def _text(self, name: str) -> str:
        given = self[name].data
        if isinstance(given, UploadedFile):
            given.seek(0)
            text: str = given.read().decode("utf-8", "replace")
            given.seek(0)
            return text
        return str(given or "")


def holds_sentences(field: forms.Field) -> bool:
    """Tell whether people write words of their own into a field."""
    if not isinstance(field, forms.CharField) or isinstance(field, NOT_SENTENCES):
        return False
    if getattr(field, "finds_a_row", False):
        return False
    return not isinstance(field.widget, forms.HiddenInput | forms.PasswordInput)


def _mark(word: PatientWord) -> str:
    """Stand for a word without repeating it in the page."""
    return salted_hmac("spreadwell.web.patient_check", word.kind + word.text).hexdigest()[:16]


def _question(words: tuple[PatientWord, ...], *, typed: bool) -> str:
    """Ask about the words of one field."""
    told = "; ".join(
        dict.fromkeys(
            _("“%(words)s” looks like %(kind)s") % {"words": one.text, "kind": _(LIKE[one.kind])}
            for one in words
        )
    )
    out = _("Take it out, or tick below that this is not about a patient.")
    again = "" if typed else " Choose the file again."
    return f"{told}. {out}{again}"


def _around(text: str, words: tuple[PatientWord, ...]) -> Iterator[Part]:
    """Cut a text into parts, marked and not, leaving out what is far from any marked word."""
    at = 0
    for word in words:
        before = text[at : word.start]
        if len(before) > 2 * AROUND:
            before = (before[:AROUND] if at else "") + " … " + before[-AROUND:]
        yield before, False
        yield text[word.start : word.end], True
        at = word.end
    after = text[at:]
    yield (after if len(after) <= AROUND else f"{after[:AROUND]} …"), False
