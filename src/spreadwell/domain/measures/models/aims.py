"""Aims made measurable."""

from django.db import models
from django.db.models import Q

from ...foundation.scope import ScopedQuerySet
from ...missions.models import AimVersion
from .definitions import Measure


class AimTargetQuerySet(ScopedQuerySet["AimTarget"]):
    """Aims made measurable."""

    def published(self) -> Q:
        """Public with its mission."""
        return Q(aim__mission__state="active")


class AimTarget(models.Model):
    """What an aim version means in numbers: measure, baseline, target and date."""

    aim = models.OneToOneField(AimVersion, on_delete=models.PROTECT, related_name="target")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="aims")
    baseline = models.FloatField(null=True, blank=True)
    baseline_period = models.CharField(max_length=16, blank=True)
    target = models.FloatField()
    by = models.DateField()
    population = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)

    objects = AimTargetQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.measure}: {self.target:g} by {self.by}"
