"""How many decisions trace to what somebody said, and whose voices they were."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F

from ..decisions.models import Decision
from ..discovery.models import Finding
from ..discovery.voices import Voice
from ..people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Participation:
    """Decisions and how many of them trace to findings; by voice, how many hold it.

    `untraced` are those that trace to nothing said, the latest first.
    """

    decisions: int
    traced: int
    voices: tuple[tuple[str, int], ...]
    untraced: tuple[Decision, ...]
    invented: bool = False

    def sentence(self) -> str:
        """Say it in one sentence, with one denominator."""
        if not self.decisions:
            return "Nothing has been decided yet."
        told = f"{self.traced:,} of {self.decisions:,} decisions trace to what somebody said"
        heard = [(name, many) for name, many in self.voices if many]
        silent = [name.lower() for name, many in self.voices if not many]
        if not heard:
            return f"{told}."
        name, many = max(heard, key=lambda one: one[1])
        told += f"; {name.lower()} stand behind most of them ({many:,})"
        if silent:
            told += f", and behind none: {', '.join(silent)}"
        return f"{told}."


# A decision settles a shortlist of opportunities, or stands at a gate of an innovation that came
# of one; an opportunity rests on themes, and they on findings.
_WAYS = (
    "theme__opportunities__entries__shortlist__decision",
    "theme__opportunities__innovation__gates__decision",
)


def participation(viewer: Viewer) -> Participation:
    """Return the share of the decisions the viewer sees that trace to findings, by voice.

    Counted over all findings, whoever may read them: only how many decisions is told, never
    what was said.
    """
    decisions = list(Decision.objects.visible_to(viewer))
    keys = {one.pk for one in decisions}
    voices: defaultdict[str, set[int]] = defaultdict(set)
    for way in _WAYS:
        said = Finding.objects.filter(**{f"{way}__isnull": False}).order_by()
        for voice, decision in said.values_list("voice", F(way)).distinct():
            if decision in keys:
                voices[voice].add(decision)
    traced = set().union(*voices.values())
    return Participation(
        decisions=len(keys),
        traced=len(traced),
        voices=tuple((str(label), len(voices[key])) for key, label in Voice.choices),
        untraced=tuple(one for one in decisions if one.pk not in traced),
        invented=any(one.invented for one in decisions),
    )
