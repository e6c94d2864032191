"""How often each opportunity ranks where, under every plausible weighting and score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .panel import HIGH, LOW, Floats, Panel

# 10,000 draws put a share within one in a hundred of its value, and a page can wait for them.
DRAWS = 10_000
SEED = 20_261
# Sure enough to propose without talk: four of five plausible views agree.
IN_FROM, OUT_TO = 0.8, 0.2


@dataclass(frozen=True, slots=True)
class Acceptability:
    """Rank acceptability of opportunities; shares from 0 to 1.

    `rank[i, r]` is the share of draws in which opportunity i ranks r (from 0); `in_top` that it
    is among the first `places`. `flips` is how often two equally plausible sets of scores, under
    one weighting, disagree on whether it is: there talk could change the answer. `led_by[i, c]`
    is `in_top` among the draws in which criterion c weighs most. `central[i]` are the mean
    weights of the draws that put it first (NaN when none does).
    """

    rank: Floats
    in_top: Floats
    flips: Floats
    led_by: Floats
    central: Floats
    places: int
    draws: int

    def verdicts(self) -> list[str]:
        """What is proposed of each: “in”, “depends” or “not this round”."""
        return [
            "in" if share >= IN_FROM else "not this round" if share <= OUT_TO else "depends"
            for share in self.in_top
        ]


def rank_acceptability(
    panel: Panel, places: int, *, draws: int = DRAWS, seed: int = SEED
) -> Acceptability:
    """SMAA-2 with weights uniform on the simplex and scores drawn about the panel's means.

    Scores are drawn Gaussian with the panel's standard errors and kept within the scale; all
    criteria run from 1 (worst) to 5 (best). Same seed, same result. Raises ValueError unless
    there is an opportunity and a place. Lahdelma & Salminen (2001), Tervonen & Figueira (2008).
    """
    count, criteria = panel.mean.shape
    if count == 0 or places < 1 or draws < 1:
        raise ValueError("Ranks need at least one opportunity, one place and one draw.")
    rng = np.random.default_rng(seed)
    weights = rng.dirichlet(np.ones(criteria), size=draws)
    first = _ranks(_values(panel, weights, rng))
    second = _ranks(_values(panel, weights, rng))
    rank = np.stack([(first == r).mean(axis=0) for r in range(count)], axis=1)
    top = first < places
    leading = weights.argmax(axis=1)
    led_by = np.full((count, criteria), np.nan)
    for criterion in range(criteria):
        chosen = leading == criterion
        if chosen.any():
            led_by[:, criterion] = top[chosen].mean(axis=0)
    central = np.full((count, criteria), np.nan)
    for i in range(count):
        won = first[:, i] == 0
        if won.any():
            central[i] = weights[won].mean(axis=0)
    return Acceptability(
        rank=rank,
        in_top=top.mean(axis=0),
        flips=(top != (second < places)).mean(axis=0),
        led_by=led_by,
        central=central,
        places=places,
        draws=draws,
    )


def _values(panel: Panel, weights: Floats, rng: np.random.Generator) -> Floats:
    """One value for each draw and opportunity, criterion by criterion to keep memory small."""
    draws, criteria = weights.shape
    count = panel.mean.shape[0]
    value = np.zeros((draws, count))
    for c in range(criteria):
        drawn = rng.standard_normal((draws, count)) * panel.se[:, c] + panel.mean[:, c]
        value += weights[:, c, None] * np.clip(drawn, LOW, HIGH)
    # A hair of noise, so that ties fall either way and never by the order of the list.
    return value + rng.uniform(0.0, 1e-9, value.shape)


def _ranks(values: Floats) -> NDArray[np.int64]:
    """The rank of each opportunity in each draw, 0 being best."""
    order = np.argsort(-values, axis=1)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(values.shape[1])[None, :], axis=1)
    return ranks
