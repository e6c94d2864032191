"""What waits for those whom organisations want to join, and for those who want to join."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q

from ..foundation.dues import Due
from ..people.roles import Role
from ..people.viewer import Viewer
from .models import CallReviewer, ExpressionOfInterest, SiteApplication, SiteCall
from .panel import panel_of
from .permissions import organisations_of

# Open calls are told of this long before they close.
AHEAD = timedelta(days=28)


def _led_by(viewer: Viewer, path: str) -> Q:
    """Return the rule for what hangs on missions the viewer leads, or stands in for."""
    rule = Q(pk__in=[])
    if viewer.holds(Role.MISSION_LEAD):
        rule |= Q(**{f"{path}_id__in": viewer.mission_ids})
    if viewer.holds(Role.ADMINISTRATOR):
        rule |= Q(**{f"{path}__lead": None})
    return rule


def offers(viewer: Viewer, today: date) -> Iterator[Due]:
    """Offers to the viewer's missions that wait for an answer, or for a contact to be erased."""
    mine = ExpressionOfInterest.objects.visible_to(viewer).filter(_led_by(viewer, "mission"))
    for one in mine.filter(state__in=["received", "talking"]).select_related("mission"):
        yield Due(
            f"Answer {one.organisation_name}, which offers to join “{one.mission}”",
            "joining:interest",
            (one.pk,),
            one.answer_due,
        )
    asked = mine.filter(state__in=["accepted", "declined"], removal_asked_on__isnull=False)
    for one in asked.exclude(contact_email=""):
        yield Due(
            f"Erase the contact of {one.organisation_name}, who asked for it",
            "joining:interest",
            (one.pk,),
            one.removal_asked_on,
        )


def calls(viewer: Viewer, today: date) -> Iterator[Due]:
    """Calls of the viewer's missions whose review can begin, or whose applicants wait."""
    mine = SiteCall.objects.visible_to(viewer).filter(
        _led_by(viewer, "version__innovation__mission")
    )
    waiting = mine.filter(state__in=["open", "reviewing"]).select_related("version__innovation")
    for call in waiting:
        invented = call.version.innovation.invented
        if call.state == "reviewing":
            many = call.applications.filter(state="received").count()
            told = f"Answer the {many} applicants" if many > 1 else "Answer the applicant"
            text, due = f"{told} of the call “{call}”", call.answers_by
        elif call.closes < today:
            text, due = f"Begin the review of the call “{call}”", call.closes
        else:
            continue
        yield Due(text, "joining:call", (call.pk,), due, invented)


def reviews(viewer: Viewer, today: date) -> Iterator[Due]:
    """Calls whose applications wait for the viewer's scores."""
    seats = (
        CallReviewer.objects.visible_to(viewer)
        .filter(person=viewer.person, call__state="reviewing")
        .select_related("call__version__innovation")
    )
    for seat in seats:
        panel = panel_of(seat.call)
        asked, done = len(panel.asked_of(seat)), panel.done_by(seat)
        if done < asked:
            yield Due(
                f"Score the applications of “{seat.call}”: {done} of {asked} done",
                "joining:call",
                (seat.call_id,),
                seat.call.answers_by,
                seat.call.version.innovation.invented,
            )


def applications(viewer: Viewer, today: date) -> Iterator[Due]:
    """Open calls of the viewer's networks to which none of their organisations has applied."""
    open_calls = SiteCall.objects.visible_to(viewer).filter(
        state="open", closes__range=(today, today + AHEAD), network_id__in=viewer.network_ids
    )
    found = list(open_calls.select_related("version__innovation"))
    places = organisations_of(viewer) if found else frozenset()
    for call in found:
        theirs = SiteApplication.objects.filter(call=call, organisation_id__in=places)
        if places and not theirs.exists():
            yield Due(
                f"Apply, if it suits you: “{call}”",
                "joining:call",
                (call.pk,),
                call.closes,
                call.version.innovation.invented,
            )
