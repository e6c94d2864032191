"""What the pages of networks and organisations print."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.networks.models import (
    EdgeKind,
    Membership,
    Organisation,
    OrganisationEdge,
    OrganisationName,
)
from spreadwell.domain.networks.permissions import check_declare
from spreadwell.domain.people.viewer import Viewer

from ..environment import day

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member as the viewer may see and change it."""

    pk: int
    person: str
    organisation: str
    code: str
    role: str
    interests: str
    starts: date
    ends: date | None
    may_declare: bool


def member_rows(viewer: Viewer, members: Iterable[Membership]) -> list[MemberRow]:
    """Prepare the members of a network."""
    return [
        MemberRow(
            one.pk,
            str(one.person or ""),
            one.organisation.name if one.organisation else "",
            one.organisation.code if one.organisation else "",
            one.role,
            one.interests,
            one.starts,
            one.ends,
            not allowed(check_declare, viewer, one),
        )
        for one in members
    ]


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """One edge as it is read from one organisation, with its dates."""

    words: str
    other: str
    code: str
    when: str
    runs: bool


BACKWARDS = {
    "operates": "is operated by",
    "commissions": "is commissioned by",
    "member_of": "has as a member",
    "located_in": "holds",
    "succeeded_by": "took over from",
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
    """Say from when to when an edge holds; a succession happens on its day."""
    if edge.kind == EdgeKind.SUCCEEDED_BY:
        return f"on {day(edge.starts)}" if edge.starts else "no date known"
    starts = f"from {day(edge.starts)}" if edge.starts else ""
    ends = f"until {day(edge.ends - ONE_DAY)}" if edge.ends else ""
    return " ".join(part for part in (starts, ends) if part) or "no dates known"


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to an organisation over time, in the parts of its page."""

    became: list[EdgeRow]
    belongs: list[EdgeRow]
    members: list[EdgeRow]
    others: list[EdgeRow]
    names: list[tuple[str, str]]


def story_of(
    organisation: Organisation,
    edges: Iterable[OrganisationEdge],
    names: Iterable[OrganisationName],
    today: date,
) -> Story:
    """Sort the edges of an organisation by what they tell, and say its former names and codes."""
    parts: dict[str, list[OrganisationEdge]] = {"became": [], "belongs": [], "members": []}
    rest: list[OrganisationEdge] = []
    for edge in edges:
        if edge.kind == EdgeKind.SUCCEEDED_BY:
            parts["became"].append(edge)
        elif edge.kind in (EdgeKind.MEMBER_OF, EdgeKind.LOCATED_IN):
            part = "belongs" if edge.source_id == organisation.pk else "members"
            parts[part].append(edge)
        else:
            rest.append(edge)
    told = {name: edge_rows(organisation, some, today) for name, some in parts.items()}
    former = [(f"{one.name} ({one.code})", f"until {day(one.ends - ONE_DAY)}") for one in names]
    return Story(**told, others=edge_rows(organisation, rest, today), names=former)
