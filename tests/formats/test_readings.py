import time

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from spreadwell.formats.cells import in_words
from spreadwell.formats.periods import PeriodKind
from spreadwell.formats.problems import FileProblem
from spreadwell.formats.reading_row import ReadingRow, Statistic
from spreadwell.formats.readings import check_readings, read_readings
from spreadwell.formats.tables import from_records

HEADER = "measure,site,period,numerator,denominator\n"
PROPORTION = {"bp": Statistic.PROPORTION}


def sentences(text, **options):
    with pytest.raises(FileProblem) as caught:
        read_readings(text.encode() if isinstance(text, str) else text, **options)
    return caught.value.sentences()


def test_readings_become_columns():
    readings = read_readings(
        (HEADER + "bp,007,2024-01,3,10\nbp,007,2024-02,4,10\nbp,008,2024-02,0,0\n").encode()
    )
    assert readings.kind is PeriodKind.MONTH
    assert np.diff(readings.period).tolist() == [1, 0]
    assert str(readings.period_at(1)) == "2024-02"
    assert readings.sites == ("007", "008")
    assert readings.measures == ("bp",)
    np.testing.assert_array_equal(readings.ratio, [0.3, 0.4, np.nan])
    assert readings.of_site("008").rows.tolist() == [4]
    assert len(readings.of_measure("none")) == 0


def test_columns_in_any_order_with_value_and_extra_columns_noted():
    readings = read_readings(b"Period;Colour;VALUE;site;Measure\n2024-Q1;red;-1.5;a;change\n")
    assert readings.value.tolist() == [-1.5]
    assert readings.notes == ("Column “Colour” not used.",)


@pytest.mark.parametrize("written", ["1e308", "-1e308", "1e400", "1000000000000001"])
def test_a_number_that_nothing_can_be_reckoned_with_is_refused(written, tmp_path):
    said = f"“{written}” is too large a number; none beyond 1,000,000,000,000,000 is taken."
    text = f"measure,site,period,value\nm,a,2024-01,{written}\nm,a,2024-02,-1e15\n"
    assert sentences(text) == [f"Row 2, value: {said}"]
    path = tmp_path / "r.parquet"
    if written == "1e400":
        return
    duckdb.sql(
        f"COPY (SELECT 'm' measure, 'a' site, '2024-01' period, {written}::DOUBLE AS value) "
        f"TO '{path}'"
    )
    assert "is too large a number" in sentences(path.read_bytes())[0]
    with pytest.raises(ValidationError, match="too large"):
        ReadingRow(measure="m", site="a", period="2024-01", value=10**5000)


def test_a_denominator_next_to_nothing_is_refused():
    assert sentences(HEADER + "bp,a,2024-01,3,1e-300\n") == [
        "Row 2, denominator: 1e-300 is too near 0 for a numerator of 3."
    ]


def test_pairs_and_values_may_stand_in_one_file():
    readings = read_readings(b"measure,site,period,numerator,denominator,value\n"
                             b"p,a,2024,1,2,\nm,a,2024,,,7\n")  # fmt: skip
    assert readings.ratio.tolist() == [0.5, 7.0]


