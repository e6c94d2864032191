"""Exact binomial and Poisson funnel limits, interpolated so that they do not jump."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import scipy  # its parts load when they are first used

from spreadwell.methods.spc.shapes import Floats

# Spiegelhalter 2005: limits that 95% and 99.8% of units should lie within.
PROBABILITIES = (0.001, 0.025, 0.975, 0.999)


def binomial_limits(sizes: Floats, share: float, probability: float) -> Floats:
    """The interpolated binomial quantile of a share at each denominator, as a share.

    Source: Spiegelhalter 2005, appendix A.1.1, doi 10.1002/sim.1970.
    """
    return (
        _interpolated(lambda r: _binomial(r, sizes, share), sizes * share, probability, sizes)
        / sizes
    )


def poisson_limits(expected: Floats, ratio: float, probability: float) -> Floats:
    """The interpolated Poisson quantile at each expected count, as a ratio to it.

    Source: Spiegelhalter 2005, appendix A.1.1.
    """
    mean = expected * ratio
    return (
        _interpolated(
            lambda r: scipy.special.gammaincc(r + 1, mean),
            mean,
            probability,
            np.full_like(mean, np.inf),
        )
        / expected
    )


def _binomial(count: Floats, size: Floats, share: float) -> Floats:
    """Binomial cumulative probability, through the incomplete beta function."""
    room = np.maximum(size - count, 0.0)
    inside = scipy.special.betainc(np.where(room > 0, room, 1.0), count + 1, 1 - share)
    return np.where(room > 0, inside, 1.0)


def _interpolated(
    cumulative: Callable[[Floats], Floats], mean: Floats, probability: float, most: Floats
) -> Floats:
    """Smallest count whose cumulative probability reaches `probability`, less the overshoot."""

    def at(r: Floats) -> Floats:
        return np.where(r < 0, 0.0, cumulative(np.maximum(r, 0.0)))

    low = np.full_like(mean, -1.0)
    high = np.minimum(np.ceil(mean + 10 * np.sqrt(mean) + 20), most)
    # Bisection on whole counts: cumulative(low) is under, cumulative(high) at or above.
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2)
        reached = at(middle) >= probability
        wide = high - low > 1
        high = np.where(wide & reached, middle, high)
        low = np.where(wide & ~reached, middle, low)
    reach, before = at(high), at(high - 1)
    overshoot = (reach - probability) / (reach - before)
    return np.asarray(np.maximum(high - overshoot, 0.0), dtype=np.float64)
