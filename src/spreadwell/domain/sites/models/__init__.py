"""Implementation sites and everything that is stored of them."""

from .conditions import ConditionRating, ConditionSet
from .cycles import Adaptation, ProgressScore, TestOfChange
from .month import MonthDraft, SiteCost
from .safety import SafetyConcern
from .site import ImplementationSite, OfSiteQuerySet, SiteSpell
from .team import ReadinessRating, SetUpItem, TeamMember

__all__ = [
    "Adaptation",
    "ConditionRating",
    "ConditionSet",
    "ImplementationSite",
    "MonthDraft",
    "OfSiteQuerySet",
    "ProgressScore",
    "ReadinessRating",
    "SafetyConcern",
    "SetUpItem",
    "SiteCost",
    "SiteSpell",
    "TeamMember",
    "TestOfChange",
]
