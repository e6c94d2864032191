"""What everybody may read, and saying something without an account."""

from datetime import date, timedelta

import pytest
from django.core import signing
from django.utils import timezone

from spreadwell.domain.models import DecidingBody, Decision, Finding, Notice
from spreadwell.web.public.guard import SALT
from tests.factories import make_finding, make_mission, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture(autouse=True)
def somebody_runs_it(administrator):
    """A store with nobody would lead every visitor to its first run."""


def shown(ago: timedelta = timedelta(minutes=1)) -> str:
    return signing.dumps((timezone.now() - ago).timestamp(), salt=SALT)


def said(mission, **more):
    given = {
        "mission": mission.pk,
        "text": "Nobody rings after the blood test",
        "role": "patient",
        "consent": "on",
        "shown": shown(),
    }
    return given | more


def test_the_public_reads_active_missions_and_their_aims(client):
    mission = make_mission(title="Days at home")
    mission.aims.create(number=1, text="Half the days")
    hidden = make_mission(title="Not yet", state="proposed")
    page = words(client.get("/public/"))
    assert "Days at home" in page
    assert "Half the days" in page
    assert "Not yet" not in page
    assert client.get(f"/public/missions/{mission.slug}/").status_code == 200
    assert client.get(f"/public/missions/{hidden.slug}/").status_code == 404


def test_somebody_says_something_and_comes_back_to_read_what_it_changed(client, administrator):
    mission = make_mission()
    page = words(client.get("/public/say/"))
    assert 'call <a href="tel:999">999</a>' in page
    assert "116 123" in page and "85258" in page
    asked = {"label": "A carer in Brent", "named": "on", "contact": "me@example.org"}
    answer = client.post("/public/say/", said(mission, **asked), follow=True)
    finding = Finding.objects.get()
    assert (finding.role, finding.voice, finding.consents_named) == ("patient", "people", True)
    assert (finding.consents_contact, finding.contact) == (False, "")
    assert (finding.origin, finding.contributor_label) == ("recorded", "A carer in Brent")
    assert "Keep this link" in words(answer)
    address = answer.redirect_chain[-1][0].split("?")[0]
    Notice.objects.create(
        finding=finding, text="Calls were added.", sent_on=date(2026, 4, 1), sent_by=administrator
    )
    later = client.get(address)
    assert "Calls were added." in words(later)
    assert later.headers["X-Robots-Tag"] == "noindex"
    assert client.get(address[:-4] + "xxx/").status_code == 404


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"consent": ""}, "Tick that we may keep"),
        ({"text": " "}, "Fill in: what matters to you."),
        ({"website": "http://buy.example"}, "Leave “website” empty"),
        ({"shown": timedelta(seconds=1)}, "very quick"),
        ({"shown": "made-up"}, "open for too long"),
        ({"shown": ""}, "open for too long"),
    ],
)
def test_what_does_not_hold_is_said_and_keeps_the_words(client, more, sentence):
    mission = make_mission()
    if isinstance(more.get("shown"), timedelta):
        more = {"shown": shown(more["shown"])}
    answer = client.post("/public/say/", said(mission) | more)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Finding.objects.exists()
    if "text" not in more:
        assert "Nobody rings after the blood test" in words(answer)


def test_a_form_sent_back_can_be_sent_again(client):
    """The moment is signed anew with every page, so that a refused form does not stay refused."""
    mission = make_mission()
    stale = client.post("/public/say/", said(mission, shown="made-up"))
    page = stale.content.decode()
    value = page.split('name="shown"')[1].split('value="')[1].split('"')[0]
    moment = signing.loads(value, salt=SALT)
    assert timezone.now().timestamp() - moment < 60


def test_you_said_we_did_names_nobody_and_shows_only_what_was_meant_for_all(client, administrator):
    mission = make_mission()
    theme = mission.themes.create(name="Calls", need="A call after the test")
    given = {"sent_on": date(2026, 4, 1), "sent_by": administrator, "text": "Calls were added."}
    for label in ("Ann of Brent", "Bob of Brent"):
        finding = make_finding(mission, theme=theme, contributor_label=label, text="My own story")
        Notice.objects.create(finding=finding, public=True, **given)
    Notice.objects.create(
        finding=make_finding(mission, theme=theme), **given | {"text": "Dear Ann, thank you"}
    )
    page = words(client.get("/public/you-said/"))
    assert "A call after the test" in page
    assert page.count("Calls were added.") == 1
    assert "said by 2 voices" in page
    for private in ("Ann", "My own story", "Dear"):
        assert private not in page


def test_somebody_signed_in_sees_no_private_notice_on_the_public_page(sign_in, administrator):
    finding = make_finding(contributor=administrator)
    Notice.objects.create(
        finding=finding, text="Dear you", sent_on=date(2026, 4, 1), sent_by=administrator
    )
    assert "Dear you" not in words(sign_in(administrator).get("/public/you-said/"))


def test_only_published_decisions_are_public(client):
    body, person = DecidingBody.objects.create(name="Board"), make_person()
    given = {
        "body": body,
        "choice": "spread",
        "decided_on": date(2026, 4, 1),
        "recorded_by": person,
    }
    Decision.objects.create(question="Open?", reasons="It helps", published=True, **given)
    Decision.objects.create(question="Closed?", reasons="Not yet told", **given)
    page = words(client.get("/public/decisions/"))
    assert "It helps" in page
    assert "Not yet told" not in page


def test_pages_without_anything_teach_what_will_stand_there(client):
    for page in ("you-said", "claims", "decisions", "say"):
        answer = client.get(f"/public/{page}/")
        assert answer.status_code == 200
        assert "sw-empty" in words(answer)
