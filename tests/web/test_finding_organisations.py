"""Forms find an organisation by its code or name, for there may be thousands of them."""

from datetime import date
from html import escape

import pytest
from django.urls import reverse

from spreadwell.domain.networks.models import Membership, OrganisationEdge
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import PUBLIC_VIEWER, viewer_of
from spreadwell.domain.sites.models import ImplementationSite
from spreadwell.web.asking import FindOrganisation, find_for
from spreadwell.web.formkit import PageForm
from tests.factories import make_innovation, make_network, make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
HOSTILE = "<b>Gate</b>"


class Needed(PageForm):
    """A form that cannot do without an organisation."""

    place = FindOrganisation(label="Which place?")


class Spared(PageForm):
    """A form that can."""

    place = FindOrganisation(label="Which place?", required=False)


def asked(text, viewer=None, form=Needed):
    """A form into which somebody wrote a place."""
    made = form({"place": text})
    find_for(made, "place", viewer or viewer_of(make_person(Role.ADMINISTRATOR)))
    return made


def found(text):
    """The code of what is found."""
    form = asked(text)
    assert form.is_valid(), form.errors
    return form.cleaned_data["place"].code


def told(text, viewer=None):
    """The one sentence said of a place that is not found."""
    form = asked(text, viewer)
    assert not form.is_valid()
    (sentence,) = form.errors["place"]
    return sentence


@pytest.fixture
def places():
    """Places whose names and codes hold parts of each other."""
    for code, name in [
        ("A1", "Camden Council"),
        ("A10", "North Camden PCN"),
        ("B2", "Doña Ana County"),
        ("B3", "Kings"),
        ("B4", "Kings Cross Surgery"),
        ("B5", "A1 Surgery"),
    ]:
        make_organisation(code=code, name=name)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A1", "A1"),  # a whole code, though another begins so and a name holds it
        (" a10 ", "A10"),
        ("camden  council", "A1"),
        ("DOÑA ANA COUNTY", "B2"),
        ("kings", "B3"),  # a whole name, though another begins so
        ("North", "A10"),
        ("cross", "B4"),
    ],
)
def test_a_place_is_found_by_its_code_its_name_or_a_part_that_no_other_has(places, text, code):
    assert found(text) == code


def test_a_former_code_still_finds_its_place_until_another_has_it():
    now = make_organisation(code="NEW", name="Merged")
    now.former_names.create(code="OLD", name="Before", ends=date(2024, 4, 1))
    assert found("old") == "NEW"
    make_organisation(code="OLD", name="Somebody else")
    assert found("OLD") == "OLD"


def test_codes_that_differ_in_case_only_are_told_apart_as_written():
    make_organisation(code="x1", name="Small")
    make_organisation(code="X1", name="Large")
    assert (found("x1"), found("X1")) == ("x1", "X1")


def test_several_are_named_with_their_codes_those_that_begin_so_first(places):
    assert told("camden") == (
        "Several places match: Camden Council (A1); North Camden PCN (A10). Enter the code."
    )


def test_eight_are_named_at_most_and_the_rest_counted():
    for number in range(11):
        make_organisation(code=f"W{number:02}", name="Washington County")
    sentence = told("washington county")
    assert sentence.count("Washington County (") == 8
    assert sentence.endswith("(W07); and 3 more. Enter the code.")


def test_none_is_said_with_what_was_written(places):
    assert told("Atlantis").startswith("No place has “Atlantis” as its code or in its name.")


@pytest.mark.parametrize("text", ["", "   "])
def test_a_blank_is_asked_for_only_where_it_is_needed(places, text):
    assert told(text) == "Fill in: which place."
    form = asked(text, form=Spared)
    assert form.is_valid() and form.cleaned_data["place"] is None


def test_nobody_finds_what_they_may_not_see(places):
    assert told("A1", PUBLIC_VIEWER).startswith("No place has")


@pytest.fixture
def browser(administrator, sign_in):
    """A browser of an administrator."""
    return sign_in(administrator)


def test_the_three_forms_take_a_code_or_a_name(browser, places):
    network, innovation = make_network(), make_innovation()
    member = {"organisation": "camden council", "role": "Runs it"}
    browser.post(reverse("networks:member", args=[network.slug]), member)
    assert Membership.objects.get().organisation.code == "A1"
    edge = {"kind": "member_of", "target": "A1"}
    browser.post(reverse("networks:edge", args=["A10"]), edge)
    assert OrganisationEdge.objects.get().target.code == "A1"
    browser.post(reverse("sites:plan", args=[innovation.slug]), {"organisation": "b4"})
    assert ImplementationSite.objects.get().organisation.code == "B4"


def test_the_page_keeps_what_was_written_and_says_which_it_may_be(browser):
    for code in ("C1", "C2"):
        make_organisation(code=code, name=HOSTILE)
    address = reverse("sites:plan", args=[make_innovation().slug])
    assert "C1" not in browser.get(address).content.decode()
    answer = browser.post(address, {"organisation": "gate"})
    text = answer.content.decode()
    assert answer.status_code == 422 and 'value="gate"' in text
    assert HOSTILE not in text and f"{escape(HOSTILE)} (C2). Enter the code." in text
    assert not ImplementationSite.objects.exists()
