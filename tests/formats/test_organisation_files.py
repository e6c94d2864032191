"""Every layout of organisation files, and what is said of files that are wrong."""

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from spreadwell.domain.networks.models import OrganisationKind
from spreadwell.formats.ods import LinkKind, read_organisations
from spreadwell.formats.ods.kinds import KINDS, kind_of
from spreadwell.formats.ods.rows import day_of
from spreadwell.formats.problems import FileProblem

DATA = Path(__file__).parents[1] / "exchange" / "data" / "ods"


def cost_centre(code: str, name: str = "A PRACTICE", **cells: str) -> str:
    """A row of 27 columns."""
    places = {"icb": 3, "opened": 10, "closed": 11, "status": 12, "setting": 25}
    row = [""] * 27
    row[0], row[1] = code, name
    for key, text in ({"status": "A", "setting": "4", "opened": "20200101"} | cells).items():
        row[places[key]] = text
    return ",".join(f'"{cell}"' for cell in row)


def sentences(content: bytes) -> list[str]:
    with pytest.raises(FileProblem) as caught:
        read_organisations(content, name="file")
    return caught.value.sentences()


def test_kinds_are_those_of_the_store():
    assert dict(OrganisationKind.choices) == dict(KINDS)
    assert kind_of("GP practice") == kind_of("practice") == "practice"
    with pytest.raises(ValueError, match="is “trust” meant"):
        kind_of("trusts")


def test_practices_without_a_header():
    file = read_organisations(DATA / "epraccur_extract.csv")
    assert (file.layout, file.published) == ("practices (epraccur)", True)
    by_code = {one.code: one for one in file.organisations}
    assert len(by_code) == 43
    closed = by_code["E84696"]
    assert (closed.kind, closed.opened, closed.closed) == (
        "practice", date(1994, 6, 1), date(2021, 9, 1),
    )  # fmt: skip
    assert closed.facts["icb"] == "QRV"
    assert sum(one.kind == "prescriber" for one in by_code.values()) == 2


def test_both_sheets_of_pcns_whose_headers_break_lines():
    file = read_organisations(DATA / "ePCN_extract.xlsx")
    assert file.layout == "PCNs (ePCN) and practices of PCNs (ePCN)"
    assert len(file.organisations) == 8
    moved = [link for link in file.links if link.source == "E84002"]
    assert [(link.target, link.starts, link.ends) for link in moved] == [
        ("U89375", date(2019, 10, 1), date(2022, 7, 1)),
        ("U11559", date(2022, 7, 1), None),
    ]
    one_day = next(link for link in file.links if link.source == "N81007" and link.ends)
    assert (one_day.starts, one_day.ends) == (date(2019, 10, 1), date(2019, 10, 2))


def test_pcn_sheets_saved_as_csv_without_headers():
    book = openpyxl.load_workbook(DATA / "ePCN_extract.xlsx")
    for title, organisations, links in (("PCNDetails", 8, 0), ("PCN Core Partner Details", 0, 43)):
        rows = list(book[title].iter_rows(values_only=True))[1:]
        text = "\n".join(
            ",".join(f'"{cell if cell is not None else ""}"' for cell in row) for row in rows
        )
        file = read_organisations(text.encode())
        assert (len(file.organisations), len(file.links)) == (organisations, links)


def test_trusts_have_the_same_width_and_no_status():
    rows = [
        cost_centre("R1X", "A TRUST", status="", setting="", icb="QXX"),
        cost_centre("RZZ", "CLOSED TRUST", status="", setting="", closed="20210331"),
    ]
    file = read_organisations("\n".join(rows).encode())
    assert file.layout == "trusts (etr)"
    assert [one.kind for one in file.organisations] == ["trust", "trust"]
    assert file.organisations[1].closed == date(2021, 4, 1)


def test_a_layout_by_its_header_with_columns_in_any_order():
    text = "Name,Organisation Code,Status,Prescribing Setting,High Level Health Geography\n"
    file = read_organisations(f"{text}ONE,x00001,A,4,QXX\n".encode())
    assert (file.organisations[0].code, file.organisations[0].kind) == ("X00001", "practice")


