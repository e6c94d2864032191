"""Files as people write them: names told once, rows put right, nothing stored before the whole."""

import csv as csv_module
import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from django.db.models.signals import post_save
from django.utils import timezone

from spreadwell.domain.foundation.refusals import Invalid, NotNow
from spreadwell.domain.measures.holding import KEPT, MOST_HELD
from spreadwell.domain.measures.models import RememberedName
from spreadwell.domain.models import OrganisationName, Reading, Submission
from spreadwell.domain.people.roles import Role
from spreadwell.exchange.intake.failing_rows import failing_csv, failing_workbook
from spreadwell.exchange.intake.looking import look_again
from spreadwell.exchange.intake.taking import mend_by_file, mend_rows, take, tell_names
from spreadwell.exchange.submissions import accept_submission
from tests.factories import make_innovation, make_measure, make_organisation, make_person, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.store]
HEADER = "measure,site,period,numerator,denominator\n"


@pytest.fixture
def room():
    make_measure(slug="at_target", name="At target")
    first = make_organisation(code="XP-A", name="Alder PCN")
    make_organisation(code="XP-B", name="Birch PCN")
    OrganisationName.objects.create(
        organisation=first, code="XP-OLD", name="Elm and Alder PCN", ends=date(2023, 1, 1)
    )
    return make_person(Role.ANALYST)


def csv(*rows: str, header: str = HEADER) -> bytes:
    return (header + "\n".join(rows) + "\n").encode()


def sheet(rows, *, first=(), title="Data") -> bytes:
    book = openpyxl.Workbook()
    if first:
        for row in first:
            book.active.append(list(row))
        book.active.title = "Notes"
        book.create_sheet(title)
    for row in rows:
        book[book.sheetnames[-1]].append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def stored() -> list[tuple[str, str, float, float]]:
    rows = Reading.objects.current().order_by("organisation__code", "ordinal")
    return list(rows.values_list("organisation__code", "period", "numerator", "denominator"))


UNNAMED = csv(
    "at target,Elm and Alder PCN,2024-01,40,100,x",
    "at target,Birch,2024-01,30,90,y",
    header="Indicator,Practice name,Month,Num.,Den.,Comment\n",
)


def test_columns_then_names_are_asked_once_and_remembered(room):
    held = take(by=room, content=UNNAMED, name="june.csv").submission
    assert held.state == "held"
    asked = {one.written: one.likely for one in look_again(by=room, submission=held).unknown}
    assert asked == {
        "Indicator": "measure",
        "Practice name": "site",
        "Month": "period",
        "Num.": "numerator",
        "Den.": "denominator",
        "Comment": "",
    }
    columns = {("column", written): means for written, means in asked.items()}
    held = tell_names(by=room, submission=held, meanings=columns)
    look = look_again(by=room, submission=held)
    likely = {(one.what, one.written): one.likely for one in look.unknown}
    assert likely == {
        ("measure", "at target"): "at_target",
        ("site", "Elm and Alder PCN"): "XP-A",
        ("site", "Birch"): "XP-B",
    }
    done = tell_names(by=room, submission=held, meanings=likely)
    assert done.state == "checked"
    assert done.changes["new"] == 2
    assert any("“Birch” was read as XP-B, as you said on" in one for one in done.said["notes"])
    accept_submission(by=room, submission=done)
    assert stored() == [("XP-A", "2024-01", 40, 100), ("XP-B", "2024-01", 30, 90)]

    again = take(by=room, content=UNNAMED.replace(b"2024-01", b"2024-02"), name="july.csv")
    assert again.submission.state == "checked"
    assert again.submission.changes["new"] == 2
    # What one person said is theirs: somebody else is asked.
    other = take(by=make_person(Role.ANALYST), content=UNNAMED, name="june.csv")
    assert other.submission.state == "held"


def test_what_is_left_out_is_left_out_and_told(room):
    rows = ("at_target,XP-A,2024-01,40,100", "at_target,The old hall,2024-01,1,2")
    held = take(by=room, content=csv(*rows), name="f.csv").submission
    done = tell_names(by=room, submission=held, meanings={("site", "The old hall"): ""})
    assert done.changes["new"] == 1
    assert any("“The old hall” and its rows were left out" in one for one in done.said["notes"])
    assert RememberedName.objects.get().means == ""


def test_a_name_may_be_typed_and_nonsense_is_asked_again(room):
    held = take(by=room, content=csv("at_target,Zzz,2024-01,40,100"), name="f.csv").submission
    with pytest.raises(Invalid, match="“Nowhere” is no site we know"):
        tell_names(by=room, submission=held, meanings={("site", "Zzz"): "Nowhere"})
    with pytest.raises(Invalid, match="Say what site “Zzz” is"):
        tell_names(by=room, submission=held, meanings={})
    assert not RememberedName.objects.exists()
    done = tell_names(by=room, submission=held, meanings={("site", "Zzz"): "birch pcn"})
    assert done.changes["measures"][0]["sites"][0][0] == "XP-B"


