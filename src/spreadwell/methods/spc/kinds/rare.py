"""Charts of rare events: the time between them (t), and the cases between them (g)."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from spreadwell.methods.spc.constants import T_POWER
from spreadwell.methods.spc.kinds.individuals import xmr_lines
from spreadwell.methods.spc.kinds.kind import Bounds, Columns, Kind, fault
from spreadwell.methods.spc.part import Lines, Part, masked_median
from spreadwell.methods.spc.rules import two_thirds
from spreadwell.methods.spc.shapes import Floats


def t_lines(part: Part) -> Lines:
    """An XmR chart of the 3.6th root, its lines raised again (Nelson 1994)."""
    rules = replace(part.rules, screen=part.rules.screen_others)
    rooted = xmr_lines(replace(part, columns=(part.columns[1],), rules=rules))
    two_low, two_high = two_thirds(rooted.centre, rooted.lower, rooted.upper)
    low = _raised(two_low)
    if rules.t_two_sigma_blank:
        low = np.where(two_low < 0, np.nan, low)
    return Lines(
        _raised(rooted.centre),
        _raised(rooted.lower),
        _raised(rooted.upper),
        (low, _raised(two_high)),
        unscreened=rooted.unscreened,
    )


def g_lines(part: Part) -> Lines:
    """Geometric limits around the mean, the centre drawn at the median.

    Source: Benneyan 2001; Provost & Murray 2011.
    """
    values, used = part.values, part.used
    mean = np.where(used, values, 0.0).sum(axis=0) / used.sum(axis=0)
    sigma = np.sqrt(mean * (mean + 1))
    return Lines(
        masked_median(values, used),
        mean - 3 * sigma,
        mean + 3 * sigma,
        (mean - 2 * sigma, mean + 2 * sigma),
    )


def _raised(root: Floats) -> Floats:
    """A line of roots in the unit of the times; the sign stays, so that nothing is lost."""
    return np.asarray(np.sign(root) * np.abs(root) ** T_POWER, dtype=np.float64)


def _times(columns: Columns, bounds: Bounds) -> Columns:
    (times,) = columns
    fault(
        times <= 0,
        times,
        "{n}: the time between events is {v}; it must be more than 0, so give finer times or use "
        "a u chart.",
    )
    return times, times ** (1 / T_POWER)


def _cases(columns: Columns, bounds: Bounds) -> Columns:
    (cases,) = columns
    fault(cases < 0, cases, "{n}: the count {v} is negative.")
    return columns


T = Kind("t", ("time",), _times, t_lines, level=True, clip=(0.0, math.inf))
G = Kind("g", ("count",), _cases, g_lines, level=True, clip=(0.0, math.inf))
