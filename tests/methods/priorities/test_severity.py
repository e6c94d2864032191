"""Strict scorers and few scores: the two-way model against dense algebra over whole matrices."""

import numpy as np
import pytest
from scipy import optimize

from spreadwell.methods.priorities import panel_scores
from spreadwell.methods.priorities.severity import is_unbalanced, two_way


def invented(seed=3, opportunities=12, scorers=6, missing=0.35):
    rng = np.random.default_rng(seed)
    scores = 3 + rng.normal(0, 1, (opportunities, 1)) + rng.normal(0, 0.7, (1, scorers))
    scores = scores + rng.normal(0, 0.5, (opportunities, scorers))
    scores[rng.random(scores.shape) < missing] = np.nan
    return scores


def whole(scores, between, among, noise):
    """The covariance of all scores, their values, and which opportunity each is of."""
    opportunity, scorer = np.nonzero(~np.isnan(scores))
    z, s = np.eye(scores.shape[0])[opportunity], np.eye(scores.shape[1])[scorer]
    covariance = between * z @ z.T + among * s @ s.T + noise * np.eye(len(z))
    return covariance, scores[opportunity, scorer], z


def dense_deviance(logs, scores):
    covariance, y, _ = whole(scores, *np.exp(logs))
    inverse = np.linalg.inv(covariance)
    precision = inverse.sum()
    left = y - (inverse @ y).sum() / precision
    return np.linalg.slogdet(covariance)[1] + np.log(precision) + left @ inverse @ left


def test_variances_means_and_errors_are_those_of_dense_algebra():
    scores = invented()
    got = two_way(scores, np.ones((1, 6)))
    options = {"xatol": 1e-6, "fatol": 1e-10, "maxiter": 4000}
    best = optimize.minimize(
        dense_deviance, np.zeros(3), (scores,), method="Nelder-Mead", options=options
    )
    assert [got.between, got.scorers, got.noise] == pytest.approx(np.exp(best.x), rel=1e-3)
    covariance, y, z = whole(scores, got.between, got.scorers, got.noise)
    inverse = np.linalg.inv(covariance)
    ones = np.ones(len(y))
    level = (inverse @ y).sum() / inverse.sum()
    carried = got.between * z.T @ inverse
    np.testing.assert_allclose(got.mean, level + carried @ (y - level), atol=1e-9)
    error = got.between - np.diag(carried @ z) * got.between
    error = error + (1 - carried @ ones) ** 2 / inverse.sum()
    np.testing.assert_allclose(got.se, np.sqrt(error), atol=1e-9)


def test_a_strict_scorer_does_not_sink_what_only_they_scored():
    scores = invented(missing=0.0)
    scores[:, 0] -= 2.5
    scores[0, 1:] = np.nan
    got = two_way(np.clip(scores, -10, 10), np.ones((1, 6)))
    assert got.severity[0] < -1.5
    assert got.mean[0] > scores[0, 0] + 1


def test_whole_panels_are_left_as_they_are():
    rng = np.random.default_rng(0)
    scores = rng.integers(1, 6, (5, 2, 4)).astype(float)
    plain = panel_scores(scores, ["a", "a", "b", "b"])
    shrunk = panel_scores(scores, ["a", "a", "b", "b"], shrink=True)
    np.testing.assert_array_equal(plain.mean, shrunk.mean)
    assert not is_unbalanced(scores[:, 0])


def test_only_the_criterion_with_gaps_is_shrunk():
    rng = np.random.default_rng(0)
    scores = rng.integers(1, 6, (6, 2, 5)).astype(float)
    scores[2, 1, 3] = np.nan
    groups = ["a", "a", "b", "b", "b"]
    plain, shrunk = panel_scores(scores, groups), panel_scores(scores, groups, shrink=True)
    np.testing.assert_array_equal(plain.mean[:, 0], shrunk.mean[:, 0])
    assert not np.allclose(plain.mean[:, 1], shrunk.mean[:, 1])


@pytest.mark.parametrize(
    "scores", [[[1.0, np.nan], [np.nan, 2.0]], [[3.0, 3.0, 3.0], [3.0, 3.0, np.nan]]]
)
def test_too_little_to_tell_is_left_alone(scores):
    given = np.array(scores)
    assert two_way(given, np.ones((1, given.shape[1]))) is None


def test_groups_have_an_equal_voice_in_a_shrunken_mean():
    """Scores doubled within one group leave its say where it was."""
    scores = invented(missing=0.3)
    member = np.array([[1.0, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1]])
    got = two_way(scores, member)
    again = two_way(scores[:, [3, 4, 5, 0, 1, 2]], member)
    np.testing.assert_allclose(got.mean, again.mean, atol=1e-6)
