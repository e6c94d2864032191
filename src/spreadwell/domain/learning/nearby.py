"""What already runs well here, nearest to a need by its words: noted by hand, or sustained."""

from dataclasses import dataclass

from spreadwell.methods.text.near import nearest

from ..discovery.beside import LocalPractice
from ..discovery.models import Opportunity
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


@dataclass(frozen=True, slots=True)
class Candidate:
    """An innovation that could meet a need: it came of it, or its words are near."""

    innovation: Innovation
    came_of_it: bool


def candidates_for(viewer: Viewer, one: Opportunity) -> list[Candidate]:
    """Return the innovation that came of an opportunity, then those of any stage near its words."""
    seen = Innovation.objects.visible_to(viewer).exclude(stage__in=RUNS_WELL)
    came = list(Innovation.objects.visible_to(viewer).filter(opportunity=one))
    others = [each for each in seen if each not in came]
    words = [f"{each.name} {each.name} {each.sentence}" for each in others]
    near = nearest(f"{one.title} {one.need} {one.change}", words, most=MOST)
    return [Candidate(each, True) for each in came] + [
        Candidate(others[found.at], False) for found in near
    ]
