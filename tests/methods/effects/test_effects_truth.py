"""A reduced set of the truth benchmark, on fixed seeds."""

import numpy as np
import pytest

from benchmarks.truth import HEADINGS, SCENARIOS, page, run, simulate_world

RUNS = 10


@pytest.mark.parametrize(
    "name",
    [
        "no effect, low sites adopt",
        "no effect, the definition changes at a third of sites",
        "no effect, one site in ten closes",
    ],
)
def test_nothing_is_found_where_there_is_nothing(name):
    truth = next(item for item in SCENARIOS if item.name == name)
    found = run(truth, RUNS, draws=99)
    # At a true rate of 5 in 100 more than two of ten happen once in 90 tries.
    assert found["a_or_b"] <= 20
    assert found["coverage"] >= 80
    assert found["band"] >= 70
    assert found["permutation"] <= 20
    assert found["alarm_over_looks"] <= 10
    assert found["library_coverage"] <= found["coverage"]


def test_the_truth_of_a_world_is_what_was_planted():
    truth = next(item for item in SCENARIOS if item.name == "+2.7 in 100")
    world = simulate_world(truth, 1)
    assert 2 < world.mean < 3
    ramp = [world.by_event[e] for e in range(6)]
    assert ramp == sorted(ramp)
    assert np.mean(list(world.by_event.values())) == pytest.approx(2.7, abs=0.5)
    again = simulate_world(truth, 1)
    assert np.array_equal(world.panel.outcome, again.panel.outcome)


def test_scenarios_have_names_of_their_own_and_make_a_page():
    names = [truth.name for truth in SCENARIOS]
    assert len(names) == len(set(names)) >= 20
    row = dict.fromkeys(HEADINGS, 0.0) | {"scenario": "none", "runs": 3, "band": "–"}
    written = page([row]).splitlines()
    assert written[0] == "# How often effects tell the truth"
    assert "3 runs a row" in " ".join(written)
    assert written[-1].startswith("| none | 0.0 |") and "| – |" in written[-1]
