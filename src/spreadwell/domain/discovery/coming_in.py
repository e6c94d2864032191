"""What just came in, by voice, and which voices a mission has still not heard."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from ..audit.models import Event
from ..missions.models import Mission
from .models import Finding
from .voices import Voice

ADDED = "finding.added_many"
"""The deed of adding many at once; its detail says which voices they carry."""


@dataclass(frozen=True, slots=True)
class VoiceCount:
    """One voice: how many findings came in now, and how many the mission has in all."""

    key: str
    label: str
    now: int
    in_all: int


@dataclass(frozen=True, slots=True)
class CameIn:
    """What came in at once: every voice, those of now first; `silent` were never heard."""

    mission: Mission
    voices: tuple[VoiceCount, ...]

    @property
    def now(self) -> tuple[VoiceCount, ...]:
        """The voices that came in now, most first."""
        return tuple(one for one in self.voices if one.now)

    @property
    def silent(self) -> tuple[VoiceCount, ...]:
        """The voices from which this mission has heard nothing at all."""
        return tuple(one for one in self.voices if not one.in_all and one.key != Voice.OTHER)

    @property
    def absent(self) -> tuple[VoiceCount, ...]:
        """The voices that the mission has heard, but not now."""
        return tuple(one for one in self.voices if one.in_all and not one.now)


def voices_of(findings: Iterable[Finding]) -> dict[str, int]:
    """Count findings by voice; those that nobody spoke are left out."""
    return dict(Counter(one.voice for one in findings if one.voice))


def came_in(mission: Mission, now: Mapping[str, int]) -> CameIn:
    """Set what came in now, counted by voice, beside all that the mission has heard.

    Counts alone: they are told to whoever brought findings in, even where the findings of others
    are not theirs to read.
    """
    spoken = Finding.objects.filter(mission=mission).exclude(voice="").order_by()
    held = dict(spoken.values_list("voice").annotate(n=Count("pk")))
    found = [
        VoiceCount(str(key), str(label), int(now.get(key, 0)), held.get(key, 0))
        for key, label in Voice.choices
    ]
    found.sort(key=lambda one: (-one.now, one.label))
    return CameIn(mission, tuple(found))


def added_at_once(event: Event) -> CameIn | None:
    """Return what one deed of adding many brought; None where it was another deed."""
    mission = Mission.objects.filter(pk=event.thing_id).first()
    if event.verb != ADDED or mission is None:
        return None
    return came_in(mission, event.detail.get("voices", {}))
