"""Public pages in other languages: every text can be translated, and each file is whole."""

import re
import string
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from docs.translating import messages, of_code, of_template
from spreadwell.formats.translations import languages_in, mo_bytes, read_po
from spreadwell.web.languages import make_catalogues, messages_of
from spreadwell.web.patient_check import ASKED, TICK
from spreadwell.web.public.easy import EasySayForm
from spreadwell.web.public.forms import SayForm
from tests.factories import make_mission
from tests.web.public.test_public_pages import said

SHIPPED = settings.TRANSLATIONS[0]
OTHERS = languages_in([SHIPPED])
PLACES = re.compile(r"%\(\w+\)s")


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_there_is_a_language_beside_english():
    assert OTHERS == ["pl"]
    assert [code for code, _ in settings.LANGUAGES] == ["en-gb", "pl"]


@pytest.mark.parametrize("language", OTHERS)
def test_a_file_is_whole_and_keeps_what_is_filled_in(language):
    found = messages_of(language)
    asked = set(messages())
    assert asked - found.keys() == set(), "translate these"
    assert found.keys() - asked - {""} == set(), "nobody reads these any more"
    for message, said_there in found.items():
        assert PLACES.findall(message) == PLACES.findall(said_there), message
        figures = set(re.findall(r"\d[\d ]*\d", message))
        assert all(one in said_there for one in figures), f"a number is missing: {message}"


@pytest.mark.parametrize("language", OTHERS)
def test_a_file_compiles_and_is_what_pages_read(language):
    made = settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.mo"
    assert made.read_bytes() == mo_bytes(messages_of(language))
    with translation.override(language):
        assert translation.gettext("What matters to you?") == "Co jest dla Ciebie ważne?"


def texts_of(form: forms.Form) -> list[object]:
    """Every text that a form shows, as it was given."""
    found: list[object] = []
    for name, field in form.fields.items():
        if name in {"website", "shown", TICK, ASKED}:
            continue
        found += [field.label, field.help_text]
        if isinstance(field, forms.ChoiceField) and name != "mission":
            found += [label for _, label in field.choices]
    return [one for one in found if one]


@pytest.mark.django_db
@pytest.mark.parametrize("form", [SayForm, EasySayForm])
def test_every_text_of_the_public_form_can_be_translated(form):
    from spreadwell.domain.people.viewer import PUBLIC_VIEWER

    texts = texts_of(form(viewer=PUBLIC_VIEWER))
    assert len(texts) > 25
    assert [one for one in texts if not isinstance(one, Promise)] == []
    assert {str(one) for one in texts} <= set(messages())


PAGES = Path(settings.PACKAGE) / "web" / "jinja2" / "public"
MARKUP = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>|&\w+;", re.S)


@pytest.mark.parametrize("name", ["say", "heard", "easy/say", "easy/heard"])
def test_no_text_of_a_translated_page_stands_outside(name):
    left = MARKUP.sub(" ", (PAGES / f"{name}.jinja").read_text())
    assert not set(left) & set(string.ascii_letters), left.split()


def test_what_is_gathered_is_what_is_marked():
    assert list(of_code('_("a" "b"); gettext(name); other("c")')) == ["ab"]
    assert list(of_template('{{ _("x") }} y {% if _("z") %}{% endif %}')) == ["x", "z"]


@pytest.mark.django_db
@pytest.mark.store
def test_a_visitor_speaks_in_their_language_from_first_to_last(client, administrator):
    mission = make_mission()
    home = words(client.get("/public/"))
    assert 'href="/public/say/?lang=pl"' in home and "Polski: Powiedz nam coś" in home
    page = words(client.get("/public/say/?lang=pl"))
    assert '<html lang="pl">' in page
    assert "Co jest dla Ciebie ważne?" in page and "116 123" in page
    assert "What matters to you?" not in page
    # The choice stays, and errors speak the language too.
    wrong = words(client.post("/public/say/", said(mission, consent="", text=" ")))
    assert "Wypełnij pole: co jest dla Ciebie ważne." in wrong
    assert "Zaznacz, że możemy zachować" in wrong
    assert "Błąd" in wrong and "There is a problem" not in wrong
    links = words(client.post("/public/say/", said(mission, text="www.example.org")))
    assert "Prosimy napisać to własnymi słowami" in links
    asked = words(client.post("/public/say/", said(mission, text="Moja NHS 943 476 5919 ok tak")))
    assert "wygląda jak numer NHS" in asked
    told = words(client.post("/public/say/", said(mission), follow=True))
    assert "Dziękujemy. Usłyszeliśmy" in told
    # Nothing of it reaches pages that are not translated, nor the next visitor.
    assert '<html lang="en-GB">' in words(client.get("/public/decisions/"))
    assert translation.get_language() == "en-gb"
    assert "What matters to you?" in words(client.get("/public/say/?lang=en-gb"))


@pytest.mark.django_db
def test_a_browser_that_asks_for_a_language_gets_it(client, administrator):
    make_mission()
    asked = client.get("/public/say/", headers={"accept-language": "pl,en;q=0.5"})
    assert '<html lang="pl">' in words(asked)
    assert "Accept-Language" in asked.headers["Vary"]
    assert '<html lang="en-GB">' in words(client.get("/public/say/?lang=xx"))


def test_a_health_system_adds_its_own_words_and_a_broken_file_is_left_out(
    settings, tmp_path, caplog
):
    settings.TRANSLATIONS = [SHIPPED, tmp_path]
    settings.LOCALE_PATHS = [tmp_path / "made"]
    for language, text in (
        ("pl", 'msgid "Say it"\nmsgstr "Powiedz"\n'),
        ("cy", 'msgid "Say it"\nmsgstr "Dweud'),
    ):
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").write_text(text)
    make_catalogues()
    assert messages_of("pl")["Say it"] == "Powiedz"
    assert messages_of("pl")["Say something"] == "Powiedz nam coś"
    assert messages_of("cy") == {}
    assert "Line 2: the quotes of the text do not close." in caplog.text
    made = (tmp_path / "made" / "pl" / "LC_MESSAGES" / "django.mo").read_bytes()
    assert b"Powiedz" in made
    assert read_po((SHIPPED / "pl" / "LC_MESSAGES" / "django.po").read_text()) != {}
