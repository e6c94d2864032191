"""Criteria, shortlists, panels with their scores, and forecasts."""

from .criteria import CriteriaVersion, Criterion, Side
from .forecasts import Forecast
from .panel import Score, Scorer, ScreenAnswer, ScreenWord, SwingAnswer
from .shortlists import EntryChoice, EntryCost, Shortlist, ShortlistEntry

__all__ = [
    "CriteriaVersion",
    "Criterion",
    "EntryChoice",
    "EntryCost",
    "Forecast",
    "Score",
    "Scorer",
    "ScreenAnswer",
    "ScreenWord",
    "Shortlist",
    "ShortlistEntry",
    "Side",
    "SwingAnswer",
]
