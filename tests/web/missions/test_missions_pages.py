"""Missions as people meet them."""

from datetime import date

import pytest

from spreadwell.domain.measures.aims import TargetGiven, adopt_measured_aim
from spreadwell.domain.models import AimTarget, Mission
from spreadwell.domain.people.roles import Role
from tests.factories import LONG_AGO, make_innovation, make_measure, make_mission, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_first_mission_is_opened_from_an_empty_list(sign_in, administrator):
    client = sign_in(administrator)
    assert "Open the first mission" in words(client.get("/missions/"))
    given = {"title": "Days at home", "summary": "More days.", "aim": "Half", "live_limit": 4}
    answer = client.post("/missions/open/", given, follow=True)
    assert answer.redirect_chain[-1][0] == "/missions/days-at-home/"
    mission = Mission.objects.get()
    assert mission.aims.get().text == "Half"
    client.post("/missions/days-at-home/activate/")
    mission.refresh_from_db()
    assert mission.state == "active"


def test_what_is_missing_comes_back_beside_its_field(sign_in, administrator):
    answer = sign_in(administrator).post("/missions/open/", {"title": "", "live_limit": "0"})
    assert answer.status_code == 422
    assert "Fill in: title." in words(answer)
    assert not Mission.objects.exists()


def test_who_may_not_is_told_why_and_sees_no_button(sign_in):
    mission = make_mission()
    client = sign_in(make_person(Role.CONTRIBUTOR))
    for page in ("/missions/open/", *(f"/missions/{mission.slug}/{p}/" for p in ("aim", "close"))):
        answer = client.get(page)
        assert answer.status_code == 403
        assert "You cannot" in words(answer)
    assert "Open a shortlist" not in words(client.get(f"/missions/{mission.slug}/"))


def test_an_aim_gets_its_numbers_on_one_form(sign_in, administrator):
    mission, measure = make_mission(), make_measure()
    client = sign_in(administrator)
    address = f"/missions/{mission.slug}/aim/"
    wrong = client.post(address, {"text": "Aim", "measure": measure.pk})
    assert "Say where the measure should be." in words(wrong)
    assert "Choose the measure" in words(client.post(address, {"text": "Aim", "target": "4"}))
    right = {"text": "Aim", "measure": measure.pk, "target": "45", "by_day": "2029-03-31"}
    client.post(address, right | {"baseline": "40"})
    target = AimTarget.objects.get()
    assert (target.target, target.baseline, target.by) == (45, 40, date(2029, 3, 31))


def test_the_gap_without_readings_says_that_today_is_not_known(sign_in, administrator):
    mission = make_mission()
    given = TargetGiven(make_measure(), 45, date(2029, 3, 31), 40)
    adopt_measured_aim(by=administrator, mission=mission, text="Aim", given=given)
    page = words(sign_in(administrator).get(f"/missions/{mission.slug}/"))
    assert "no reading of this measure yet" in page
    mission = make_mission()
    page = words(sign_in(administrator).get(f"/missions/{mission.slug}/"))
    assert "The aim has no numbers yet" in page


def test_a_mission_shows_its_innovations_by_stage_and_their_time(sign_in, administrator):
    mission = make_mission()
    one = make_innovation(mission=mission, name="Evening calls", stage="testing")
    one.spells.create(stage="preparing", entered=LONG_AGO, left=date(2020, 3, 1))
    page = words(sign_in(administrator).get(f"/missions/{mission.slug}/"))
    assert "Evening calls" in page
    assert "1 of at most 5 innovations are live" in page
    assert "How long things take" in page


def test_owner_lead_strand_and_closing_stand_on_the_page(sign_in, administrator):
    mission, lead = make_mission(), make_person(name="Robin Example")
    client = sign_in(administrator)
    address = f"/missions/{mission.slug}/"
    client.post(f"{address}people/", {"lead": lead.pk, "sro": administrator.pk})
    client.post(f"{address}strand/", {"name": "Prevention"})
    page = words(client.get(address))
    assert "Mission lead: Robin Example" in page
    assert "Prevention" in page
    assert client.post(f"{address}close/", {"why": ""}).status_code == 422
    client.post(f"{address}close/", {"why": "It is reached"})
    page = words(client.get(address))
    assert "It is reached" in page
    assert "Add a finding" not in page
