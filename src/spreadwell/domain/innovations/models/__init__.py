"""Innovations, versions, components, measures, assurance, stages and gates."""

from .assurance import AssuranceItem, AssuranceProof, ConfidentialRecord
from .gates import Gate
from .innovation import (
    Component,
    Innovation,
    InnovationVersion,
    NeededCapability,
    SeenWithInnovation,
    StageSpell,
)
from .measures import InnovationMeasure, Link

__all__ = [
    "AssuranceItem",
    "AssuranceProof",
    "Component",
    "ConfidentialRecord",
    "Gate",
    "Innovation",
    "InnovationMeasure",
    "InnovationVersion",
    "Link",
    "NeededCapability",
    "SeenWithInnovation",
    "StageSpell",
]
