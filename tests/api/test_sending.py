"""Readings in by program: all or none, the same twice changes nothing, problems by row."""

import json

import pytest

from spreadwell.domain.models import Event, Reading, ReadingColumns, Submission
from spreadwell.domain.people.roles import Role
from spreadwell.domain.people.viewer import viewer_of
from spreadwell.exchange.readings.exporting import Wanted, export_readings
from spreadwell.exchange.submissions import withdraw_submission
from tests.factories import make_measure, make_organisation, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def row(period="2025-01", top=40, bottom=100, **more):
    return {"measure": "at_target", "site": "XP-A", "period": period, "numerator": top,
            "denominator": bottom} | more  # fmt: skip


@pytest.fixture
def room():
    return make_measure(slug="at_target"), make_organisation(code="XP-A")


def test_rows_are_stored_with_who_sent_them(room, program):
    analyst = program()
    answer = analyst.post("/readings", {"rows": [row(), row("2025-02", 41)]})
    assert answer.status_code == 201
    assert answer.json() | {"submission": 0} == {
        "stored": True, "new": 2, "corrected": 0, "same": 0, "submission": 0,
        "said": "Stored: 2 new, 0 corrected, 0 the same.",
    }  # fmt: skip
    sent = Submission.objects.get()
    assert (sent.way, sent.state, sent.sent_by) == ("api", "accepted", analyst.person)
    assert sorted(Reading.objects.values_list("numerator", flat=True)) == [40, 41]
    assert Event.objects.filter(verb="measures.submission_accepted").count() == 1


def test_a_check_keeps_nothing(room, program):
    answer = program().post("/readings/check", {"rows": [row()]})
    assert answer.status_code == 200
    assert answer.json()["said"].startswith("Checked, and nothing is wrong; it would bring: 1 new")
    assert not Submission.objects.exists()


def test_csv_takes_the_same_way(room, program):
    content = "measure,site,period,numerator,denominator\nat_target,XP-A,2025-01,40,100\n"
    assert program().post("/readings", content, kind="text/csv").status_code == 201
    bad = content + "at_target,XP-A,2025-02,140,100\n"
    [problem] = program().post("/readings", bad, kind="text/csv").json()["problems"]
    assert problem["row"] == 3


def test_every_problem_is_told_by_row_column_and_value(room, program):
    rows = [row(), row("2025-02", 140), row("2025-03", site="XP-X")]
    answer = program().post("/readings", {"rows": rows})
    assert answer.status_code == 422
    told = answer.json()
    assert told["error"] == "2 problems, and nothing was stored."
    assert [(one["row"], one["column"]) for one in told["problems"]] == [
        (2, "numerator"), (3, "site"),
    ]  # fmt: skip
    assert told["problems"][1]["value"] == "XP-X"
    assert not Reading.objects.exists()


def test_the_same_key_and_body_twice_store_once(room, program):
    analyst = program()
    first = analyst.post("/readings", {"rows": [row()]}, key="run-7")
    second = analyst.post("/readings", {"rows": [row()]}, key="run-7")
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["submission"] == first.json()["submission"]
    assert second.json()["said"].startswith("Stored before under this key: 1 new")
    assert Submission.objects.count() == 1


def test_another_body_under_a_key_is_refused(room, program):
    analyst = program()
    analyst.post("/readings", {"rows": [row()]}, key="run-7")
    answer = analyst.post("/readings", {"rows": [row(top=41)]}, key="run-7")
    assert answer.status_code == 409
    assert "came before with other readings" in answer.json()["error"]
    assert Reading.objects.get().numerator == 40


def test_what_was_withdrawn_is_not_stored_again_under_its_key(room, program):
    analyst = program()
    analyst.post("/readings", {"rows": [row()]}, key="run-7")
    withdraw_submission(
        by=analyst.person, submission=Submission.objects.get(), reason="another extract"
    )
    answer = analyst.post("/readings", {"rows": [row()]}, key="run-7")
    assert answer.status_code == 409
    assert "was withdrawn since" in answer.json()["error"]
    assert not Reading.objects.current().exists()
    assert analyst.post("/readings", {"rows": [row()]}, key="run-8").status_code == 201
    assert Reading.objects.current().count() == 1


