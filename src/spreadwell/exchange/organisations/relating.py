"""What files would change of how organisations stand to each other."""

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from spreadwell.domain.networks.changes import OrganisationChanges
from spreadwell.domain.networks.models import Organisation, OrganisationEdge, OrganisationKind
from spreadwell.exchange.organisations.known import Known
from spreadwell.formats.ods import Link, LinkKind, OrganisationFile

ONE_DAY = timedelta(days=1)
Wrong = Callable[[str, int, str, str], None]
Close = Callable[[Organisation, date], None]


class Relations:
    """Relations being planned: what is told, what follows from it, what cannot be."""

    def __init__(
        self, known: Known, changes: OrganisationChanges, wrong: Wrong, close: Close
    ) -> None:
        self.known = known
        self.changes = changes
        self.wrong = wrong
        self.close = close
        # Where each edge was told: file, row and column for problems, and whether as a whole.
        self.told: dict[int, tuple[OrganisationFile, Link]] = {}
        self.what: dict[int, str] = {}
        self.touched: dict[int, Organisation] = {}
        self.unknown: Counter[str] = Counter()

    def take(self, files: Sequence[OrganisationFile]) -> None:
        """Hold every relation of every file against what is known."""
        taken_over: list[OrganisationEdge] = []
        for file in files:
            for link in file.links:
                edge = self._edge(file, link)
                if edge is not None and link.kind is LinkKind.SUCCEEDED_BY:
                    taken_over.append(edge)
        for edge in taken_over:
            self._succeed(edge)
        for member in list(self.touched.values()):
            self._one_network_at_a_time(member)
        for name, count in self.unknown.items():
            told = "1 relation names" if count == 1 else f"{count:,} relations name"
            left = "was left out" if count == 1 else "were left out"
            self.changes.notes.append(f"{name}: {told} organisations that are not here and {left}.")

    def _edge(self, file: OrganisationFile, link: Link) -> OrganisationEdge | None:
        ends = self._ends(file, link)
        if ends is None:
            return None
        source, target = ends
        if source is target:
            self.wrong(
                file.name, link.row, link.target_column,
                f"“{link.target}” and “{link.source}” are one organisation",
            )  # fmt: skip
            return None
        edge = self._known(link, source, target)
        if edge is None:
            edge = self._add(source, link.kind, target, link.starts, link.ends)
        else:
            self._update(file, link, edge)
        self.told[id(edge)] = (file, link)
        if link.kind is LinkKind.MEMBER_OF:
            self.touched[id(source)] = source
        return edge

    def _ends(self, file: OrganisationFile, link: Link) -> tuple[Organisation, Organisation] | None:
        source, target = self.known.find(link.source), self.known.find(link.target)
        if source is not None and target is not None:
            return source, target
        if link.loose:
            self.unknown[file.name] += 1
            return None
        for found, code, column in (
            (source, link.source, link.source_column),
            (target, link.target, link.target_column),
        ):
            if found is None:
                said = f"“{code}” is not an organisation in these files or loaded before"
                self.wrong(file.name, link.row, column, said)
        return None

    def _known(
        self, link: Link, source: Organisation, target: Organisation
    ) -> OrganisationEdge | None:
        """The edge that a link speaks of: of the same start, else one that overlaps."""
        known = self.known.edges.get((id(source), link.kind, id(target)), [])
        for edge in known:
            if edge.starts == link.starts:
                return edge
        for edge in known:
            if id(edge) not in self.told and (
                link.kind is LinkKind.SUCCEEDED_BY
                or _overlap((edge.starts, edge.ends), (link.starts, link.ends))
            ):
                return edge
        return None

    def _add(
        self,
        source: Organisation,
        kind: str,
        target: Organisation,
        starts: date | None,
        ends: date | None,
    ) -> OrganisationEdge:
        edge = OrganisationEdge(
            source=source, kind=str(kind), target=target, starts=starts, ends=ends
        )
        self.known.keep_edge(edge)
        self.changes.new_edges.append(edge)
        return edge

    def _update(self, file: OrganisationFile, link: Link, edge: OrganisationEdge) -> None:
        """Take over the dates that are told; a blank of the template tells nothing."""
        starts = link.starts if link.starts or file.published else edge.starts
        ends = link.ends if link.ends or file.published else edge.ends
        if starts and ends and ends <= starts:
            said = f"it would end on {ends}, but starts on {starts}"
            self.wrong(file.name, link.row, link.target_column, said)
            return
        self._set(edge, starts, ends)

    def _set(self, edge: OrganisationEdge, starts: date | None, ends: date | None) -> None:
        if (edge.starts, edge.ends) == (starts, ends):
            return
        was = (edge.starts, edge.ends)
        edge.starts, edge.ends = starts, ends
        if edge.pk is None:
            return
        self.changes.tell(
            edge.source.code,
            f"{edge.get_kind_display()} {edge.target.code}",
            _span(*was),
            _span(starts, ends),
        )
        self.changes.changed_edges[edge.pk] = edge

    def _succeed(self, edge: OrganisationEdge) -> None:
        """Check a succession against circles; members of a PCN that was taken over move along."""
        file, link = self.told[id(edge)]
        if self._comes_back(edge):
            said = f"“{link.source}” itself came after “{link.target}”"
            self.wrong(file.name, link.row, link.target_column, said)
            return
        if edge.starts is None:
            return
        before, after, on = edge.source, edge.target, edge.starts
        if before.opened and on <= before.opened:
            said = f"“{link.source}” opened on {before.opened}, which is not before {on}"
            self.wrong(file.name, link.row, link.target_column, said)
            return
        self.close(before, on)
        if edge.pk is None and before.kind == after.kind == OrganisationKind.PCN:
            self._members_follow(before, after, on)

    def _comes_back(self, edge: OrganisationEdge) -> bool:
        seen: set[int] = set()
        ahead = [edge.target]
        while ahead:
            one = ahead.pop()
            if one is edge.source:
                return True
            if id(one) not in seen:
                seen.add(id(one))
                ahead += [e.target for e in self.known.out[id(one), LinkKind.SUCCEEDED_BY]]
        return False

    def _members_follow(self, before: Organisation, after: Organisation, on: date) -> None:
        into = {id(e.target) for e in self.known.out[id(before), LinkKind.SUCCEEDED_BY]}
        if len(into) > 1:
            return  # divided: nobody but its members knows who went where
        for edge in list(self.known.all_of(LinkKind.MEMBER_OF)):
            runs = (edge.starts is None or edge.starts < on) and (
                edge.ends is None or edge.ends > on
            )
            if edge.target is not before or not runs:
                continue
            later = any(
                other.starts and other.starts >= on
                for other in self.known.out[id(edge.source), LinkKind.MEMBER_OF]
            )
            if not later:
                self._add(edge.source, LinkKind.MEMBER_OF, after, on, edge.ends)
            self._set(edge, edge.starts, on)

    def _one_network_at_a_time(self, member: Organisation) -> None:
        """End a membership where the next one starts; refuse two that files tell at once."""
        spells = sorted(
            (
                edge
                for edge in self.known.out[id(member), LinkKind.MEMBER_OF]
                if member.kind == OrganisationKind.PRACTICE
                and edge.target.kind == OrganisationKind.PCN
            ),
            key=lambda edge: (edge.starts or date.min, edge.pk or 0),
        )
        for first, then in itertools.pairwise(spells):
            # Files that give one day as the last of one and the first of the next are believed:
            # on that day the later membership counts (see `networks.structure`).
            until = first.ends - ONE_DAY if first.ends else None
            if not _overlap((first.starts, until), (then.starts, then.ends)):
                continue
            by = self.told.get(id(first))
            open_ended = first.ends is None and (by is None or not by[0].published)
            if open_ended and then.starts and (first.starts or date.min) < then.starts:
                self._set(first, first.starts, then.starts)
                continue
            file, link = self.told.get(id(then)) or self.told[id(first)]
            said = (
                f"“{member.code}” is in “{first.target.code}” {_span(first.starts, first.ends)} "
                f"and in “{then.target.code}” {_span(then.starts, then.ends)}; a practice is in "
                "one PCN at a time"
            )
            self.wrong(file.name, link.row, link.target_column, said)

    def end_with(self, closing: Sequence[Organisation]) -> None:
        """End memberships of organisations that close, unless files of the ODS tell them on."""
        for one in closing:
            for edge in self.known.out[id(one), LinkKind.MEMBER_OF]:
                told = self.told.get(id(edge))
                runs = edge.ends is None and (edge.starts or date.min) < (one.closed or date.min)
                if runs and (told is None or not told[0].published):
                    self._set(edge, edge.starts, one.closed)

    def count(self) -> None:
        """Count the relations by what happens to them."""
        counts = self.changes.counts
        counts["edges_new"] = len(self.changes.new_edges)
        counts["edges_changed"] = len(self.changes.changed_edges)
        told = [
            edge for edges in self.known.edges.values() for edge in edges if id(edge) in self.told
        ]
        counts["edges_same"] = sum(
            edge.pk is not None and edge.pk not in self.changes.changed_edges for edge in told
        )


Dates = tuple[date | None, date | None]


def _overlap(one: Dates, other: Dates) -> bool:
    """Tell whether two spans share a day; None is without an end."""
    return (one[0] or date.min) < (other[1] or date.max) and (other[0] or date.min) < (
        one[1] or date.max
    )


def _span(starts: date | None, ends: date | None) -> str:
    """Dates in words: "from 2019-10-01 until 2022-04-01"."""
    said = f"from {starts}" if starts else "from the beginning"
    return f"{said} until {ends}" if ends else f"{said} on"
