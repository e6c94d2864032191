"""The room in which offers are answered and calls are run, with real forms."""

from datetime import timedelta

import pytest
from django.utils import timezone

from spreadwell.domain.models import (
    ApplicationScore,
    Decision,
    ExpressionOfInterest,
    ImplementationSite,
    Membership,
    SiteApplication,
    SiteCall,
)
from spreadwell.domain.people.roles import Role
from tests.factories import (
    make_innovation,
    make_mission,
    make_network,
    make_organisation,
    make_person,
)
from tests.joining_rooms import make_interest, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def mission():
    made = make_mission(title="Fewer strokes")
    made.networks.add(make_network(name="Stroke network"))
    return made


@pytest.fixture
def lead(mission):
    return make_person(Role.MISSION_LEAD, mission=mission)


def test_a_lead_finds_the_late_offer_and_accepts_it_in_one_step(sign_in, mission, lead):
    interest = make_interest(mission)
    interest.answer_due = timezone.localdate() - timedelta(days=2)
    interest.save()
    client = sign_in(lead)
    assert "Answer Brook House Charity" in words(client.get("/"))
    assert "Late:" in words(client.get("/joining/"))
    page = words(client.get(f"/joining/offers/{interest.pk}/"))
    assert "ann@brook.example" in page and "was promised by" in page
    assert "A hall and ten volunteers" in words(
        client.get(f"/joining/offers/{interest.pk}/accept/")
    )
    given = {
        "network": mission.networks.get().pk,
        "role": "Opens its hall",
        "kind": "charity",
        "answer": "Welcome to the network.",
    }
    answer = client.post(f"/joining/offers/{interest.pk}/accept/", given, follow=True)
    page = words(answer)
    assert "It is a member now" in page
    assert "Dear Ann Reed" in page
    assert "mailto:ann@brook.example?subject=" in page
    assert Membership.objects.get().organisation.name == "Brook House Charity"
    client.post(f"/joining/offers/{interest.pk}/erase/")
    assert "nobody can be written to" in words(client.get(f"/joining/offers/{interest.pk}/"))


def test_an_organisation_that_is_here_is_proposed(sign_in, mission, lead):
    place = make_organisation(name="Brook House Charity")
    interest = make_interest(mission)
    page = sign_in(lead).get(f"/joining/offers/{interest.pk}/accept/").content.decode()
    assert f'value="{place.code}"' in page


def test_declining_asks_for_an_answer(sign_in, mission, lead):
    interest = make_interest(mission)
    client = sign_in(lead)
    client.post(f"/joining/offers/{interest.pk}/talk/")
    empty = client.post(f"/joining/offers/{interest.pk}/decline/", {"answer": ""})
    assert empty.status_code == 422
    client.post(f"/joining/offers/{interest.pk}/decline/", {"answer": "Not this year."})
    interest.refresh_from_db()
    assert (interest.state, interest.answer) == ("declined", "Not this year.")
    assert "Offers that were answered" in words(client.get("/joining/"))


def test_a_mission_without_a_network_says_what_comes_first(sign_in):
    mission = make_mission()
    lead = make_person(Role.MISSION_LEAD, mission=mission)
    interest = make_interest(mission)
    page = words(sign_in(lead).get(f"/joining/offers/{interest.pk}/"))
    assert "Form one first" in page


def test_empty_pages_teach_what_will_stand_there(sign_in, lead):
    page = words(sign_in(lead).get("/joining/"))
    assert "No offer waits" in page and "No call for sites" in page