def test_strata_are_kept_and_the_whole_can_be_chosen():
    readings = read_readings(b"measure,site,period,value,IMD Quintile,sex\n"
                             b"m,a,2024,1,,\nm,a,2024,2,1,\nm,a,2024,3,1,F\n")  # fmt: skip
    assert set(readings.strata) == {"imd_quintile", "sex"}
    assert readings.whole().value.tolist() == [1.0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "measure,sites,period,numerator,denominator\nbp,a,2024-01,1,2\n",
            ["Row 1, site: the column is missing; is “sites” meant?"],
        ),
        (
            "measure,site,period,numerator\nbp,a,2024-01,1\n",
            [
                "Row 1: there is numerator but not its partner; "
                "give numerator and denominator, or value."
            ],
        ),
        (
            HEADER + "bp,a,2024-01,1,2\nbp,b,2024-01,1,2\nbp, a ,2024-01,3,4\n",
            ["Row 4, period: the same reading as row 2 (same measure, site and period)."],
        ),
        (
            HEADER + "bp,a,2024-01,120,100\n",
            ["Row 2, numerator: 120 is above its denominator 100."],
        ),
        (
            HEADER + "bp,a,2024-02-30,1,2\n",
            ["Row 2, period: “2024-02-30” is a date that does not exist."],
        ),
        (HEADER, ["The file has a header but no rows."]),
        (
            HEADER + 'bp,a,2024-01,"1,200",100 000\nbp,b,2024-01,45%,100\n',
            [
                "Row 2, numerator: “1,200” has a thousands separator; write 1200.",
                "Row 2, denominator: “100 000” has a thousands separator; write 100000.",
                "Row 3, numerator: “45%” has a percent sign; "
                "give numerator and denominator, or a plain number.",
            ],
        ),
        (HEADER + "bp,a,2024-01,-1,100\n", ["Row 2, numerator: -1 is negative."]),
        (
            HEADER.replace(",", ";") + "bp;a;2024-01;12,5;100\n",
            ["Row 2, numerator: “12,5” has a decimal comma; write 12.5."],
        ),
        (HEADER + "bp,a,2024-01,nan,1_0\n", [
            "Row 2, numerator: “nan” is not a number.",
            "Row 2, denominator: “1_0” is not a number.",
        ]),
        (
            HEADER + "bp,a,2024-01,<5,100\nbp,b,2024-01,2,*\n",
            [
                "Row 2, numerator: “<5” stands for a suppressed number; write *.",
                "Row 3, denominator: “*” stands for a suppressed number, which this cannot be.",
            ],
        ),
        (HEADER + "bp,,2024-01,1,100\n", ["Row 2, site: the cell is blank."]),
        (
            HEADER + "bp,a,2024-01,1,\n",
            [
                "Row 2, denominator: the cell is blank; "
                "a count without a denominator goes under value."
            ],
        ),
        (
            HEADER + "bp,a,2024-01,,\n",
            ["Row 2, value: the cell is blank; leave the row out when there was no reading."],
        ),
        (HEADER + "bp,a,2024-01,1,0\n", ["Row 2, denominator: it is 0 but the numerator is 1."]),
        (
            HEADER + "bp,a,2024-01,1,9\nbp,a,2024-02,1,9\nbp,a,2024-Q1,1,9\n",
            [
                "Row 4, period: “2024-Q1” is one of the quarters, but this file's periods are "
                "months; one file holds one kind."
            ],
        ),
    ],
)  # fmt: skip
def test_bad_readings_are_named_by_row_and_column(text, expected):
    assert sentences(text, statistics=PROPORTION) == expected


def test_unknown_sites_and_measures_are_named_with_the_nearest():
    options = {"known_sites": frozenset({"E87001"}), "known_measures": frozenset({"bp_control"})}
    assert sentences(HEADER + "bp_contrl,E87O01,2024-01,1,2\n", **options) == [
        "Row 2, measure: “bp_contrl” is not a measure we know; is “bp_control” meant?",
        "Row 2, site: “E87O01” is not a site we know; is “E87001” meant?",
    ]


def test_all_problems_come_at_once_and_good_rows_stand():
    check = check_readings((HEADER + "bp,a,x,1,2\nbp,a,2024-01,1,2\nbp,b,y,3,2\n").encode())
    assert [problem.row for problem in check.problems] == [2, 4]
    assert check.readings.rows.tolist() == [3]
    with pytest.raises(FileProblem):
        check.accepted()


def test_a_guess_reads_many_numerators_above_as_a_rate_and_a_few_as_mistakes():
    rate = "".join(f"falls,a,2024-{m:02},{100 + m},10\n" for m in range(1, 7))
    mistake = "".join(f"bp,a,2024-{m:02},{m},6\n" for m in range(1, 7)) + "bp,a,2024-07,7,6\n"
    readings = read_readings((HEADER + rate).encode(), guess=True)
    assert readings.statistics == {"falls": "rate"}
    assert sentences(HEADER + rate + mistake, guess=True) == [
        "Row 14, numerator: 7 is above its denominator 6."
    ]


