"""Numbers and their history, periods approved, who has sent what, workbooks to keep."""

import io
from datetime import date

import openpyxl
import pytest

from spreadwell.domain.foundation.refusals import NotAllowed, NotNow, Refusal
from spreadwell.domain.measures.sign_offs import approve_period, reopen_period
from spreadwell.domain.models import Event, PeriodSignOff, Reading
from spreadwell.domain.people.roles import Role
from spreadwell.domain.reminders.queries import due_to
from spreadwell.exchange.submissions import (
    accept_submission,
    check_submission,
    withdraw_submission,
)
from tests.factories import make_innovation, make_measure, make_organisation, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def room():
    measure = make_measure(slug="at_target", name="At target", needs_sign_off=True)
    innovation = make_innovation()
    innovation.measures.create(measure=measure, primary=True)
    place = make_organisation(code="XP-A", name="Alder PCN")
    site = make_site(innovation, organisation=place)
    return measure, site, make_person(Role.ANALYST, name="Ash Analyst")


def load(by, *rows):
    content = "measure,site,period,numerator,denominator\n" + "\n".join(rows) + "\n"
    checked = check_submission(by=by, content=content.encode(), name="f.csv")
    assert checked.problems == ()
    return accept_submission(by=by, submission=checked.submission)


def test_numbers_tell_who_sent_them_and_what_stood_before(sign_in, room):
    _, site, analyst = room
    load(analyst, "at_target,XP-A,2024-01,40,100", "at_target,XP-A,2024-02,41,100")
    load(analyst, "at_target,XP-A,2024-01,44,100")
    gone = load(analyst, "at_target,XP-A,2024-03,10,100")
    withdraw_submission(by=analyst, submission=gone, reason="It was another ward's.")
    page = sign_in(analyst).get("/measures/at_target/at/XP-A/numbers/").content.decode()
    assert "1 period has a number before the one that stands" not in page
    assert "2 periods have a number before the one that stands" in page
    assert "44 of 100" in page
    assert "<del>40 of 100</del> corrected since" in page
    assert "<del>10 of 100</del> withdrawn: It was another ward" in page
    assert "none stands" in page
    lead = make_person(Role.SITE_LEAD, site=site)
    theirs = sign_in(lead).get("/measures/at_target/at/XP-A/numbers/").content.decode()
    assert "44 of 100" in theirs
    assert "Ash Analyst" not in theirs
    far = sign_in(make_person(Role.SITE_LEAD, site=make_site(make_innovation())))
    assert far.get("/measures/at_target/at/XP-A/numbers/").status_code == 404


def test_an_approved_period_is_locked_until_it_is_opened_again(sign_in, room):
    measure, _, analyst = room
    first = load(analyst, "at_target,XP-A,2024-01,40,100")
    client = sign_in(analyst)
    page = client.get("/measures/at_target/periods/2024-01/approve/").content.decode()
    assert "Approve January 2024 of At target" in page
    client.post("/measures/at_target/periods/2024-01/approve/", {"note": "Checked by telephone"})
    kept = PeriodSignOff.objects.get()
    assert (kept.period, kept.approved_by, kept.note) == (
        "2024-01",
        analyst,
        "Checked by telephone",
    )
    with pytest.raises((Refusal, AssertionError)) as refused:
        load(analyst, "at_target,XP-A,2024-01,44,100")
    assert "2024-01" in str(refused.value)
    with pytest.raises(NotNow):
        withdraw_submission(by=analyst, submission=first, reason="Wrong")
    # Other periods stay open.
    load(analyst, "at_target,XP-A,2024-02,44,100")
    page = client.post(f"/measures/periods/{kept.pk}/reopen/", {"reason": ""}).content.decode()
    assert "Say why it is opened again" in page
    client.post(f"/measures/periods/{kept.pk}/reopen/", {"reason": "A ward was missing"})
    load(analyst, "at_target,XP-A,2024-01,44,100")
    assert Reading.objects.current().get(period="2024-01").numerator == 44
    verbs = list(Event.objects.filter(thing="Measure").values_list("verb", flat=True))
    assert verbs.count("measures.period_approved") == 1
    assert verbs.count("measures.period_reopened") == 1
    assert measure.needs_sign_off


def test_who_may_approve_and_when(room):
    measure, site, analyst = room
    load(analyst, "at_target,XP-A,2024-01,40,100")
    lead = make_person(Role.SITE_LEAD, site=site)
    with pytest.raises(NotAllowed, match="You cannot approve a period"):
        approve_period(by=lead, measure=measure, period="2024-01")
    with pytest.raises(NotNow, match="Nobody has sent February 2024"):
        approve_period(by=analyst, measure=measure, period="2024-02")
    with pytest.raises(NotNow, match="has not ended yet"):
        approve_period(by=analyst, measure=measure, period="2100-01")
    with pytest.raises(Refusal, match="is not a period"):
        approve_period(by=analyst, measure=measure, period="soon")
    made = approve_period(by=analyst, measure=measure, period="2024-01")
    with pytest.raises(NotNow, match="approved already"):
        approve_period(by=analyst, measure=measure, period="2024-01")
    reopen_period(by=analyst, sign_off=made, reason="A ward was missing")
    with pytest.raises(NotNow, match="opened again already"):
        reopen_period(by=analyst, sign_off=made, reason="Twice")
    free = make_measure()
    with pytest.raises(NotNow, match="does not ask"):
        approve_period(by=analyst, measure=free, period="2024-01")


def test_an_analyst_is_asked_to_approve_the_latest_period(room):
    measure, _, analyst = room
    load(analyst, "at_target,XP-A,2024-04,40,100")
    today = date(2024, 5, 20)
    asked = "Approve April 2024 of At target: 1 of 1 have sent"
    assert asked in [one.text for one in due_to(analyst, today)]
    assert asked not in [one.text for one in due_to(make_person(Role.BOARD_MEMBER), today)]
    approve_period(by=analyst, measure=measure, period="2024-04")
    assert asked not in [one.text for one in due_to(analyst, today)]


def test_who_has_sent_what_is_a_page_and_a_file(sign_in, room):
    measure, site, analyst = room
    client = sign_in(analyst)
    page = client.get("/measures/sent/").content.decode()
    assert "1 site has something late" in page
    assert "days late" in page
    network = site.version.innovation.network
    there = f"/measures/sent/?network={network.slug}&measure={measure.slug}"
    assert network.name in client.get(there).content.decode()
    assert client.get("/measures/sent/?network=nowhere").status_code == 404
    lines = client.get("/measures/sent/sent.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("site,name,network,measure,supplied_by,standing")
    assert lines[1].startswith("XP-A,")
    nobody = sign_in(make_person(Role.CONTRIBUTOR)).get("/measures/sent/").content.decode()
    assert "Alder PCN" not in nobody


def test_workbooks_are_given_to_those_who_send(sign_in, room):
    _, site, analyst = room
    lead = make_person(Role.SITE_LEAD, site=site)
    client = sign_in(lead)
    for address in (f"/measures/send/sites/{site.pk}.xlsx", "/measures/send/due.xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(client.get(address).content))
        assert book["Numbers"]["B2"].value == "XP-A"
    far = make_person(Role.SITE_LEAD, site=make_site(make_innovation()))
    assert sign_in(far).get(f"/measures/send/sites/{site.pk}.xlsx").status_code == 403
    assert sign_in(analyst).get("/measures/send/due.xlsx").status_code == 200