def test_a_call_from_its_first_word_to_its_decision(sign_in, django_capture_on_commit_callbacks):
    innovation = make_innovation()
    lead = make_person(Role.MISSION_LEAD, mission=innovation.mission, name="The lead")
    client, today = sign_in(lead), timezone.localdate()

    # Written, with its criteria and reviewers.
    given = {
        "version": innovation.versions.get().pk,
        "network": innovation.network_id,
        "title": "Two places for evening calls",
        "text": "We offer training.",
        "places": 1,
        "closes": today.isoformat(),
        "answers_by": (today + timedelta(days=20)).isoformat(),
    }
    client.post("/joining/calls/new/", given)
    call = SiteCall.objects.get()
    here = f"/joining/calls/{call.pk}/"
    assert "at least one criterion" in words(client.get(here))
    for name, weight in (("Reach", 3), ("People", 1)):
        client.post(f"{here}criterion/", {"name": name, "question": f"{name}?", "weight": weight})
    client.post(f"{here}criterion/", {"name": "Spare", "question": "?", "weight": 1})
    client.post(f"/joining/criteria/{call.criteria.get(name='Spare').pk}/remove/")
    later = given | {"places": 2, "title": "Places for evening calls"}
    client.post(f"{here}change/", later)
    reviewers = [make_person(Role.CONTRIBUTOR, name=name) for name in ("Ann Reed", "Bob Hale")]
    spare = make_person(Role.CONTRIBUTOR, name="Cal Moor")
    for person in (*reviewers, spare):
        client.post(f"{here}reviewer/", {"person": person.pk})
    client.post(f"/joining/reviewers/{call.reviewers.get(person=spare).pk}/release/")
    assert "Cal Moor" not in words(client.get(here)).split("<h2")[2]
    client.post(f"{here}open/")
    call.refresh_from_db()
    assert (call.state, call.places, call.criteria.count()) == ("open", 2, 2)
    assert call.reviewers.count() == 2
    longer = {"closes": given["closes"], "answers_by": (today + timedelta(days=30)).isoformat()}
    client.post(f"{here}extend/", longer)

    # Applied to by two organisations; one of them changes its answer.
    reach, people = call.criteria.all()
    applicants = {}
    for name in ("Ash PCN", "Elm PCN"):
        person = make_person(Role.CONTRIBUTOR, name=f"Of {name}")
        person.organisation = make_organisation(name=name)
        person.save()
        applicants[name] = person
        sign_in(person)
        assert "Apply" in words(client.get(here))
        half = {"organisation": person.organisation_id, f"criterion_{reach.pk}": "Many"}
        answer = client.post(f"{here}apply/", half)
        assert answer.status_code == 422
        assert "Answer the question on “People”" in words(answer)
        assert "Many" in words(answer)
        client.post(f"{here}apply/", half | {f"criterion_{people.pk}": "A nurse"})
    ash = SiteApplication.objects.get(organisation__name="Ash PCN")
    elm = SiteApplication.objects.get(organisation__name="Elm PCN")
    change = {f"criterion_{reach.pk}": "Many more", f"criterion_{people.pk}": "Two nurses"}
    client.post(f"/joining/applications/{elm.pk}/change/", change)
    assert "Two nurses" in words(client.get(f"/joining/applications/{elm.pk}/"))
    assert client.get(f"/joining/applications/{ash.pk}/").status_code == 404
    assert client.get(f"/joining/calls/{call.pk}/decide/").status_code == 403

    # Reviewed: each alone, one set aside by an interest.
    call.refresh_from_db()
    call.opens = call.closes = today - timedelta(days=1)
    call.save()
    sign_in(lead)
    assert "Begin the review of the call" in words(client.get("/"))
    client.post(f"{here}close/")
    first, second = reviewers
    sign_in(first)
    assert "0 of 2 done" in words(client.get("/"))
    score = {f"score_{reach.pk}": "4", f"note_{reach.pk}": "Very many", f"score_{people.pk}": "2"}
    answer = client.post(f"/joining/applications/{ash.pk}/score/", score)
    assert answer.headers["Location"] == f"/joining/applications/{elm.pk}/score/"
    page = words(client.get(here))
    assert "You see what others gave once you have finished: 1 of 2" in page
    assert "Mean, of 4" not in page
    note_only = client.post(f"/joining/applications/{elm.pk}/score/", {f"note_{reach.pk}": "Hm"})
    assert "Give a score to go with your note" in words(note_only)
    client.post(f"/joining/applications/{elm.pk}/interest/", {"what": "My brother leads it"})
    page = words(client.get(here))
    assert "You are set aside from this one" in page and "Mean, of 4" in page
    assert client.get(f"/joining/applications/{elm.pk}/score/").status_code == 403
    assert "What reviewers gave" in words(client.get(f"/joining/applications/{ash.pk}/"))
    assert "What reviewers gave" not in words(client.get(f"/joining/applications/{elm.pk}/"))
    sign_in(second)
    assert "Very many" not in words(client.get(f"/joining/applications/{ash.pk}/"))
    client.post(f"/joining/applications/{ash.pk}/score/", {f"score_{reach.pk}": "1"})
    assert ApplicationScore.objects.filter(reviewer__person=second).count() == 1
    sign_in(applicants["Ash PCN"])
    assert "Mean, of 4" not in words(client.get(here))

    # Decided: everybody answered, or nothing is stored.
    sign_in(lead)
    page = words(client.get(here))
    assert "1 of 2" in page and "Not scored whole" in page
    page = words(client.get(f"{here}decide/"))
    assert "1 reviewer has not finished" in page
    verdict = {
        "body": "Network board",
        "reasons": "Reach comes first.",
        f"choice_{ash.pk}": "chosen",
        f"answer_{ash.pk}": "Your reach is wide.",
        f"choice_{elm.pk}": "not_chosen",
    }
    half = client.post(f"{here}decide/", verdict)
    assert half.status_code == 422
    assert "Write the answer to Elm PCN" in words(half)
    assert "Reach comes first." in words(half)
    assert not Decision.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{here}decide/", verdict | {f"answer_{elm.pk}": "We missed your scores."})
    decision = Decision.objects.get()
    assert ImplementationSite.objects.get().organisation.name == "Ash PCN"
    page = words(client.get(here))
    assert "The table as it was when it was decided" in page
    assert "Not scored whole" in page
    assert "Choose the sites" in words(client.get(f"/decisions/{decision.pk}/"))
    sign_in(first)
    assert "You are set aside from this one" in words(client.get(here))
    sign_in(applicants["Elm PCN"])
    page = words(client.get(f"/joining/applications/{elm.pk}/"))
    assert "We missed your scores." in page and "not chosen this time" in page
    assert "Your applications" in words(client.get("/joining/"))
    sign_in(applicants["Ash PCN"])
    assert "It is planned as a site" not in words(client.get(f"/joining/applications/{ash.pk}/"))


def test_an_applicant_withdraws_and_a_lead_calls_it_off(sign_in):
    room = make_room()
    room.opens()
    ash, elm = room.applies("Ash PCN"), room.applies("Elm PCN")
    client = sign_in(ash.applicant)
    assert "Withdraw the application" in words(client.get(f"/joining/applications/{ash.pk}/"))
    client.post(f"/joining/applications/{ash.pk}/withdraw/")
    ash.refresh_from_db()
    assert ash.state == "withdrawn"
    sign_in(room.lead)
    address = f"/joining/calls/{room.call.pk}/withdraw/"
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "The money went elsewhere"})
    elm.refresh_from_db()
    assert "The money went elsewhere" in elm.answer
    assert "It was withdrawn." in words(client.get(f"/joining/calls/{room.call.pk}/"))


def test_somebody_without_an_organisation_is_told_how_to_get_in(sign_in):
    room = make_room()
    room.opens()
    client = sign_in(make_person(Role.CONTRIBUTOR))
    page = words(client.get(f"/joining/calls/{room.call.pk}/"))
    assert "known here without one" in page and "/public/join/" in page
    assert "known here without one" in words(client.get(f"/public/calls/{room.call.pk}/"))
    assert not ExpressionOfInterest.objects.exists()
