"""Every command meets bad files the same way: exit 1, sentences on stderr, nothing on stdout."""

import io

import openpyxl
import pytest

HEADER = b"measure,site,period,numerator,denominator\n"
GOOD = b"".join(b"bp,a,2024-%02d,%d,20\n" % (month, month) for month in range(1, 9))

BAD = {
    "wrong header": (
        b"measure,place,period,numerator,denominator\n" + GOOD,
        "Row 1, site: the column is missing;",
    ),
    "duplicate row": (
        HEADER + GOOD + b"bp,a,2024-03,3,20\n",
        "Row 10, period: the same reading as row 4",
    ),
    "numerator above its denominator": (
        HEADER + GOOD + b"bp,b,2024-03,21,20\n",
        "Row 10, numerator: 21 is above its denominator 20.",
    ),
    "a date that does not exist": (
        HEADER + b"bp,b,2023-02-29,2,20\n",
        "Row 2, period: “2023-02-29” is a date that does not exist.",
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n....", "this is a picture (PNG), not a table".capitalize()),
    "a PDF": (b"%PDF-1.4\n", "This is a PDF, not a table;"),
    "empty": (b"", "The file is empty."),
    "broken UTF-8": (HEADER + b"bp,Caf\xe9,2024-03,2,20\n", "Row 2: a character after “bp,Caf”"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("command", ["chart", "effect"])
def test_bad_readings(run, tmp_path, case, command):
    content, says = BAD[case]
    path = tmp_path / "readings.csv"
    path.write_bytes(content)
    starts = tmp_path / "starts.csv"
    starts.write_text("site,started\na,\nb,2024-05\n")
    code, out, err = run(command, path, *([starts] if command == "effect" else []), "--json")
    assert (code, out) == (1, "")
    assert says.casefold() in err.casefold()
    assert all(line.startswith("readings.csv: ") for line in err.splitlines())
    assert "Traceback" not in err


def test_a_200_mb_file(run, tmp_path):
    path = tmp_path / "readings.csv"
    with path.open("wb") as opened:
        opened.write(HEADER)
        opened.truncate(200 * 2**20)
    code, _, err = run("chart", path)
    assert code == 1
    assert "readings.csv: The file is 200 MB, over the limit of 50 MB;" in err


def test_no_such_file(run, tmp_path):
    assert run("chart", tmp_path / "none.csv") == (1, "", "none.csv: There is no such file.\n")


def test_semicolons_and_excel_are_accepted(run, tmp_path):
    path = tmp_path / "r.csv"
    path.write_bytes(b"\xef\xbb\xbf" + (HEADER + GOOD).replace(b",", b";"))
    code, expected, _ = run("chart", path)
    assert code == 0
    book = openpyxl.Workbook()
    for line in (HEADER + GOOD).decode().splitlines():
        book.active.append([int(c) if c.isdigit() else c for c in line.split(",")])
    content = io.BytesIO()
    book.save(content)
    path = tmp_path / "r.xlsx"
    path.write_bytes(content.getvalue())
    assert run("chart", path)[:2] == (0, expected)


def test_a_site_without_a_start_is_named_by_row(run, tmp_path):
    path, starts = tmp_path / "r.csv", tmp_path / "s.csv"
    path.write_bytes(HEADER + GOOD)
    starts.write_text("site,started\nb,\n")
    code, _, err = run("effect", path, starts)
    assert code == 1
    assert err.startswith("r.csv: Row 2, site: “a” has no row in s.csv; give it one,")


def test_many_problems_are_capped(run, tmp_path):
    path = tmp_path / "r.csv"
    path.write_bytes(HEADER + b"".join(b"bp,s%d,2024-01,x,20\n" % n for n in range(70)))
    _, _, err = run("chart", path)
    assert len(err.splitlines()) == 51
    assert err.endswith("And 20 more problems of this file.\n")
