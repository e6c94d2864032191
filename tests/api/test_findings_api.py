"""Findings for programs: read within what is seen, added all or none, the same twice nothing."""

import pytest

from spreadwell.domain.models import Finding
from spreadwell.domain.people.roles import Role
from tests.factories import make_finding, make_mission

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def test_findings_are_read_within_what_is_seen_and_names_stay(program):
    mission = make_mission()
    one = make_finding(mission, text="Nobody rings", contributor_label="Ann", place="Brent")
    make_finding(mission, text="Late", role="staff", voice="school")
    make_finding(text="Elsewhere")
    analyst = program()
    found = analyst.get("/findings", mission=mission.slug, voice="people").json()
    assert (found["total"], found["findings"][0]["finding"]) == (1, one.pk)
    assert found["findings"][0]["who"] == ""
    assert analyst.get("/findings", words="nobody RINGS").json()["total"] == 1
    assert analyst.get(f"/findings/{one.pk}").json()["place"] == "Brent"
    outside = program(Role.CONTRIBUTOR)
    assert outside.get("/findings").json()["total"] == 0
    assert outside.get(f"/findings/{one.pk}").status_code == 404
    assert analyst.get(f"/findings/{2**70}").status_code == 404


def test_findings_are_added_all_or_none_and_the_same_twice_changes_nothing(program):
    mission, analyst = make_mission(), program()
    rows = [
        {"text": "Nobody rings", "role": "patient", "date": "2026-03-02", "who": "Ann",
         "named": True},
        {"text": "Repeats all day", "role": "staff", "voice": "GP"},
    ]  # fmt: skip
    body = {"mission": mission.slug, "rows": rows}
    first = analyst.post("/findings", body)
    assert (first.status_code, len(first.json()["added"]), first.json()["known"]) == (201, 2, 0)
    again = analyst.post("/findings", body)
    assert (again.status_code, again.json()) == (200, {"added": [], "known": 2})
    one = Finding.objects.get(text="Nobody rings")
    assert (one.voice, str(one.heard_on), one.consents_named) == ("people", "2026-03-02", True)
    wrong = analyst.post(
        "/findings", {"mission": mission.slug, "rows": [{"text": "New", "role": "carer"},
                                                        {"text": "", "role": "king"}]}
    )  # fmt: skip
    assert wrong.status_code == 422
    assert [(p["row"], p["column"]) for p in wrong.json()["problems"]] == [
        (2, "role"), (2, "text"),
    ]  # fmt: skip
    assert Finding.objects.count() == 2


def test_words_that_may_point_to_a_patient_are_asked_about(program):
    mission, analyst = make_mission(), program()
    body = {
        "mission": mission.slug,
        "rows": [{"text": "Call 07700 900123 for help", "role": "patient"}],
    }
    asked = analyst.post("/findings", body)
    assert asked.status_code == 422
    assert asked.json()["problems"][0]["value"] == "07700 900123"
    assert analyst.post("/findings", body | {"not_about_patients": True}).status_code == 201


def test_who_may_not_add_is_refused(program):
    mission = make_mission()
    body = {"mission": mission.slug, "rows": [{"text": "New", "role": "carer"}]}
    assert program(Role.BOARD_MEMBER).post("/findings", body).status_code == 403
    assert program().post("/findings", body | {"mission": "none"}).status_code == 404
    mission.state = "closed"
    mission.save()
    assert program().post("/findings", body).status_code == 409
