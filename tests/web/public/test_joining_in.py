"""Offering to take part without an account, and what keeps programs from it."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import RequestFactory
from django.utils import timezone

from spreadwell.domain.joining.turns import MOST_AN_HOUR, mark_of
from spreadwell.domain.models import ExpressionOfInterest, Finding, PublicTurn
from spreadwell.domain.people.roles import Role
from spreadwell.web.public.guard import OLDEST, SALT, address_of
from tests.factories import make_mission, make_person
from tests.joining_rooms import make_room

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture(autouse=True)
def somebody_runs_it(administrator):
    """A store with nobody would lead every visitor to its first run."""


@pytest.fixture
def mission():
    return make_mission(title="Fewer strokes")


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def shown(ago: timedelta = timedelta(minutes=1)) -> str:
    return signing.dumps((timezone.now() - ago).timestamp(), salt=SALT)


def offered(mission, **more):
    given = {
        "mission": mission.pk,
        "organisation_name": "Brook House Charity",
        "offer": "A hall and ten volunteers on weekdays",
        "contact_name": "Ann Reed",
        "contact_email": "ann@brook.example",
        "consent": "on",
        "shown": shown(),
    }
    return given | more


def test_an_offer_is_taken_and_its_page_says_what_happens_next(client, mission):
    lead = make_person(Role.MISSION_LEAD, mission=mission, name="Lena Hardwick")
    page = words(client.get("/public/"))
    assert "Offer to take part" in page
    page = words(client.get(f"/public/join/?mission={mission.slug}"))
    assert "The mission lead of the mission you choose answers you by" in page
    answer = client.post("/public/join/", offered(mission), follow=True)
    interest = ExpressionOfInterest.objects.get()
    page = words(answer)
    assert "Thank you, your offer is here" in page
    assert "The mission lead for “Fewer strokes” answers you by" in page
    assert f"{interest.answer_due.day} {interest.answer_due:%B %Y}" in page
    for private in (lead.name, "Ann Reed", "ann@brook"):
        assert private not in page
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert interest.consented_at is not None


def test_a_contact_asks_to_be_removed_and_reads_the_answer(client, mission):
    address = client.post("/public/join/", offered(mission)).headers["Location"].split("?")[0]
    page = words(client.post(f"{address}forget/", follow=True))
    assert "You asked that they be removed" in page
    interest = ExpressionOfInterest.objects.get()
    assert interest.removal_asked_on == timezone.localdate()
    interest.state, interest.answer = "declined", "Not this year."
    interest.answered_on = timezone.localdate()
    interest.save()
    assert "Not this year." in words(client.get(address))
    interest.contact_name = interest.contact_email = ""
    interest.save()
    assert "They were removed" in words(client.get(address))
    interest.delete()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"website": "https://buy.example"}, "Leave “website” empty"),
        ({"shown": "ago 1 second"}, "very quick"),
        ({"shown": "ago 2 days"}, "open for too long"),
        ({"shown": "made-up"}, "open for too long"),
        ({"offer": "https://a.example https://b.example"}, "in your own words"),
        ({"contact_email": "ann"}, "name@example.org"),
        ({"consent": ""}, "Tick that we may keep this"),
    ],
)
def test_what_is_refused_comes_back_with_all_that_was_written(client, mission, more, sentence):
    if str(more.get("shown", "")).startswith("ago"):
        ago = timedelta(seconds=1) if "second" in more["shown"] else OLDEST * 2
        more = {"shown": shown(ago)}
    answer = client.post("/public/join/", offered(mission) | more)
    assert answer.status_code == 422
    page = words(answer)
    assert sentence in page
    assert "Brook House Charity" in page and "Ann Reed" in page
    assert not ExpressionOfInterest.objects.exists()
    assert not PublicTurn.objects.exists()


def test_a_name_and_an_address_open_nobodys_private_page(client, mission):
    first = client.post("/public/join/", offered(mission)).headers["Location"]
    twice = client.post("/public/join/", offered(mission)).headers["Location"]
    assert twice == first
    other = client.post("/public/join/", offered(mission, offer="Three words more"), follow=True)
    assert other.redirect_chain == [("/public/", 302)]
    page = words(other)
    assert "was added to what you sent us before" in page
    assert "ten volunteers" not in page
    assert "Three words more" in ExpressionOfInterest.objects.get().offer


def test_the_trap_is_hidden_from_those_who_hear_the_page(client, mission):
    page = client.get("/public/join/").content.decode()
    trap = page.split('class="sw-trap"')[1].split("</div>")[0]
    assert 'aria-hidden="true"' in trap and 'tabindex="-1"' in trap


def test_haste_is_counted_from_the_first_look(client, mission):
    """Whoever was told that they were quick need not wait again for the page that says so."""
    moment = shown(timedelta(seconds=1))
    page = client.post("/public/join/", offered(mission, shown=moment)).content.decode()
    assert f'value="{moment}"' in page


@pytest.mark.parametrize("form", ["join", "say"])
def test_a_connection_is_held_off_when_it_sends_without_pause(client, mission, form):
    PublicTurn.objects.bulk_create(
        PublicTurn(mark=mark_of("127.0.0.1"), at=timezone.now()) for _ in range(MOST_AN_HOUR)
    )
    said = {"mission": mission.pk, "text": "Nobody rings back", "role": "patient"}
    given = offered(mission) if form == "join" else said | {"consent": "on", "shown": shown()}
    answer = client.post(f"/public/{form}/", given)
    assert answer.status_code == 422
    assert "many times within the hour" in words(answer)
    assert ("Brook House" if form == "join" else "Nobody rings back") in words(answer)
    assert not ExpressionOfInterest.objects.exists() and not Finding.objects.exists()
    elsewhere = client.post(f"/public/{form}/", given, REMOTE_ADDR="192.0.2.1")
    assert elsewhere.status_code == 302


def test_the_same_words_said_twice_are_kept_once(client, mission):
    said = {
        "mission": mission.pk, "text": "Nobody rings back", "role": "patient",
        "consent": "on", "shown": shown(),
    }  # fmt: skip
    first = client.post("/public/say/", said)
    again = client.post("/public/say/", said)
    assert first.headers["Location"] == again.headers["Location"]
    assert Finding.objects.count() == 1
    client.post("/public/say/", said | {"label": "A carer"})
    assert Finding.objects.count() == 2
    links = client.post("/public/say/", said | {"text": "www.buy.example"})
    assert "in your own words" in words(links)


def test_behind_a_proxy_the_address_that_the_proxy_saw_counts(settings):
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.4"
    )
    assert address_of(request) == "10.0.0.1"
    settings.HTTPS = True
    assert address_of(request) == "192.0.2.4"


def test_an_open_call_is_public_and_a_draft_is_not(client):
    room = make_room()
    address = f"/public/calls/{room.call.pk}/"
    assert client.get(address).status_code == 404
    room.opens()
    assert "Sites sought" in words(client.get("/public/"))
    assert "Sites sought" in words(client.get(f"/public/missions/{room.innovation.mission.slug}/"))
    page = words(client.get(address))
    assert "Show C0." in page and "No account yet?" in page
    room.applies()
    room.reviews()
    assert "This call closed on" in words(client.get(address))
    assert "Sites sought" not in words(client.get("/public/"))