def test_dates_typed_as_dates_that_open_months_are_months(tmp_path):
    path = tmp_path / "r.parquet"
    with duckdb.connect() as engine:
        engine.execute(
            "COPY (SELECT 'm' measure, 1 site, DATE '2024-01-01' + to_months(i::INT) AS period, "
            f"-1.0 * i AS value FROM range(3) t(i)) TO '{path}' (FORMAT parquet)"
        )
    readings = read_readings(path)
    assert readings.kind is PeriodKind.MONTH
    assert readings.sites == ("1",)
    assert "read as months" in readings.notes[0]
    text = b"measure,site,period,value\nm,a,2024-01-01,1\nm,a,2024-02-01,1\n"
    as_text = read_readings(text)
    assert as_text.kind is PeriodKind.DAY
    assert "write 2024-03 where you mean the month" in as_text.notes[0]


def test_numbers_typed_in_parquet_are_checked(tmp_path):
    path = tmp_path / "r.parquet"
    with duckdb.connect() as engine:
        engine.execute(
            "COPY (SELECT 'bp' measure, 'a' site, 2000 + i AS period, (5 - 4 * i)::DOUBLE "
            f"numerator, 'inf'::DOUBLE denominator FROM range(3) t(i)) TO '{path}'"
        )
    assert sentences(path.read_bytes())[-1] == "Row 4, denominator: the number is infinite."
    assert "Row 4, numerator: -3 is negative." in sentences(path.read_bytes())


CELLS = st.sampled_from(["", "*", "0", "1", "2.5", "-1", "x", "3%", "1,000"])
ROWS = st.fixed_dictionaries(
    {
        "measure": st.sampled_from(["p", "r", "c", "m", ""]),
        "site": st.sampled_from(["a", ""]),
        "period": st.sampled_from(["2024-01", "2024-13", ""]),
        "numerator": CELLS,
        "denominator": CELLS,
        "value": CELLS,
        "sd": CELLS,
        "n": CELLS,
    }
)
STATISTICS = {
    "p": Statistic.PROPORTION,
    "r": Statistic.RATE,
    "c": Statistic.COUNT,
    "m": Statistic.MEAN,
}


@settings(max_examples=400)
@given(ROWS)
def test_columns_and_rows_are_held_to_the_same_rules(row):
    check = check_readings(from_records([row]), statistics=STATISTICS)
    try:
        ReadingRow(**row, statistic=STATISTICS.get(row["measure"]))
        said = []
    except ValidationError as error:
        said = in_words(error)
    assert sorted((p.column, p.message) for p in check.problems) == sorted(said)


def test_suppressed_readings_are_left_out_of_a_file_that_is_only_read():
    rows = "bp,a,2024-01,*,100\nbp,a,2024-02,7,90\nbp,b,2024-01,*,*\n"
    readings = read_readings((HEADER + rows).encode(), statistics=PROPORTION)
    assert readings.numerator.tolist() == [7]
    assert "2 suppressed readings were left out." in readings.notes
    kept = read_readings((HEADER + rows).encode(), statistics=PROPORTION, blanks=True)
    assert np.isnan(kept.numerator).tolist() == [True, False, True]
    assert kept.denominator[0] == 100


def test_thirty_thousand_rows_take_under_a_second():
    body = "".join(
        f"bp,{site:05},{2020 + m // 12}-{m % 12 + 1:02},{(site * m) % 97},{100 + site}\n"
        for site in range(500)
        for m in range(60)
    )
    content = (HEADER + body).encode()
    read_readings((HEADER + "bp,a,2024,1,2\n").encode())
    began = time.process_time()
    readings = read_readings(content, statistics=PROPORTION)
    assert len(readings) == 30_000
    assert time.process_time() - began < 1
