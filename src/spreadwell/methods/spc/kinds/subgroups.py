"""Charts of subgroups: their means (Xbar) and their standard deviations (S)."""

from __future__ import annotations

import math

import numpy as np

from spreadwell.methods.spc.constants import c4
from spreadwell.methods.spc.kinds.kind import Bounds, Columns, Kind, fault, same_shape
from spreadwell.methods.spc.part import Lines, Part
from spreadwell.methods.spc.shapes import Floats

GIVEN = ("mean", "standard deviation", "size")


def inside_spread(part: Part) -> Floats:
    """The standard deviation inside subgroups: the mean of equal sizes, else pooled.

    Source: Montgomery, equations 6.29 and 6.31.
    """
    _, _, sds, sizes = part.columns
    counts = part.used & ~np.isnan(sds)
    held = np.where(counts, sds, 0.0)
    even = held.sum(axis=0) / counts.sum(axis=0)
    freedom = np.where(part.used, sizes - 1, 0.0)
    pooled = np.sqrt((freedom * held**2).sum(axis=0) / freedom.sum(axis=0))
    low, high = np.fmin.reduce(sizes, axis=0), np.fmax.reduce(sizes, axis=0)
    return np.asarray(np.where(low == high, even, pooled), dtype=np.float64)


def xbar_lines(part: Part) -> Lines:
    """Weighted mean, with limits at A3 standard deviations."""
    _, means, _, sizes = part.columns
    weight = np.where(part.used, sizes, 0.0)
    centre = (np.where(part.used, means, 0.0) * weight).sum(axis=0) / weight.sum(axis=0)
    half = 3 * inside_spread(part) / (_c4(sizes) * np.sqrt(sizes))
    return Lines(np.broadcast_to(centre, sizes.shape), centre - half, centre + half)


def s_lines(part: Part) -> Lines:
    """The standard deviation inside subgroups, with limits at B3 and B4 times it."""
    sizes = part.columns[3]
    centre = inside_spread(part)
    share = _c4(sizes)
    half = 3 * centre * np.sqrt(1 - share**2) / share
    return Lines(np.broadcast_to(centre, sizes.shape), centre - half, centre + half)


def _c4(sizes: Floats) -> Floats:
    """c4 of every size, NaN where nothing varies inside the subgroup."""
    distinct, places = np.unique(sizes, return_inverse=True)
    known = [c4(n) if n > 1 else math.nan for n in distinct.tolist()]
    return np.array(known)[places].reshape(sizes.shape)


def _subgroups(columns: Columns, bounds: Bounds) -> Columns:
    """Missing in all where the mean or the size is; a single reading has no deviation."""
    same_shape(columns, GIVEN)
    means, sds, sizes = columns
    fault(sizes < 1, sizes, "{n}: the size {v} must be 1 or more.")
    fault(sds < 0, sds, "{n}: a standard deviation cannot be negative, as {v} is.")
    missing = np.isnan(means) | np.isnan(sizes) | (np.isnan(sds) & (sizes > 1))
    blank = [np.where(missing, np.nan, column) for column in columns]
    blank[1] = np.where(sizes > 1, blank[1], np.nan)
    return blank[0], *blank


def _deviations(columns: Columns, bounds: Bounds) -> Columns:
    """The deviations are charted; a mean is no part of them, so none is asked for."""
    same_shape(columns, GIVEN)
    _, sds, sizes = columns
    _, *blank = _subgroups((np.zeros_like(sizes), sds, sizes), bounds)
    return blank[1], *blank


XBAR = Kind("xbar", GIVEN, _subgroups, xbar_lines)
S = Kind("s", GIVEN, _deviations, s_lines, rests_on=3, clip=(0.0, math.inf))
