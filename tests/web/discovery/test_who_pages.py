"""Who has been heard, and worries about safety, as people meet them."""

from datetime import date

import pytest
from django.core import mail

from spreadwell.domain.discovery.actions import hear_public
from spreadwell.domain.discovery.heard import Heard
from spreadwell.domain.models import Event, SafeguardingFlag
from spreadwell.domain.people.roles import Role
from tests.factories import make_finding, make_mission, make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def mission(administrator):
    make_organisation(borough="Brent")
    make_organisation(borough="Ealing")
    mission = make_mission(title="Young minds")
    make_finding(mission, place="Brent")
    make_finding(mission, place="Ealing", role="partner", voice="school")
    return mission


def test_gaps_are_sentences_with_what_closes_them(sign_in, administrator, mission):
    client = sign_in(administrator)
    page = words(client.get(f"/discovery/who/?mission={mission.slug}"))
    assert "No company was heard anywhere yet." in page
    assert "No school or college was heard in Brent." in page
    assert "voice=school&amp;place=Brent" in page
    # A disc leads to the findings behind it, a ring to the page that asks.
    assert f"/discovery/?mission={mission.slug}&amp;voice=school&amp;place=Ealing#findings" in page
    assert f"/discovery/who/{mission.slug}/ask/?voice=school&amp;place=Brent" in page
    assert "each would have about 8 of 100" in page


def test_several_missions_are_seen_at_once_and_lead_to_each(sign_in, administrator, mission):
    other = make_mission(title="Days at home")
    make_finding(other, place="Brent")
    page = words(sign_in(administrator).get("/discovery/who/"))
    assert "Young minds" in page
    assert f"/discovery/who/?mission={other.slug}" in page
    assert page.count(">Ask them<") == 6
    assert "Nobody from primary care was heard anywhere yet." in page


def test_an_empty_mission_teaches_and_names_every_voice(sign_in, administrator):
    mission = make_mission()
    page = words(sign_in(administrator).get(f"/discovery/who/?mission={mission.slug}"))
    assert "Nobody is heard yet." in page
    assert page.count("was heard anywhere yet.</p>") == 12


def test_a_voice_is_asked_for_and_the_link_is_filled_in(
    sign_in, administrator, mission, django_capture_on_commit_callbacks
):
    client = sign_in(administrator)
    address = f"/discovery/who/{mission.slug}/ask/?voice=school&place=Brent"
    page = words(client.get(address))
    assert "Ask schools and colleges in Brent" in page
    link = f"/public/say/?mission={mission.slug}&voice=school&place=Brent&role=partner"
    assert link.replace("&", "&amp;") in page
    form = words(client.get(link))
    assert 'value="Brent"' in form
    assert '<option value="school" selected>' in form
    assert 'value="partner" checked' in form
    wrong = client.post(address, {"addresses": "nobody", "letter": "Dear all"})
    assert wrong.status_code == 422 and "is no e-mail address" in words(wrong)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"addresses": "head@example.org", "letter": "Dear all"})
    assert mail.outbox[0].to == ["head@example.org"]
    page = words(client.get(f"/discovery/who/?mission={mission.slug}"))
    assert "nothing came yet" in page and "Ask again" in page
    assert Event.objects.filter(verb="mission.voice_asked").count() == 1


def test_adding_starts_with_the_voice_and_place_of_the_gap(sign_in, administrator, mission):
    page = words(
        sign_in(administrator).get(
            f"/discovery/add/?mission={mission.slug}&role=partner&voice=school&place=Brent"
        )
    )
    assert '<option value="school" selected>' in page and 'value="Brent"' in page


def test_who_may_not_ask_is_led_to_no_wall(sign_in, mission):
    client = sign_in(make_person(Role.BOARD_MEMBER))
    for address in ("/discovery/who/", f"/discovery/?mission={mission.slug}"):
        page = words(client.get(address))
        assert "Young minds" in page and "/ask/" not in page


def test_a_mission_lead_sees_all_and_asks_for_their_own(sign_in, mission):
    client = sign_in(make_person(Role.MISSION_LEAD, mission=mission))
    other = make_mission()
    page = words(client.get("/discovery/who/"))
    assert f"/discovery/who/{mission.slug}/ask/" in page
    assert f"/discovery/who/{other.slug}/ask/" not in page


def test_whoever_sees_only_their_own_words_sees_no_gaps(sign_in, mission):
    answer = sign_in(make_person(Role.CONTRIBUTOR)).get("/discovery/who/")
    assert answer.status_code == 403


def a_worry(mission, text="I fear for my neighbour", *, worried=True):
    heard = Heard(
        text=text, role="patient", heard_on=date(2026, 3, 2), consents_contact=True,
        contact="me@example.org",
    )  # fmt: skip
    return hear_public(by=None, mission=mission, heard=heard, consent=True, worried=worried).worry


def test_an_owner_of_any_role_reads_and_answers(sign_in):
    owner = make_person(Role.CONTRIBUTOR)
    mission = make_mission(safeguarding_owner=owner)
    flag = a_worry(mission, "He hits me when I ask", worried=False)
    client = sign_in(owner)
    assert "A worry about somebody" in words(client.get("/"))
    page = words(client.get("/discovery/worries/"))
    assert "He hits me when I ask" in page and "me@example.org" in page
    assert "Waits since today" in page and "he hits" in page
    address = f"/discovery/worries/{flag.finding.pk}/"
    assert client.post(f"{address}none/", {"why": ""}).status_code == 422
    client.post(f"{address}none/", {"why": "About a game of cards"})
    flag.refresh_from_db()
    assert flag.state == "no_worry"
    page = words(client.get("/discovery/worries/"))
    assert "Take it for a worry after all" in page and "About a game of cards" in page
    client.post(f"{address}after-all/")
    client.post(address, {"what_was_done": "Rang the duty team"})
    flag.refresh_from_db()
    assert (flag.state, flag.what_was_done) == ("acted", "Rang the duty team")


def test_worries_are_shown_to_nobody_else(sign_in):
    lead = make_person(Role.MISSION_LEAD, mission=make_mission())
    mission = make_mission(safeguarding_owner=make_person(Role.CONTRIBUTOR))
    flag = a_worry(mission)
    for person in (lead, make_person(Role.BOARD_MEMBER), make_person(Role.ANALYST)):
        client = sign_in(person)
        page = words(client.get("/discovery/worries/"))
        assert "I fear" not in page and "me@example.org" not in page
        for way in ("", "none/", "after-all/"):
            answer = client.post(f"/discovery/worries/{flag.finding.pk}/{way}", {})
            assert answer.status_code == 404
    assert SafeguardingFlag.objects.get().state == "raised"


def test_a_mission_warns_until_somebody_is_named(sign_in, administrator):
    mission, owner = make_mission(), make_person(Role.CONTRIBUTOR, name="Sage Withybourne")
    client = sign_in(administrator)
    warning = "Nobody is named to hear of worries"
    assert warning in words(client.get(f"/missions/{mission.slug}/"))
    assert "Nobody is named for" in words(client.get("/discovery/worries/"))
    client.post(f"/missions/{mission.slug}/safeguarding/", {"owner": owner.pk})
    page = words(client.get(f"/missions/{mission.slug}/"))
    assert warning not in page and "Worries about safety go to Sage Withybourne" in page
    draft = make_mission(state="proposed")
    assert warning not in words(client.get(f"/missions/{draft.slug}/"))
