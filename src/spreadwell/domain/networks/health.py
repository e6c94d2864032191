"""The health check of a network: who is asked, who answered, and how members see it over time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from ..people.models import Person, RoleHeld
from ..people.viewer import Viewer
from .models import HealthAnswer, HealthCheck, Membership, Network


@dataclass(frozen=True, slots=True)
class Round:
    """One round: when, how many were asked and how many answered, and the views by feature.

    `views` are without names and in order of size: which view is whose cannot be told from them.
    Who shows them leaves out what too few have said (`charts.health_check.FEWEST`).
    """

    check_round: HealthCheck
    asked: int
    answered: int
    views: dict[str, list[int]]


def asked_people(network: Network, day: date) -> QuerySet[Person]:
    """Return who is asked on a day: the members, and the people of member organisations and sites.

    A member is named as such, belongs to an organisation that is a member, or holds a role at the
    network, at such an organisation or at one of the network's sites. People who hold no role at
    all cannot sign in to anything and are not counted.
    """
    running = Membership.objects.filter(network=network, starts__lte=day).filter(
        Q(ends=None) | Q(ends__gt=day)
    )
    organisations = set(running.exclude(organisation=None).values_list("organisation", flat=True))
    named = set(running.exclude(person=None).values_list("person", flat=True))
    held = RoleHeld.objects.running_on(day)
    here = held.filter(
        Q(network=network)
        | Q(organisation__in=organisations)
        | Q(site__version__innovation__network=network)
    )
    people = Person.objects.get_queryset().filter(is_active=True, pk__in=held.values("person"))
    return people.filter(
        Q(pk__in=named) | Q(organisation__in=organisations) | Q(pk__in=here.values("person"))
    )


def is_asked(person: Person | None, network: Network, day: date) -> bool:
    """Tell whether somebody is asked in a round of a network on a day."""
    return person is not None and asked_people(network, day).filter(pk=person.pk).exists()


def open_round(viewer: Viewer, network: Network, day: date) -> HealthCheck | None:
    """Return the round that is open on a day, where the viewer may see it."""
    rows: QuerySet[HealthCheck] = HealthCheck.objects.visible_to(viewer)
    return rows.filter(network=network, opens__lte=day, closes__gte=day).first()


def rounds_of(viewer: Viewer, network: Network, day: date) -> list[Round]:
    """Return every round that has opened by a day and that the viewer may see, the oldest first."""
    rows: QuerySet[HealthCheck] = HealthCheck.objects.visible_to(viewer)
    found = list(rows.filter(network=network, opens__lte=day).order_by("opens", "pk"))
    given: dict[int, list[HealthAnswer]] = defaultdict(list)
    for answer in HealthAnswer.objects.filter(check_round__in=found):
        given[answer.check_round_id].append(answer)
    return [_round(one, given[one.pk], min(day, one.closes)) for one in found]


def _round(one: HealthCheck, answers: Iterable[HealthAnswer], day: date) -> Round:
    views: dict[str, list[int]] = defaultdict(list)
    who = set()
    for answer in answers:
        views[answer.get_feature_display()].append(answer.view)
        who.add(answer.person_id)
    # Who answered and has left since was asked nevertheless.
    asked = set(asked_people(one.network, day).values_list("pk", flat=True)) | who
    return Round(one, len(asked), len(who), {name: sorted(v) for name, v in views.items()})


def own_views(viewer: Viewer, check_round: HealthCheck) -> dict[str, int]:
    """Return what the viewer said in a round, by feature."""
    if viewer.person is None:
        return {}
    rows: QuerySet[HealthAnswer] = HealthAnswer.objects.visible_to(viewer)
    mine = rows.filter(check_round=check_round, person=viewer.person)
    return dict(mine.values_list("feature", "view"))


def unanswered(viewer: Viewer, day: date) -> list[HealthCheck]:
    """Return the open rounds in which the viewer is asked and has said nothing yet."""
    if viewer.person is None:
        return []
    rows: QuerySet[HealthCheck] = HealthCheck.objects.visible_to(viewer)
    waiting = (
        rows.filter(opens__lte=day, closes__gte=day)
        .exclude(network__state="closed")
        .exclude(answers__person=viewer.person)
        .select_related("network")
    )
    return [one for one in waiting if is_asked(viewer.person, one.network, day)]
