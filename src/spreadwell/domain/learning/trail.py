"""From what was said to what it led to, and back: one trail, the same from wherever one looks.

Aim ← theme → opportunity → shortlist → innovation → result. One query a step, through its scope.
"""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Case, Model, Q, QuerySet, When

from ..claims.models import Claim
from ..decisions.models import Decision
from ..discovery.models import Opportunity, Theme
from ..innovations.models import Innovation
from ..missions.models import AimVersion
from ..people.viewer import Viewer
from ..priorities.models import Shortlist

M = TypeVar("M", bound=Model)
# A step names so many; a trail is read at a glance, and each name leads on.
MOST = 6


# What went farthest is named first.
_FARTHEST = ("taken_up", "shortlisted", "proposed", "raised")


@dataclass(frozen=True, slots=True)
class Trail:
    """What lies on the trail through one thing, step by step, as far as the viewer may see.

    `more` counts by step what is not named, since a step names a few.
    """

    here: Model
    aims: tuple[AimVersion, ...]
    themes: tuple[Theme, ...]
    opportunities: tuple[Opportunity, ...]
    shortlists: tuple[Shortlist, ...]
    innovations: tuple[Innovation, ...]
    claims: tuple[Claim, ...]
    decisions: tuple[Decision, ...]
    more: dict[str, int]


def trail_of(viewer: Viewer, here: Model) -> Trail:
    """Return the trail through an aim, theme, opportunity, shortlist, innovation or result."""
    more: dict[str, int] = {}

    def few(step: str, rows: QuerySet[M]) -> tuple[M, ...]:
        found = list(rows.distinct())
        if isinstance(here, rows.model):
            found.sort(key=lambda one: one != here)
        more[step] = max(len(found) - MOST, 0)
        return tuple(found[:MOST])

    of_here = Opportunity.objects.filter(_opportunities_of(here)).distinct()
    keys = list(of_here.order_by().values_list("pk", flat=True))
    opportunities = Opportunity.objects.visible_to(viewer).filter(pk__in=keys)
    far = Case(*(When(state=state, then=at) for at, state in enumerate(_FARTHEST)), default=9)
    innovation = Q(opportunity__in=keys)
    if isinstance(here, Innovation):
        innovation |= Q(pk=here.pk)
    innovations = Innovation.objects.visible_to(viewer).filter(innovation)
    made = list(innovations.order_by().values_list("pk", flat=True))
    rests_on = Theme.objects.filter(_themes_of(here, keys)).values("pk")
    aims = AimVersion.objects.visible_to(viewer).filter(_aims_of(here, rests_on))
    shortlist, claim, decision = _results_of(here, keys, made)
    return Trail(
        here=here,
        aims=few("aims", aims.select_related("mission")),
        themes=few("themes", Theme.objects.visible_to(viewer).filter(pk__in=rests_on)),
        opportunities=few("opportunities", opportunities.order_by(far, "title")),
        shortlists=few("shortlists", Shortlist.objects.visible_to(viewer).filter(shortlist)),
        innovations=few("innovations", innovations),
        claims=few("claims", Claim.objects.visible_to(viewer).filter(claim)),
        decisions=few("decisions", Decision.objects.visible_to(viewer).filter(decision)),
        more=more,
    )


def _results_of(here: Model, opportunities: list[int], innovations: list[int]) -> tuple[Q, Q, Q]:
    """Return the rules for shortlists, claims and decisions on the trail, `here` among them."""
    shortlist = Q(entries__opportunity__in=opportunities)
    claim = Q(innovation__in=innovations)
    decision = Q(shortlist__entries__opportunity__in=opportunities)
    decision |= Q(gate__innovation__in=innovations)
    match here:
        # A shortlist leads on to what became of it, not to other rounds of what it left out.
        case Shortlist():
            shortlist = Q(pk=here.pk)
            decision = Q(shortlist=here.pk) | Q(gate__innovation__in=innovations)
        case Claim():
            claim |= Q(pk=here.pk)
        case Decision():
            decision |= Q(pk=here.pk)
    return shortlist, claim, decision


def _themes_of(here: Model, opportunities: list[int]) -> Q:
    """Return the rule for the themes on the trail; an aim came of themes without any too."""
    rule = Q(opportunities__in=opportunities)
    return rule | Q(findings__aims=here.pk) if isinstance(here, AimVersion) else rule


def _aims_of(here: Model, themes: QuerySet[Any]) -> Q:
    """Return the rule for the aims that came of the same words."""
    if isinstance(here, AimVersion):
        return Q(pk=here.pk)
    if isinstance(here, Theme):
        return Q(findings__theme=here.pk)
    return Q(findings__theme__in=themes)


def _opportunities_of(here: Model) -> Q:
    """Return the rule for the opportunities that a thing hangs on."""
    match here:
        case AimVersion():
            return Q(themes__findings__aims=here.pk)
        case Theme():
            return Q(themes=here.pk)
        case Opportunity():
            return Q(pk=here.pk)
        case Shortlist():
            return Q(entries__shortlist=here.pk)
        case Innovation():
            return Q(pk=here.opportunity_id)
        case Claim():
            return Q(innovation__claims=here.pk)
        case Decision():
            return Q(entries__shortlist__decision=here.pk) | Q(innovation__gates__decision=here.pk)
    raise TypeError(f"No trail leads through a {type(here).__name__}.")
