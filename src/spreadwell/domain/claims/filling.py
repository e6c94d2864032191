"""What a claim lacked, filled in; what it says already is superseded, never edited."""

from collections.abc import Mapping
from typing import Any

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid
from ..people.models import Person
from ..people.viewer import viewer_of
from . import permissions, policies
from .models import Claim, ClaimQuestion

FILLABLE = (
    "sentence", "counted", "numerator", "denominator", "period", "place", "comparator", "method",
    "grade", "owner", "source", "stated_on", "measure", "selected", "retest",
)  # fmt: skip
# Who looks after a claim, and how alike two measurements are, may change without its words.
MAY_CHANGE = ("owner", "measure", "selected", "retest")
NOTHING = (None, "")


@action
def fill_claim(
    *, by: Person, claim: Claim, parts: Mapping[str, Any], answering: ClaimQuestion | None = None
) -> Claim:
    """Fill in what a claim lacked; `answering` is the question that asked whoever fills it."""
    if answering is None:
        permissions.check_keep_claim(viewer_of(by), claim)
    else:
        permissions.check_answer(viewer_of(by), answering)
    check_parts(parts)
    changed = [name for name, value in parts.items() if getattr(claim, name) != value]
    _check_only_gaps(claim, changed)
    for name in changed:
        setattr(claim, name, parts[name])
    policies.check_figures(claim)
    policies.check_grade(claim)
    claim.save(update_fields=changed or ["sentence"])
    said = ", ".join(name.replace("_", " ") for name in changed) or "nothing"
    record(by=by, verb="claims.filled", thing=claim, summary=f"{by} filled in: {said}")
    return claim


def check_parts(parts: Mapping[str, Any]) -> None:
    """Raise where a part is no part of a claim, which is a fault in the code."""
    unknown = set(parts) - set(FILLABLE)
    if unknown:
        raise TypeError(f"A claim has no part {sorted(unknown)[0]}")


def _check_only_gaps(claim: Claim, changed: list[str]) -> None:
    """Raise where something that a claim says would be changed after it left its draft."""
    if claim.state == "draft" and not claim.public:
        return
    for name in changed:
        if getattr(claim, name) not in NOTHING and name not in MAY_CHANGE:
            raise Invalid(
                f"This claim says its {name.replace('_', ' ')} already. It is not edited: "
                "supersede it by a new version.",
                field=name,
            )
