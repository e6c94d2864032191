"""The ledger as it is read: which claims, in which order, and what of each needs somebody."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from ..foundation.scope import ScopedQuerySet
from ..people.viewer import Viewer
from .anyway import Expected, expected_anyway
from .footing import Lost, lost_footing
from .models import Claim, ClaimConflict, ClaimQuestion
from .policies import ENDED
from .questions import ASKED, Gap, what_is_missing

# From the surest down; what nobody assessed comes last.
CERTAINTIES = "ABCNDE"
UNGRADED = "none"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims: each filter narrows, an empty one does not. `missing` names a part.

    `whose` is "ours" or "others"; `order` one of `ORDERS`; `ended` shows what no longer stands.
    """

    mission: str = ""
    innovation: str = ""
    certainty: str = ""
    missing: str = ""
    whose: str = ""
    order: str = ""
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim with all that its page, its row and its file tell of it."""

    claim: Claim
    missing: tuple[Gap, ...]
    lost: Lost | None
    expected: Expected | None
    conflicts: int = 0
    asked: dict[str, date] = field(default_factory=dict)

    @property
    def needs(self) -> int:
        """How urgently it needs somebody: 3 lost its footing, 2 doubted, 1 asked or lacking."""
        if self.lost is not None:
            return 3
        if self.conflicts or self.claim.state == "questioned":
            return 2
        return 1 if self.missing else 0


def _certainty(entry: Entry) -> int:
    found = CERTAINTIES.find(entry.claim.grade) if entry.claim.grade else -1
    return found if found >= 0 else len(CERTAINTIES)


def _newest(entry: Entry) -> tuple[int, int]:
    said = entry.claim.stated_on
    return (-said.toordinal() if said else 0, -entry.claim.pk)


def _about(entry: Entry) -> str:
    claim = entry.claim
    return f"{claim.mission or (claim.innovation and claim.innovation.mission)} {claim.innovation}"


ORDERS: dict[str, tuple[str, Callable[[Entry], Any]]] = {
    "needs": (
        "What needs somebody first",
        lambda one: (-one.needs, -len(one.missing), _newest(one)),
    ),
    "certainty": ("The surest first", lambda one: (_certainty(one), _newest(one))),
    "newest": ("The newest first", _newest),
    "about": ("By mission and innovation", lambda one: (_about(one), _newest(one))),
}


def ledger(viewer: Viewer, wanted: Wanted) -> list[Entry]:
    """Return the entries of the ledger that the viewer may see, narrowed and in order."""
    rows: ScopedQuerySet[Claim] = Claim.objects.visible_to(viewer)
    rows = rows.filter(state__in=ENDED) if wanted.ended else rows.exclude(state__in=ENDED)
    if wanted.mission:
        rows = rows.filter(
            Q(mission__slug=wanted.mission) | Q(innovation__mission__slug=wanted.mission)
        )
    if wanted.innovation:
        rows = rows.filter(innovation__slug=wanted.innovation)
    if wanted.certainty:
        rows = rows.filter(grade="" if wanted.certainty == UNGRADED else wanted.certainty)
    if wanted.whose:
        rows = rows.filter(external=wanted.whose == "others")
    found = entries(viewer, rows)
    if wanted.missing in ASKED:
        found = [one for one in found if wanted.missing in {gap.part for gap in one.missing}]
    _, key = ORDERS.get(wanted.order, ORDERS["needs"])
    return sorted(found, key=key)


def entries(viewer: Viewer, rows: ScopedQuerySet[Claim]) -> list[Entry]:
    """Return an entry for each claim, in the order of the rows."""
    claims = list(
        rows.select_related(
            "innovation__mission", "mission", "owner", "effect", "measure", "superseded_by",
            "checked_by",
        )
    )  # fmt: skip
    asked: dict[int, dict[str, date]] = {}
    waiting = ClaimQuestion.objects.visible_to(viewer).waiting().filter(claim__in=claims)
    for one in waiting.exclude(part=""):
        asked.setdefault(one.claim_id, {})[one.part] = one.asked_on
    beside: dict[int, int] = {}
    pairs = ClaimConflict.objects.visible_to(viewer).open().values_list("one_id", "other_id")
    for pair in pairs:
        for pk in pair:
            beside[pk] = beside.get(pk, 0) + 1
    return [
        Entry(
            claim,
            what_is_missing(claim),
            lost_footing(claim),
            expected_anyway(claim),
            beside.get(claim.pk, 0),
            asked.get(claim.pk, {}),
        )
        for claim in claims
    ]
