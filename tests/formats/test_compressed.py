"""A compressed CSV is read like the file inside it; a broken or huge one is refused."""

import gzip

import pytest

from spreadwell.formats.problems import FileProblem
from spreadwell.formats.tables import read_table

CSV = b"measure,site,period,value\nbp,a,2024-01,3\n"


def test_it_reads_as_the_file_inside(tmp_path):
    path = tmp_path / "readings.csv.gz"
    path.write_bytes(gzip.compress(CSV))
    table = read_table(path)
    assert (table.name, len(table), table.cell("site", 0)) == ("readings.csv.gz", 1, "a")
    assert read_table(gzip.compress(CSV), name="x").cell("value", 0) == "3"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (gzip.compress(CSV)[:-9], "is broken"),
        (b"\x1f\x8b nonsense", "is broken"),
        (gzip.compress(b"x" * 3000), "over the limit"),
        (gzip.compress(gzip.compress(CSV)), "within another"),
        (gzip.compress(b""), "file is empty"),
        (gzip.compress(b"%PDF-1.4"), "a PDF"),
    ],
    ids=["cut off", "not gzip", "a bomb", "twice", "empty", "a PDF inside"],
)
def test_what_holds_no_table_is_refused_in_a_sentence(content, said):
    with pytest.raises(FileProblem, match=said):
        read_table(content, name="f.gz", max_bytes=2000)
