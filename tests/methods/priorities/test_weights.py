"""Sets of weightings: their corners, draws uniform over them, and statements that contradict."""

import itertools

import numpy as np
import pytest

from spreadwell.methods.priorities import (
    Contradiction,
    Statement,
    any_weights,
    fixed_weights,
    ordered_weights,
    stated_weights,
)


def say(coefficients, bound=0.0, words="said"):
    return Statement(np.array(coefficients, dtype=float), bound, words)


def corners_by_trying(criteria, statements):
    """Every meeting point of as many limits as there are criteria, kept when none is broken."""
    rows = np.vstack([np.eye(criteria), *[s.coefficients[None] for s in statements]])
    bounds = np.array([0.0] * criteria + [s.bound for s in statements])
    found = set()
    for chosen in itertools.combinations(range(len(rows)), criteria - 1):
        system = np.vstack([np.ones(criteria), rows[list(chosen)]])
        if np.linalg.matrix_rank(system) < criteria:
            continue
        point = np.linalg.solve(system, np.append(1.0, bounds[list(chosen)]))
        if (rows @ point >= bounds - 1e-9).all():
            found.add(tuple(np.round(point, 9) + 0.0))
    return found


def test_corners_are_those_found_by_trying_every_meeting_point():
    rng = np.random.default_rng(2)
    for _ in range(40):
        criteria = int(rng.integers(2, 6))
        centre = rng.dirichlet(np.ones(criteria))
        said = []
        for _ in range(int(rng.integers(1, 5))):
            normal = rng.integers(-3, 4, criteria).astype(float)
            said.append(say(normal, float(normal @ centre) - 0.05))
        got = stated_weights(criteria, said)
        tried = corners_by_trying(criteria, said)
        assert {tuple(np.round(c, 9) + 0.0) for c in got.corners} == tried


def test_draws_are_uniform_as_those_kept_of_the_whole_simplex_are():
    said = [say([1, -1, 0, 0]), say([0, 0, 1, -2]), say([-1, 0, 0, 0], -0.5)]
    weights = stated_weights(4, said)
    drawn = weights.draw(20_000, np.random.default_rng(1))
    whole = np.random.default_rng(5).dirichlet(np.ones(4), 200_000)
    kept = whole[(whole @ np.array([s.coefficients for s in said]).T >= [0, 0, -0.5]).all(axis=1)]
    np.testing.assert_allclose(drawn.sum(axis=1), 1.0)
    np.testing.assert_allclose(drawn.mean(axis=0), kept.mean(axis=0), atol=0.01)
    np.testing.assert_allclose(drawn.std(axis=0), kept.std(axis=0), atol=0.01)
    np.testing.assert_allclose(weights.middle(), kept.mean(axis=0), atol=0.01)
    deciles = [np.quantile(x, [0.1, 0.5, 0.9], axis=0) for x in (drawn, kept)]
    np.testing.assert_allclose(*deciles, atol=0.015)


def test_an_order_has_the_corners_and_the_centre_of_its_own():
    weights = ordered_weights([2, 0, 1])
    thirds = [1 / 3] * 3
    np.testing.assert_allclose(weights.corners, [[0, 0, 1], [0.5, 0, 0.5], thirds])
    roc = np.array([5, 2, 11]) / 18  # rank order centroid of three (Barron & Barrett 1996)
    np.testing.assert_allclose(weights.middle(), roc)
    drawn = weights.draw(1_000, np.random.default_rng(0))
    assert ((drawn[:, 2] >= drawn[:, 0]) & (drawn[:, 0] >= drawn[:, 1])).all()


def test_an_order_with_equals_keeps_them_equal():
    drawn = ordered_weights([0, [1, 2]]).draw(100, np.random.default_rng(0))
    np.testing.assert_allclose(drawn[:, 1], drawn[:, 2])


def test_an_equality_leaves_a_flat_set():
    weights = stated_weights(3, [say([1, -2, 0]), say([-1, 2, 0])])
    drawn = weights.draw(500, np.random.default_rng(0))
    np.testing.assert_allclose(drawn[:, 0], 2 * drawn[:, 1])
    assert drawn[:, 2].mean() == pytest.approx(0.5, abs=0.05)


def test_one_weighting_is_drawn_every_time():
    weights = fixed_weights([2, 1, 1])
    assert weights.draw(3, np.random.default_rng(0)).tolist() == [[0.5, 0.25, 0.25]] * 3
    assert weights.middle().tolist() == [0.5, 0.25, 0.25]


def test_statements_that_contradict_are_named_and_the_others_are_not():
    said = [
        say([1, -1, 0], 0.0, "need ≥ cost"),
        say([0, 0, 1], 0.1, "data ≥ 0.1"),
        say([-1, 1, 0], 0.1, "cost ≥ need + 0.1"),
    ]
    with pytest.raises(Contradiction) as caught:
        stated_weights(3, said)
    assert [one.words for one in caught.value.statements] == ["need ≥ cost", "cost ≥ need + 0.1"]
    assert "data" not in str(caught.value)


@pytest.mark.parametrize("bad", [[], [-1, 2], [0, 0], [np.nan, 1]])
def test_weights_that_are_none_are_refused(bad):
    with pytest.raises(ValueError, match="from 0 up"):
        fixed_weights(bad)


def test_orders_and_sets_of_nothing_are_refused():
    with pytest.raises(ValueError, match="one place"):
        ordered_weights([0, 0, 1])
    with pytest.raises(ValueError, match="at least one criterion"):
        any_weights(0)