WRONG = (
    "at_target,XP-A,2024-01,40,100",
    "at_target,XP-B,2024-01,130,100",
    "at_target,XP-B,2024-02,many,100",
)


def test_failing_rows_are_put_right_and_the_whole_goes_in_together(room):
    held = take(by=room, content=csv(*WRONG), name="f.csv").submission
    look = look_again(by=room, submission=held)
    assert [(one.row, one.problems[0].column) for one in look.failing] == [
        (3, "numerator"),
        (4, "numerator"),
    ]
    held = mend_rows(by=room, submission=held, edits={3: {"numerator": "30"}})
    assert held.state == "held"
    assert [one.row for one in look_again(by=room, submission=held).failing] == [4]
    with pytest.raises(NotNow):
        accept_submission(by=room, submission=held)
    done = mend_rows(by=room, submission=held, edits={}, left_out={4})
    assert done.state == "checked"
    assert stored() == []
    accept_submission(by=room, submission=done)
    assert stored() == [("XP-A", "2024-01", 40, 100), ("XP-B", "2024-01", 30, 100)]
    assert "Row 4 was left out by its sender." in done.said["notes"]


def test_failing_rows_come_back_as_a_file_of_their_own(room):
    held = take(by=room, content=csv(*WRONG), name="f.csv").submission
    fixed = b"row,what is wrong,numerator,denominator\n4,not a number,12,100\n3,too many,30,100\n"
    done = mend_by_file(by=room, submission=held, content=fixed, name="fixed.csv")
    assert done.state == "checked"
    assert done.changes["new"] == 3
    held = take(by=room, content=csv(*WRONG), name="f.csv").submission
    with pytest.raises(Invalid, match="is no row that was wrong"):
        mend_by_file(by=room, submission=held, content=b"row,numerator\n2,1\n", name="x.csv")


def test_a_column_called_left_out_loses_no_row(room):
    header = "measure,site,period,numerator,denominator,left out\n"
    rows = ("at_target,XP-A,2024-01,40,100,no", "at_target,XP-B,2024-01,130,100,no")
    held = take(by=room, content=csv(*rows, header=header), name="f.csv").submission
    assert "left out" in look_again(by=room, submission=held).table.header
    fixed = b"row,numerator,left out\n3,30,no\n"
    done = mend_by_file(by=room, submission=held, content=fixed, name="fixed.csv")
    assert done.state == "checked"
    assert done.changes["new"] == 2
    assert "Row 3 was put right on the page." in done.said["notes"]


def test_a_header_of_failing_rows_is_no_formula(room):
    header = "measure,site,period,numerator,denominator,=1+1\n"
    rows = csv("at_target,XP-A,2024-01,130,100,x", header=header)
    held = take(by=room, content=rows, name="f.csv").submission
    look = look_again(by=room, submission=held)
    made = openpyxl.load_workbook(io.BytesIO(failing_workbook(look))).active
    assert "'=1+1" in [cell.value for cell in made[1]]
    head = failing_csv(look).decode("utf-8-sig").splitlines()[0]
    assert head.endswith(",'=1+1")


def test_how_a_file_was_read_is_kept_in_the_action_that_keeps_it(room):
    content = csv("at_target,XP-A,Jan-24,40,100")
    seen = []

    def look(sender, instance, created, **_):
        seen.append((created, instance.said))

    post_save.connect(look, sender=Submission)
    try:
        take(by=room, content=content, name="f.csv", note=" Coded anew ")
    finally:
        post_save.disconnect(look, sender=Submission)
    [(created, said)] = seen
    assert created
    assert any("Jan-24" in one for one in said["notes"])
    assert Submission.objects.get().note == "Coded anew"


def test_the_day_on_which_a_name_was_told_is_the_day_here(room):
    held = take(by=room, content=csv("at_target,Zzz,2024-01,1,2"), name="f.csv").submission
    tell_names(by=room, submission=held, meanings={("site", "Zzz"): "XP-A"})
    late = datetime(2025, 6, 30, 23, 30, tzinfo=UTC)
    RememberedName.objects.update(told_at=late)
    done = take(by=room, content=csv("at_target,Zzz,2024-02,1,2"), name="g.csv").submission
    assert any("as you said on 1 July 2025" in one for one in done.said["notes"])


def test_control_characters_do_not_keep_failing_rows_from_being_a_workbook(room):
    held = take(by=room, content=csv("at_target,XP-A,20\x0b24,1,2"), name="f.csv").submission
    made = failing_workbook(look_again(by=room, submission=held))
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert sheet["E2"].value == "20\ufffd24"


