"""Readings in: checked whole, accepted whole, corrected, withdrawn; nothing half-loaded."""

import io
from datetime import date, timedelta

import openpyxl
import pytest

from spreadwell.domain.foundation.refusals import NotAllowed, NotNow
from spreadwell.domain.measures import actions
from spreadwell.domain.measures.policies import StaleCheck
from spreadwell.domain.models import Event, Reading, Submission
from spreadwell.domain.networks.succession import recode_organisation
from spreadwell.domain.people.roles import Role
from spreadwell.exchange.submissions import (
    accept_submission,
    check_submission,
    discard_submission,
    preview_submission,
    withdraw_submission,
)
from spreadwell.formats.tables import MAX_FILE_BYTES
from tests.factories import make_innovation, make_measure, make_organisation, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]
HEADER = "measure,site,period,numerator,denominator\n"


@pytest.fixture
def room():
    """One proportion, two organisations, an analyst."""
    measure = make_measure(slug="at_target", name="At target")
    first = make_organisation(code="XP-A")
    second = make_organisation(code="XP-B")
    return measure, first, second, make_person(Role.ANALYST)


def csv(*rows: str) -> bytes:
    return (HEADER + "\n".join(rows) + "\n").encode()


def load(analyst, *rows: str) -> Submission:
    checked = check_submission(by=analyst, content=csv(*rows), name="readings.csv")
    assert checked.problems == ()
    assert checked.submission is not None
    return accept_submission(by=analyst, submission=checked.submission)


def test_a_right_file_is_kept_then_stored(room):
    _, first, _, analyst = room
    checked = check_submission(
        by=analyst,
        content=csv("at_target,XP-A,2024-01,40,100", "at_target,XP-B,2024-01,30,90"),
        name="jan.csv",
    )
    assert (checked.changes["new"], checked.changes["corrected"]) == (2, 0)
    assert Reading.objects.count() == 0
    accept_submission(by=analyst, submission=checked.submission)
    row = Reading.objects.get(organisation=first)
    assert (row.numerator, row.denominator, row.period, row.ordinal) == (40, 100, "2024-01", 24288)
    kept = Submission.objects.get()
    assert kept.state == "accepted"
    assert kept.content is None
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"measures.submission_checked", "measures.submission_accepted"} <= verbs


def xlsx(*rows) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(HEADER.strip().split(","))
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        HEADER.replace(",", ";").encode() + b"at_target;XP-A;2024-01;40;100\n",
        b"\xef\xbb\xbf" + csv("at_target,XP-A,2024-01,40,100"),
        xlsx(("at_target", "XP-A", "2024-01", 40, 100)),
    ],
    ids=["semicolons", "byte-order mark", "Excel"],
)
def test_other_ways_of_writing_the_same_file_are_taken(room, content):
    checked = check_submission(by=room[3], content=content, name="file")
    assert checked.problems == ()
    assert checked.changes["new"] == 1


TOMORROW = (date.today() + timedelta(days=62)).strftime("%Y-%m")  # noqa: DTZ011
BAD = {
    "wrong header": (b"measure,place,period,numerator,denominator\nx,y,2024-01,1,2\n", "site"),
    "duplicate row": (
        csv("at_target,XP-A,2024-01,40,100", "at_target,XP-A,2024-01,41,100"),
        "Row 3",
    ),
    "numerator above denominator": (csv("at_target,XP-A,2024-01,140,100"), "Row 2, numerator"),
    "unknown site": (csv("at_target,XP-Z,2024-01,40,100"), "Row 2, site"),
    "unknown measure": (csv("bp,XP-A,2024-01,40,100"), "Row 2, measure"),
    "no such month": (csv("at_target,XP-A,2024-13,40,100"), "Row 2, period"),
    "no such day": (csv("at_target,XP-A,2024-02-30,40,100"), "a date that does not exist"),
    "the future": (csv(f"at_target,XP-A,{TOMORROW},40,100"), "has not begun yet"),
    "another cadence": (csv("at_target,XP-A,2024-Q1,40,100"), "is read by month"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"0" * 50, "a picture (PNG)"),
    "a PDF": (b"%PDF-1.4 ...", "a PDF"),
    "empty": (b"", "the file is empty"),
    "only a header": (HEADER.encode(), "no rows"),
    "broken UTF-8": (HEADER.encode() + b"at_target,XP-A\xff\xfe,2024-01,40,100\n", "UTF-8"),
    "two strata at once": (
        b"measure,site,period,numerator,denominator,sex,imd_quintile\n"
        b"at_target,XP-A,2024-01,4,10,f,1\n",
        "not several",
    ),
}


