"""Measures with versions, aims in numbers, submissions, readings, and what is said of limits."""

from .aims import AimTarget
from .definitions import Measure, MeasureVersion
from .limits import LimitsChange
from .readings import Reading, ReadingColumns, ReadingQuerySet
from .signoffs import PeriodSignOff
from .submissions import RememberedName, Submission

__all__ = [
    "AimTarget",
    "LimitsChange",
    "Measure",
    "MeasureVersion",
    "PeriodSignOff",
    "Reading",
    "ReadingColumns",
    "ReadingQuerySet",
    "RememberedName",
    "Submission",
]
