"""Other innovations live at the same places: which, since when, and whether they touch the measure.

A place shares what is live at what it is a member of and at its own members: a practice and its
primary care network serve the same people.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from ..innovations.models import Innovation, InnovationMeasure
from ..measures.models import Measure
from ..networks.models import Organisation, OrganisationEdge
from ..sites.models import ImplementationSite
from .places import sites_of

ITS_SITES, COMPARED = "its sites", "places it is compared with"


@dataclass(frozen=True, slots=True)
class CoLive:
    """Another innovation at the same places: since when, at how many, and what it touches.

    `measures` are the names of those it is judged on.
    """

    innovation: str
    slug: str
    since: date
    sites: int
    among: str
    touches: bool
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """The start of another innovation at one place, the place's own primary key."""

    place: int
    innovation: Innovation
    since: date
    among: str


def starts_beside(innovation: Innovation, comparators: Collection[str]) -> list[Start]:
    """Every start of another innovation at its sites and at those it is compared with."""
    own = {site.organisation_id for site in sites_of(innovation) if site.started}
    others = Organisation.objects.filter(code__in=list(comparators))
    compared = set(others.values_list("pk", flat=True)) - own
    near = _around(own | compared)
    rows = (
        ImplementationSite.objects.filter(organisation__in=near.keys(), started__isnull=False)
        .exclude(version__innovation=innovation)
        .select_related("version__innovation")
    )
    found: list[Start] = []
    for site in rows.order_by("started", "pk"):
        assert site.started is not None
        for place, until in near[site.organisation_id]:
            if site.started < until:
                among = ITS_SITES if place in own else COMPARED
                found.append(Start(place, site.version.innovation, site.started, among))
    return found


def co_live(innovation: Innovation, measure: Measure, comparators: Collection[str]) -> list[CoLive]:
    """What else is live at the sites of an innovation and at those it is compared with."""
    starts = starts_beside(innovation, comparators)
    judged: dict[int, list[Measure]] = {}
    on = InnovationMeasure.objects.filter(innovation__in={one.innovation.pk for one in starts})
    for one in on.select_related("measure").order_by("-primary", "pk"):
        judged.setdefault(one.innovation_id, []).append(one.measure)
    found: dict[tuple[int, str], CoLive] = {}
    seen: set[tuple[int, str, int]] = set()
    for start in starts:
        other, among = start.innovation, start.among
        if (other.pk, among, start.place) in seen:
            continue
        seen.add((other.pk, among, start.place))
        mine = judged.get(other.pk, [])
        known = found.get((other.pk, among))
        found[other.pk, among] = (
            replace(known, sites=known.sites + 1)
            if known
            else CoLive(
                other.name,
                other.slug,
                start.since,
                1,
                among,
                any(one.pk == measure.pk for one in mine),
                tuple(one.name for one in mine),
            )
        )
    return list(found.values())


def _around(places: set[int]) -> dict[int, list[tuple[int, date]]]:
    """Places, what they are members of and their members; whose neighbour each is, and until."""
    found = {place: [(place, date.max)] for place in places}
    edges = OrganisationEdge.objects.filter(kind="member_of").filter(
        Q(source__in=places) | Q(target__in=places)
    )
    for source, target, ends in edges.values_list("source", "target", "ends"):
        for place, near in ((source, target), (target, source)):
            if place in places:
                found.setdefault(near, []).append((place, ends or date.max))
    return found
