"""What the pages of networks and organisations print."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from spreadwell.domain.foundation.refusals import allowed
from spreadwell.domain.networks.models import Membership, Organisation, OrganisationEdge
from spreadwell.domain.networks.permissions import check_declare
from spreadwell.domain.people.viewer import Viewer


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
