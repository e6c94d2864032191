"""Charts of counts: p, u and c, and Laney's p′ and u′ for large denominators."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from spreadwell.methods.spc.constants import D2
from spreadwell.methods.spc.kinds.kind import Bounds, Columns, Kind, fault, same_shape
from spreadwell.methods.spc.part import Lines, Part, mean_range, steps
from spreadwell.methods.spc.shapes import Floats

PAIR = ("numerator", "denominator")


def ratio_lines(part: Part, binomial: bool, prime: bool) -> Lines:
    """Pooled ratio, with binomial or Poisson limits at three sigma.

    `prime` multiplies sigma by the spread of the standardised values, from their moving ranges
    (Laney 2002).
    """
    values, top, bottom = part.columns
    used = part.used
    mean = np.where(used, top, 0.0).sum(axis=0) / np.where(used, bottom, 0.0).sum(axis=0)
    sigma = np.sqrt((mean * (1 - mean) if binomial else mean) / bottom)
    centre = np.broadcast_to(mean, values.shape)
    if not prime:
        return Lines(centre, centre - 3 * sigma, centre + 3 * sigma)
    certain = sigma == 0
    z = np.where(used & ~certain, (values - mean) / sigma, 0.0)
    spread, unscreened = mean_range(*steps(part, z), part.rules.screen_others)
    spread = np.where(certain.any(axis=0), np.nan, spread / D2)
    # With nothing (or everything) counted there is no width to multiply.
    sigma = np.where(certain, 0.0, sigma * spread)
    return Lines(
        centre, centre - 3 * sigma, centre + 3 * sigma, spread=spread, unscreened=unscreened
    )


def count_lines(part: Part) -> Lines:
    """Mean count, with Poisson limits at three sigma."""
    mean = np.where(part.used, part.values, 0.0).sum(axis=0) / part.used.sum(axis=0)
    half = 3 * np.sqrt(mean)
    return Lines(mean, mean - half, mean + half)


def _counted(columns: Columns, bounds: Bounds) -> Columns:
    """Ratios, numerators, denominators; missing in all where in one, or nobody was counted."""
    same_shape(columns, PAIR)
    top, bottom = columns
    for name, column in zip(PAIR, columns, strict=True):
        fault(column < 0, column, "{n}: the " + name + " {v} is negative.")
    missing = np.isnan(top) | np.isnan(bottom) | (bottom == 0)
    if missing.any():
        top, bottom = np.where(missing, np.nan, top), np.where(missing, np.nan, bottom)
    ratio: Floats = top / bottom
    return ratio, top, bottom


def _shares(columns: Columns, bounds: Bounds) -> Columns:
    """The same of proportions, which are at most 1."""
    ratio, top, bottom = _counted(columns, bounds)
    over = np.argwhere(top > bottom)
    if len(over):
        row, place = over[0]
        told = f"Series {row + 1}, entry" if len(top) > 1 else "Entry"
        raise ValueError(
            f"{told} {place + 1}: the numerator {top[row, place]:g} is larger than the "
            f"denominator {bottom[row, place]:g}."
        )
    return ratio, top, bottom


def _counts(columns: Columns, bounds: Bounds) -> Columns:
    (counts,) = columns
    fault(counts < 0, counts, "{n}: the count {v} is negative.")
    return columns


def _proportion(name: str, prime: bool) -> Kind:
    lines = partial(ratio_lines, binomial=True, prime=prime)
    return Kind(name, PAIR, _shares, lines, clip=(0.0, 1.0))


def _rate(name: str, prime: bool) -> Kind:
    lines = partial(ratio_lines, binomial=False, prime=prime)
    return Kind(name, PAIR, _counted, lines, clip=(0.0, math.inf))


P, P_PRIME = _proportion("p", False), _proportion("pprime", True)
U, U_PRIME = _rate("u", False), _rate("uprime", True)
C = Kind("c", ("count",), _counts, count_lines, level=True, clip=(0.0, math.inf))
