"""What the pages of networks and organisations print."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from spreadwell.charts.frame import NARROW, Look, Picture
from spreadwell.charts.matrix import matrix
from spreadwell.domain.networks.models import Membership, Network, Organisation, OrganisationEdge
from spreadwell.domain.people.viewer import Viewer
from spreadwell.domain.sites.models import ImplementationSite, TeamMember
from spreadwell.domain.sites.states import ENDED

MOST = 24
"""More rows or columns than this are no longer one picture; the lists below hold them all."""


@dataclass(frozen=True, slots=True)
class MatrixPair:
    """Who does what where, wide and narrow, and how many were left out."""

    wide: Picture
    narrow: Picture
    left_out: int


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """One edge as it is read from one organisation, with its dates."""

    words: str
    other: str
    code: str
    when: str
    runs: bool


def who_where(
    viewer: Viewer, network: Network, members: Iterable[Membership], today: date
) -> MatrixPair | None:
    """Draw the organisations of a network against its sites."""
    rows: QuerySet[ImplementationSite] = ImplementationSite.objects.visible_to(viewer)
    sites = list(
        rows.filter(version__innovation__network=network)
        .exclude(state__in=ENDED)
        .select_related("organisation")
    )
    if not sites:
        return None
    shown = sites[:MOST]
    names = _apart([(site.name, str(site.pk)) for site in shown])
    site_name = dict(zip((site.pk for site in shown), names, strict=True))
    joined = [one.organisation for one in members if one.organisation is not None]
    roles = _roles(viewer, shown, joined, today)
    organisations = {one.pk: one for one in joined}
    organisations |= {site.organisation_id: site.organisation for site in shown}
    found: QuerySet[Organisation] = Organisation.objects.visible_to(viewer)
    organisations |= {one.pk: one for one in found.filter(pk__in={org for org, _ in roles})}
    # Those who work across sites first: the places themselves only make the diagonal below.
    places = {site.organisation_id for site in shown}
    ordered = sorted(organisations.values(), key=lambda o: (o.pk in places, o.name))
    kept = ordered[:MOST]
    labels = _apart([(one.name, one.code) for one in kept])
    label = dict(zip((one.pk for one in kept), labels, strict=True))
    told = {
        (label[org], site_name[site]): role for (org, site), role in roles.items() if org in label
    }
    urls = [reverse("networks:organisation", args=[one.code]) for one in kept]
    invented = network.invented or any(site.invented for site in shown)

    def draw(look: Look) -> Picture:
        return matrix(labels, names, told, look, urls=urls)

    return MatrixPair(
        draw(Look(prefix="who", invented=invented)),
        draw(Look(width=NARROW, prefix="who-narrow", invented=invented)),
        len(sites) - len(shown) + len(ordered) - len(kept),
    )


def _roles(
    viewer: Viewer, sites: list[ImplementationSite], members: list[Organisation], today: date
) -> dict[tuple[int, int], str]:
    """Return (organisation, site) → what it does there, the closest tie of each pair.

    The place itself, who operates it, who lends people to its team, and members that are no
    place of their own and so work with every site through the network.
    """
    hosts: dict[int, list[int]] = {}
    for site in sites:
        hosts.setdefault(site.organisation_id, []).append(site.pk)
    apart = [one.pk for one in members if one.pk not in hosts]
    roles = {(org, site.pk): "through the network" for org in apart for site in sites}
    team: QuerySet[TeamMember] = TeamMember.objects.visible_to(viewer)
    lent = team.filter(site__in=sites, ends=None).exclude(person__organisation=None)
    roles |= dict.fromkeys(lent.values_list("person__organisation_id", "site_id"), "lends people")
    edges: QuerySet[OrganisationEdge] = OrganisationEdge.objects.visible_to(viewer)
    runs = edges.filter(kind="operates", target__in=hosts).filter(
        Q(starts=None) | Q(starts__lte=today), Q(ends=None) | Q(ends__gt=today)
    )
    for org, at in runs.values_list("source", "target"):
        roles |= {(org, site): "operates" for site in hosts[at]}
    return roles | {(site.organisation_id, site.pk): "host" for site in sites}


def _apart(named: list[tuple[str, str]]) -> list[str]:
    """Return the names, those that are not alone with their code."""
    names = [name for name, _ in named]
    return [f"{n} ({code})" if names.count(n) > 1 else n for n, code in named]


BACKWARDS = {
    "operates": "is operated by",
    "commissions": "is commissioned by",
    "member_of": "has as a member",
    "located_in": "holds",
    "succeeded_by": "succeeded",
}


def edge_rows(
    organisation: Organisation, edges: Iterable[OrganisationEdge], today: date
) -> list[EdgeRow]:
    """Read each edge from this organisation's side, those that run today first."""
    rows = []
    for edge in edges:
        out = edge.source_id == organisation.pk
        other = edge.target if out else edge.source
        words = edge.get_kind_display() if out else BACKWARDS[edge.kind]
        begun = edge.starts is None or edge.starts <= today
        runs = begun and (edge.ends is None or edge.ends > today)
        rows.append(EdgeRow(words, other.name, other.code, _when(edge), runs))
    return sorted(rows, key=lambda row: not row.runs)


def _when(edge: OrganisationEdge) -> str:
    """Say from when to when an edge holds."""
    starts = f"from {_day(edge.starts)}" if edge.starts else ""
    ends = f"until {_day(edge.ends)}" if edge.ends else ""
    return " ".join(part for part in (starts, ends) if part) or "no dates known"


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
