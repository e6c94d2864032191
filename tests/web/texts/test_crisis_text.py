"""An administrator words the help in a crisis; public pages show it, and how it read is kept."""

import pytest

from spreadwell.domain.models import Event, PublicText
from spreadwell.domain.people.roles import Role
from spreadwell.web.texts.help import help_lines
from tests.factories import make_mission, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
OURS = "In danger now: call 999.\n\nOur crisis line is 0800 123 4567, day and night."


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def mission(administrator):
    return make_mission()


@pytest.mark.parametrize(
    ("line", "links"),
    [
        ("call 999.", {"999": "tel:999"}),
        ("Samaritans on 116 123", {"116 123": "tel:116123"}),
        ("text SHOUT to 85258", {"85258": "sms:85258"}),
        ("NHS 111 or 0800 123 4567", {"111": "tel:111", "0800 123 4567": "tel:08001234567"}),
        ("open from 9 to 17, room 12", {}),
    ],
)
def test_numbers_can_be_called_and_nothing_is_lost(line, links):
    (parts,) = help_lines(line)
    assert {text: href for text, href in parts if href} == links
    assert "".join(text for text, _ in parts) == line


def test_the_text_that_comes_along_stands_on_every_public_page(client, mission):
    for page in ("", "say/", "join/", "claims/", "decisions/", "you-said/",
                 f"missions/{mission.slug}/"):  # fmt: skip
        for asked in ("", "?read=easy"):
            text = words(client.get(f"/public/{page}{asked}"))
            for number in ("tel:999", "tel:111", "tel:116123", "sms:85258"):
                assert number in text, (page, asked)
        client.get("/public/?read=full")


def test_an_administrator_words_it_and_the_earlier_wording_is_kept(
    sign_in, administrator, mission, client
):
    signed_in = sign_in(administrator)
    page = words(signed_in.get("/public-texts/"))
    assert "nobody here has worded it yet" in page and "Polski" in page
    signed_in.post("/public-texts/en-gb/", {"text": OURS})
    text = PublicText.objects.get()
    assert (text.language, text.text) == ("en-gb", OURS.replace("\n\n", "\n"))
    shown = words(signed_in.get("/public/say/"))
    assert 'Our crisis line is <a href="tel:08001234567">0800 123 4567</a>' in shown
    assert "Samaritans" not in shown
    assert "Samaritans" in words(signed_in.get("/public/say/?lang=pl"))
    signed_in.post("/public-texts/en-gb/", {"text": "Call 999."})
    assert PublicText.objects.count() == 1
    page = words(signed_in.get("/public-texts/"))
    assert "How it read before" in page
    assert "Our crisis line" in page and "Samaritans on 116 123" in page
    last = Event.objects.filter(verb="public_text.worded").order_by("pk").last()
    assert last.detail["before"] == OURS.replace("\n\n", "\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("Call us", "Keep 999 in it"), (" ", "Fill in"), ("999 " * 400, "at most 1500")],
)
def test_a_text_without_help_is_refused(sign_in, administrator, text, sentence):
    answer = sign_in(administrator).post("/public-texts/en-gb/", {"text": text})
    assert answer.status_code == 422 and sentence in words(answer)
    assert not PublicText.objects.exists()


def test_nobody_else_words_it_and_no_other_language_exists(sign_in, administrator):
    assert sign_in(administrator).get("/public-texts/xx/").status_code == 404
    client = sign_in(make_person(Role.MISSION_LEAD, mission=make_mission()))
    assert client.get("/public-texts/").status_code == 403
    assert client.post("/public-texts/en-gb/", {"text": OURS}).status_code in {403, 422}
    assert not PublicText.objects.exists()
