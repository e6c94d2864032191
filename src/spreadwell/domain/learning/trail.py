"""From what was said to what it led to, and back: one trail, the same from wherever one looks.

Theme → opportunity → shortlist → innovation → result. One query a step, each through its scope.
"""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from ..claims.models import Claim
from ..decisions.models import Decision
from ..discovery.models import Opportunity, Theme
from ..innovations.models import Innovation
from ..people.viewer import Viewer
from ..priorities.models import Shortlist

M = TypeVar("M", bound=Model)
# A step names so many; a trail is read at a glance, and each name leads on.
MOST = 6


@dataclass(frozen=True, slots=True)
class Trail:
    """What lies on the trail through one thing, step by step, as far as the viewer may see."""

    here: Model
    themes: tuple[Theme, ...]
    opportunities: tuple[Opportunity, ...]
    shortlists: tuple[Shortlist, ...]
    innovations: tuple[Innovation, ...]
    claims: tuple[Claim, ...]
    decisions: tuple[Decision, ...]


def trail_of(viewer: Viewer, here: Model) -> Trail:
    """Return the trail through a theme, opportunity, shortlist, innovation, claim or decision."""
    opportunities = Opportunity.objects.filter(_opportunities_of(here)).distinct()
    keys = list(opportunities.order_by().values_list("pk", flat=True))
    innovation = Q(opportunity__in=keys)
    if isinstance(here, Innovation):
        innovation |= Q(pk=here.pk)
    innovations = _some(Innovation.objects.visible_to(viewer).filter(innovation))
    made = [one.pk for one in innovations]
    decided = Q(shortlist__entries__opportunity__in=keys) | Q(gate__innovation__in=made)
    return Trail(
        here=here,
        themes=_some(Theme.objects.visible_to(viewer).filter(opportunities__in=keys), here),
        opportunities=_some(Opportunity.objects.visible_to(viewer).filter(pk__in=keys)),
        shortlists=_some(
            Shortlist.objects.visible_to(viewer).filter(entries__opportunity__in=keys), here
        ),
        innovations=innovations,
        claims=_some(Claim.objects.visible_to(viewer).filter(innovation__in=made), here),
        decisions=_some(Decision.objects.visible_to(viewer).filter(decided), here),
    )


def _some(rows: QuerySet[M], here: Model | None = None) -> tuple[M, ...]:
    """Return the first few rows, the one that is looked at among them."""
    found = list(rows.distinct()[:MOST])
    if isinstance(here, rows.model) and here not in found:
        found = [here, *found[: MOST - 1]]
    return tuple(found)


def _opportunities_of(here: Model) -> Q:
    """Return the rule for the opportunities that a thing hangs on."""
    match here:
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
