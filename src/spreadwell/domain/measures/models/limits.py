"""What people decide about limits: a new level, a fixed baseline, a point left out."""

from typing import Self

from django.db import models
from django.db.models import Q

from ...foundation.scope import ScopedQuerySet, Seer
from ...networks.models import Organisation
from ...people.models import Person
from .definitions import Measure


class LimitsChangeQuerySet(ScopedQuerySet["LimitsChange"]):
    """Limits changes."""

    def own(self, viewer: Seer) -> Q:
        """A site's people see what was decided about the charts of their organisation."""
        return Q(organisation__sites__in=viewer.site_ids)

    def published(self) -> Q:
        """Charts of open data are for everybody signed in."""
        return Q(measure__open_data=True)

    def standing(self) -> Self:
        """Keep what has not been withdrawn."""
        return self.filter(withdrawn_at=None)


class LimitsChange(models.Model):
    """A person's word on the limits of one chart, with the reason; withdrawn, never edited.

    A rebase names the first period of the new level, an exclusion the period left out, a
    baseline how many points of each level the limits rest on.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="limits")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="limits")
    kind = models.CharField(
        max_length=9,
        choices=[("rebase", "New level"), ("baseline", "Baseline"), ("exclusion", "Left out")],
    )
    period = models.CharField(max_length=12, blank=True)
    ordinal = models.IntegerField(null=True, blank=True)
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField()
    evidence = models.JSONField(default=dict, blank=True, help_text="What suggested it, if any.")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    objects = LimitsChangeQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "organisation", "ordinal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "organisation", "kind", "ordinal"],
                condition=Q(withdrawn_at=None, ordinal__isnull=False),
                name="limits_change_once_a_period",
            ),
            models.UniqueConstraint(
                fields=["measure", "organisation"],
                condition=Q(withdrawn_at=None, kind="baseline"),
                name="one_baseline_a_chart",
            ),
            models.CheckConstraint(
                condition=Q(kind="baseline", points__gt=0, ordinal=None)
                | (~Q(kind="baseline") & Q(points=None, ordinal__isnull=False)),
                name="limits_change_says_where",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="limits_withdrawn_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        where = f"{self.points} points" if self.kind == "baseline" else self.period
        return f"{self.get_kind_display()}, {where}: {self.measure}, {self.organisation}"
