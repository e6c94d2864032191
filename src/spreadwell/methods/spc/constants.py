"""The constants of control charts, each with its reason."""

from __future__ import annotations

import math

# 3 / d2(2) rounded to two decimals, as printed by Wheeler and used by the NHS Excel tool.
XMR_ROUNDED = 2.66
# d2 for ranges of two: mean moving range over sigma, as printed in tables.
D2 = 1.128
# D4 for ranges of two: the upper limit of the moving range (Nelson 1982).
D4 = 3.267
# The same as qicharts2 writes it in its i′ chart.
I_PRIME_D4 = 3.2665
# Nelson 1994: the power that makes exponential waiting times close to normal.
T_POWER = 3.6
# Differences smaller than this share of the largest value are rounding, not variation.
TIE = 1e-12
# Limits that rest on fewer points of a chosen baseline are worth a warning.
BASELINE_ADVISED = 12
# Under this many useful points the runs analysis rarely signals (Anhøj & Olesen 2014).
USEFUL_ADVISED = 10
# Anhøj and Olesen 2014: the longest run allowed, and the tail used for crossings.
RUN_EXTRA = 3
CROSSING_TAIL = 0.05


def c4(n: float) -> float:
    """Mean of a sample standard deviation over sigma, for subgroups of `n` (n above 1)."""
    return math.sqrt(2 / (n - 1)) * math.exp(math.lgamma(n / 2) - math.lgamma((n - 1) / 2))


def a3(n: float) -> float:
    """Three-sigma half-width of an Xbar chart over the mean standard deviation."""
    return 3 / (c4(n) * math.sqrt(n))