def test_only_a_few_files_are_held_and_for_a_while(room):
    held = [
        take(by=room, content=csv(f"at_target,Zzz{i},2024-01,1,2"), name=f"{i}.csv").submission
        for i in range(MOST_HELD + 1)
    ]
    states = [Submission.objects.get(pk=one.pk).state for one in held]
    assert states == ["discarded"] + ["held"] * MOST_HELD
    late = Submission.objects.filter(pk=held[1].pk)
    late.update(sent_at=timezone.now() - KEPT - timedelta(days=1))
    take(by=make_person(Role.ANALYST), content=csv("at_target,Zzz,2024-01,1,2"), name="o.csv")
    assert late.get().state == "discarded"
    assert late.get().content is None


def test_a_ward_manager_is_offered_only_their_own_places(room):
    site = make_site(make_innovation(), organisation=make_organisation(code="XP-C", name="Cedar"))
    lead = make_person(Role.SITE_LEAD, site=site)
    held = take(by=lead, content=csv("at_target,Alder,2024-01,1,2"), name="f.csv").submission
    (asked,) = look_again(by=lead, submission=held).unknown
    assert [one.code for one in asked.guesses] == ["XP-C"]
    held = tell_names(by=lead, submission=held, meanings={("site", "Alder"): "XP-A"})
    assert held.state == "held"
    (row,) = look_again(by=lead, submission=held).failing
    assert "your sites are XP-C" in row.problems[0].message


PLAIN = ["measure", "site", "period", "numerator", "denominator"]
AS_WRITTEN = {
    "merged titles above the header": (
        sheet([["Lipid return, June"], [], PLAIN, ["at_target", "XP-A", "2024-01", 40, 100]]),
        "Row 3 was taken for the header; above it stands “Lipid return, June”",
    ),
    "a notes sheet first": (
        sheet(
            [PLAIN, ["at_target", "XP-A", "2024-01", 40, 100]],
            first=[["How to fill this in"], ["Ask", "the office"]],
        ),
        "The sheet “Data” was read; “Notes” not",
    ),
    "a date as the period": (
        sheet([PLAIN, ["at_target", "XP-A", date(2024, 1, 31), 40, 100]]),
        "“2024-01-31” as 2024-01",
    ),
    "a month in words": (csv("at_target,XP-A,Jan-24,40,100"), "“Jan-24” as 2024-01"),
    "thousands separators": (
        csv('at_target,XP-A,2024-01,"1,040","1,100"'),
        "“1,040” as 1040",
    ),
    "a trailing total": (
        csv("at_target,XP-A,2024-01,40,100", "Total,,,40,100"),
        "Row 3 looked like a total and was left out",
    ),
    "a remark below": (
        csv("at_target,XP-A,2024-01,40,100", "Source: our own count,,,,"),
        "Row 3 held a single remark and was left out",
    ),
}


@pytest.mark.parametrize("name", list(AS_WRITTEN))
def test_a_file_as_people_write_it_is_read_with_a_note(room, name):
    content, note = AS_WRITTEN[name]
    taken = take(by=room, content=content, name="file").submission
    assert taken.state == "checked", look_again(by=room, submission=taken).problems
    assert any(note in one for one in taken.said["notes"]), taken.said["notes"]
    assert accept_submission(by=room, submission=taken).state == "accepted"
    assert len(stored()) == 1


REFUSED = {
    "percent signs": (csv("at_target,XP-A,2024-01,40%,100"), "has a percent sign; give numerator"),
    "a comma that moves cells": (csv("at_target,XP-A,2024-01,1,040,1,100"), "cells but the header"),
}


def test_a_percent_sign_is_one_clear_sentence(room):
    held = take(by=room, content=csv("at_target,XP-A,2024-01,40%,100"), name="f.csv").submission
    (row,) = look_again(by=room, submission=held).failing
    assert "“40%” has a percent sign; give numerator and denominator" in row.problems[0].message


def test_a_comma_that_moves_cells_is_never_guessed_at(room):
    taken = take(by=room, content=csv("at_target,XP-A,2024-01,1,040,1,100"), name="f.csv")
    assert taken.submission is None
    assert taken.problems[0].row == 2
    assert not Submission.objects.exists()


def test_a_file_of_no_table_is_refused_and_not_kept(room):
    taken = take(by=room, content=b"%PDF-1.4 ...", name="f.pdf")
    assert "a PDF" in taken.problems[0].message
    assert not Submission.objects.exists()


def test_rows_keep_the_numbers_of_the_file(room):
    content = sheet([["Title"], [], PLAIN, [], ["at_target", "XP-A", "2024-01", 140, 100]])
    held = take(by=room, content=content, name="f.xlsx").submission
    (row,) = look_again(by=room, submission=held).failing
    assert row.row == 5
    done = mend_rows(by=room, submission=held, edits={5: {"numerator": "40"}})
    assert "Row 5 was put right on the page." in done.said["notes"]
    header = next(csv_module.reader(io.StringIO(bytes(done.content).decode().lstrip())))
    assert header == PLAIN
