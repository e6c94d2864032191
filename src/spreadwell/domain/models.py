"""Every stored model, gathered where Django looks for them."""

from spreadwell.domain.audit.models import Event
from spreadwell.domain.claims.models import Claim, Effect, Protocol
from spreadwell.domain.decisions.models import DecidingBody, Decision, DeclaredInterest
from spreadwell.domain.discovery.models import Finding, Opportunity, Theme
from spreadwell.domain.innovations.models import (
    AssuranceItem,
    Component,
    Gate,
    Innovation,
    InnovationMeasure,
    InnovationVersion,
    StageSpell,
)
from spreadwell.domain.learning.models import Lesson, Notice, Pack
from spreadwell.domain.measures.models import (
    AimTarget,
    Measure,
    MeasureVersion,
    Reading,
    Submission,
)
from spreadwell.domain.missions.models import AimVersion, Mission, Strand
from spreadwell.domain.networks.models import (
    Meeting,
    Membership,
    Network,
    NetworkAction,
    Organisation,
    OrganisationEdge,
    OrganisationLoad,
    OrganisationName,
)
from spreadwell.domain.people.models import Person, RoleHeld
from spreadwell.domain.priorities.models import Criterion, Score, Scorer, Shortlist, ShortlistEntry
from spreadwell.domain.sites.models import (
    Adaptation,
    ConditionRating,
    ImplementationSite,
    ReadinessRating,
    SafetyConcern,
    SetUpItem,
    SiteSpell,
    TeamMember,
    TestOfChange,
)
from spreadwell.domain.spread.models import Wave, WaveSite

__all__ = [
    "Adaptation",
    "AimTarget",
    "AimVersion",
    "AssuranceItem",
    "Claim",
    "Component",
    "ConditionRating",
    "Criterion",
    "DecidingBody",
    "Decision",
    "DeclaredInterest",
    "Effect",
    "Event",
    "Finding",
    "Gate",
    "ImplementationSite",
    "Innovation",
    "InnovationMeasure",
    "InnovationVersion",
    "Lesson",
    "Measure",
    "MeasureVersion",
    "Meeting",
    "Membership",
    "Mission",
    "Network",
    "NetworkAction",
    "Notice",
    "Opportunity",
    "Organisation",
    "OrganisationEdge",
    "OrganisationLoad",
    "OrganisationName",
    "Pack",
    "Person",
    "Protocol",
    "ReadinessRating",
    "Reading",
    "RoleHeld",
    "SafetyConcern",
    "Score",
    "Scorer",
    "SetUpItem",
    "Shortlist",
    "ShortlistEntry",
    "SiteSpell",
    "StageSpell",
    "Strand",
    "Submission",
    "TeamMember",
    "TestOfChange",
    "Theme",
    "Wave",
    "WaveSite",
]
