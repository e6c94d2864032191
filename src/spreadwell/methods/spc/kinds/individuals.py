"""Charts of single values: XmR, the moving ranges themselves, and i′ for differing sizes."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from spreadwell.methods.spc.constants import D4, I_PRIME_D4
from spreadwell.methods.spc.dialects import Dialect
from spreadwell.methods.spc.kinds.kind import Bounds, Columns, Kind, fault, same_shape
from spreadwell.methods.spc.part import Lines, Part, mean_range, steps
from spreadwell.methods.spc.shapes import Floats

# The mean absolute value of a normal deviate is sigma times the root of 2/π.
SPREAD = math.sqrt(math.pi / 2)


def xmr_lines(part: Part) -> Lines:
    """Mean, and limits at 2.66 (or 3/1.128) mean moving ranges.

    Source: Wheeler 1993; screening by Nelson 1982.
    """
    values, used = part.values, part.used
    base = np.where(used, values, 0.0)
    mean = base.sum(axis=0) / used.sum(axis=0)
    amr, unscreened = mean_range(*steps(part, base), part.rules.screen)
    # Equal values have themselves as mean; a sum divided by a count may miss it by rounding.
    flat = amr == 0
    if flat.any():
        first = np.take_along_axis(base, used.argmax(axis=0)[None], axis=0)[0]
        level = np.where(used, values == first, True).all(axis=0)
        mean = np.where(flat & level, first, mean)
    width = part.rules.constant * amr
    return Lines(mean, mean - width, mean + width, unscreened=unscreened)


def moving_range_lines(part: Part) -> Lines:
    """The mean range, and an upper limit 3.267 times as high (Nelson 1982)."""
    ranges, used = part.values, part.used
    counted = used & ~np.isnan(ranges)
    if part.inside is None:
        counted[1:] &= used[:-1]
    centre, unscreened = mean_range(ranges, counted, part.rules.screen_ranges)
    upper = D4 * centre
    lower = np.where(np.isnan(upper), np.nan, 0.0)
    # There is no lower limit to speak of, so two sigma is two thirds of the upper one.
    return Lines(centre, lower, upper, (lower, upper * (2 / 3)), unscreened=unscreened)


def i_prime_lines(part: Part) -> Lines:
    """Weighted mean, and limits that narrow where the size is large (Taylor)."""
    (values, sizes), used = part.columns, part.used
    weight = np.where(used, sizes, 0.0)
    centre = (np.where(used, values, 0.0) * weight).sum(axis=0) / weight.sum(axis=0)
    everything = part.rules.i_prime_uses_all
    base = replace(part, used=~np.isnan(values), inside=None) if everything else part
    ranges, pairs = steps(base, np.where(base.used, values, 0.0))
    share = np.where(base.used, 1 / sizes, 0.0)
    share = share if base.inside is None else share[base.inside]
    step = SPREAD * ranges / np.sqrt(share[1:] + share[:-1])
    widest = I_PRIME_D4 if everything else D4
    mean, unscreened = mean_range(
        np.where(pairs, step, 0.0), pairs, part.rules.screen_others, widest
    )
    sigma = mean / np.sqrt(sizes)
    return Lines(
        np.broadcast_to(centre, values.shape),
        centre - 3 * sigma,
        centre + 3 * sigma,
        unscreened=unscreened,
    )


def _values(columns: Columns, bounds: Bounds) -> Columns:
    return columns


def _ranges(columns: Columns, bounds: Bounds) -> Columns:
    """Distances to the value before, none across a rebase."""
    (values,) = columns
    ranges = np.full(values.shape, np.nan)
    for start, stop in bounds:
        ranges[:, start + 1 : stop] = np.abs(np.diff(values[:, start:stop]))
    return ranges, values


def _sized(columns: Columns, bounds: Bounds) -> Columns:
    same_shape(columns, ("value", "size"))
    values, sizes = columns
    fault(sizes <= 0, sizes, "{n}: the size {v} must be more than 0.")
    missing = np.isnan(values) | np.isnan(sizes)
    blank: list[Floats] = [np.where(missing, np.nan, column) for column in columns]
    return tuple(blank)


def _limits_alone(rules: Dialect) -> Dialect:
    """Neighbouring ranges share a point, so runs of them mean nothing."""
    return replace(rules, run=None, trend=None, two_in_three=None)


XMR = Kind("xmr", ("value",), _values, xmr_lines, level=True)
MR = Kind(
    "mr",
    ("value",),
    _ranges,
    moving_range_lines,
    level=True,
    rests_on=1,
    clip=(0.0, math.inf),
    rules=_limits_alone,
    has_direction=False,
)
I_PRIME = Kind("iprime", ("value", "size"), _sized, i_prime_lines)
