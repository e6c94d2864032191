"""Medicaid expansion and adult mortality: the engine beside a published paper.

Baker, Callaway, Cunningham, Goodman-Bacon & Sant'Anna, Tables 2 and 3 and Figure 8.
"""

import csv
import gzip
import json
from pathlib import Path

import numpy as np
import pytest

import spreadwell
from spreadwell.cli.main import main
from spreadwell.formats.periods import PeriodKind
from spreadwell.methods.effects import wording
from spreadwell.methods.effects.evaluate import evaluate
from spreadwell.methods.effects.panel import NEVER, base_weights, build_panel
from spreadwell.methods.effects.results import EffectQuestion
from spreadwell.methods.effects.twobytwo import two_by_two

SHIPPED = Path(spreadwell.__file__).parent / "definitions" / "example" / "real"
READINGS, STARTS = SHIPPED / "medicaid_readings.csv.gz", SHIPPED / "medicaid_starts.csv.gz"
YEAR_2013, YEAR_2014 = 4, 5


@pytest.fixture(scope="module")
def panel():
    with gzip.open(READINGS, "rt", newline="") as file:
        readings = list(csv.DictReader(file))
    with gzip.open(STARTS, "rt", newline="") as file:
        starts = list(csv.DictReader(file))
    return build_panel(
        sites=[row["site"] for row in readings],
        periods=[int(row["period"]) for row in readings],
        kind=PeriodKind.YEAR,
        numerators=[float(row["numerator"]) for row in readings],
        denominators=[float(row["denominator"]) for row in readings],
        starts={row["site"]: int(row["started"]) if row["started"] else None for row in starts},
        weights={row["site"]: float(row["population_2013"]) for row in starts},
    )


@pytest.fixture(scope="module")
def result(panel):
    return evaluate(panel, EffectQuestion(per=100_000, periods_after=5, draws=199))


@pytest.mark.parametrize(
    ("weighting", "means", "difference", "se"),
    [
        ("sites", (419.2, 428.5, 474.0, 483.1), 0.1, 3.7),
        ("patients", (322.7, 326.5, 376.4, 382.7), -2.6, 1.5),
    ],
)
def test_two_by_two_tables(panel, weighting, means, difference, se):
    two = panel.keep((panel.start == YEAR_2014) | (panel.start == NEVER))
    found = two_by_two(
        two.outcome, two.start == YEAR_2014, base_weights(two, weighting),
        np.array([YEAR_2013]), np.array([YEAR_2014]), two.group,
    )  # fmt: skip
    rates = (
        found.treated_before, found.treated_after, found.comparator_before, found.comparator_after,
    )  # fmt: skip
    assert [100_000 * rate for rate in rates] == pytest.approx(means, abs=0.05)
    assert 100_000 * found.estimate == pytest.approx(difference, abs=0.05)
    assert 100_000 * found.se == pytest.approx(se, abs=0.05)


def test_callaway_santanna_mean_over_event_times(result):
    found = result.check.event_mean
    assert found.estimate == pytest.approx(0.09, abs=0.01)
    assert found.se == pytest.approx(1.92, abs=0.1)
    assert found.lower == pytest.approx(-3.67, abs=0.2)
    assert found.upper == pytest.approx(3.84, abs=0.2)


def test_that_design_as_headline(panel):
    question = EffectQuestion(design="callaway-santanna", per=100_000, periods_after=5, draws=99)
    assert evaluate(panel, question).headline.estimate == pytest.approx(0.09, abs=0.01)


def test_honest_reading(result):
    assert result.adopters == 1382
    assert result.comparators == 1222
    assert result.headline.lower < 0 < result.headline.upper
    assert wording.headline(result).startswith("No effect can be told.")


def test_figure_8_from_the_command_line(capsys):
    asked = ["--per", "100000", "--weights", "population_2013", "--periods-after", "5"]
    design = ["--compare", "notyet", "--base", "universal", "--json"]
    assert main(["effect", str(READINGS), str(STARTS), *asked, *design]) == 0
    found = json.loads(capsys.readouterr().out)
    dynamic = found["aggregates"]["dynamic"]
    assert dynamic["estimate"] == pytest.approx(0.09, abs=0.01)
    assert dynamic["se"] == pytest.approx(1.92, abs=0.1)
    assert dynamic["low"] == pytest.approx(-3.67, abs=0.2)
    assert dynamic["high"] == pytest.approx(3.84, abs=0.2)
    times = {point["time"]: point for point in found["check_event_study"]}
    assert min(times) <= -5
    assert max(times) == 5
    assert times[-1]["estimate"] == 0
    after = [times[time]["estimate"] for time in range(6)]
    assert np.mean(after) == pytest.approx(dynamic["estimate"])
    assert found["sites"]["started"] == 1382
    assert found["effect"]["low"] < 0 < found["effect"]["high"]