def test_everything_wrong_in_a_practice_file_is_told_at_once():
    rows = [
        cost_centre("X1", opened="20231341"),
        cost_centre("X2", opened="soon"),
        cost_centre("X1"),
        cost_centre("", name=""),
        cost_centre("X3", opened="20200101", closed="20191231"),
        cost_centre("X4", status="Q"),
        cost_centre("X 5"),
    ]
    assert sentences("\n".join(rows).encode()) == [
        "Row 1, open date: “20231341” is not a day of the calendar.",
        "Row 2, open date: “soon” is not a date; write it as 2023-02-28.",
        "Row 3, code: “X1” stands in row 1 too.",
        "Row 4, code: the cell is blank.",
        "Row 4, name: the cell is blank.",
        "Row 5, close date: 2019-12-31 is before 2020-01-01, the open date.",
        "Row 6, status: “Q” is not A, C, D or P.",
        "Row 7, code: “X 5” is not a code.",
    ]


HEADER = (
    "code,name,kind,borough,opened,closed,parent,relation,parent_from,parent_to,"
    "succeeded_by,succeeded_on,former_code,recoded_on\n"
)


def template(*rows: str) -> bytes:
    full = (row + "," * (13 - row.count(",")) for row in rows)
    return (HEADER + "\n".join(full)).encode()


def test_template_with_parents_succession_and_a_former_code():
    file = read_organisations(
        template(
            "XP1,One,pcn,Brent,01/10/2019,,,,,,XP2,2024-04-01",
            "XP2,Two,Primary care network,,2024-04-01",
            "XA1,Practice,practice,,,,XP1,,2019-10-01,2024-03-31,,,XA0,2021-01-01",
            "XA1,,,,,,XP2,,2024-04-01",
            "XW1,Ward,ward,,,,XT1,operated by",
        )
    )
    assert not file.published
    one, _, practice, _ = file.organisations
    assert (one.opened, one.borough) == (date(2019, 10, 1), "Brent")
    assert (practice.former_code, practice.recoded_on) == ("XA0", date(2021, 1, 1))
    assert [(link.source, link.kind, link.target, link.ends) for link in file.links] == [
        ("XP1", LinkKind.SUCCEEDED_BY, "XP2", None),
        ("XA1", LinkKind.MEMBER_OF, "XP1", date(2024, 4, 1)),
        ("XA1", LinkKind.MEMBER_OF, "XP2", None),
        ("XT1", LinkKind.OPERATES, "XW1", None),
    ]
    assert "closed" not in one.says  # a blank cell says nothing


def test_everything_wrong_in_a_template_is_told_at_once():
    assert sentences(
        template(
            "X1,One,pcm",
            "X2,Two,",
            "X3,Three,pcn,,,,X3",
            "X4,Four,pcn,,,,,,2020-01-01",
            "X5,Five,pcn,,,,X3,cousin",
            "X6,Six,pcn,,,,,,,,X3",
            "X7,Seven,pcn,,,,,,,,,2020-01-01",
            "X8,Eight,pcn,,,,,,,,,,X0",
            "X9,Nine,pcn,,,,X3",
            "X9,Nein,,,,,X4",
            "X9,,,,,,X3",
            "X9",
        )
    ) == [
        "Row 2, kind: “pcm” is not a kind of organisation; is “pcn” meant?",
        "Row 3, kind: the cell is blank.",
        "Row 4, parent: an organisation cannot be its own parent.",
        "Row 5, parent: the dates are here but the parent is blank.",
        "Row 6, relation: “cousin” is not a relation; write one of member_of, located_in, "
        "operated_by, commissioned_by.",
        "Row 7, succeeded_on: the day on which it was succeeded is missing.",
        "Row 8, succeeded_by: the day is here but the successor is blank.",
        "Row 9, recoded_on: a change of code needs the former code and the day of the new one.",
        "Row 11, code: “X9” stands in row 10 too, as “Nine”.",
        "Row 12, parent: row 10 says the same of “X9”.",
        "Row 13, code: “X9” stands in row 10 too, and this row adds nothing to it.",
    ]


