"""Periods that somebody has approved: their readings are locked until they are opened again."""

from typing import Self

from django.db import models
from django.db.models import Q

from ...foundation.scope import ScopedQuerySet
from ...people.models import Person
from .definitions import Measure


class PeriodSignOffQuerySet(ScopedQuerySet["PeriodSignOff"]):
    """Sign-offs."""

    def standing(self) -> Self:
        """Keep the periods that are locked."""
        return self.filter(reopened_at=None)


class PeriodSignOff(models.Model):
    """One period of a measure that asks for it, approved by a person; locked while it stands."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="sign_offs")
    period = models.CharField(max_length=12)
    ordinal = models.IntegerField()
    note = models.TextField(blank=True)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(auto_now_add=True)
    reopened_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_because = models.TextField(blank=True)

    objects = PeriodSignOffQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "-ordinal", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "ordinal"],
                condition=Q(reopened_at=None),
                name="one_standing_sign_off_a_period",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None, reopened_by=None)
                | Q(reopened_at__isnull=False, reopened_by__isnull=False),
                name="reopened_period_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.period}"
