"""No form of any room stores what looks like a patient's detail without asking first."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse

import spreadwell.web
from spreadwell.domain.audit.models import Event
from spreadwell.domain.audit.noting import forget_noted, take_noted
from spreadwell.domain.discovery.models import Finding
from spreadwell.domain.people.roles import Role
from spreadwell.domain.sites.models import TestOfChange
from spreadwell.web.discovery.forms import FindingsForm
from spreadwell.web.formkit import LongText, PageForm
from spreadwell.web.patient_check import ASKED, TICK, holds_sentences
from tests.factories import make_mission, make_person, make_site

WEB = Path(spreadwell.web.__file__).parent
SAID = "Patient Joan Smith, NHS number 943 476 5919, dob 3/4/1951"

# Fields that are not checked, each with the reason that its form gives; a new one stands here too.
NOT_CHECKED = {
    "AddPersonForm.name",
    "AskVoiceForm.addresses",
    "CrisisForm.text",
    "EasyJoinForm.contact_name",
    "EasyJoinForm.website",
    "EasySayForm.website",
    "EasySourceReplyForm.website",
    "FirstAdministratorForm.name",
    "OrganisationForm.code",
    "GuardedForm.website",
    "JoinForm.contact_name",
    "JoinForm.website",
    "SayForm.website",
    "SearchForm.q",
    "SourceReplyForm.website",
    "TokenForm.name",
}


class Note(PageForm):
    """A form as any room could have one."""

    title = forms.CharField(required=False)
    text = LongText()
    day = forms.DateField(required=False)


@pytest.fixture(autouse=True)
def _nothing_noted() -> Iterator[None]:
    forget_noted()
    yield
    forget_noted()


def all_forms() -> list[type[PageForm]]:
    """Every form of every room; importing them all is what finds them."""
    for module in pkgutil.walk_packages(spreadwell.web.__path__, "spreadwell.web."):
        importlib.import_module(module.name)
    found: list[type[PageForm]] = []
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith("spreadwell.web") and one.base_fields:  # type: ignore[attr-defined]
            found.append(one)  # type: ignore[arg-type]
    return sorted(set(found), key=lambda one: (one.__module__, one.__qualname__))


def posted(**given: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(given)
    return data


def test_each_form_of_each_room_stands_on_the_form_that_asks():
    wrong = [
        f"{one.__module__}.{one.__name__}" for one in all_forms() if not issubclass(one, PageForm)
    ]
    assert wrong == [], f"These forms would not ask about patients: {wrong}"
    hook = PageForm._post_clean
    overriding = [one.__name__ for one in all_forms() if one._post_clean is not hook]
    assert overriding == []
    named = PageForm.checked_fields
    assert [one.__name__ for one in all_forms() if one.checked_fields is not named] == []


def test_each_field_that_takes_words_asks_about_a_patient():
    silent = []
    for form in all_forms():
        for name, field in form.base_fields.items():
            if not holds_sentences(field) or f"{form.__name__}.{name}" in NOT_CHECKED:
                continue
            # The field by itself, with what its form says of it; cleaning of its own may need more.
            said = {"unchecked": form.unchecked, "text_files": form.text_files}
            alone = type("Alone", (PageForm,), said)(posted(**{name: SAID}))
            alone.fields = {name: field}
            alone.errors  # noqa: B018 -- asking for the errors runs the checks
            if not alone.marked.get(name):
                silent.append(f"{form.__name__}.{name}")
    assert silent == [], f"These fields store what looks like a patient's detail: {silent}"


def test_what_is_not_checked_says_why():
    named = {
        f"{form.__name__}.{name}": why
        for form in all_forms()
        for name, why in form.unchecked.items()
    }
    assert set(named) == NOT_CHECKED
    assert all(why.endswith(".") for why in named.values())


def test_a_field_of_its_own_kind_still_holds_words():
    """What is left out by its kind is a short list; whatever else takes text is checked."""
    left_out = {
        type(field).__name__
        for form in all_forms()
        for field in form.base_fields.values()
        if isinstance(field, forms.CharField)
        and not holds_sentences(field)
        and not isinstance(field.widget, forms.HiddenInput | forms.PasswordInput)
    }
    assert left_out <= {"EmailField", "FindOrganisation", "SlugField", "URLField"}


def test_a_form_drawn_by_hand_prints_the_question():
    by_hand = [
        page.name
        for page in (WEB / "jinja2").rglob("*.jinja")
        if "{{ field(" in page.read_text("utf-8")
        and page.name != "form.jinja"
        and "patient_question(" not in page.read_text("utf-8")
    ]
    assert by_hand == []


def test_a_form_without_such_words_is_left_alone():
    form = Note(posted(text="The nurse rang 14 of 20 people.", title="Calls"))
    assert form.is_valid() and TICK not in form.fields and take_noted() == {}


def test_the_words_are_marked_and_what_was_typed_is_kept():
    form = Note(posted(text=SAID, title="Calls"))
    assert not form.is_valid()
    assert "“943 476 5919” looks like an NHS number" in str(form.errors["text"])
    assert "943 476 5919" in [text for text, marked in form.marked["text"] if marked]
    assert form["text"].value() == SAID and form["title"].value() == "Calls"
    assert form[TICK].value() in (None, False, "")


def asked_again(form: PageForm, **given: str) -> QueryDict:
    return posted(**given | {ASKED: form[ASKED].value(), TICK: "on"})


def test_the_tick_lets_the_words_through_and_is_noted_without_them():
    form = Note(posted(text=SAID))
    form.is_valid()
    again = Note(asked_again(form, text=SAID))
    assert again.is_valid()
    assert again.cleaned_data == {"title": "", "text": SAID, "day": None}
    noted = take_noted()
    assert noted["said_not_about_a_patient"]["text"] == ["date of birth", "name", "nhs number"]
    assert "943" not in str(noted) and "Smith" not in str(noted)


def test_the_tick_holds_only_for_the_words_that_were_asked_about():
    form = Note(posted(text="Mrs Smith liked it"))
    form.is_valid()
    again = Note(asked_again(form, text="Mrs Smith liked it, and so did Mrs Jones"))
    assert not again.is_valid() and again[TICK].value() in (None, False, "")
    assert Note(posted(text="Mrs Smith liked it", **{TICK: "on"})).is_valid() is False


def test_taking_the_words_out_is_enough():
    form = Note(posted(text=SAID))
    form.is_valid()
    assert Note(posted(text="A patient", **{ASKED: form[ASKED].value()})).is_valid()


def test_what_is_noted_for_one_request_is_not_told_of_the_next(client, db):
    Note(posted(text=SAID)).is_valid()
    make_person()
    client.get("/")
    assert take_noted() == {}


@pytest.mark.store
@pytest.mark.django_db
def test_a_test_of_change_is_questioned_before_it_is_stored(sign_in):
    site = make_site()
    browser = sign_in(make_person(Role.SITE_MEMBER, site=site))
    address = reverse("sites:start_test", args=[site.pk])
    given = {"question": "Does ringing Mrs Smith help?", "prediction": "She comes"}
    answer = browser.post(address, given)
    text = answer.content.decode()
    assert answer.status_code == 422 and not TestOfChange.objects.exists()
    assert "<mark>Mrs Smith</mark>" in text and "Does ringing Mrs Smith help?" in text
    assert f'name="{TICK}"' in text
    start = text.index('value="', text.index(f'name="{ASKED}"')) + 7
    given |= {ASKED: text[start : text.index('"', start)], TICK: "on"}
    assert browser.post(address, given).status_code == 302
    event = Event.objects.get(verb="sites.test_started")
    assert event.detail["said_not_about_a_patient"] == {"question": ["name"]}


@pytest.mark.store
@pytest.mark.django_db
def test_a_file_of_findings_is_read_too(sign_in):
    mission = make_mission()
    browser = sign_in(make_person(Role.ADMINISTRATOR))
    file = SimpleUploadedFile("findings.csv", f'text\n"{SAID}"\n'.encode())
    given = {
        "mission": mission.pk, "role": "patient", "source_kind": "engagement",
        "heard_on": "2026-01-05", "file": file,
    }  # fmt: skip
    answer = browser.post(reverse("discovery:add_many"), given)
    assert answer.status_code == 422 and "Choose the file again" in answer.content.decode()
    assert not Finding.objects.exists()
    assert FindingsForm.text_files == ("file",)