def test_a_note_comes_with_rows_and_names_no_patient(room, program):
    analyst = program()
    bad = analyst.post("/readings", {"rows": [row()], "note": "Ask 943 476 5919"})
    assert bad.status_code == 422
    [problem] = bad.json()["problems"]
    assert problem["column"] == "note" and "NHS number" in problem["message"]
    assert not Submission.objects.exists()
    assert analyst.post("/readings", {"rows": [row()], "note": "x" * 501}).status_code == 422
    assert analyst.post("/readings", {"rows": [row()], "note": " Coded anew "}).status_code == 201
    assert Submission.objects.get().note == "Coded anew"


def test_the_same_readings_again_change_nothing_without_a_key_too(room, program):
    analyst = program()
    analyst.post("/readings", {"rows": [row()]})
    answer = analyst.post("/readings", {"rows": [row()]})
    assert (answer.status_code, answer.json()["same"]) == (200, 1)
    assert answer.json()["stored"] is False
    assert Reading.objects.count() == Submission.objects.count() == 1


def test_a_correction_keeps_what_stood(room, program):
    analyst = program()
    analyst.post("/readings", {"rows": [row()]})
    answer = analyst.post("/readings", {"rows": [row(top=45)]})
    assert (answer.status_code, answer.json()["corrected"]) == (201, 1)
    old = Reading.objects.get(is_current=False)
    assert (old.numerator, old.superseded_by.numerator) == (40, 45)


def test_a_site_sends_for_itself_alone_and_never_strata(room, program):
    site = make_site(organisation=room[1])
    other = make_organisation(code="XP-B")
    lead = program(Role.SITE_LEAD, site=site)
    assert lead.post("/readings", {"rows": [row()]}).status_code == 201
    [problem] = lead.post("/readings", {"rows": [row(site=other.code)]}).json()["problems"]
    assert "you cannot send readings for" in problem["message"]
    [problem] = lead.post("/readings", {"rows": [row("2025-02", sex="female")]}).json()["problems"]
    assert "come by an analyst's extract" in problem["message"]


def test_who_may_not_send_is_told_so(room, program):
    answer = program(Role.BOARD_MEMBER).post("/readings", {"rows": [row()]})
    assert answer.status_code == 403
    assert answer.json()["error"].startswith("You cannot send readings")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 422),
        (b"[]", "application/json", 422),
        (b'{"rows": []}', "application/json", 422),
        (b'{"rows": [{"measure": 1}]}', "application/json", 422),
        (b'{"rows": [{"numerator": NaN}]}', "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (b"\xff\xfe", "application/json", 422),
        (b"\xff\xfe", "text/csv", 422),
        (b"\n", "text/csv", 422),
        (b"<rows/>", "application/xml", 415),
        (json.dumps({"rows": [row(period=["2025-01"])]}).encode(), "application/json", 422),
    ],
)
def test_odd_bodies_are_answered_with_a_sentence(room, program, body, kind, status):
    answer = program().post("/readings", body, kind=kind)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert not Reading.objects.exists()


def test_a_body_that_is_too_large_is_refused_before_it_is_read(room, program, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert program().post("/readings", {"rows": [row()] * 9}).status_code == 413


@pytest.mark.parametrize(
    ("ending", "kind"), [("json", "application/fhir+json"), ("ndjson", "application/fhir+ndjson")]
)
def test_measure_reports_are_taken_as_they_were_exported(room, program, tmp_path, ending, kind):
    analyst = program()
    analyst.post("/readings", {"rows": [row(), row("2025-02", 41)]})
    out = tmp_path / f"out.{ending}"
    export_readings(Reading.objects.visible_to(viewer_of(analyst.person)), Wanted(), out, "fhir")
    ReadingColumns.objects.all().delete()
    Reading.objects.all().delete()
    answer = analyst.post("/readings", out.read_bytes(), kind=kind, key="run-1")
    assert (answer.status_code, answer.json()["new"]) == (201, 2)
    assert Submission.objects.first().way == "fhir"
    assert sorted(Reading.objects.values_list("numerator", flat=True)) == [40, 41]
    again = analyst.post("/readings", out.read_bytes(), kind=kind, key="run-1")
    assert (again.status_code, again.json()["stored"]) == (200, False)
    broken = out.read_bytes().replace(b'"MeasureReport"', b'"Patient"')
    assert analyst.post("/readings", broken, kind=kind).status_code == 422