def answer(code: str = "X1", **more: object) -> dict:
    """An answer of the API, in its own shape."""
    return {
        "Organisation": {
            "Name": "A PCN",
            "OrgId": {"root": "2.16.840.1.113883.2.1.3.2.4.18.48", "extension": code},
            "Status": "Active",
            "Date": [
                {"Type": "Legal", "Start": "2018-01-01"},
                {"Type": "Operational", "Start": "2019-10-01", "End": "2023-03-31"},
            ],
            "Roles": {"Role": [{"id": "RO272", "primaryRole": True, "Status": "Active"}]},
            **more,
        }
    }


def target(code: str) -> dict:
    return {"OrgId": {"extension": code}, "PrimaryRoleId": {"id": "RO272"}}


def test_an_answer_in_full_with_relations_and_successions():
    days = [{"Type": "Operational", "Start": "2023-04-01"}]
    one = answer(
        Roles={"Role": [{"id": "RO177", "primaryRole": True}, {"id": "RO76"}]},
        Rels={
            "Rel": [
                {"id": "RE8", "Target": target("U1"), "Date": days},
                {"id": "RE6", "Target": target("T1"), "Date": days},
                {"id": "RE9", "Target": target("Z1"), "Date": days},
            ]
        },
        Succs={
            "Succ": [
                {"Type": "Successor", "Target": target("X2"), "Date": days},
                {"Type": "Predecessor", "Target": target("X0"), "Date": days},
            ]
        },
    )
    file = read_organisations(json.dumps(one).encode())
    record = file.organisations[0]
    assert (record.kind, record.opened, record.closed) == (
        "practice", date(2019, 10, 1), date(2023, 4, 1),
    )  # fmt: skip
    assert [(link.source, link.kind, link.target) for link in file.links] == [
        ("X1", LinkKind.MEMBER_OF, "U1"),
        ("T1", LinkKind.OPERATES, "X1"),
        ("X1", LinkKind.SUCCEEDED_BY, "X2"),
        ("X0", LinkKind.SUCCEEDED_BY, "X1"),
    ]
    assert all(link.loose and link.starts == date(2023, 4, 1) for link in file.links)


def test_a_search_says_names_and_no_dates():
    found = {
        "Organisations": [
            {"Name": "A TRUST", "OrgId": "R1X", "Status": "Active", "PrimaryRoleId": "RO197"},
            {"Name": "A PRISON", "OrgId": "PR1", "Status": "Active", "PrimaryRoleId": "RO82"},
        ]
    }
    file = read_organisations(json.dumps([found, answer()]).encode())
    assert [(one.code, one.kind) for one in file.organisations] == [("R1X", "trust"), ("X1", "pcn")]
    assert file.organisations[0].says == {"name", "kind"}
    assert file.notes == ("1 record of another kind was left out.",)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"Organisation": ', "not whole JSON"),
        (b'{"people": []}', "not an answer of the ODS API"),
        (json.dumps([answer(), answer()]).encode(), "Row 2, OrgId: “X1” stands in record 1 too"),
        (json.dumps(answer(Date=[{"Start": "later"}])).encode(), "Row 1, Date: “later”"),
        (json.dumps(answer(OrgId=None)).encode(), "Row 1: this record lacks a field"),
        (b"", "the file is empty"),
        (b"a,b,c\n1,2,3\n", "the layout of this file is not known"),
        (b"%PDF-1.7", "this is a PDF"),
        (b"PK\x03\x04broken", "damaged"),
    ],
)
def test_files_that_are_none(content: bytes, sentence: str):
    assert sentence.casefold() in sentences(content)[0].casefold()


def test_a_sheet_of_something_else_is_noted():
    book = openpyxl.load_workbook(DATA / "ePCN_extract.xlsx")
    book.create_sheet("Read me").append(["Some words"])
    out = io.BytesIO()
    book.save(out)
    file = read_organisations(out.getvalue())
    assert file.notes == ("The sheet “Read me” was not read: its columns are not known.",)
    assert len(file.organisations) == 8


@pytest.mark.parametrize("text", ["20240229", "2024-02-29", "29/02/2024", "2024-02-29 00:00:00"])
def test_days_as_they_are_written(text: str):
    assert day_of(text) == date(2024, 2, 29)