@pytest.mark.parametrize("name", list(BAD))
def test_a_bad_file_is_refused_with_where_and_nothing_is_kept(room, name):
    content, said = BAD[name]
    checked = check_submission(by=room[3], content=content, name="file.csv")
    sentences = " ".join(problem.sentence for problem in checked.problems)
    assert said.lower() in sentences.lower()
    assert Submission.objects.count() == 0
    assert Reading.objects.count() == 0


def test_a_file_of_200_megabytes_is_refused(room):
    content = bytes(200 * 2**20)
    assert len(content) > MAX_FILE_BYTES
    checked = check_submission(by=room[3], content=content, name="big.csv")
    assert "200 MB" in checked.problems[0].sentence


def test_every_problem_is_told_at_once(room):
    checked = check_submission(
        by=room[3],
        content=csv(
            "at_target,XP-A,2024-01,140,100",
            "at_target,XP-Z,2024-01,40,100",
            "at_target,XP-A,soon,40,100",
            "at_target,XP-B,2024-01,4,10",
        ),
        name="file.csv",
    )
    assert [problem.row for problem in checked.problems] == [2, 3, 4]


def test_a_correction_supersedes_and_never_overwrites(room):
    _, first, _, analyst = room
    load(analyst, "at_target,XP-A,2024-01,40,100", "at_target,XP-A,2024-02,41,100")
    checked = check_submission(
        by=analyst,
        content=csv("at_target,XP-A,2024-01,44,100", "at_target,XP-A,2024-02,41,100"),
        name="again.csv",
    )
    told = checked.changes
    assert (told["new"], told["corrected"], told["same"]) == (0, 1, 1)
    assert told["corrections"][0]["before"] == [40, 100, None]
    accept_submission(by=analyst, submission=checked.submission)
    rows = Reading.objects.filter(organisation=first, period="2024-01").order_by("pk")
    assert [row.numerator for row in rows] == [40, 44]
    assert rows[0].superseded_by == rows[1]
    assert [row.is_current for row in rows] == [False, True]
    assert Reading.objects.count() == 3


def test_withdrawing_brings_back_what_was_corrected(room):
    analyst = room[3]
    load(analyst, "at_target,XP-A,2024-01,40,100")
    second = load(analyst, "at_target,XP-A,2024-01,44,100", "at_target,XP-B,2024-01,9,10")
    withdraw_submission(by=analyst, submission=second, reason="wrong extract")
    assert list(Reading.objects.current().values_list("numerator", flat=True)) == [40]
    assert Reading.objects.count() == 3


def test_withdrawing_the_middle_of_a_chain_keeps_the_latest(room):
    analyst = room[3]
    load(analyst, "at_target,XP-A,2024-01,40,100")
    middle = load(analyst, "at_target,XP-A,2024-01,44,100")
    last = load(analyst, "at_target,XP-A,2024-01,48,100")
    withdraw_submission(by=analyst, submission=middle, reason="wrong extract")
    assert [r.numerator for r in Reading.objects.current()] == [48]
    withdraw_submission(by=analyst, submission=last, reason="wrong too")
    assert [r.numerator for r in Reading.objects.current()] == [40]


def test_discarding_stores_nothing_and_settles(room):
    analyst = room[3]
    checked = check_submission(
        by=analyst, content=csv("at_target,XP-A,2024-01,40,100"), name="jan.csv"
    )
    discard_submission(by=analyst, submission=checked.submission)
    assert Reading.objects.count() == 0
    with pytest.raises(NotNow):
        accept_submission(by=analyst, submission=Submission.objects.get())


