"""What already runs well here, nearest to a need by its words: noted by hand, or sustained."""

from dataclasses import dataclass

from spreadwell.methods.text.near import nearest

from ..discovery.beside import LocalPractice
from ..innovations.models import Innovation
from ..people.viewer import Viewer

# Stages at which an innovation is known to run well.
RUNS_WELL = ("sustained", "scaled")
MOST = 3


@dataclass(frozen=True, slots=True)
class RunsWell:
    """One thing that runs well here: noted by hand, or an innovation that is sustained."""

    practice: LocalPractice | None = None
    innovation: Innovation | None = None

    def words(self) -> str:
        """Return the words by which it is near or far."""
        if self.practice is not None:
            return f"{self.practice.what} {self.practice.what} {self.practice.text}"
        assert self.innovation is not None
        return f"{self.innovation.name} {self.innovation.name} {self.innovation.sentence}"


def runs_well(viewer: Viewer, need: str) -> list[RunsWell]:
    """Return what the viewer may see of what runs well, the nearest to a need first."""
    practices = LocalPractice.objects.visible_to(viewer).select_related("organisation")
    innovations = Innovation.objects.visible_to(viewer).filter(stage__in=RUNS_WELL)
    held = [RunsWell(practice=one) for one in practices]
    held += [RunsWell(innovation=one) for one in innovations]
    return [held[one.at] for one in nearest(need, [each.words() for each in held], most=MOST)]
