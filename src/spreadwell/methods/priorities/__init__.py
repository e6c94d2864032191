"""Priorities: panel means with an equal voice, disagreement apart from ignorance, ranks.

Keeney & Raiffa (1976) for the additive value inside each side; Lahdelma & Salminen (2001) and
Tervonen & Figueira (2008) for rank acceptability.
"""

from .acceptability import Acceptability, rank_acceptability
from .panel import Panel, SideScore, panel_scores, side_scores

__all__ = [
    "Acceptability",
    "Panel",
    "SideScore",
    "panel_scores",
    "rank_acceptability",
    "side_scores",
]