def test_a_stale_check_is_told_again_before_it_is_accepted(room):
    analyst = room[3]
    rows = ("at_target,XP-A,2024-01,40,100",)
    waiting = check_submission(by=analyst, content=csv(*rows), name="jan.csv").submission
    load(analyst, "at_target,XP-A,2024-01,39,100")
    with pytest.raises(StaleCheck):
        accept_submission(by=analyst, submission=waiting)
    waiting.refresh_from_db()
    assert waiting.state == "checked"
    assert waiting.changes["corrected"] == 1
    accept_submission(by=analyst, submission=waiting)
    assert [r.numerator for r in Reading.objects.current()] == [40]


def test_a_fault_half_way_leaves_nothing(room, monkeypatch):
    analyst = room[3]
    load(analyst, "at_target,XP-A,2024-01,40,100")
    waiting = check_submission(
        by=analyst, content=csv("at_target,XP-A,2024-01,44,100"), name="jan.csv"
    ).submission

    def power_cut(*args, **kwargs):
        raise OSError("power cut")

    # The last deed of the action: readings are written and superseded by then.
    monkeypatch.setattr(actions, "record", power_cut)
    with pytest.raises(OSError, match="power cut"):
        accept_submission(by=analyst, submission=waiting)
    row = Reading.objects.get()
    assert (row.numerator, row.is_current, row.superseded_by) == (40, True, None)
    waiting.refresh_from_db()
    assert waiting.state == "checked"


def test_site_people_send_for_their_own_sites_only(room):
    _, first, _, _ = room
    site = make_site(make_innovation(), organisation=first)
    member = make_person(Role.SITE_MEMBER, site=site)
    checked = check_submission(
        by=member,
        content=csv("at_target,XP-A,2024-01,40,100", "at_target,XP-B,2024-01,30,90"),
        name="jan.csv",
    )
    assert [p.row for p in checked.problems] == [3]
    assert "your sites are XP-A" in checked.problems[0].sentence
    fine = check_submission(by=member, content=csv("at_target,XP-A,2024-01,40,100"), name="jan.csv")
    accept_submission(by=member, submission=fine.submission)
    assert Reading.objects.count() == 1


def test_those_without_a_part_in_it_send_nothing(room):
    for role in (Role.BOARD_MEMBER, Role.CONTRIBUTOR):
        with pytest.raises(NotAllowed):
            preview_submission(by=make_person(role), content=csv(), name="x.csv")


def test_another_person_cannot_settle_a_submission(room):
    _, first, _, analyst = room
    waiting = check_submission(
        by=analyst, content=csv("at_target,XP-A,2024-01,40,100"), name="jan.csv"
    ).submission
    site = make_site(make_innovation(), organisation=first)
    with pytest.raises(NotAllowed):
        accept_submission(by=make_person(Role.SITE_LEAD, site=site), submission=waiting)
    with pytest.raises(NotAllowed):
        withdraw_submission(
            by=make_person(Role.SITE_LEAD, site=site), submission=waiting, reason="mine"
        )


def test_many_rows_are_corrected_at_once(room):
    analyst = room[3]
    places = [make_organisation(code=f"BULK{i:03}") for i in range(50)]
    months = [f"{2015 + m // 12}-{m % 12 + 1:02}" for m in range(120)]
    rows = [f"at_target,{p.code},{m},40,100" for p in places for m in months]
    load(analyst, *rows)
    corrected = [row.replace(",40,", ",41,") for row in rows]
    load(analyst, *corrected)
    assert Reading.objects.current().filter(numerator=41).count() == 6_000
    assert Reading.objects.filter(numerator=40, is_current=False).count() == 6_000


def test_a_former_code_still_finds_its_organisation(room):
    _, first, _, analyst = room
    load(analyst, "at_target,XP-A,2024-01,40,100")
    recode_organisation(by=analyst, organisation=first, code="XP-Z", on=date(2024, 2, 1))
    load(analyst, "at_target,XP-A,2024-01,41,100")
    load(analyst, "at_target,XP-Z,2024-02,42,100")
    current = Reading.objects.filter(organisation=first, is_current=True).order_by("ordinal")
    assert list(current.values_list("numerator", flat=True)) == [41, 42]
    both = csv("at_target,XP-A,2024-03,43,100", "at_target,XP-Z,2024-03,44,100")
    checked = preview_submission(by=analyst, content=both, name="both.csv")
    assert [one.sentence for one in checked.problems] == [
        "Row 3, site: “XP-Z” and “XP-A” are codes of one organisation; use the present one."
    ]
