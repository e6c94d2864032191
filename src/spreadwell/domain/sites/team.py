"""Who brings what to a site's team, and what nobody brings yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from ..innovations.models import NeededCapability
from ..networks.models import Organisation
from ..people.models import Person
from ..people.viewer import Viewer
from .models import ImplementationSite, TeamMember
from .permissions import check_see_lent

FULL_WEEK = Decimal("37.5")
"""Hours of a full week. Source: NHS terms and conditions of service handbook, section 10."""


@dataclass(frozen=True, slots=True)
class Needed:
    """A capability that the version needs, and who brings it today; nobody is a gap."""

    capability: NeededCapability
    filled_by: tuple[TeamMember, ...]

    @property
    def is_gap(self) -> bool:
        """Whether nobody brings it now."""
        return not self.filled_by


@dataclass(frozen=True, slots=True)
class Lent:
    """One person's time in teams of sites: where, as what, and the hours agreed a week in all."""

    person: Person
    places: tuple[TeamMember, ...]

    @property
    def hours(self) -> Decimal:
        """Hours a week over all teams, as far as they are agreed."""
        return sum((one.hours_a_week or Decimal(0) for one in self.places), Decimal(0))

    @property
    def unknown(self) -> int:
        """In how many teams no hours are agreed."""
        return sum(one.hours_a_week is None for one in self.places)

    @property
    def is_over(self) -> bool:
        """Whether more is agreed than a full week holds."""
        return self.hours > FULL_WEEK


def in_team_on(day: date) -> Q:
    """Return the rule for members of a day; `ends` is the first day without them."""
    return Q(starts__lte=day) & (Q(ends=None) | Q(ends__gt=day))


def needed_at(
    viewer: Viewer, site: ImplementationSite, team: Collection[TeamMember]
) -> list[Needed]:
    """Return what the site's version needs with who of the team brings it, gaps first.

    A member who filled the capability of an earlier version still does where its name is the same.
    """
    rows: QuerySet[NeededCapability] = NeededCapability.objects.visible_to(viewer)
    made = []
    for capability in rows.filter(version=site.version_id):
        names = capability.name.casefold()
        made.append(
            Needed(
                capability,
                tuple(m for m in team if m.needed and m.needed.name.casefold() == names),
            )
        )
    return sorted(made, key=lambda one: (not one.is_gap, one.capability.name.casefold()))


def lent_by(viewer: Viewer, organisation: Organisation, day: date) -> list[Lent]:
    """Return the people of an organisation with the teams they are in, those over a week first.

    Raises NotAllowed for whoever neither works there, nor holds a role there, nor is of the office.
    Whoever only works there sees their own time alone.
    """
    check_see_lent(viewer, organisation)
    # Those who lend see their people's time at sites whose teams they would not see otherwise.
    rows = TeamMember.objects.filter(person__organisation=organisation)
    if not (viewer.in_office or organisation.pk in viewer.organisation_ids):
        rows = rows.filter(person=viewer.person)
    return _by_person(rows, day)


def own_time(person: Person, day: date) -> list[Lent]:
    """Return the teams that somebody is in themselves."""
    return _by_person(TeamMember.objects.filter(person=person), day)


def _by_person(rows: QuerySet[TeamMember], day: date) -> list[Lent]:
    open_sites = rows.filter(in_team_on(day)).exclude(site__state__in=["stopped", "de_adopted"])
    places: dict[int, list[TeamMember]] = {}
    ordered: Sequence[TeamMember] = list(
        open_sites.select_related("person", "site__version__innovation").order_by(
            "person__name", "site__name", "pk"
        )
    )
    for one in ordered:
        places.setdefault(one.person_id, []).append(one)
    made = [Lent(many[0].person, tuple(many)) for many in places.values()]
    return sorted(made, key=lambda one: (not one.is_over, one.person.name.casefold()))
