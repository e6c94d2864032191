import datetime
import io
import zipfile

import duckdb
import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreadwell.formats.problems import SHOWN_AT_ONCE, FileProblem, RowProblem
from spreadwell.formats.tables import TextColumn, from_records, read_table


def refused(source, **options):
    with pytest.raises(FileProblem) as caught:
        read_table(source, **options)
    return caught.value.sentences()


def workbook(*lines, hidden=()):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    for title in hidden:
        book.create_sheet(title, 0).append(["secret"])
        book[title].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def column(table, name):
    found = table.text(name)
    return [found.at(i) for i in range(len(found))]


@pytest.mark.parametrize(
    "content",
    [
        b"Site,Some Number\n007,1\n008,2\n",
        b"\xef\xbb\xbfsite;some number\r\n007;1\r\n008;2\r\n",
        b'" SITE ","SOME_NUMBER"\n"007",1\n\n008 ,2,,\n',
    ],
)
def test_csv_is_read_with_leading_zeros_and_any_header_case(content):
    table = read_table(content)
    assert column(table, "site") == ["007", "008"]
    assert column(table, "some_number") == ["1", "2"]


def test_rows_count_as_a_spreadsheet_does():
    table = read_table(b"site,x\na,1\n\nb,2\n")
    assert table.rows.tolist() == [2, 4]


def test_excel_is_read_with_text_codes_and_dates():
    content = workbook(
        ["Site", "Period", "Value", "Live"],
        ["0101", datetime.date(2024, 3, 1), 1.5, True],
        [],
        [102, datetime.datetime(2024, 4, 1), 2, None],  # noqa: DTZ001
        hidden=["Notes"],
    )
    table = read_table(content, name="readings.xlsx")
    assert column(table, "site") == ["0101", "102"]
    assert column(table, "period") == ["2024-03-01", "2024-04-01"]
    assert column(table, "value") == ["1.5", "2"]
    assert column(table, "live") == ["TRUE", ""]
    assert table.rows.tolist() == [2, 4]
    assert table.dated == {"period"}


def test_codes_typed_as_numbers_keep_the_noughts_that_their_cells_show():
    book = openpyxl.Workbook()
    for line in (["site", "n"], [87, 3], [], [101, 4]):
        book.active.append(line)
    book.active["A2"].number_format = book.active["A4"].number_format = "00000"
    out = io.BytesIO()
    book.save(out)
    table = read_table(out.getvalue())
    assert column(table, "site") == ["00087", "00101"]
    assert column(table, "n") == ["3", "4"]


def test_parquet_is_read_from_a_path_and_from_bytes(tmp_path):
    path = tmp_path / "r.parquet"
    with duckdb.connect() as engine:
        engine.execute(
            "COPY (SELECT * FROM (VALUES ('007', DATE '2024-03-01', 1.5, 4), "
            "('it''s', DATE '2024-04-01', NULL, 5)) t(\"Site\", \"period\", v, n)) "
            f"TO '{path}' (FORMAT parquet)"
        )
    for source in (path, path.read_bytes()):
        table = read_table(source)
        assert column(table, "site") == ["007", "it's"]
        assert column(table, "period") == ["2024-03-01", "2024-04-01"]
        assert np.array_equal(table.columns["v"], [1.5, np.nan], equal_nan=True)
        assert column(table, "n") == ["4", "5"]
        assert table.dated == {"period"}


def test_the_header_may_not_name_a_column_twice():
    assert refused(b"site, Site ,x\na,b,1\n") == [
        "Row 1, site: columns 1 and 2 have the same header “Site”."
    ]


