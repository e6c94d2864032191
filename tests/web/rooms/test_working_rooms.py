"""Networks, innovations, waves and learning as pages."""

import re
from html import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from spreadwell.domain.innovations.models import Innovation, InnovationVersion
from spreadwell.domain.learning.models import Lesson, Pack
from spreadwell.domain.people.roles import Role
from spreadwell.exchange.packs import make_pack
from tests.factories import (
    make_innovation,
    make_mission,
    make_network,
    make_organisation,
    make_person,
    make_site,
)

pytestmark = [pytest.mark.django_db, pytest.mark.store]
HOSTILE = '"><img src=x onerror=alert(1)>'


@pytest.fixture
def browser(administrator, sign_in):
    """A browser of an administrator."""
    return sign_in(administrator)


def text_of(browser, name, *args, **query) -> str:
    """Return the text of a page that opens."""
    answer = browser.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_hostile_names_are_text_on_every_page(browser):
    network = make_network(name=HOSTILE, purpose=HOSTILE)
    organisation = make_organisation(name=HOSTILE)
    innovation = make_innovation(name=HOSTILE, sentence=HOSTILE, network=network)
    make_site(innovation, name=HOSTILE, organisation=organisation)
    Lesson.objects.create(innovation=innovation, text=HOSTILE, about="not", learnt_on="2025-01-01")
    pages = [
        ("networks:list",), ("networks:detail", network.slug),
        ("networks:organisation", organisation.code), ("innovations:list",),
        ("innovations:detail", innovation.slug), ("learning:list",),
    ]  # fmt: skip
    for page in pages:
        text = text_of(browser, *page)
        assert HOSTILE not in text and "<img" not in text
        assert escape("<img src=x onerror=alert(1)>") in text


@pytest.mark.parametrize(
    ("name", "teaches"),
    [
        ("networks:list", "No network yet"),
        ("innovations:list", "No innovation yet"),
        ("spread:list", "No wave planned yet"),
        ("learning:list", "No lesson yet"),
        ("learning:packs", "No pack"),
        ("learning:notices", "No notice yet"),
    ],
)
def test_empty_rooms_teach_the_next_step(browser, name, teaches):
    assert teaches in text_of(browser, name)


def test_a_version_is_released_from_its_page(browser):
    innovation = make_innovation()
    given = {"what_changed": "Calls", "core": "Call: ring them\nReview", "adaptable": "Hour"}
    answer = browser.post(
        reverse("innovations:version", args=[innovation.slug]), given | {"tidier_why": "It helps"}
    )
    assert answer.status_code == 302
    version = InnovationVersion.objects.get(innovation=innovation, number=2)
    assert version.tidier == {"why": "It helps"}
    kinds = dict(version.components.values_list("name", "kind"))
    assert kinds == {"Call": "core", "Review": "core", "Hour": "adaptable"}


def test_lessons_are_found_by_all_their_words(browser):
    innovation = make_innovation(name="Huddles")
    for text in ("Ring in the evening", "Ring at noon"):
        Lesson.objects.create(
            innovation=innovation, text=text, about="worked", learnt_on="2025-01-01"
        )
    found = text_of(browser, "learning:list", words="ring EVENING huddles")
    assert "Ring in the evening" in found and "Ring at noon" not in found
    assert "No lesson holds all" in text_of(browser, "learning:list", words="nowhere")


def test_a_pack_is_made_shown_and_downloaded(browser):
    innovation = make_innovation(sentence="We ring.")
    answer = browser.post(reverse("learning:make", args=[innovation.slug]), follow=True)
    assert "The pack is made" in answer.content.decode()
    file = browser.get(reverse("learning:pack_file", args=[Pack.objects.get().pk]))
    assert file.content.startswith(b"PK") and "attachment" in file["Content-Disposition"]


def test_a_pack_shows_what_it_adds_before_anything_is_stored(browser, administrator):
    innovation = make_innovation(name="Evening calls", sentence="We ring.")
    _, data = make_pack(by=administrator, version=innovation.versions.get())
    Pack.objects.all().delete()
    mission, address = make_mission(), reverse("learning:load")
    shown = browser.post(
        address, {"mission": mission.pk, "file": SimpleUploadedFile("p.zip", data)}
    )
    assert "It would add" in shown.content.decode()
    assert Innovation.objects.count() == 1 and not Pack.objects.exists()
    again = re.search(r'name="content" value="([^"]+)"', shown.content.decode())
    given = {"mission": mission.pk, "content": again.group(1), "confirm": "yes"}
    assert browser.post(address, given).status_code == 302
    assert Innovation.objects.filter(mission=mission, name="Evening calls").exists()


def test_a_damaged_pack_is_refused_beside_its_field(browser):
    given = {"mission": make_mission().pk, "file": SimpleUploadedFile("p.zip", b"PK nonsense")}
    answer = browser.post(reverse("learning:load"), given)
    assert answer.status_code == 422 and "damaged" in answer.content.decode()


def test_packs_are_loaded_by_those_who_run_missions(sign_in):
    answer = sign_in(make_person(Role.BOARD_MEMBER)).get(reverse("learning:load"))
    assert answer.status_code == 403


def test_one_without_its_sentence_is_not_packed_and_says_why(browser):
    innovation = make_innovation(sentence="")
    answer = browser.post(reverse("learning:make", args=[innovation.slug]), follow=True)
    assert "cannot be packed: its sentence is missing" in answer.content.decode()
    assert not Pack.objects.exists()
