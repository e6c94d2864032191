"""The situations that break chart tools: each gives JSON and a picture with a sentence, no NaN."""

import json
import random
import re
from itertools import pairwise

import pytest

WOBBLE = [50, 53, 49, 52, 51, 48, 54, 50, 52, 49, 53, 51, 50]
COMPARISON = ["--dialect", "nhsrplotthedots-0.2"]
# What stands in the file, what is asked, and the guard that an XmR chart must raise.
SITUATIONS = {
    "every value the same": ([50] * 13, [], "constant"),
    "screening would leave nothing": ([5] * 12 + [9] + [5] * 3, COMPARISON, "not_screened"),
    "half the values the same": ([7, 7, 8, 7, 9, 7, 7, 3, 7, 5, 8, 7, 6, 7], [], "mostly_equal"),
    "missing inside": ([*WOBBLE[:5], None, *WOBBLE[5:], None, 52], [], "missing"),
    "the latest missing": ([*WOBBLE, None, None], [], "latest_observed"),
    "six points": (WOBBLE[:6], [], "too_few_points"),
    "seven points": (WOBBLE[:7], [], "provisional"),
    "a single point": ([50], [], "too_few_points"),
    "a single point in another tool": ([50], COMPARISON, "too_few_points"),
    "two equal points": ([50, 50], COMPARISON, "constant"),
    "nothing at all": ([None] * 5, [], "too_few_points"),
    "nothing but noughts": ([0] * 14, [], "constant"),
    "a rebase that leaves two": (WOBBLE, ["--rebase", "2022-12"], "too_few_points"),
    "a rebase that leaves one": (WOBBLE, ["--rebase", "2023-01"], "too_few_points"),
    "two rebases in a row": (
        WOBBLE,
        ["--rebase", "2022-08", "--rebase", "2022-09"],
        "too_few_points",
    ),
    "a baseline longer than the segment": (WOBBLE[:8], ["--baseline", "24"], "provisional"),
    "all but one left out": (
        WOBBLE[:4],
        [one for month in "123" for one in ("--exclude", f"2022-0{month}")],
        "too_few_points",
    ),
    "huge and tiny": ([1e15, 1e-15] * 7, [], "mostly_equal"),
}
VALUES = ["xmr", "run", "c", "g", "t", "mr"]
PAIRS = ["p", "pprime", "u", "uprime", "iprime", "xmr", "run"]
SUBGROUPS = ["xbar", "s", "iprime"]


def month(i: int) -> str:
    return f"{2022 + i // 12}-{i % 12 + 1:02}"


def cell(number) -> str:
    return "" if number is None else f"{number:g}"


def table(values: list, kind: str, columns: str) -> str:
    """The file of a site, with the columns that a kind of chart takes."""
    lines = [f"measure,site,period,{columns}"]
    for i, v in enumerate(values):
        if columns == "value":
            # A t chart refuses no time at all, so its noughts are short times.
            v = 0.5 if kind == "t" and v == 0 else v
            lines.append(f"m,a,{month(i)},{cell(v)}")
        elif columns == "numerator,denominator":
            # A missing value is written as nobody counted, every other time as blank.
            bottom = 100 if v is not None else (0 if i % 2 else None)
            top = 0 if v is None and bottom == 0 else None if v is None else min(v, 100)
            lines.append(f"m,a,{month(i)},{cell(top)},{cell(bottom)}")
        else:
            lines.append(
                f"m,a,{month(i)},{cell(v)},{'' if v is None else 2},{'' if v is None else 5}"
            )
    return "\n".join(lines) + "\n"


CASES = [
    (kind, columns)
    for kinds, columns in (
        (VALUES, "value"),
        (PAIRS, "numerator,denominator"),
        (SUBGROUPS, "value,sd,n"),
    )
    for kind in kinds
]


def no_number_that_is_none(name: str):
    raise AssertionError(f"{name} reached the JSON")


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize(("kind", "columns"), CASES, ids=[f"{k} {c}" for k, c in CASES])
def test_nothing_breaks_and_nothing_is_nan(run, tmp_path, kind, columns, situation) -> None:
    values, options, guard = SITUATIONS[situation]
    path, picture = tmp_path / "r.csv", tmp_path / "r.svg"
    path.write_text(table(values, kind, columns), encoding="utf-8")
    asked = ["--kind", kind, "--target", "0.4", "--statistic", "auto", *options]
    code, out, err = run("chart", path, *asked, "--json", "--svg", picture)
    assert "Traceback" not in err
    if code:
        # A file without a single number is told so, in one sentence.
        assert situation == "nothing at all"
        assert len(err.strip().splitlines()) == 1
        return
    told = json.loads(out, parse_constant=no_number_that_is_none)
    (chart,) = told["charts"]
    drawn = picture.read_text(encoding="utf-8")
    assert not re.search(r"\b(nan|inf|infinity)\b", drawn, re.I)
    lengths = {name: len(v) for name, v in chart.items() if name in ("values", "states", "signals")}
    assert set(lengths.values()) == {len(chart["periods"])}
    assert all(one["sentence"].endswith(".") for one in chart["guards"])
    assert "nan" not in chart["sentence"].lower()
    if (kind, columns) == ("xmr", "value"):
        assert guard in {one["code"] for one in chart["guards"]}


def test_the_latest_observed_is_named_with_its_period(run, tmp_path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(table([*WOBBLE, 90, None, None], "xmr", "value"), encoding="utf-8")
    code, out, _ = run("chart", path, "--kind", "xmr", "--json")
    (chart,) = json.loads(out)["charts"]
    assert code == 0
    assert chart["latest"] == "2023-02"
    assert chart["variation"] == "improvement_high"
    assert chart["states"][-2:] == [None, None]
    assert "90 in Feb 2023" in chart["sentence"]


def several(random_rows: bool) -> str:
    """Three sites with gaps and targets of their own, rows in order or shuffled."""
    chance = random.Random(3)
    lines = []
    for site in ("north", "south", "east"):
        level = chance.uniform(0.4, 0.8)
        for i in range(26):
            if chance.random() < 0.08:
                continue
            people = chance.randint(80, 200)
            share = level + 0.1 * (i > 17) + chance.gauss(0, 0.03)
            lines.append(f"m,{site},{month(i)},{round(people * share)},{people}")
    if random_rows:
        chance.shuffle(lines)
    return "\n".join(["measure,site,period,numerator,denominator", *lines]) + "\n"


@pytest.mark.parametrize(
    "kind", ["auto", "xmr", "run", "pprime", "uprime", "iprime", "mr", "funnel"]
)
@pytest.mark.parametrize("options", [[], ["--rebase", "2023-01", "--baseline", "8"]])
def test_the_order_of_rows_never_matters(run, tmp_path, kind, options) -> None:
    answers = []
    asked = [] if kind == "funnel" else options
    for shuffled in (False, True):
        path = tmp_path / "r.csv"
        path.write_text(several(shuffled), encoding="utf-8")
        code, out, _ = run("chart", path, "--kind", kind, "--target", "70%", "--json", *asked)
        assert code == 0
        answers.append(json.loads(out)["charts"])
    one, other = answers
    if kind == "funnel":
        by_site = [
            sorted(zip(c["sites"], c["values"], c["limits"]["95"], strict=True)) for (c,) in answers
        ]
        assert by_site[0] == by_site[1]
        return
    assert sorted(one, key=lambda chart: chart["site"]) == sorted(
        other, key=lambda chart: chart["site"]
    )
    assert all(a < b for chart in one for a, b in pairwise(chart["periods"]))
