"""Discovery as people meet it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from spreadwell.domain.discovery.actions import hear_public
from spreadwell.domain.discovery.heard import Heard
from spreadwell.domain.models import Finding, Notice, Opportunity, Theme
from spreadwell.domain.people.roles import Role
from tests.factories import make_finding, make_mission, make_opportunity, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


ONE = {
    "text": "Nobody rings",
    "role": "patient",
    "source_kind": "engagement",
    "strength": "1",
    "heard_on": "2026-03-02",
}


def test_an_empty_room_teaches_the_next_step(sign_in, administrator):
    make_mission()
    page = words(sign_in(administrator).get("/discovery/"))
    assert "paste the notes of a workshop" in page
    assert "No theme yet" in page


def test_a_contributor_adds_their_words_and_reads_what_they_changed(sign_in, administrator):
    mission, person = make_mission(), make_person(Role.CONTRIBUTOR)
    client = sign_in(person)
    answer = client.post(
        "/discovery/add/", ONE | {"mission": mission.pk, "mine": "on"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == "/discovery/mine/"
    finding = Finding.objects.get()
    assert finding.contributor == person
    assert "Nobody has answered yet" in words(answer)
    Notice.objects.create(
        finding=finding, text="Calls were added.", sent_on=date(2026, 4, 1), sent_by=administrator
    )
    assert "New" in words(client.get("/discovery/mine/"))
    assert Notice.objects.get().seen_on is not None
    page = words(client.get("/discovery/mine/"))
    assert "Calls were added." in page
    assert "nhsuk-tag--blue" not in page


def test_nobody_else_reads_a_contributors_words(sign_in):
    make_finding(text="A private thing")
    client = sign_in(make_person(Role.CONTRIBUTOR))
    for page in ("/discovery/", "/discovery/mine/"):
        assert "A private thing" not in words(client.get(page))


def test_many_are_pasted_and_a_wrong_row_stores_nothing(sign_in, administrator):
    mission = make_mission()
    client = sign_in(administrator)
    given = {
        "mission": mission.pk,
        "role": "patient",
        "source_kind": "engagement",
        "heard_on": "2026-03-02",
    }
    wrong = client.post(
        "/discovery/add-many/", given | {"lines": "text,role,voice\nA,staff,school\nB,staff,king"}
    )
    assert wrong.status_code == 422
    assert "Row 2, voice: voice “king”" in words(wrong)
    assert not Finding.objects.exists()
    client.post("/discovery/add-many/", given | {"lines": "One\nTwo"})
    file = SimpleUploadedFile("f.csv", "text,place\nThree,Brent\n".encode("utf-8-sig"))
    client.post("/discovery/add-many/", given | {"file": file})
    assert set(Finding.objects.values_list("text", flat=True)) == {"One", "Two", "Three"}
    bad = SimpleUploadedFile("f.csv", b"text\n\xff\xfe")
    assert "UTF-8" in words(client.post("/discovery/add-many/", given | {"file": bad}))


def test_search_filters_and_pages_of_findings(sign_in, administrator):
    mission = make_mission()
    for i in range(25):
        make_finding(mission, text=f"Call number {i}", place="Brent")
    make_finding(mission, text="A lone letter", role="staff", voice="school", place="Ealing")
    client = sign_in(administrator)
    page = words(client.get(f"/discovery/?mission={mission.slug}"))
    assert "1 to 20 of 26" in page
    assert "21 to 26 of 26" in words(client.get(f"/discovery/?mission={mission.slug}&page=2"))
    page = words(client.get(f"/discovery/?mission={mission.slug}&q=lone&voice=school&place=Ealing"))
    assert "A lone letter" in page
    assert "Call number" not in page
    assert "Nothing matches." in words(client.get("/discovery/?q=zebra"))
    assert client.get("/discovery/?theme=nonsense&voice=king&page=x").status_code == 200


def test_findings_are_sorted_merged_and_answered(sign_in, administrator):
    mission = make_mission()
    finding = make_finding(mission)
    client = sign_in(administrator)
    for name in ("Calls", "Ringing"):
        client.post("/discovery/themes/open/", {"mission": mission.pk, "name": name})
    calls, ringing = Theme.objects.order_by("name")
    client.post("/discovery/sort/", {"finding": [finding.pk, "x"], "into": calls.pk})
    client.post(f"/discovery/themes/{calls.pk}/merge/", {"into": ringing.pk})
    assert ringing.findings.get() == finding
    assert "now part of" in words(client.get(f"/discovery/themes/{calls.pk}/"))
    address = f"/discovery/themes/{ringing.pk}/"
    client.post(f"{address}answer/", {"did": "no", "text": "No team yet.", "public": "on"})
    notice = Notice.objects.get(moved=False)
    assert (notice.did, notice.public, notice.finding) == (False, True, finding)
    assert "We did not, because: No team yet." in words(client.get(address))


def test_a_worry_stands_first_until_somebody_acted(sign_in, administrator):
    mission = make_mission()
    heard = Heard(text="I fear for my neighbour", role="patient", heard_on=date(2026, 3, 2))
    finding = hear_public(by=None, mission=mission, heard=heard, consent=True, worried=True)
    client = sign_in(administrator)
    address = f"/discovery/?mission={mission.slug}"
    assert "A worry about somebody" in words(client.get(address))
    client.post(f"/discovery/worries/{finding.pk}/", {"what_was_done": "Rang the duty team"})
    assert "A worry about somebody" not in words(client.get(address))


def test_an_opportunity_goes_from_raised_to_the_panel(sign_in, administrator):
    mission = make_mission()
    theme = mission.themes.create(name="Calls")
    client = sign_in(administrator)
    given = {"mission": mission.pk, "title": "Ring back", "need": "N", "change": "C"}
    client.post("/discovery/opportunities/raise/", given | {"themes": [theme.pk]})
    one = Opportunity.objects.get()
    assert list(one.themes.all()) == [theme]
    address = f"/discovery/opportunities/{one.slug}/"
    assert "Answer the two questions" in words(client.get(address))
    yes = {"serves_the_aim": "yes", "could_start_within_a_year": "yes"}
    client.post(f"{address}screen/", yes)
    assert "Propose for the panel" in words(client.get(address))
    client.post(f"{address}propose/")
    one.refresh_from_db()
    assert one.state == "proposed"
    assert "Before the panel: 1" in words(client.get("/discovery/opportunities/"))


def test_one_left_out_says_so_and_can_come_back(sign_in, administrator):
    one = make_opportunity()
    client = sign_in(administrator)
    address = f"/discovery/opportunities/{one.slug}/"
    no = {"serves_the_aim": "no", "could_start_within_a_year": "yes"}
    assert client.post(f"{address}screen/", no).status_code == 422
    client.post(f"{address}screen/", no | {"why": "Another mission's work"})
    page = words(client.get(address))
    assert "Not this round" in page
    client.post(f"{address}again/")
    one.refresh_from_db()
    assert one.state == "raised"
    assert sign_in(make_person(Role.CONTRIBUTOR)).get(address).status_code == 404