def test_a_column_without_a_header_is_said():
    assert read_table(b"site,\na,1\n").notes == ("Column 2 has no header and was ignored.",)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty."),
        (b"\n\n  \n", "The file is empty."),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture (PNG)"),
        (b"\xff\xd8\xff\xe0", "picture (JPEG)"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Excel file"),
        (b"PK\x05\x06" + b"\0" * 18, "zip file"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"PAR1 broken", "Parquet file cannot be read"),
        (b"\xff\xfes\0i\0t\0e\0", "UTF-16"),
        (b"<!DOCTYPE html><p>Sign in", "web page"),
        (b'[{"site": 1}]', "JSON"),
        (b"site,x\n\0\0\0", "not a text file"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_one_sentence(content, says):
    (sentence,) = refused(content, name="readings.csv")
    assert says in sentence


def test_a_parquet_file_that_cannot_be_read_goes_by_the_name_it_was_sent_under():
    for broken in (b"PAR1 broken", b"PAR1" + b"x" * 60 + b"PAR1"):
        (sentence,) = refused(broken, name="mine.parquet")
        assert "mine.parquet" in sentence
        assert "upload.parquet" not in sentence
        assert "/" not in sentence


def test_a_zip_file_renamed_to_csv_is_refused(tmp_path):
    path = tmp_path / "readings.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readings.txt", "site,x")
    assert refused(path) == ["This is a zip file, not a table; send CSV, Excel (.xlsx) or Parquet."]


def test_a_200_mb_file_is_refused_without_reading_it(tmp_path, monkeypatch):
    path = tmp_path / "readings.csv"
    with path.open("wb") as opened:
        opened.write(b"measure,site,period,value\n")
        opened.truncate(200 * 2**20)
    monkeypatch.setattr(type(path), "read_bytes", lambda self: pytest.fail("read whole"))
    (sentence,) = refused(path)
    assert sentence.startswith("The file is 200 MB, over the limit of 50 MB;")


def test_a_workbook_that_unpacks_too_far_is_refused(monkeypatch):
    monkeypatch.setattr("spreadwell.formats.excel_files.MAX_UNPACKED_BYTES", 100)
    assert "unpacks to over" in refused(workbook(["site"], ["a"]))[0]


def test_an_empty_workbook_is_empty():
    assert refused(workbook()) == ["The file is empty."]


def test_broken_utf_8_names_its_rows():
    content = b"site,x\nGood,1\nCaf" + b"\xe9,2\nGood,3\n\xff,4\n"
    assert refused(content) == [
        "Row 3: a character after “Caf” is not UTF-8; save the file as “CSV UTF-8”.",
        "Row 5: the first character is not UTF-8; save the file as “CSV UTF-8”.",
    ]


def test_rows_of_another_width_are_named_all_at_once():
    assert refused(b"a,b\n1\n1,2\n1,2,3\n") == [
        "Row 2: the row has 1 cell but the header has 2.",
        "Row 4: the row has 3 cells but the header has 2.",
    ]


def test_quotation_marks_that_never_close_are_named():
    (sentence,) = refused(b'a,b\n1,2\n"3,4\n5,6\n')
    assert sentence.startswith("Row 3: the quotation marks")


def test_paths_that_cannot_be_read(tmp_path):
    assert refused(tmp_path / "none.csv") == ["There is no such file."]
    assert refused(tmp_path) == ["This is a folder; name a file."]


def test_many_problems_are_capped_and_counted():
    problem = FileProblem("f.csv", [RowProblem(n, "x", "wrong") for n in range(2, 72)])
    sentences = problem.sentences()
    assert len(sentences) == SHOWN_AT_ONCE + 1
    assert sentences[-1] == "And 20 more problems of this file."
    assert str(problem).startswith("f.csv: Row 2, x: wrong.\n")


def test_records_become_a_table_with_rows_from_one():
    table = from_records([{"Site": "007", "value": 1.0}, {"Site": "008", "value": None}])
    assert column(table, "site") == ["007", "008"]
    assert column(table, "value") == ["1", ""]
    assert table.rows.tolist() == [1, 2]


@given(st.lists(st.text(alphabet="ab \t", max_size=3)))
def test_factored_text_is_the_trimmed_text(cells):
    made = TextColumn.of(cells)
    assert [made.at(i) for i in range(len(made))] == [cell.strip() for cell in cells]
    assert len(set(made.labels)) == len(made.labels)
