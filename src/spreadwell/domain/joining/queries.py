"""Reading offers and calls."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, QuerySet, Value, When

from ..discovery.models import Finding
from ..missions.models import Mission
from ..people.viewer import Viewer
from .models import ExpressionOfInterest, SiteCall
from .states import INTEREST

WAITING = tuple(key for key, state in INTEREST.states.items() if not state.end)


def queue(viewer: Viewer) -> QuerySet[ExpressionOfInterest]:
    """Return the offers a viewer may see: those that wait first, the longest owed at the top."""
    rows: QuerySet[ExpressionOfInterest] = ExpressionOfInterest.objects.visible_to(viewer)
    settled = Case(When(state__in=WAITING, then=Value(0)), default=Value(1),
                   output_field=IntegerField())  # fmt: skip
    return (
        rows.select_related("mission", "membership__network", "membership__organisation")
        .annotate(settled=settled)
        .order_by("settled", "answer_due", "pk")
    )


def open_calls(viewer: Viewer, today: date) -> QuerySet[SiteCall]:
    """Return the calls to which organisations can apply today, the next to close first."""
    rows: QuerySet[SiteCall] = SiteCall.objects.visible_to(viewer)
    return (
        rows.filter(state="open", closes__gte=today)
        .select_related("version__innovation__mission", "network")
        .order_by("closes", "pk")
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What whoever offered may read of their offer by its private address."""

    organisation: str
    offer: str
    mission: Mission
    answer_due: date
    state: str
    answer: str
    answered_on: date | None
    removal_asked: bool
    erased: bool


def offered(key: int) -> ExpressionOfInterest | None:
    """Return the offer behind a private address; the address is its own proof."""
    found: ExpressionOfInterest | None = (
        ExpressionOfInterest.objects.filter(pk=key).select_related("mission").first()
    )
    return found


def told_of(interest: ExpressionOfInterest) -> Told:
    """Return what may be read of an offer by its private address: never who the contact is."""
    return Told(
        interest.organisation_name,
        interest.offer,
        interest.mission,
        interest.answer_due,
        interest.get_state_display(),
        interest.answer,
        interest.answered_on,
        interest.removal_asked_on is not None,
        not interest.contact_email,
    )


def said_already(mission: Mission, text: str, label: str, since: date) -> Finding | None:
    """Return the same words, said to the same mission under the same name since a day."""
    found: Finding | None = Finding.objects.filter(
        mission=mission, text=text.strip(), heard_on__gte=since, contributor=None,
        source_kind="engagement", contributor_label=label,
    ).first()  # fmt: skip
    return found
