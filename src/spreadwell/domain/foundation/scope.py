"""Who sees which rows: every query of a page goes through `visible_to(viewer)`.

How far each role sees stands in one table (`people.visibility`); what "own" and "published" mean
for a thing stands with its query set, here below.
"""

from enum import StrEnum
from typing import Any, Generic, Protocol, Self, TypeVar

from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)


class Reach(StrEnum):
    """How far a role sees one kind of thing."""

    ALL = "all"
    OWN = "own"
    PUBLISHED = "published"
    NONE = "none"


class Seer(Protocol):
    """What a scope needs to know of who is looking (see `people.viewer.Viewer`)."""

    @property
    def person_id(self) -> int | None:
        """The person looking, None for the public."""
        ...

    @property
    def mission_ids(self) -> frozenset[int]:
        """The missions at which roles are held."""
        ...

    @property
    def network_ids(self) -> frozenset[int]:
        """The networks at which roles are held."""
        ...

    @property
    def facilitated_network_ids(self) -> frozenset[int]:
        """The networks that the viewer facilitates."""
        ...

    @property
    def organisation_ids(self) -> frozenset[int]:
        """The organisations at which roles are held."""
        ...

    @property
    def site_ids(self) -> frozenset[int]:
        """The sites at which roles are held."""
        ...

    def reaches(self, thing: str) -> frozenset[Reach]:
        """Return how far the viewer's roles see this kind of thing."""
        ...


NOTHING = Q(pk__in=[])


class ScopedQuerySet(models.QuerySet[M], Generic[M]):
    """Rows of one kind, narrowed to what a viewer may see."""

    def visible_to(self, viewer: Seer) -> Self:
        """Keep the rows that the viewer may see."""
        reaches = viewer.reaches(self.model.__name__)
        if Reach.ALL in reaches:
            return self
        rule = NOTHING
        if Reach.OWN in reaches:
            rule |= self.own(viewer)
        if Reach.PUBLISHED in reaches:
            rule |= self.published()
        # A sub-query rather than DISTINCT: rules may cross joins, and pages order freely after.
        return self.filter(pk__in=self.model._default_manager.filter(rule).values("pk"))

    def own(self, viewer: Seer) -> Q:
        """Return the rule for the viewer's own rows; nothing unless the thing says otherwise."""
        return NOTHING

    def published(self) -> Q:
        """Return the rule for rows shown beyond the team; nothing unless the thing says so."""
        return NOTHING


def scoped(queryset: type[ScopedQuerySet[Any]]) -> Any:
    """Return the default manager of a scoped model."""
    return queryset.as_manager()
