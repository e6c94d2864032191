"""What a load of organisations would change, worked out before anything is stored."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .models import Organisation, OrganisationEdge, OrganisationName


@dataclass(slots=True)
class OrganisationChanges:
    """New and changed rows, not stored yet, and what to tell of them.

    `told` has one entry a changed field: code, field, was, now. `counts` counts organisations and
    relations by what happens to them.
    """

    new: list[Organisation] = field(default_factory=list)
    changed: dict[int, Organisation] = field(default_factory=dict)
    former: list[OrganisationName] = field(default_factory=list)
    new_edges: list[OrganisationEdge] = field(default_factory=list)
    changed_edges: dict[int, OrganisationEdge] = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Tell whether everything is known already."""
        return not (self.new or self.changed or self.former or self.new_edges or self.changed_edges)

    def tell(self, code: str, name: str, was: object, now: object) -> None:
        """Keep that a field of one organisation changes."""
        self.told.append({"code": code, "field": name, "was": _text(was), "now": _text(now)})


def _text(value: object) -> str:
    return "" if value is None else str(value)
