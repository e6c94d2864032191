"""q beside p: an effect among the other measures of its innovation, and in its portfolio."""

from dataclasses import dataclass

from spreadwell.methods.effects.many import q_values

from ..innovations.models import InnovationMeasure
from ..people.viewer import Viewer
from .models import Effect


@dataclass(frozen=True, slots=True)
class Among:
    """A p, its q, and among how many effects it was taken."""

    p: float
    q: float
    family: str
    of: int


def among_others(viewer: Viewer, effect: Effect) -> tuple[Among, ...]:
    """q of an effect within each family of two or more that the viewer may see.

    The measures of its innovation; and the measure each innovation is judged on, portfolio-wide.
    """
    mine = effect.result["permutation_p"]
    if mine is None:
        return ()
    rows = Effect.objects.visible_to(viewer).filter(is_latest=True).exclude(pk=effect.pk)
    known = rows.exclude(grade="").values_list(
        "protocol__innovation", "protocol__measure", "result__permutation_p"
    )
    others = [one for one in known if one[2] is not None]
    innovation = effect.protocol.innovation_id
    judged = set(
        InnovationMeasure.objects.visible_to(viewer)
        .filter(primary=True)
        .values_list("innovation", "measure")
    )
    families = [("measures of this innovation", [p for i, _, p in others if i == innovation])]
    if (innovation, effect.protocol.measure_id) in judged:
        told = [p for i, m, p in others if (i, m) in judged]
        families.append(("measures that innovations here are judged on", told))
    made = []
    for family, beside in families:
        if beside:
            q = q_values([mine, *beside])[0]
            made.append(Among(mine, q, family, len(beside) + 1))
    return tuple(made)
