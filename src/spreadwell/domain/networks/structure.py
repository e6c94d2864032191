"""Which organisation belongs to which, on any day: memberships, moves and mergers resolved.

A structure is read once and then asked without the store, so that a long series can be cut by
the structure of each of its periods.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .models import EdgeKind, OrganisationKind
from .models.organisations import OrganisationEdgeQuerySet


@dataclass(frozen=True, slots=True)
class Spell:
    """A parent from a day until another (the first day without), None where it has no end."""

    parent: int
    starts: date | None = None
    ends: date | None = None

    def runs_on(self, day: date) -> bool:
        """Tell whether the day lies in it."""
        return (self.starts is None or self.starts <= day) and (
            self.ends is None or day < self.ends
        )


@dataclass(frozen=True, slots=True)
class Structure:
    """Parents and successors of organisations by primary key, with their days.

    `groups` are the organisations that are parents themselves or were: a reading of one belongs
    to it. Successions of one organisation are sorted by day.
    """

    parents: Mapping[int, tuple[Spell, ...]]
    successions: Mapping[int, tuple[tuple[date, int], ...]]
    groups: frozenset[int]

    @classmethod
    def of(
        cls,
        memberships: Iterable[tuple[int, int, date | None, date | None]],
        successions: Iterable[tuple[int, int, date | None]],
        groups: Iterable[int] = (),
    ) -> "Structure":
        """Build from (member, parent, starts, ends), (before, after, day) and further groups.

        A succession without a day is of always.
        """
        parents: dict[int, list[Spell]] = defaultdict(list)
        after: dict[int, list[tuple[date, int]]] = defaultdict(list)
        of_parents = set(groups)
        for member, parent, starts, ends in memberships:
            parents[member].append(Spell(parent, starts, ends))
            of_parents.add(parent)
        for before, heir, day in successions:
            after[before].append((day or date.min, heir))
        return cls(
            # The latest spell first: where two run at once, which the loads refuse, one is taken.
            {
                member: tuple(
                    sorted(spells, key=lambda s: (s.starts or date.min, s.parent), reverse=True)
                )
                for member, spells in parents.items()
            },
            {before: tuple(sorted(heirs)) for before, heirs in after.items()},
            frozenset(of_parents),
        )

    def successor(self, organisation: int, day: date) -> int:
        """Return who an organisation is on a day: itself, or the one that took over from it.

        An organisation that was divided among several stays itself, since nothing says which
        part of its readings went where.
        """
        seen = {organisation}
        while True:
            heirs = {heir for on, heir in self.successions.get(organisation, ()) if on <= day}
            if len(heirs) != 1:
                return organisation
            heir = heirs.pop()
            if heir in seen:
                return organisation
            seen.add(heir)
            organisation = heir

    def parent(self, organisation: int, day: date) -> int | None:
        """Return the parent of an organisation on a day, None where it has none then.

        A parent is its own parent. Where the organisation was taken over, the successor's parent
        counts; where its parent was, the parent's successor.
        """
        now = self.successor(organisation, day)
        if now in self.groups:
            return now
        for spell in (*self.parents.get(now, ()), *self.parents.get(organisation, ())):
            if spell.runs_on(day):
                return self.successor(spell.parent, day)
        return None

    def as_of(self, day: date) -> dict[int, int]:
        """Return member → parent on a day, for the members that have one."""
        found = {member: self.parent(member, day) for member in self.parents}
        return {member: parent for member, parent in found.items() if parent is not None}


def structure_of(edges: OrganisationEdgeQuerySet, kind: str = OrganisationKind.PCN) -> Structure:
    """Return the structure whose parents are of one kind: PCNs, councils, trusts.

    `edges` is a scope, such as `OrganisationEdge.objects.visible_to(viewer)`.
    """
    members = edges.filter(
        kind__in=[EdgeKind.MEMBER_OF, EdgeKind.LOCATED_IN], target__kind=kind
    ).values_list("source_id", "target_id", "starts", "ends")
    operated = edges.filter(
        kind__in=[EdgeKind.OPERATES, EdgeKind.COMMISSIONS], source__kind=kind
    ).values_list("target_id", "source_id", "starts", "ends")
    successions = list(
        edges.filter(kind=EdgeKind.SUCCEEDED_BY).values_list(
            "source_id", "target_id", "starts", "source__kind", "target__kind"
        )
    )
    groups = {
        pk
        for source, target, _, source_kind, target_kind in successions
        for pk, of_kind in ((source, source_kind), (target, target_kind))
        if of_kind == kind
    }
    return Structure.of(
        [*members, *operated],
        ((source, target, starts) for source, target, starts, _, _ in successions),
        groups,
    )
