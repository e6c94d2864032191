"""Weightings that somebody could hold: any, one, an order, or what statements leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from .panel import Floats
from .polytope import corners_of, hit_and_run

Kind = Literal["any", "fixed", "order", "statements"]
# Enough draws that the middle of an uneven set stands to the second decimal.
MIDDLE_DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said of the weights: `coefficients`·w ≥ `bound`, and the words it was said in."""

    coefficients: Floats
    bound: float
    words: str


class Contradiction(ValueError):
    """Statements that no weighting can meet; `statements` is a smallest set of them."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = tuple(statements)
        said = " and ".join(f"“{one.words}”" for one in self.statements)
        super().__init__(f"No weights can meet {said}.")


@dataclass(frozen=True, slots=True)
class WeightSet:
    """A set of weightings: its corners (K, C), from which all others are mixed, and its limits.

    Weights are shares of 1. `kind` says how it was given.
    """

    kind: Kind
    corners: Floats
    statements: tuple[Statement, ...] = ()

    @property
    def criteria(self) -> int:
        """How many criteria are weighed."""
        return int(self.corners.shape[1])

    def draw(self, draws: int, rng: np.random.Generator) -> Floats:
        """Weightings (draws, C), uniform over the set."""
        if self.is_simplex:
            return rng.dirichlet(np.ones(len(self.corners)), size=draws) @ self.corners
        normals, bounds = _limits(self.statements, self.criteria)
        return hit_and_run(self.corners, normals, bounds, draws, rng)

    def middle(self) -> Floats:
        """The centre of the set (C): equal weights where nothing is said."""
        if self.is_simplex:
            centre: Floats = self.corners.mean(axis=0)
            return centre
        mean: Floats = self.draw(MIDDLE_DRAWS, np.random.default_rng(0)).mean(axis=0)
        return mean

    @property
    def is_simplex(self) -> bool:
        """Tell whether every weighting mixes the corners in one way only."""
        if len(self.corners) == 1:
            return True
        edges = self.corners[1:] - self.corners[0]
        return int(np.linalg.matrix_rank(edges, tol=1e-9)) == len(edges)


def any_weights(criteria: int) -> WeightSet:
    """Every weighting of so many criteria. Lahdelma & Salminen (2001)."""
    if criteria < 1:
        raise ValueError("Weights need at least one criterion.")
    return WeightSet("any", np.eye(criteria))


def fixed_weights(weights: Sequence[float] | Floats) -> WeightSet:
    """One weighting, made to add up to 1. Raises ValueError for a negative one or all nought."""
    given = np.asarray(weights, dtype=float)
    if given.ndim != 1 or not np.isfinite(given).all() or (given < 0).any() or given.sum() <= 0:
        raise ValueError("Weights are numbers from 0 up, and at least one is above 0.")
    return WeightSet("fixed", (given / given.sum())[None])


def ordered_weights(order: Sequence[int | Sequence[int]]) -> WeightSet:
    """Weightings in an order, most important first; criteria in one list within it weigh the same.

    Raises ValueError unless each criterion has one place. Barron & Barrett (1996) for the centre.
    """
    places = [[one] if isinstance(one, int) else list(one) for one in order]
    named = [one for place in places for one in place]
    if sorted(named) != list(range(len(named))) or not named:
        raise ValueError("An order gives each criterion one place.")
    # The corners put equal weight on the first place, the first two, the first three, …
    corners = np.zeros((len(places), len(named)))
    for k in range(len(places)):
        held = [one for place in places[: k + 1] for one in place]
        corners[k, held] = 1 / len(held)
    return WeightSet("order", corners)


def stated_weights(criteria: int, statements: Sequence[Statement]) -> WeightSet:
    """The weightings that meet every statement.

    Raises `Contradiction`, naming a smallest set of statements that no weighting meets.
    """
    corners = corners_of(criteria, *_limits(statements, criteria))
    if not len(corners):
        raise Contradiction(_smallest(criteria, list(statements)))
    return WeightSet("statements", corners, tuple(statements))


def _smallest(criteria: int, statements: list[Statement]) -> list[Statement]:
    """Leave out one statement after another as long as the rest still contradict."""
    kept = list(statements)
    for one in statements:
        rest = [other for other in kept if other is not one]
        if not len(corners_of(criteria, *_limits(rest, criteria))):
            kept = rest
    return kept


def _limits(statements: Sequence[Statement], criteria: int) -> tuple[Floats, Floats]:
    normals = np.array([one.coefficients for one in statements]).reshape(-1, criteria)
    return normals, np.array([one.bound for one in statements])
