"""Organisations load as a whole, keep their history, and load again without changing anything."""

import json
from datetime import date
from pathlib import Path

import pytest

from spreadwell.domain.foundation.refusals import NotAllowed
from spreadwell.domain.models import (
    Event,
    Organisation,
    OrganisationEdge,
    OrganisationLoad,
    OrganisationName,
)
from spreadwell.domain.networks.structure import structure_of
from spreadwell.domain.people.roles import Role
from spreadwell.exchange.organisations import FilesProblem, export_organisations, load_files
from spreadwell.exchange.organisations.template import write_template
from tests.factories import make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.store]
DATA = Path(__file__).parent / "data" / "ods"
BOTH = [DATA / "epraccur_extract.csv", DATA / "ePCN_extract.xlsx"]
DAY = date(2024, 6, 1)
HEADER = "code,name,kind,opened,closed,parent,parent_from,parent_to,"
HEADER += "succeeded_by,succeeded_on,former_code,recoded_on\n"


def load(*rows: str, day: date = DAY, **options):
    """Load rows of the template; shorter rows are filled with blanks."""
    text = HEADER + "\n".join(row + "," * (11 - row.count(",")) for row in rows)
    return load_files([("t.csv", text.encode())], by=None, day=day, **options)


def refused(*rows: str) -> list[str]:
    with pytest.raises(FilesProblem) as caught:
        load(*rows)
    return caught.value.problems[0].sentences()


def state() -> list:
    """Everything a load may change, to compare."""
    return [
        list(Organisation.objects.order_by("pk").values()),
        list(OrganisationEdge.objects.order_by("pk").values()),
        list(OrganisationName.objects.order_by("pk").values()),
        Event.objects.count(),
        OrganisationLoad.objects.count(),
    ]


def running(code: str, day: date) -> list[str]:
    edges = OrganisationEdge.objects.filter(source__code=code, kind="member_of").running_on(day)
    return list(edges.values_list("target__code", flat=True))


TWO = (
    "XP1,One,pcn,2019-10-01",
    "XP2,Two,pcn,2019-10-01",
    "XA1,First,practice,,,XP1,2019-10-01",
    "XA2,Second,practice,,,XP1,2019-10-01",
    "XA3,Third,practice,,,XP2,2019-10-01",
)


def test_two_ods_files_give_practices_pcns_and_dated_memberships():
    loaded = load_files(BOTH, by=None, day=DAY)
    assert (loaded.counts["new"], loaded.counts["edges_new"]) == (51, 43)
    found = export_organisations(today=DAY, icb="QRV")
    assert (len(found.practices), len(found.pcns), len(found.memberships)) == (36, 4, 39)
    moved = [one for one in found.memberships if one["practice"] == "E84002"]
    assert [(one["pcn"], one["starts"], one["ends"]) for one in moved] == [
        ("U89375", "2019-10-01", "2022-06-30"),
        ("U11559", "2022-07-01", None),
    ]
    practice = next(one for one in found.practices if one["code"] == "E84002")
    assert (practice["icb"], practice["pcn"]) == ("QRV", "U11559")
    everywhere = export_organisations(today=DAY)
    assert {one["icb"] for one in everywhere.memberships} == {"QRV", "QMF", "QYG"}
    assert [one for one in everywhere.practices if one["icb"] == "QRV"] == list(found.practices)


def test_the_same_files_again_change_nothing():
    load_files(BOTH, by=None, day=DAY)
    before = state()
    again = load_files(BOTH, by=None, day=date(2025, 1, 1))
    assert again.load is None
    assert (again.counts["same"], again.counts["edges_same"]) == (51, 43)
    assert state() == before


def test_one_icb_alone():
    load_files(BOTH, by=None, day=DAY, icb="qrv")
    found = export_organisations(today=DAY)
    assert (len(found.practices), len(found.pcns), len(found.memberships)) == (36, 4, 39)
    with pytest.raises(FilesProblem, match="organisation here is of ICB “QZZ”; ICBs here are"):
        load_files(BOTH, by=None, day=DAY, icb="QZZ")


def test_pcns_loaded_after_their_practices_in_another_run():
    load_files(BOTH[:1], by=None, day=DAY, icb="QRV")
    load_files(BOTH[1:], by=None, day=DAY, icb="QRV")
    assert len(export_organisations(today=DAY, icb="QRV").memberships) == 39


def test_as_things_stood_on_a_day():
    load_files(BOTH, by=None, day=DAY)
    found = export_organisations(today=DAY, on=date(2020, 1, 1), icb="QRV")
    assert [one["pcn"] for one in found.memberships if one["practice"] == "E84002"] == ["U89375"]
    assert "E84696" in {one["code"] for one in found.practices}  # closed since


