import numpy as np
import pytest
from pydantic import ValidationError

from spreadwell.formats.periods import Period, PeriodKind
from spreadwell.formats.problems import FileProblem
from spreadwell.formats.starts import StartRow, read_starts


def sentences(call):
    with pytest.raises(FileProblem) as caught:
        call()
    return caught.value.sentences()


def test_starts_finer_than_the_readings_mean_the_period_that_holds_them():
    starts = read_starts(b"site,started\n007,2024-05-17\n008,\n009,2024-06-30\n")
    month = Period.parse("2024-05").ordinal
    assert starts.adoption(PeriodKind.MONTH) == {"007": month, "008": None, "009": month + 1}
    quarter = Period.parse("2024-Q2").ordinal
    assert set(starts.adoption(PeriodKind.QUARTER).values()) == {quarter, None}


def test_starts_coarser_than_the_readings_are_refused_by_row():
    starts = read_starts(b"site,started\na,2024\n")
    assert sentences(lambda: starts.adoption(PeriodKind.MONTH)) == [
        "Row 2, started: “2024” is longer than one month, or spans two of them; "
        "the readings are by month."
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"site,begun\na,2024\n", "Row 1, started: the column is missing; the header has site, "
         "begun."),
        (b"site,started\n,2024\n", "Row 2, site: the cell is blank."),
        (b"site,started\na,2024-02-31\n", "Row 2, started: “2024-02-31” is a date that does not "
         "exist."),
        (b"site,started\na,2024\nb,\na,2025\n", "Row 4, site: “a” already stands in row 2."),
        (b"site,started,stopped\na,2024-05,2024-04\n",
         "Row 2, stopped: “2024-04” is before the start, “2024-05”."),
        (b"site,started,stopped\na,,2024-04\n",
         "Row 2, stopped: “2024-04” is given, but the site has no start."),
        (b"site,started\n", "The file has a header but no rows."),
    ],
)  # fmt: skip
def test_bad_starts_are_named_by_row_and_column(text, expected):
    assert sentences(lambda: read_starts(text)) == [expected]


def test_unknown_sites_are_named():
    said = sentences(lambda: read_starts(b"site,started\na,\n", known_sites=frozenset({"b"})))
    assert said == ["Row 2, site: “a” is not a site we know."]


def test_further_columns_serve_weights_and_clusters():
    starts = read_starts(b"site,started,State Name,population\n01,2024,AL,10\n02,,,x\n")
    assert starts.of_innovation("").site == ("01", "02")
    assert sentences(lambda: starts.numbers("population")) == [
        "Row 3, population: “x” is not a number."
    ]
    assert sentences(lambda: starts.labels("State name")) == [
        "Row 3, State name: the cell is blank."
    ]
    assert sentences(lambda: starts.labels("county")) == [
        "Row 1, county: the column is missing; the file has state_name, population."
    ]
    good = read_starts(b"site,started,state,population\n01,2024,AL,10\n02,,AK,20\n")
    assert good.numbers("population") == {"01": 10.0, "02": 20.0}
    assert good.labels("state") == {"01": "AL", "02": "AK"}
    assert np.array_equal(good.rows, [2, 3])


def test_one_row_keeps_the_same_rule():
    with pytest.raises(ValidationError, match="before the start"):
        StartRow(site="a", started="2024-05", stopped="2024-04")
    assert StartRow(site="a", started="", stopped=None).started is None


def test_sites_of_another_innovation_are_sites_without_this_one():
    starts = read_starts(
        b"site,started,innovation\na,2024,x\na,2023,y\nb,2022,y\nc,,\nd,2021,x\n"
    ).of_innovation("x")
    assert starts.site == ("a", "b", "c", "d")
    assert starts.adoption(PeriodKind.YEAR) == {"a": 2024, "b": None, "c": None, "d": 2021}
