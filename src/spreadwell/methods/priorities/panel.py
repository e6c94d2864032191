"""Many scorers to one score: means, their standard errors, disagreement apart from ignorance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LOW, HIGH = 1.0, 5.0
# The spread of a score about which nothing is known: uniform between the ends.
KNOW_NOTHING_SD = (HIGH - LOW) / 12**0.5
# Two camps: at least this many at either end, and at most this share between them.
CAMP_SIZE = 2
BETWEEN_SHARE = 0.25

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Panel:
    """What a panel says: arrays of opportunity × criterion, scores from 1 to 5.

    `mean` gives each group an equal voice; where nobody scored it is the middle of the scale.
    `se` is its standard error. `disagreement` is the sd between scorers who gave a score (NaN
    under two), `known` how many did, `asked` how many could have, `camps` two opposed camps.
    """

    mean: Floats
    se: Floats
    disagreement: Floats
    known: NDArray[np.int64]
    asked: NDArray[np.int64]
    camps: NDArray[np.bool_]

    @property
    def ignorance(self) -> Floats:
        """The share of those asked who did not give a score: 0 all did, 1 nobody did."""
        return 1.0 - self.known / np.maximum(self.asked, 1)


def panel_scores(
    scores: Floats,
    groups: Sequence[str],
    *,
    aside: NDArray[np.bool_] | None = None,
    equal_voice: bool = True,
    scale: tuple[float, float] = (LOW, HIGH),
    lone_sd: float | None = None,
    shrink: bool = False,
) -> Panel:
    """Panel means of `scores[opportunity, criterion, scorer]`, NaN being “don't know”.

    `groups` names each scorer's group; `aside[opportunity, scorer]` marks scores set aside for a
    declared interest, which count neither as given nor as asked. With `equal_voice` the mean is
    the mean of the groups' means and its variance s²/G² · Σ 1/k over groups of k; without, the
    plain mean and s²/k. s² pools the spread within groups of a cell; a cell too small for one
    borrows the criterion's, where groups are of one that between them, and failing all that
    `lone_sd`, by default the spread of a score nobody knows. `scale` holds the ends of the scores.
    With `shrink`, criteria that not everybody scored throughout take the means of `two_way`.
    Raises ValueError naming what does not fit.
    """
    low, high = scale
    know_nothing = (high - low) / 12**0.5
    scores = np.array(scores, dtype=float)
    if scores.ndim != 3 or scores.shape[2] != len(groups):
        raise ValueError("Scores are opportunity × criterion × scorer, with one group a scorer.")
    if aside is not None:
        if aside.shape != (scores.shape[0], scores.shape[2]):
            raise ValueError("Scores set aside are opportunity × scorer.")
        scores = np.where(aside[:, None, :], np.nan, scores)
    if np.any((scores < low) | (scores > high)):
        raise ValueError(f"A score lies between {low:g} and {high:g}; blank means don't know.")
    names = sorted(set(groups)) if equal_voice else ["all"]
    member = np.array([[float(g == n or not equal_voice) for g in groups] for n in names])
    member = member.reshape(len(names), len(groups))  # a panel of nobody keeps its two axes
    given = ~np.isnan(scores)
    filled = np.where(given, scores, 0.0)
    size = np.einsum("ock,gk->ocg", given.astype(float), member)
    total = np.einsum("ock,gk->ocg", filled, member)
    square = np.einsum("ock,gk->ocg", filled**2, member)
    held = size > 0
    group_mean = np.divide(total, size, out=np.zeros_like(total), where=held)
    voices = held.sum(axis=2)
    anybody = voices > 0
    mean = np.full(voices.shape, (low + high) / 2)
    np.divide(np.where(held, group_mean, 0.0).sum(axis=2), voices, out=mean, where=anybody)
    known = given.sum(axis=2)
    spread = _spread(scores, known)
    alone = know_nothing if lone_sd is None else lone_sd
    variance = _within(square - size * group_mean**2, size, spread, alone)
    inverse = np.divide(1.0, size, out=np.zeros_like(size), where=held).sum(axis=2)
    se = np.full(voices.shape, know_nothing)
    np.sqrt(variance * inverse / np.maximum(voices, 1) ** 2, out=se, where=anybody)
    if shrink:
        _shrink(scores, member, mean, se, scale)
    asked = np.full(known.shape, scores.shape[2])
    if aside is not None:
        asked = asked - aside.sum(axis=1)[:, None]
    return Panel(mean, se, spread, known, asked, _camps(scores, known, (low + high) / 2))


def _within(squares: Floats, size: Floats, spread: Floats, alone: float) -> Floats:
    """The pooled variance within groups, a cell; borrowed where a cell has no group of two."""
    freedom = np.maximum(size - 1, 0).sum(axis=2)
    # Rounding may leave a hair below nought where all agree.
    left = np.maximum(np.where(size > 0, squares, 0.0), 0.0).sum(axis=2)
    all_freedom = freedom.sum(axis=0)
    borrowed = np.full(all_freedom.shape, alone**2)
    np.divide(left.sum(axis=0), all_freedom, out=borrowed, where=all_freedom > 0)
    variance = np.broadcast_to(borrowed, freedom.shape).copy()
    np.divide(left, freedom, out=variance, where=freedom > 0)
    for criterion in np.flatnonzero(all_freedom == 0):
        # Each group is one scorer: how far they lie apart is all there is to go by.
        between = spread[:, criterion] ** 2
        told = ~np.isnan(between)
        if told.any():
            variance[:, criterion] = np.where(told, between, between[told].mean())
    return variance


def _shrink(
    scores: Floats, member: Floats, mean: Floats, se: Floats, scale: tuple[float, float]
) -> None:
    """Put the two-way means in place of the plain ones, for criteria that are unbalanced."""
    from .severity import is_unbalanced, two_way

    for criterion in range(scores.shape[1]):
        given = scores[:, criterion, :]
        found = two_way(given, member) if is_unbalanced(given) else None
        if found is not None:
            mean[:, criterion] = np.clip(found.mean, *scale)
            se[:, criterion] = found.se


def _spread(scores: Floats, known: NDArray[np.int64]) -> Floats:
    """The sd between scorers of each cell, NaN where fewer than two gave a score."""
    given = ~np.isnan(scores)
    mean = np.where(given, scores, 0.0).sum(axis=2) / np.maximum(known, 1)
    squares = np.where(given, (scores - mean[:, :, None]) ** 2, 0.0).sum(axis=2)
    out = np.full(known.shape, np.nan)
    np.divide(squares, known - 1, out=out, where=known > 1)
    np.sqrt(out, out=out)
    return out


def _camps(scores: Floats, known: NDArray[np.int64], middle: float) -> NDArray[np.bool_]:
    """Tell where the panel falls into two opposed camps with few between them."""
    below = (scores < middle).sum(axis=2)
    above = (scores > middle).sum(axis=2)
    between = (scores == middle).sum(axis=2)
    result: NDArray[np.bool_] = (
        (below >= CAMP_SIZE) & (above >= CAMP_SIZE) & (between <= BETWEEN_SHARE * known)
    )
    return result


@dataclass(frozen=True, slots=True)
class SideScore:
    """One side, powerful or possible: score and standard error of each opportunity, 1 to 5."""

    score: Floats
    se: Floats


def side_scores(panel: Panel, columns: Sequence[int]) -> SideScore:
    """The plain mean over the criteria `columns` of one side, and its standard error.

    Criteria count as independent given the opportunity. Raises ValueError without a criterion.
    """
    if not columns:
        raise ValueError("A side needs at least one criterion.")
    chosen = list(columns)
    score = panel.mean[:, chosen].mean(axis=1)
    se = np.sqrt((panel.se[:, chosen] ** 2).sum(axis=1)) / len(chosen)
    return SideScore(score, se)
