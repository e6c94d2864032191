"""Who was not heard: told in sentences, what matters most first, and asked for."""

from datetime import date

import pytest
from django.core import mail
from django.utils import timezone

from spreadwell.domain.discovery.gaps import NOBODY, equal_share, gaps_of, shares_of
from spreadwell.domain.discovery.hearing import ask_to_be_heard, asked_for, places_of
from spreadwell.domain.discovery.queries import who_was_heard
from spreadwell.domain.discovery.voices import Voice
from spreadwell.domain.foundation.refusals import Invalid, NotAllowed, NotNow
from spreadwell.domain.models import Event, Finding, Membership
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from tests.factories import make_finding, make_mission, make_network, make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def heard_of(mission, places=("Brent", "Ealing")):
    return who_was_heard(Finding.objects.filter(mission=mission), places)


def test_every_voice_but_another_can_be_missed():
    assert set(NOBODY) == set(Voice.values) - {"other"}


def test_a_voice_heard_nowhere_is_one_gap_and_comes_first():
    mission = make_mission()
    for voice in NOBODY:
        if voice != "school":
            make_finding(mission, voice=voice, place="Brent", role="staff")
            if voice != "charity":
                make_finding(mission, voice=voice, place="Ealing", role="staff")
    gaps = gaps_of(heard_of(mission))
    assert [gap.sentence for gap in gaps] == [
        "No school or college was heard anywhere yet.",
        "No charity or community group was heard in Ealing.",
    ]


def test_places_with_fewest_voices_come_first_and_what_was_asked_for_last():
    mission = make_mission()
    make_finding(mission, voice="people", place="Brent")
    make_finding(mission, voice="school", place="Brent", role="partner")
    make_finding(mission, voice="school", place="Ealing", role="partner")
    single = [one for one in gaps_of(heard_of(mission, ("Brent", "Ealing", "Harrow"))) if one.place]
    assert [(one.voice, one.place) for one in single] == [
        ("people", "Harrow"), ("people", "Ealing"), ("school", "Harrow"),
    ]  # fmt: skip
    asked = {("people", "Harrow"): date(2026, 3, 2)}
    last = gaps_of(heard_of(mission, ("Brent", "Ealing", "Harrow")), asked)[-1]
    assert (last.voice, last.place, last.asked) == ("people", "Harrow", date(2026, 3, 2))


def test_voices_are_compared_by_places_before_findings():
    mission = make_mission()
    for _ in range(8):
        make_finding(mission, voice="people", place="Brent")
    for place in ("Brent", "Ealing"):
        make_finding(mission, voice="school", place=place, role="partner")
    shares = shares_of(heard_of(mission))
    assert [one.voice for one in shares[-2:]] == ["people", "school"]
    assert (shares[-1].places, shares[-1].of_100) == (2, 20)
    assert sum(one.of_100 for one in shares) == pytest.approx(100)
    assert equal_share(shares) == pytest.approx(100 / 12)


def test_places_are_those_of_the_missions_networks_else_of_all(administrator):
    mission, network = make_mission(), make_network()
    inside = make_organisation(borough="Brent")
    make_organisation(borough="Camden")
    viewer = viewer_of(administrator)
    assert places_of(viewer, mission) == ["Brent", "Camden"]
    mission.networks.add(network)
    Membership.objects.create(
        network=network, organisation=inside, role="Host", starts=date(2024, 1, 1)
    )
    assert places_of(viewer, mission) == ["Brent"]


def test_asking_writes_one_letter_to_each_and_keeps_no_address(
    administrator, django_capture_on_commit_callbacks
):
    mission = make_mission()
    given = {"mission": mission, "voice": "school", "place": "Brent"}
    addresses = ["head@example.org", "office@example.org", "head@example.org"]
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_be_heard(by=administrator, addresses=addresses, letter="Dear school", **given)
    assert [one.to for one in mail.outbox] == [["head@example.org"], ["office@example.org"]]
    assert asked_for(mission) == {("school", "Brent"): timezone.localdate()}
    event = Event.objects.get(verb="mission.voice_asked")
    assert "example.org" not in f"{event.summary} {event.detail}"


def test_asking_is_refused_with_a_sentence(administrator):
    mission = make_mission()
    given = {"mission": mission, "voice": "school", "place": "", "letter": "Dear school"}
    with pytest.raises(Invalid, match="“head” is no e-mail address"):
        ask_to_be_heard(by=administrator, addresses=["head"], **given)
    with pytest.raises(Invalid, match="at most 30"):
        ask_to_be_heard(by=administrator, addresses=["a@example.org"] * 31, **given)
    with pytest.raises(Invalid, match="what they are to read"):
        given_blank = given | {"letter": " "}
        ask_to_be_heard(by=administrator, addresses=["a@example.org"], **given_blank)
    with pytest.raises(Invalid, match="which voice"):
        ask_to_be_heard(by=administrator, addresses=[], **given | {"voice": "other"})
    with pytest.raises(NotNow):
        closed = make_mission(state="closed")
        ask_to_be_heard(by=administrator, addresses=[], **given | {"mission": closed})
    with pytest.raises(NotAllowed):
        ask_to_be_heard(by=make_person(Role.CONTRIBUTOR), addresses=[], **given)
