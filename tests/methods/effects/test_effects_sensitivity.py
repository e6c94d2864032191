"""Sensitivity bounds against linear programmes and the published example."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import optimize, special, stats

from spreadwell.methods.effects import magnitudes
from spreadwell.methods.effects.magnitudes import (
    accepted,
    corners,
    relative_breakdown,
    relative_interval,
)
from spreadwell.methods.effects.smoothness import (
    folded_quantile,
    smooth_breakdown,
    smooth_interval,
)

DATA = Path(__file__).parents[2] / "reference" / "data" / "effects" / "honest_medicaid.json"
CASE = json.loads(DATA.read_text())
BETA, SIGMA = np.array(CASE["betahat"]), np.array(CASE["sigma"])
BEFORE, FIRST = CASE["before"], np.array([1.0, 0.0])


@pytest.mark.parametrize("row", CASE["relative"])
def test_relative_magnitudes_are_those_of_the_published_example(row):
    found = relative_interval(BETA, SIGMA, BEFORE, FIRST, row["m"], 0.05)
    # The published bounds are points of a grid, this far apart.
    step = 40 * np.sqrt(SIGMA[BEFORE, BEFORE]) / 999
    assert found == pytest.approx((row["low"], row["high"]), abs=step + 5e-5)


@pytest.mark.parametrize("row", CASE["smoothness"])
def test_smooth_departures_are_those_of_the_published_example(row):
    found = smooth_interval(BETA, SIGMA, BEFORE, FIRST, row["m"], 0.05)
    assert found[0] == pytest.approx(row["low"], abs=1.2e-4)
    assert found[1] == pytest.approx(row["high"], abs=5e-4)


def test_breakdowns_are_where_zero_comes_in():
    m = relative_breakdown(BETA, SIGMA, BEFORE, FIRST, 0.05)
    assert 1.5 < m < 2
    assert relative_interval(BETA, SIGMA, BEFORE, FIRST, m - 0.01, 0.05)[0] > 0
    assert relative_interval(BETA, SIGMA, BEFORE, FIRST, m + 0.01, 0.05)[0] <= 0
    bend = smooth_breakdown(BETA, SIGMA, BEFORE, FIRST, 0.05)
    assert smooth_interval(BETA, SIGMA, BEFORE, FIRST, 0.98 * bend, 0.05)[0] > 0
    assert smooth_interval(BETA, SIGMA, BEFORE, FIRST, 1.02 * bend, 0.05)[0] < 0
    nothing = BETA * np.array([1, 1, 1, 1, 1, 0, 0])
    assert relative_breakdown(nothing, SIGMA, BEFORE, FIRST, 0.05) is None
    assert smooth_breakdown(nothing, SIGMA, BEFORE, FIRST, 0.05) is None


def study(seed, before=3, after=4):
    random = np.random.default_rng(seed)
    size = before + after
    root = random.standard_normal((size, size)) * 0.3
    sigma = root @ root.T + 0.2 * np.eye(size)
    return random.standard_normal(size), sigma, random.dirichlet(np.ones(after))


def programme(beta, sigma, before, weights, m, stretch, sign, theta):
    """The largest standardised violation and its truncation, by linear programmes (the paper)."""
    steps = magnitudes._steps(before, len(weights))
    largest = sign * steps[stretch]
    rows = np.vstack([steps[before:] - m * largest, -steps[before:] - m * largest])
    gamma = np.vstack([weights, np.eye(len(weights))[1:]])
    turned = rows[:, before:] @ np.linalg.inv(gamma)
    y, x = rows @ beta - turned[:, 0] * theta, turned[:, 1:]
    spread = rows @ sigma @ rows.T
    equal = np.column_stack([np.sqrt(np.diag(spread)), x]).T
    target = np.eye(len(equal))[0]

    def worst(of):
        return optimize.linprog(-of, A_eq=equal, b_eq=target, bounds=(0, None), method="highs")

    found = worst(y)
    corner, eta = found.x, -found.fun
    sd = np.sqrt(corner @ spread @ corner)
    bend = spread @ corner / sd**2
    rest = y - bend * eta

    def still_best(c):
        return abs(-worst(rest + bend * c).fun - c) < 1e-8

    def edge(inside, outside):
        if still_best(outside):
            return np.inf * np.sign(outside)
        for _ in range(30):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if still_best(middle) else (inside, middle)
        return inside

    return eta, sd, edge(eta, -50.0), edge(eta, 50.0)


@pytest.mark.parametrize("seed", range(3))
def test_corners_equal_linear_programmes(seed):
    beta, sigma, weights = study(seed)
    for stretch, sign in ((0, 1), (2, -1)):
        found = corners(beta, sigma, 3, weights, 0.7, stretch, sign, 0.05)
        for theta in (-1.0, 0.2, 1.5):
            eta, sd, low, high = programme(beta, sigma, 3, weights, 0.7, stretch, sign, theta)
            moments = found.level - theta * found.lean
            assert moments.max() == pytest.approx(eta, abs=1e-7)
            high = min(high, found.critical)
            kept = eta <= found.critical
            if kept and eta > 0:
                rest = 0.045 / 0.995
                cut = stats.norm.cdf(low / sd)
                room = stats.norm.cdf(high / sd) - cut
                beyond = 1 - (stats.norm.cdf(eta / sd) - cut) / room
                kept = beyond >= rest
            assert accepted(found, np.array([theta]), 0.05)[0] == kept


@pytest.mark.parametrize("m", [0.0, 0.1, 0.6])
def test_the_smooth_interval_is_the_shortest_of_many(m):
    beta, sigma, weights = study(11)
    low, high = smooth_interval(beta, sigma, 3, weights, m, 0.05)
    times = np.array([-3, -2, -1, 1, 2, 3, 4.0])

    def length(free):
        # Made blind to a straight line by the first of the weights.
        first = (weights @ times[3:] + free @ times[1:3]) / 3
        v = np.concatenate([[first], free, weights])
        sd = np.sqrt(v @ sigma @ v)
        return 2 * sd * folded_quantile(worst_bias(v, times, m) / sd, 0.05)[0]

    found = optimize.minimize(length, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-4})
    assert high - low == pytest.approx(found.fun, rel=1e-4)


def worst_bias(v, times, m):
    """Largest v·δ over departures that bend by at most m, by a linear programme."""
    grid = np.arange(-3, 5)
    second = np.zeros((len(grid) - 2, len(grid)))
    for k in range(len(second)):
        second[k, k : k + 3] = (1, -2, 1)
    cost = np.array([v[list(times).index(t)] if t else 0.0 for t in grid])
    found = optimize.linprog(
        -cost, A_ub=np.vstack([second, -second]), b_ub=np.full(2 * len(second), m),
        A_eq=np.eye(len(grid))[[3]], b_eq=[0], bounds=(None, None), method="highs",
    )  # fmt: skip
    return 0.0 if m == 0 else -found.fun


def test_no_departure_gives_the_usual_interval_of_the_best_straight_line():
    beta, sigma, weights = study(4)
    low, high = smooth_interval(beta, sigma, 3, weights, 0.0, 0.05)
    times = np.array([-3, -2, -1, 1, 2, 3, 4.0])
    # Generalised least squares: a line before, free effects after.
    design = np.zeros((7, 5))
    design[:, 0] = times
    design[3:, 1:] = np.eye(4)
    inverse = np.linalg.inv(design.T @ np.linalg.solve(sigma, design))
    found = inverse @ design.T @ np.linalg.solve(sigma, beta)
    lean = np.concatenate([[0], weights])
    half = special.ndtri(0.975) * np.sqrt(lean @ inverse @ lean)
    assert (low, high) == pytest.approx((lean @ found - half, lean @ found + half), rel=1e-6)


def test_larger_departures_never_narrow():
    beta, sigma, weights = study(5)
    for bounds in (relative_interval, smooth_interval):
        made = [bounds(beta, sigma, 3, weights, m, 0.05) for m in (0.2, 0.5, 1.0, 2.0)]
        lows, highs = zip(*made, strict=True)
        assert list(lows) == sorted(lows, reverse=True)
        assert list(highs) == sorted(highs)


def test_scaling_scales():
    beta, sigma, weights = study(6)
    plain = relative_interval(beta, sigma, 3, weights, 1.0, 0.05)
    found = relative_interval(100 * beta, 1e4 * sigma, 3, weights, 1.0, 0.05)
    assert found == pytest.approx([100 * end for end in plain], rel=1e-6)
    plain = smooth_interval(beta, sigma, 3, weights, 0.1, 0.05)
    found = smooth_interval(100 * beta, 1e4 * sigma, 3, weights, 10.0, 0.05)
    assert found == pytest.approx([100 * end for end in plain], rel=1e-4)