def test_a_dry_run_says_and_keeps_nothing():
    before = state()
    loaded = load_files(BOTH, by=None, day=DAY, dry_run=True)
    assert (loaded.load, loaded.counts["new"]) == (None, 51)
    assert state() == before


def test_one_wrong_row_stops_everything_and_tells_it_all():
    before = state()
    with pytest.raises(FilesProblem) as caught:
        load_files([BOTH[1]], by=None, day=DAY)
    (problem,) = caught.value.problems
    assert len(problem.problems) == 43
    assert problem.problems[0].sentence == (
        "Row 2, PCN Core Partner Details, practice code: “E84002” is not an organisation in these "
        "files or loaded before."
    )
    assert state() == before


def test_problems_of_every_file_are_told():
    with pytest.raises(FilesProblem) as caught:
        load_files([("a.csv", b"what\nis\n"), ("b.csv", b"")], by=None, day=DAY)
    assert [one.name for one in caught.value.problems] == ["a.csv", "b.csv"]


def test_a_load_has_one_event_that_says_what_changed():
    load(*TWO)
    load("XP1,Eins,pcn", "XA1,First,practice,,2024-03-31")
    event = Event.objects.order_by("pk").last()
    assert Event.objects.count() == 2
    assert event.thing_id == OrganisationLoad.objects.first().pk
    assert event.summary == (
        "The command line loaded t.csv; organisations: 1 renamed, 1 closed; relations: 1 changed"
    )
    assert {"code": "XP1", "field": "name", "was": "One", "now": "Eins"} in event.detail["changed"]
    assert Organisation.objects.get(code="XA1").closed == date(2024, 4, 1)


def test_a_new_name_keeps_the_old_one_but_capitals_are_no_new_name():
    load(*TWO)
    load("XP1,ONE,pcn", day=date(2024, 1, 1))
    assert not OrganisationName.objects.exists()
    load("XP1,Eins,pcn", day=date(2024, 7, 1))
    former = OrganisationName.objects.get()
    assert (former.name, former.code, former.ends) == ("One", "XP1", date(2024, 7, 1))


def test_a_new_code_is_the_same_organisation():
    load(*TWO)
    key = Organisation.objects.get(code="XA1").pk
    rows = ("YA1,First,practice,,,,,,,,XA1,2024-04-01",)
    assert load(*rows).counts["recoded"] == 1
    assert Organisation.objects.get(code="YA1").pk == key
    assert running("YA1", DAY) == ["XP1"]
    former = OrganisationName.objects.get()
    assert (former.code, former.ends) == ("XA1", date(2024, 4, 1))
    before = state()
    assert load(*rows).load is None
    # An older file still speaks of the former code: that is no new organisation.
    old = load("XA1,First,practice,,,XP1,2019-10-01")
    assert old.load is None
    assert old.notes == ("XA1 is YA1 by now; what t.csv says of it was left out.",)
    assert state() == before
    assert refused("XA3,Third,practice,,,,,,,,XA2,2024-04-01") == [
        "Row 2, former_code: “XA2” and “XA3” are both here; where one took over from the other, "
        "say so with succeeded_by."
    ]


def test_a_move_ends_the_membership_before():
    load(*TWO)
    load("XA1,First,practice,,,XP2,2024-04-01")
    assert running("XA1", date(2024, 3, 31)) == ["XP1"]
    assert running("XA1", date(2024, 4, 1)) == ["XP2"]
    before = state()
    assert load("XA1,First,practice,,,XP2,2024-04-01").load is None
    assert state() == before


def test_closing_ends_the_membership():
    load(*TWO)
    load("XA1,First,practice,,2024-03-31")
    assert running("XA1", date(2024, 3, 31)) == ["XP1"]
    assert running("XA1", date(2024, 4, 1)) == []
    before = state()
    assert load(*TWO).load is None
    assert state() == before


def test_two_pcns_at_once_are_refused():
    load(*TWO)
    assert refused("XA1,First,practice,,,XP1,2019-10-01,2024-12-31", "XA1,,,,,XP2,2024-04-01") == [
        "Row 3, parent: “XA1” is in “XP1” from 2019-10-01 until 2025-01-01 and in “XP2” from "
        "2024-04-01 on; a practice is in one PCN at a time."
    ]
    assert running("XA1", DAY) == ["XP1"]


MERGER = (
    "XP3,Three,pcn,2024-04-01",
    "XP1,One,pcn,,,,,,XP3,2024-04-01",
    "XP2,Two,pcn,,,,,,XP3,2024-04-01",
)


