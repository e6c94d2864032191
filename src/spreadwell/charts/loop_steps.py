"""The steps of the loop, with their nouns and the phase each belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from spreadwell.charts import palette


@dataclass(frozen=True, slots=True)
class Station:
    """A step of the loop: its key, its noun for one and for many, and its phase."""

    key: str
    one: str
    many: str
    phase: int


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the loop: what it is for, in words, and its two colours."""

    name: str
    ink: str
    tint: str


PHASES = (
    Phase("Choose what matters", palette.ACCENT, palette.ACCENT_TINT),
    Phase("Try it in places", palette.SPECIAL, "#cdbfe4"),
    Phase("Know what worked", palette.GOOD, "#a6d6ba"),
    Phase("Take it further", "#00646e", "#9ad3d8"),
)
STATIONS = (
    Station("mission", "mission", "missions", 0),
    Station("discovery", "finding", "findings", 0),
    Station("opportunity", "opportunity", "opportunities", 0),
    Station("shortlist", "shortlist", "shortlists", 0),
    Station("innovation", "innovation", "innovations", 1),
    Station("network", "network", "networks", 1),
    Station("site", "site", "sites", 1),
    Station("readings", "reading", "readings", 1),
    Station("effect", "effect", "effects", 2),
    Station("claim", "claim", "claims", 2),
    Station("decision", "decision", "decisions", 2),
    Station("wave", "next wave", "next waves", 3),
    Station("learning", "lesson", "lessons", 3),
)
KEYS = tuple(s.key for s in STATIONS)


@dataclass(frozen=True, slots=True)
class Step:
    """What stands at one step: how many, how many of them late, and where the count links to."""

    key: str
    count: int
    late: int = 0
    url: str = ""
