"""What the store knows of organisations, by code, for a load to be held against."""

from collections import defaultdict
from collections.abc import Iterable

from spreadwell.domain.networks.models import Organisation, OrganisationEdge, OrganisationName

FACTS = "ods"
"""Where an organisation keeps what the ODS says of it beyond its own fields."""

Pair = tuple[Organisation, str, Organisation]


class Known:
    """Organisations by code and former code, and their edges; grows as a load adds to it."""

    def __init__(self) -> None:
        self.by_code = {one.code: one for one in Organisation.objects.order_by()}
        by_key = {one.pk: one for one in self.by_code.values()}
        self.former: dict[str, Organisation] = {}
        self.former_told: set[tuple[int, str]] = set()
        for key, code in OrganisationName.objects.order_by().values_list("organisation_id", "code"):
            self.former.setdefault(code, by_key[key])
            self.former_told.add((key, code))
        # By identity: an organisation that is new has no key yet, and codes may change.
        self.edges: dict[tuple[int, str, int], list[OrganisationEdge]] = defaultdict(list)
        self.out: dict[tuple[int, str], list[OrganisationEdge]] = defaultdict(list)
        for edge in OrganisationEdge.objects.order_by("pk"):
            edge.source, edge.target = by_key[edge.source_id], by_key[edge.target_id]
            self.keep_edge(edge)

    def find(self, code: str) -> Organisation | None:
        """Return the organisation of a code, present or former."""
        return self.by_code.get(code) or self.former.get(code)

    def keep_edge(self, edge: OrganisationEdge) -> None:
        """Remember an edge."""
        self.edges[id(edge.source), edge.kind, id(edge.target)].append(edge)
        self.out[id(edge.source), edge.kind].append(edge)

    def all_of(self, kind: str) -> Iterable[OrganisationEdge]:
        """Return every edge of a kind."""
        return (edge for key, edges in self.edges.items() if key[1] == kind for edge in edges)
