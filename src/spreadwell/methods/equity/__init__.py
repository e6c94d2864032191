"""How far groups of people are apart: gaps with intervals, slopes across a ladder, change."""

from .change import Change, change_of
from .gaps import Gaps, gap_of_means, gap_of_proportions, gap_of_rates
from .slope import Slope, slope_of_groups

__all__ = [
    "Change",
    "Gaps",
    "Slope",
    "change_of",
    "gap_of_means",
    "gap_of_proportions",
    "gap_of_rates",
    "slope_of_groups",
]
