"""Claims that come from many effects: the p of each beside what is left when all are counted."""

from dataclasses import dataclass

from spreadwell.methods.effects.many import q_values

from ..people.viewer import Viewer
from .models import Claim, Effect


@dataclass(frozen=True, slots=True)
class Counted:
    """The p of one effect by permutation, its q, and among how many effects it was counted."""

    p: float
    q: float
    among: int


def counted_among(viewer: Viewer) -> dict[int, Counted]:
    """Protocol → p and q, over the latest look at each effect that was opened.

    Only effects whose dates were permuted have a p; the others are not counted.
    """
    rows = Effect.objects.visible_to(viewer).filter(is_latest=True)
    found = {
        protocol: float(p)
        for protocol, p in rows.values_list("protocol_id", "result__permutation_p")
        if p is not None
    }
    qs = q_values(list(found.values()))
    return {
        protocol: Counted(p, q, len(found))
        for (protocol, p), q in zip(found.items(), qs, strict=True)
    }


def counted_for(viewer: Viewer, claim: Claim) -> Counted | None:
    """Return p and q of the effect that a claim rests on; None where it rests on none."""
    if claim.effect is None:
        return None
    return counted_among(viewer).get(claim.effect.protocol_id)
