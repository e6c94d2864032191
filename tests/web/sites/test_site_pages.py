"""A site's pages: numbers in, what is due, what may harm somebody."""

from datetime import date
from html import escape

import pytest
from django.urls import reverse

from spreadwell.domain.measures.models import Reading
from spreadwell.domain.people.roles import Role
from spreadwell.domain.sites.models import SafetyConcern
from tests.factories import make_measure, make_organisation, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def site():
    """A live site with one measure that it supplies, whose name is hostile."""
    made = make_site(name=HOSTILE, organisation=make_organisation(name=HOSTILE))
    made.version.innovation.measures.create(measure=make_measure(name=HOSTILE), primary=True)
    return made


@pytest.fixture
def member(site, sign_in):
    """A browser of somebody at the site."""
    return sign_in(make_person(Role.SITE_MEMBER, site=site))


def month(site) -> str:
    """The address of the site's month."""
    return reverse("sites:month", args=[site.pk])


def fields(site, **given):
    """The month's fields by their part's name."""
    slug = site.version.innovation.measures.get().measure.slug
    return {f"{slug}__{part}": value for part, value in given.items()}


def test_hostile_names_are_shown_as_text(member, site):
    text = member.get(reverse("sites:detail", args=[site.pk])).content.decode()
    assert HOSTILE not in text and escape(HOSTILE) in text
    assert HOSTILE not in member.get(reverse("sites:list")).content.decode()


def test_a_month_is_sent_in_one_go(member, site):
    given = fields(site, numerator="30", denominator="40") | {"what_changed": "New nurse"}
    assert member.post(month(site), given).status_code == 302
    reading = Reading.objects.get()
    assert (reading.numerator, reading.denominator, reading.is_current) == (30, 40, True)
    site.refresh_from_db()
    assert site.what_changed == "New nurse"
    assert "Nothing is due" in member.get(reverse("sites:detail", args=[site.pk])).content.decode()


@pytest.mark.parametrize(
    ("numerator", "denominator", "sentence"),
    [
        ("30", "", "needs both numbers"),
        ("many", "40", "Enter a number"),
        ("50", "40", "denominator"),
        ("-1", "40", "greater than or equal to 0"),
    ],
)
def test_a_wrong_number_is_told_beside_it_and_nothing_is_stored(
    member, site, numerator, denominator, sentence
):
    given = fields(site, numerator=numerator, denominator=denominator)
    answer = member.post(month(site), given | {"what_changed": "Kept"})
    text = answer.content.decode()
    assert answer.status_code == 422 and sentence in text
    # What was typed is still there.
    assert f'value="{numerator}"' in text and "Kept" in text
    assert not Reading.objects.exists()
    site.refresh_from_db()
    assert site.what_changed == ""


def test_a_number_somebody_else_sent_meanwhile_is_not_lost_in_silence(member, site):
    given = fields(site, numerator="30", denominator="40")
    member.post(month(site), given)
    answer = member.post(month(site), fields(site, numerator="31", denominator="40"))
    assert answer.status_code == 422 and "meanwhile" in answer.content.decode()
    assert Reading.objects.get().numerator == 30


def test_a_blank_month_still_says_what_changed(member, site):
    assert member.post(month(site), {"needs_help": "A nurse"}).status_code == 302
    assert not Reading.objects.exists()


def test_anybody_who_sees_a_site_raises_a_concern_from_it(sign_in, site):
    browser = sign_in(make_person(Role.BOARD_MEMBER))
    page = browser.get(reverse("sites:detail", args=[site.pk])).content.decode()
    address = reverse("sites:raise_concern", args=[site.pk])
    assert address in page
    browser.post(address, {"text": "Wrong list"})
    assert SafetyConcern.objects.get().text == "Wrong list"


def test_a_board_member_cannot_send_a_site_s_month(sign_in, site):
    browser = sign_in(make_person(Role.BOARD_MEMBER))
    answer = browser.get(month(site))
    assert answer.status_code == 403 and "You cannot" in answer.content.decode()


def test_an_empty_list_teaches_the_next_step(sign_in):
    text = sign_in(make_person(Role.ANALYST)).get(reverse("sites:list")).content.decode()
    assert "No site yet" in text and reverse("innovations:list") in text


def test_an_invented_site_says_so(sign_in):
    site = make_site(origin="invented", started=date(2024, 1, 1))
    browser = sign_in(make_person(Role.ANALYST))
    text = browser.get(reverse("sites:detail", args=[site.pk])).content.decode()
    assert "Invented example" in text
