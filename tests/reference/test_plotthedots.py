"""Our reading of NHSRplotthedots against the package's algorithm on real A&E series."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from spreadwell.methods import spc
from tests.methods.spc.series import whole_values
from tests.methods.spc.things import NAMES
from tests.reference.plotthedots import plot_the_dots

DATA = Path(__file__).parent / "data" / "spc" / "ae_departments.csv"
REAL = Path(spc.__file__).parents[2] / "definitions" / "example" / "real" / "ae_months.csv"


def read() -> dict[str, list[float]]:
    """Every series without gaps of both files, by name, in the order of its months."""
    series: dict[str, list[float]] = {}
    with DATA.open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["period"])
    for row in rows:
        place = f"{row['org_code']} {row['type']}"
        for name in ("attendances", "breaches", "admissions"):
            series.setdefault(f"{place} {name}", []).append(float(row[name]))
        seen = 1 - float(row["breaches"]) / float(row["attendances"])
        series.setdefault(f"{place} within four hours", []).append(seen)
    with REAL.open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["month"])
    for row in rows:
        for name in ("attendances", "over_4_hours", "emergency_admissions"):
            number = float(row[name]) if row[name] else math.nan
            series.setdefault(f"{row['trust']} {name}", []).append(number)
    return {name: y for name, y in series.items() if not any(map(math.isnan, y))}


SERIES = read()
QUESTIONS = {
    "plain": {},
    "down": {"improvement": "down"},
    "neutral": {"improvement": "neither"},
    "fixed": {"fix": 12},
    "rebased": {"rebase": (12, 24)},
    "rebased and fixed": {"rebase": (20,), "fix": 8, "improvement": "down"},
    "unscreened": {"screen": False},
}
# Where the package divides nothing by nothing, or draws limits of no width round points that
# vary, Spreadwell keeps its guards: screening that would leave no variation is not done.
GUARDED = {f"{trust} other admissions" for trust in ("R1K", "RAS", "RQM", "RYJ", "RYX")}


def ours(y: list[float], question: dict, target: float) -> spc.ControlChart:
    options = {
        "baseline": question.get("fix"),
        "rebase": list(question.get("rebase", ())),
        "improvement": question.get("improvement", "up"),
        "target": target,
        "screen": question.get("screen"),
    }
    return spc.xmr(y, dialect="nhsrplotthedots-0.2", **options)


def is_guarded(theirs) -> bool:
    """Limits that are no numbers, or of no width."""
    return any(
        math.isnan(low) or low == high for low, high in zip(theirs.lower, theirs.upper, strict=True)
    )


@pytest.mark.parametrize("asked", QUESTIONS)
@pytest.mark.parametrize("name", SERIES)
def test_every_point_and_both_icons(name: str, asked: str) -> None:
    y, question = SERIES[name], QUESTIONS[asked]
    for target in (np.quantile(y, 0.1), np.quantile(y, 0.95) * 1.4 + 1, min(y) - 1, np.median(y)):
        theirs = plot_the_dots(y, target=float(target), **question)
        if is_guarded(theirs):
            assert name in GUARDED
            return
        chart = ours(y, question, float(target))
        np.testing.assert_allclose(chart.centre, theirs.mean, rtol=1e-12)
        np.testing.assert_allclose(chart.lower, theirs.lower, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(chart.upper, theirs.upper, rtol=1e-9)
        assert [NAMES.get(one, "") for one in chart.labels] == theirs.labels
        assert [one.value for one in chart.kinds] == [
            one.removesuffix("_high").removesuffix("_low") for one in theirs.types
        ]
        assert chart.variation == theirs.variation
        assert chart.assurance == theirs.assurance


def test_the_series_are_many_and_few_are_guarded() -> None:
    assert len(SERIES) > 45
    found = {
        name
        for name, y in SERIES.items()
        for question in QUESTIONS.values()
        if is_guarded(plot_the_dots(y, **question))
    }
    assert found == GUARDED


def test_a_tie_between_two_trends_reads_as_a_fall() -> None:
    """The package takes the step after such a point, and calls a step of nothing a decrease."""
    y = [float(v) for v in (0, 1, 2, 3, 4, 5, 6, 6, 7, 8, 9, 10, 11, 12)]
    theirs = plot_the_dots(y)
    chart = spc.xmr(y, dialect="nhsrplotthedots-0.2")
    told = [NAMES.get(one, "") for one in chart.labels]
    assert told == theirs.labels
    assert theirs.labels[6] == "trend down"
    assert NAMES[spc.xmr(y).labels[6]] == "trend up"


@settings(max_examples=150, deadline=None)
@given(
    y=whole_values,
    cut=st.none() | st.integers(1, 30),
    fix=st.none() | st.integers(2, 20),
    way=st.sampled_from(["up", "down", "neither"]),
    target=st.integers(-40, 40),
    screen=st.sampled_from([None, True, False]),
)
def test_invented_series_too(y, cut, fix, way, target, screen) -> None:
    rebase = (cut,) if cut is not None and cut < len(y) else ()
    question = {"rebase": rebase, "fix": fix, "improvement": way}
    theirs = plot_the_dots(
        [float(v) for v in y], target=float(target), screen=screen is not False, **question
    )
    assume(not is_guarded(theirs))
    chart = ours(y, {**question, "screen": screen}, float(target))
    assert [NAMES.get(one, "") for one in chart.labels] == theirs.labels
    assert (chart.variation, chart.assurance) == (theirs.variation, theirs.assurance)
