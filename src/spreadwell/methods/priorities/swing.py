"""Weights from what people say of pairs of swings, shown back as what they imply."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .panel import Floats

# Judgements whose typical ratio is off by more than this half again are worth asking about.
CONSISTENT_WITHIN = 1.5


@dataclass(frozen=True, slots=True)
class Pair:
    """The swing of `one`, from worst to best, counts `times` as much as that of `other`."""

    one: int
    other: int
    times: float


@dataclass(frozen=True, slots=True)
class SwingWeights:
    """Weights (C, adding up to 1) and how well the judgements agree.

    `off` is the typical factor (1 = perfect) by which a judgement differs from what the weights
    imply, `furthest` the place of the one that differs most (None where all agree), `sentences` say
    what the weights imply.
    """

    weights: Floats
    off: float
    furthest: int | None
    sentences: tuple[str, ...]

    @property
    def consistent(self) -> bool:
        """Tell whether the judgements agree well enough to stand."""
        return self.off <= CONSISTENT_WITHIN


def swing_weights(criteria: Sequence[str], pairs: Sequence[Pair]) -> SwingWeights:
    """Weights by least squares on the logarithms of the ratios of swings.

    Any set of pairs that joins all criteria will do. Raises ValueError naming criteria that no pair
    joins, and for a ratio that is not above nought. Crawford & Williams (1985); von Winterfeldt &
    Edwards (1986) for swings.
    """
    if any(not (np.isfinite(p.times) and p.times > 0) or p.one == p.other for p in pairs):
        raise ValueError("A pair compares two criteria by a number above nought.")
    apart = _apart(len(criteria), pairs)
    if apart:
        raise ValueError(f"No pair joins {', '.join(criteria[i] for i in apart)} to the others.")
    rows = np.zeros((len(pairs), len(criteria)))
    for place, pair in enumerate(pairs):
        rows[place, pair.one], rows[place, pair.other] = 1.0, -1.0
    said = np.log([pair.times for pair in pairs]) if pairs else np.zeros(0)
    logs = np.linalg.lstsq(rows, said, rcond=None)[0] if pairs else np.zeros(1)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    differs = np.abs(said - rows @ logs)
    spare = len(pairs) - len(criteria) + 1
    off = float(np.exp(np.sqrt((differs**2).sum() / spare))) if spare > 0 else 1.0
    furthest = int(differs.argmax()) if spare > 0 and differs.max() > 1e-9 else None
    sentences = _sentences(criteria, weights)
    if furthest is not None:
        sentences.append(_doubt(criteria, pairs[furthest], weights))
    return SwingWeights(weights, off, furthest, tuple(sentences))


def _apart(criteria: int, pairs: Sequence[Pair]) -> list[int]:
    joined = {0}
    while True:
        more = {
            end
            for p in pairs
            if (p.one in joined) != (p.other in joined)
            for end in (p.one, p.other)
        } - joined
        if not more:
            return [i for i in range(criteria) if i not in joined]
        joined |= more


def _sentences(criteria: Sequence[str], weights: Floats) -> list[str]:
    order = np.argsort(-weights, kind="stable").tolist()
    said = [f"{criteria[order[0]]} counts for {weights[order[0]] * 100:.0f} of 100."]
    for one, other in itertools.pairwise(order):
        times = weights[one] / weights[other]
        said.append(
            f"Going from worst to best on {criteria[one]} counts as much as going {times:.1f} "
            f"times that far on {criteria[other]} ({weights[other] * 100:.0f} of 100)."
        )
    return said


def _doubt(criteria: Sequence[str], pair: Pair, weights: Floats) -> str:
    implied = weights[pair.one] / weights[pair.other]
    return (
        f"You said {criteria[pair.one]} counts {pair.times:.1f} times as much as "
        f"{criteria[pair.other]}; all answers together say {implied:.1f}."
    )
