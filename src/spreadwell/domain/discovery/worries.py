"""Reading worries about somebody's safety: which wait, for how long, and which were answered."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from ..foundation.refusals import allowed
from ..missions.models import Mission
from ..people.viewer import Viewer
from .evidence import SafeguardingFlag
from .permissions import check_safeguard
from .safeguarding import can_answer, owners_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """One worry that nobody has answered, and for how many whole days it waits."""

    flag: SafeguardingFlag
    days: int

    @property
    def age(self) -> str:
        """How long it waits, in words."""
        if self.days == 0:
            return "since today"
        return "for 1 day" if self.days == 1 else f"for {self.days:,} days"

    def is_theirs(self, viewer: Viewer) -> bool:
        """Tell whether the viewer is who hears of it first, rather than one who may stand in."""
        owner = self.flag.owner
        if owner is not None and can_answer(owner):
            return owner.pk == viewer.person_id
        return viewer.person in owners_of(self.flag.finding.mission)


def _answerable(viewer: Viewer) -> QuerySet[SafeguardingFlag]:
    rows = SafeguardingFlag.objects.visible_to(viewer)
    return rows.select_related("finding__mission", "owner", "settled_by")


def waiting_for(viewer: Viewer, today: date | None = None) -> list[Waiting]:
    """Return the open worries that the viewer may answer, those that wait longest first."""
    today = today or timezone.localdate()
    return [
        Waiting(flag, max((today - timezone.localdate(flag.raised_at)).days, 0))
        for flag in _answerable(viewer).filter(settled_at=None).order_by("raised_at", "pk")
        if not allowed(check_safeguard, viewer, flag)
    ]


def answered_for(viewer: Viewer, most: int = 20) -> list[SafeguardingFlag]:
    """Return the worries answered last, of those that the viewer may answer."""
    rows = _answerable(viewer).exclude(settled_at=None).order_by("-settled_at", "-pk")[:most]
    return [flag for flag in rows if not allowed(check_safeguard, viewer, flag)]


def hears_without_owner(mission: Mission) -> bool:
    """Tell whether the mission's public form is open while nobody is named to hear of worries."""
    return mission.state == "active" and not can_answer(mission.safeguarding_owner)
