"""Asking the members of a network how it goes, and what they answer."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from ..audit.actions import record
from ..foundation.actions import action
from ..foundation.refusals import Invalid, NotAllowed, NotNow
from ..people.models import Person
from ..people.viewer import Viewer, viewer_of
from .health import is_asked
from .models import Feature, HealthAnswer, HealthCheck, Network
from .permissions import check_run
from .policies import check_open

LOWEST, HIGHEST = 1, 5


def check_asked(viewer: Viewer, check_round: HealthCheck) -> None:
    """Raise unless the viewer is one of the members who are asked."""
    if not is_asked(viewer.person, check_round.network, timezone.localdate()):
        raise NotAllowed("You cannot answer this. It is for the members of this network.")


def check_round_open(check_round: HealthCheck) -> None:
    """Raise unless the round takes answers today."""
    check_open(check_round.network)
    today = timezone.localdate()
    if today < check_round.opens:
        raise NotNow(f"This opens on {_day(check_round.opens)}.")
    if today > check_round.closes:
        raise NotNow(f"This closed on {_day(check_round.closes)}; answers stay as they are.")


@action
def ask_members(
    *, by: Person, network: Network, closes: date, opens: date | None = None
) -> HealthCheck:
    """Open a round in which the members are asked; `closes` is the last day to answer."""
    check_run(viewer_of(by), network)
    check_open(network)
    today = timezone.localdate()
    opens = opens or today
    if closes < opens:
        raise Invalid("The last day comes before the first.", field="closes")
    if closes < today:
        raise Invalid("The last day has passed already.", field="closes")
    other = HealthCheck.objects.filter(network=network, opens__lte=closes, closes__gte=opens)
    found = other.first()
    if found is not None:
        raise Invalid(
            f"The members are asked from {_day(found.opens)} to {_day(found.closes)} already; "
            "two rounds at once would only tire them.",
            field="opens",
        )
    made = HealthCheck.objects.create(network=network, opens=opens, closes=closes, opened_by=by)
    record(
        by=by,
        verb="networks.members_asked",
        thing=network,
        summary=f"{by} asks the members how {network} goes, until {_day(closes)}",
    )
    return made


@action
def answer_health_check(
    *, by: Person, check_round: HealthCheck, views: Mapping[str, int | None]
) -> HealthCheck:
    """Say or change how one sees the features of a network, by `Feature`; None leaves one out.

    The trail keeps that somebody answered, never what.
    """
    viewer = viewer_of(by)
    check_asked(viewer, check_round)
    check_round_open(check_round)
    for feature, view in views.items():
        if feature not in Feature.values:
            raise Invalid(f"“{feature}” is not one of the five features.")
        if view is not None and not LOWEST <= view <= HIGHEST:
            raise Invalid(f"A view is {LOWEST} to {HIGHEST}.", field=feature)
    today = timezone.localdate()
    mine = HealthAnswer.objects.filter(check_round=check_round, person=by)
    left_out = [feature for feature in Feature.values if views.get(feature) is None]
    mine.filter(feature__in=left_out).delete()
    for feature, view in views.items():
        if view is not None:
            HealthAnswer.objects.update_or_create(
                check_round=check_round,
                person=by,
                feature=feature,
                defaults={"view": view, "answered_on": today},
            )
    record(
        by=by,
        verb="networks.health_answered",
        thing=check_round,
        summary=f"A member said how {check_round.network} goes",
    )
    return check_round


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
