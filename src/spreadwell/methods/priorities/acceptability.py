"""How often each opportunity ranks where, under every plausible weighting and score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .panel import Floats
from .weights import WeightSet, any_weights

# 10,000 draws put a share within one in a hundred of its value, and a page can wait for them.
DRAWS = 10_000
SEED = 20_261
# Sure enough to propose without talk: four of five plausible views agree.
IN_FROM, OUT_TO = 0.8, 0.2
# So many draws at once stay within the processor's cache.
BLOCK = 2_000
# Ties fall either way by a hair of noise, far below any difference that scores can have.
HAIR = 1e-9


class Scored(Protocol):
    """Scores with their standard errors, opportunity × criterion, such as a `Panel`."""

    @property
    def mean(self) -> Floats: ...
    @property
    def se(self) -> Floats: ...


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
    panel: Scored,
    places: int,
    *,
    weights: WeightSet | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Acceptability:
    """SMAA-2 with weights uniform over a set and scores drawn about the panel's means.

    Scores are Gaussian with the panel's standard errors; all criteria run from worst to best.
    Without `weights` any weighting is as likely as any other. Same seed, same result. Raises
    ValueError unless there is an opportunity and a place. Lahdelma & Salminen (2001), Tervonen &
    Figueira (2008).
    """
    count, criteria = panel.mean.shape
    if count == 0 or places < 1 or draws < 1:
        raise ValueError("Ranks need at least one opportunity, one place and one draw.")
    rng = np.random.default_rng(seed)
    drawn = (weights or any_weights(criteria)).draw(draws, rng)
    leading = drawn.argmax(axis=1)
    ranked = np.zeros(count * count)
    led = np.zeros((criteria, count))
    first = np.empty(draws, dtype=np.int64)
    for begin, order in _orders(panel, drawn, rng):
        end = begin + len(order)
        ranked += np.bincount((order * count + np.arange(count)).ravel(), minlength=count**2)
        first[begin:end] = order[:, 0]
        cell = leading[begin:end, None] * count + order[:, :places]
        led += np.bincount(cell.ravel(), minlength=led.size).reshape(led.shape)
    rank = ranked.reshape(count, count) / draws
    led_by = _share(led, np.bincount(leading, minlength=criteria)[:, None]).T
    wins = np.bincount(first, minlength=count)
    sums = [np.bincount(first, weights=drawn[:, c], minlength=count) for c in range(criteria)]
    return Acceptability(
        rank=rank,
        in_top=rank[:, :places].sum(axis=1),
        flips=_flips(panel, drawn[:DRAWS], places, rng),
        led_by=led_by,
        central=_share(np.array(sums), wins[None]).T,
        places=places,
        draws=draws,
    )


def draw_values(
    panel: Scored, weights: Floats, rng: np.random.Generator, *, baseline: float = 0.0
) -> Floats:
    """A value (draws, opportunities) for each weighting: its weighted sum of drawn scores.

    The sum of independent Gaussian scores is Gaussian, so one number a value is drawn, not one a
    criterion. `baseline` is the score at which an opportunity is worth nothing.
    """
    values: Floats = weights @ panel.mean.T
    if baseline:
        values -= baseline
    if panel.se.any():
        spread = (weights**2) @ (panel.se**2).T
        np.sqrt(spread, out=spread)
        spread *= rng.standard_normal(values.shape, dtype=np.float32)
        values += spread
    return values


def _orders(
    panel: Scored, weights: Floats, rng: np.random.Generator
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Blocks of draws: where each begins, and the opportunities of each draw, best first."""
    # Two that are sure may tie exactly; with a spread nothing does.
    may_tie = int((~panel.se.any(axis=1)).sum()) > 1
    for begin in range(0, len(weights), BLOCK):
        values = draw_values(panel, weights[begin : begin + BLOCK], rng)
        if may_tie:
            values += rng.uniform(0.0, HAIR * max(1.0, float(np.abs(values).max())), values.shape)
        yield begin, _order(values)


def _order(values: Floats) -> NDArray[np.int64]:
    """Places of the values of each row, largest first.

    Positive floats sort as the whole numbers with the same bits, so the place goes into the last
    bits and one plain sort does the work of a slower sort of places.
    """
    mask = (1 << max(values.shape[1] - 1, 1).bit_length()) - 1
    falling = values.max() - values
    falling += max(float(np.abs(values).max()), 1.0)
    packed: NDArray[np.int64] = falling.view(np.int64)
    packed &= ~mask
    packed |= np.arange(values.shape[1])
    packed.sort(axis=1)
    packed &= mask
    return packed


def _flips(panel: Scored, weights: Floats, places: int, rng: np.random.Generator) -> Floats:
    """How often two sets of scores under the same weights disagree on the first places."""
    count = panel.mean.shape[0]
    found = np.zeros(count)
    pair = zip(_orders(panel, weights, rng), _orders(panel, weights, rng), strict=True)
    for (_, one), (_, other) in pair:
        tops = np.zeros((2, len(one), count), dtype=np.bool_)
        for top, order in zip(tops, (one, other), strict=True):
            np.put_along_axis(top, order[:, :places], True, axis=1)
        found += (tops[0] != tops[1]).sum(axis=0)
    return found / len(weights)


def _share(part: Floats, whole: NDArray[np.int64]) -> Floats:
    """Part by whole, NaN where there is no whole."""
    out = np.full(part.shape, np.nan)
    np.divide(part, whole, out=out, where=np.broadcast_to(whole > 0, part.shape))
    return out
