"""All portfolios that some plausible weighting and scoring could make best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .panel import Floats
from .portfolio import SLACK, Bits
from .rules import Rule, matrix

# Beyond so many partial portfolios the search stops, and says so: minutes and gigabytes follow.
CAP = 8_000
# Pairs of portfolios compared at once.
BLOCK = 500


@dataclass(frozen=True, slots=True)
class Nondominated:
    """The portfolios (P, n) that no other beats everywhere, and whether the list is whole.

    `core_index` is the share of them that hold each opportunity (NaN when there is none). Where
    `complete` is False the search was capped: portfolios may be missing, and some listed may be
    dominated by a missing one.
    """

    portfolios: Bits
    complete: bool

    @property
    def core_index(self) -> Floats:
        """The share of the portfolios that hold each opportunity."""
        if not len(self.portfolios):
            return np.full(self.portfolios.shape[1], np.nan)
        share: Floats = self.portfolios.mean(axis=0)
        return share


def nondominated(
    low: Floats,
    high: Floats,
    corners: Floats,
    rules: Sequence[Rule] = (),
    *,
    cap: int = CAP,
) -> Nondominated:
    """Robust portfolio modelling: the portfolios that no other beats under all plausible views.

    `low` and `high` (n, C) bound the scores (equal where they are sure), `corners` (K, C) are those
    of the plausible weights. One portfolio dominates another when it is worth at least as much at
    every corner and score, and more at one. Projects join one at a time; a partial portfolio goes
    when another is worth more and takes no more of any rule. Liesiö, Mild & Salo (2007).
    """
    count = len(low)
    worst, best = low @ corners.T, high @ corners.T
    rows, least, most = matrix(rules, count)
    limits = np.vstack([rows[np.isfinite(most)], -rows[np.isfinite(least)]])
    bounds = np.append(most[np.isfinite(most)], -least[np.isfinite(least)])
    bounds = bounds + SLACK * np.maximum(1.0, np.abs(limits).sum(axis=1))
    # Those that promise most come first, so that poor mixtures are seen through early.
    order = np.argsort(-(worst + best).sum(axis=1), kind="stable")
    kept: Bits = np.zeros((1, count), dtype=np.bool_)
    complete = True
    for place, one in enumerate(order):
        more = kept.copy()
        more[:, one] = True
        kept = np.vstack([kept, more])
        still = np.minimum(limits[:, order[place + 1 :]], 0.0).sum(axis=1)
        used = kept @ limits.T
        fits = (used + still <= bounds).all(axis=1)
        kept, used = kept[fits], used[fits]
        if len(kept) > cap:
            promise = kept @ (worst + best).mean(axis=1)
            best_first = np.argsort(-promise, kind="stable")[:cap]
            kept, used, complete = kept[best_first], used[best_first], False
        last = place + 1 == count
        kept = kept[~_beaten(kept, worst, best, np.zeros((len(kept), 0)) if last else used)]
    return Nondominated(kept, complete)


def _beaten(portfolios: Bits, worst: Floats, best: Floats, used: Floats) -> Bits:
    """Tell of each whether another is worth more for no more of any rule."""
    held = portfolios.astype(float)
    scale = SLACK * max(1.0, float(np.abs(best).sum()))
    out = np.zeros(len(held), dtype=np.bool_)
    # Only one worth more at the middle can beat another, so the list is walked from the top.
    order = np.argsort(-(held @ (worst + best).sum(axis=1)), kind="stable")
    for begin in range(0, len(held), BLOCK):
        rows = order[begin : begin + BLOCK]
        rivals = order[: begin + BLOCK]
        rivals = rivals[~out[rivals]]
        least = np.full((len(rivals), len(rows)), np.inf)
        most = np.full((len(rivals), len(rows)), -np.inf)
        for k in range(worst.shape[1]):
            # What both hold cancels: only the rest counts, at its worst for one, best for other.
            both = (held[rivals] * (best[:, k] - worst[:, k])) @ held[rows].T
            gain = (held[rivals] @ worst[:, k])[:, None] - (held[rows] @ best[:, k])[None] + both
            np.minimum(least, gain, out=least)
            most_gain = (held[rivals] @ best[:, k])[:, None] - (held[rows] @ worst[:, k])[None]
            np.maximum(most, most_gain - both, out=most)
        wins = (least >= -scale) & (most > scale)
        for column in range(used.shape[1]):
            wins &= used[rivals, column][:, None] <= used[rows, column][None] + scale
        out[rows] = wins.any(axis=0)
    return out
