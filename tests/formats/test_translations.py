"""Files of translators: read line by line, told what is wrong, made into catalogues."""

import gettext
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreadwell.formats.problems import FileProblem
from spreadwell.formats.translations import languages_in, mo_bytes, po_template, read_po

FILE = """# Somebody's words
msgid ""
msgstr ""
"Language: pl\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#: where it stands
msgid "Say \\"it\\""
msgstr ""
"Powiedz "
"„to”"
msgid "Not yet"
msgstr ""

#, fuzzy
msgid "Perhaps"
msgstr "Może"

msgid "Back"
msgstr "Wróć"
"""


def test_messages_are_read_and_what_is_not_settled_is_left_out():
    assert read_po(FILE) == {
        "": "Language: pl\nContent-Type: text/plain; charset=UTF-8\n",
        'Say "it"': "Powiedz „to”",
        "Back": "Wróć",
    }


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ('msgid "a"\nmsgstr "b', "pl.po: Line 2: the quotes of the text do not close."),
        ('msgstr "b"', "pl.po: Line 1: msgstr stands where it cannot."),
        ('msgid "a"\nmsgid "b"', "pl.po: Line 2: msgid stands where it cannot."),
        ('msgid "a"\n\nmsgstr_plural "b"', "pl.po: Line 3: expected msgid, msgstr or a text"),
        ('"alone"', "pl.po: Line 1: expected msgid"),
        ("msgid 1", "pl.po: Line 1: the quotes"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(wrong, sentence):
    with pytest.raises(FileProblem) as told:
        read_po(wrong, "pl.po")
    assert str(told.value).startswith(sentence)


def read_by_python(made: bytes) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(made))


def test_a_catalogue_is_what_programs_read():
    catalogue = read_by_python(mo_bytes(read_po(FILE)))
    assert catalogue.gettext('Say "it"') == "Powiedz „to”"
    assert catalogue.gettext("Not yet") == "Not yet"


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@given(st.dictionaries(TEXTS, TEXTS, max_size=8))
def test_whatever_is_translated_comes_back(messages):
    head = {"": "Content-Type: text/plain; charset=UTF-8\n"}
    catalogue = read_by_python(mo_bytes(head | messages))
    assert {key: catalogue.gettext(key) for key in messages} == messages


def test_an_empty_file_holds_every_message_and_can_be_read():
    text = po_template(['A "b"', "Two\nlines"])
    assert read_po(text.replace('msgstr ""', 'msgstr "x"')).keys() == {"", 'A "b"', "Two\nlines"}
    assert read_po(text).keys() == {""}


def test_languages_are_those_with_a_file(tmp_path: Path):
    for name in ("pl", "cy"):
        (tmp_path / name / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "pl" / "LC_MESSAGES" / "django.po").write_text("")
    assert languages_in([tmp_path, tmp_path / "missing"]) == ["pl"]