def test_a_merger_closes_keeps_and_moves_along():
    load(*TWO)
    load(*MERGER)
    assert Organisation.objects.get(code="XP1").closed == date(2024, 4, 1)
    for code in ("XA1", "XA2", "XA3"):
        assert running(code, date(2024, 3, 31)) == ["XP2" if code == "XA3" else "XP1"]
        assert running(code, date(2024, 4, 1)) == ["XP3"]
    keys = dict(Organisation.objects.values_list("code", "pk"))
    structure = structure_of(OrganisationEdge.objects.all())
    assert structure.parent(keys["XA1"], date(2024, 3, 31)) == keys["XP1"]
    assert structure.parent(keys["XA1"], DAY) == keys["XP3"]
    assert structure.parent(keys["XP2"], DAY) == keys["XP3"]
    before = state()
    assert load(*TWO, *MERGER).load is None
    assert state() == before


def test_all_of_it_in_one_file_is_the_same():
    load(*TWO, *MERGER[:1], "XP1,,,,,,,,XP3,2024-04-01", "XP2,,,,,,,,XP3,2024-04-01")
    assert running("XA1", date(2024, 3, 31)) == ["XP1"]
    assert running("XA3", date(2024, 4, 1)) == ["XP3"]
    assert Organisation.objects.get(code="XP2").closed == date(2024, 4, 1)


def test_circles_and_impossible_days_are_refused():
    load(*TWO)
    assert refused("XP1,One,pcn,,,,,,XP2,2024-04-01", "XP2,Two,pcn,,,,,,XP1,2024-05-01") == [
        "Row 2, succeeded_by: “XP1” itself came after “XP2”.",
        "Row 3, succeeded_by: “XP2” itself came after “XP1”.",
    ]
    assert refused("XP1,One,pcn,,,,,,XP2,2019-10-01") == [
        "Row 2, succeeded_by: “XP1” opened on 2019-10-01, which is not before 2019-10-01."
    ]
    assert refused("XP1,One,pcn,,2018-12-31") == [
        "Row 2, closed: it closes by 2019-01-01, but opened on 2019-10-01."
    ]
    assert refused("XA1,First,practice,,,XP1,2019-10-01,2019-01-01")[0].startswith("Row 2, parent_")


def test_a_file_that_no_longer_has_an_end_opens_again():
    row = '"XA9","NINE"' + ',""' * 8 + ',"20200101","{closed}","{status}"' + ',""' * 12
    for closed, status, word in (
        ("", "A", "new"),
        ("20230331", "C", "closed"),
        ("", "A", "reopened"),
    ):
        text = row.format(closed=closed, status=status) + ',"4",""'
        loaded = load_files([("epraccur.csv", text.encode())], by=None, day=DAY)
        assert loaded.counts[word] == 1
    assert Organisation.objects.get().closed is None


def test_relations_of_the_api_to_strangers_are_counted_and_left_out():
    one = {
        "Name": "A PCN", "OrgId": {"extension": "U1"},
        "Date": [{"Type": "Operational", "Start": "2019-10-01"}],
        "Roles": {"Role": [{"id": "RO272", "primaryRole": True}]},
        "Rels": {"Rel": [{"id": "RE4", "Target": {"OrgId": {"extension": "16C"}}, "Date": []}]},
    }  # fmt: skip
    loaded = load_files([("u1.json", json.dumps({"Organisation": one}).encode())], by=None, day=DAY)
    assert loaded.notes == (
        "u1.json: 1 relation names organisations that are not here and was left out.",
    )
    assert Organisation.objects.get().kind == "pcn"


def test_real_organisations_never_overwrite_invented_ones():
    make_organisation(code="E84002", origin="invented")
    with pytest.raises(FilesProblem, match="“E84002” is an invented example here"):
        load_files(BOTH, by=None, day=DAY)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_brings_back_what_it_was_written_from(tmp_path, ending):
    load(*TWO, *MERGER[:1], "XP1,,,,,,,,XP3,2024-04-01", "XP2,,,,,,,,XP3,2024-04-01")
    load("YA1,First,practice,,,,,,,,XA1,2024-05-01")
    path = tmp_path / f"t.{ending}"
    assert write_template(path) == 9
    before = state()
    assert load_files([path], by=None, day=DAY).load is None
    assert state() == before


def test_only_those_who_keep_organisations_may_load_them():
    with pytest.raises(NotAllowed, match="You cannot add organisations"):
        load_files(BOTH, by=make_person(Role.BOARD_MEMBER), day=DAY)
    assert not Organisation.objects.exists()
    person = make_person(Role.ANALYST)
    load_files(BOTH, by=person, day=DAY)
    assert Event.objects.get().by == person
